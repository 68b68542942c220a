/* When the server is away or was started anew: say so, wait, load the page again, and put back what stood there. */
"use strict";
(() => {
  const SAY = window.reisgenootTeksten;
  const KEY = "reisgenoot-herstel";
  const OFTEN = 1000;
  const SELDOM = 15000;
  let start = "";
  let away = false;
  let timer = 0;

  function bar(words) {
    let line = document.getElementById("verbinding");
    if (!line) {
      line = Object.assign(document.createElement("div"), { id: "verbinding" });
      line.setAttribute("role", "alert");
      document.body.prepend(line);
    }
    line.textContent = words;
    line.hidden = !words;
  }

  /* What is on the page and nowhere else: the conversation, the question under way, what was typed. */
  function reload() {
    const busy = document.querySelector("#gesprek-nu .beurt[aria-busy=true]");
    const typed = document.querySelector("#vraagveld textarea")?.value || "";
    const kept = { vraag: typed || busy?.dataset.vraag || "", afgebroken: Boolean(busy), ...window.reisgenoot.gesprekNu() };
    try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* no storage: only the page comes back */ }
    location.reload();
  }

  async function look() {
    clearTimeout(timer);
    try {
      const answer = await fetch("/levensteken", { cache: "no-store" });
      if (answer.ok) {
        const now = (await answer.json()).start;
        if (start && now !== start) { reload(); return; }
        start = now;
      }
      if (away) bar("");
      away = false;
    } catch {
      away = true;
      bar(SAY.connection);
    }
    timer = setTimeout(look, away ? OFTEN : SELDOM);
  }

  function restored() {
    let kept;
    try { kept = JSON.parse(sessionStorage.getItem(KEY)); sessionStorage.removeItem(KEY); } catch { return; }
    if (!kept) return;
    window.reisgenoot.gesprekTerug(kept);
    bar(kept.afgebroken ? SAY.backAsk : SAY.backAgain);
    setTimeout(() => bar(""), 20000);
    const until = Date.now() + 8000;
    const field = document.querySelector("#vraagveld textarea");
    const type = () => { /* reopening empties the field, so the question goes in after it */
      const there = !kept.beurten?.length || document.querySelector("#gesprek-nu .beurt");
      if (!there && Date.now() < until) { setTimeout(type, 100); return; }
      setTimeout(() => window.reisgenoot.beurt.schrijf(kept.vraag), 300);
    };
    if (field && kept.vraag) type();
  }

  window.reisgenoot.verbinding = restored;
  addEventListener("DOMContentLoaded", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.reisgenoot.kijk = look;
})();
