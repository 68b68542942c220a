/* The conversations that this browser keeps: only in localStorage, never on the server. Files to download. */
"use strict";
(() => {
  const SAY = window.reisgenootTeksten;
  const KEY = "reisgenoot-gesprekken";
  const OFF = "reisgenoot-niet-bewaren";
  const MOST = 40;
  let current = "";
  let open = () => {};
  let saved = 0; /* so many of its turns are in the list */
  let memory = []; /* the turns of the conversation on the page, kept or not */

  /* Some windows give no storage, or take it away: then nothing is kept and the list stays away. */
  const store = (() => {
    if (window.reisgenootZonderOpslag) return null;
    try {
      localStorage.setItem(`${KEY}-proef`, "1");
      localStorage.removeItem(`${KEY}-proef`);
      return localStorage;
    } catch { return null; }
  })();
  const wanted = () => { try { return Boolean(store) && store.getItem(OFF) !== "1"; } catch { return false; } };
  function read() {
    try {
      const kept = JSON.parse(store.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((c) => c && typeof c.id === "string" && Array.isArray(c.beurten)) : [];
    } catch { return []; }
  }
  function write(list) {
    let kept = list.slice(0, MOST);
    for (;;) {
      try {
        if (kept.length) store.setItem(KEY, JSON.stringify(kept)); else store.removeItem(KEY);
        break;
      } catch {
        if (!kept.length) break;
        kept = kept.slice(0, -1); /* full: the oldest goes */
      }
    }
    show();
  }

  /* The same single question, asked in the same way: what a link that is followed again would add to the list every time. */
  const asked = (turn) => JSON.stringify([turn?.question, turn?.filters, turn?.without, turn?.answer?.understood]);
  const same = (one, other) => [one, other].every((talk) => talk.beurten.length === 1) && asked(one.beurten[0]) === asked(other.beurten[0]);
  /* The last question and answer, from the server's page into the list. */
  function keep(element) {
    const piece = element.querySelector(".bewaarstuk");
    if (!piece) return;
    const number = Number(piece.dataset.nummer);
    if (!number) { current = ""; memory = []; show(); return; }
    let turn;
    try { turn = JSON.parse(piece.dataset.uitwisseling); } catch { return; }
    memory = [...memory.slice(0, number - 1), turn];
    if (!wanted()) return;
    const list = read();
    let talk = list.find((c) => c.id === current);
    const there = talk?.beurten[number - 1];
    if (talk && (talk.beurten.length < number - 1 || (there && there.question !== turn.question))) talk = null;
    /* Another window asked the same, and its line took the place of ours: then ours goes on as a line of its own. */
    const replaced = current && saved === number - 1 && list.some((c) => asked(c.beurten[0]) === asked(memory[0]));
    if (!talk && number > 1 && !replaced) return; /* its beginning was wiped, or was never kept */
    if (!talk) {
      talk = { id: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`, beurten: memory.slice(0, number - 1) };
      current = talk.id;
    }
    talk.beurten = [...talk.beurten.slice(0, number - 1), turn];
    talk.dag = Date.now();
    saved = number;
    write([talk, ...list.filter((c) => c.id !== talk.id && !same(c, talk))]);
  }

  function reopen(id, turns) {
    current = id;
    memory = turns;
    saved = turns.length;
    window.reisgenoot.beurt.vergeet();
    open(JSON.stringify(turns));
  }
  /* Of today the time, of other days the day. */
  function when(moment) {
    if (moment.toDateString() === new Date().toDateString()) return moment.toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
    return moment.toLocaleDateString("nl-NL", { day: "numeric", month: "long" });
  }
  function row(talk) {
    const title = String(talk.beurten[0]?.question || "");
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("button"), { type: "button", className: "gesprek-open", textContent: title });
    if (talk.id === current) name.setAttribute("aria-current", "true");
    const day = Object.assign(document.createElement("span"), { className: "dag" });
    day.textContent = when(new Date(talk.dag));
    const wipe = Object.assign(document.createElement("button"), { type: "button", className: "gesprek-wis", textContent: "×" });
    wipe.setAttribute("aria-label", SAY.delete.replace("{title}", title));
    name.addEventListener("click", () => { reopen(talk.id, talk.beurten); show(); });
    wipe.addEventListener("click", () => {
      if (talk.id === current) current = "";
      write(read().filter((c) => c.id !== talk.id));
      (document.querySelector("#gesprekken-lijst button") || document.getElementById("gesprekken-kop")).focus();
    });
    item.append(name, day, wipe);
    return item;
  }
  function show() {
    const box = document.getElementById("eerdere-gesprekken");
    if (!box) return;
    const list = store ? read() : [];
    box.hidden = !store || (!list.length && wanted() && !box.open);
    document.getElementById("gesprekken-kop").textContent = `${SAY.kept} (${list.length})`;
    document.getElementById("gesprekken-lijst").replaceChildren(...list.map(row));
    document.getElementById("wis-gesprekken").hidden = !list.length;
    document.getElementById("bewaar-aan").checked = wanted();
  }
  document.addEventListener("click", (event) => {
    if (event.target.id !== "wis-gesprekken") return;
    current = "";
    write([]);
    document.getElementById("gesprekken-kop").focus();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "bewaar-aan") return;
    try { if (event.target.checked) store.removeItem(OFF); else store.setItem(OFF, "1"); } catch { /* as it was */ }
    show();
  });
  addEventListener("storage", (event) => { if (event.key === KEY || event.key === OFF) show(); });

  function keeper(element, trigger, watch) {
    open = (text) => trigger("click", { actie: "heropen", waarde: text });
    watch("value", () => requestAnimationFrame(() => keep(element)));
    requestAnimationFrame(() => { show(); window.reisgenoot.verbinding?.(); });
  }
  function fetchFile(element, watch) {
    watch("value", () => requestAnimationFrame(() => element.querySelector("a[download]")?.click()));
  }
  Object.assign(window.reisgenoot, {
    bewaar: keeper,
    haal: fetchFile,
    gesprekNu: () => ({ id: current, beurten: memory }),
    gesprekTerug: ({ id, beurten }) => { if (Array.isArray(beurten) && beurten.length) reopen(id, beurten); },
  });
})();
