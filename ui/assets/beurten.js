/* One question at a time. gradio drops what is asked before the answer to the one before is done; here it waits, and is asked after it. */
"use strict";
(() => {
  const SAY = window.reisgenootTeksten;
  const PRESS = ":is(#gesprek-nu, #voorbeelden-vragen, #bewijs-nu, #bewijs-eerder) [data-actie]:not([data-via])";
  const NOTHING = "vraag ";
  let running = null; /* what is being asked, in the words of its key */
  let last = ""; /* the same, also when it is done: the page may show a fault later than gradio tells it */
  let waiting = null; /* { key, start } */
  let ending = false;
  const SOON = 300; /* a wait that is over before that is not told */
  const AT_MOST = 20000; /* after that nothing that was asked is on its way */

  const busy = () => document.querySelector("#gesprek-nu .beurt[aria-busy=true]");
  const failed = () => document.querySelector("#gesprek-nu .beurt .fout");
  const field = () => document.querySelector("#vraagveld textarea");
  function note(words) {
    document.querySelector("#zeg .wacht")?.remove();
    if (!words) return;
    const line = Object.assign(document.createElement("div"), { className: "zeg wacht", textContent: words });
    document.querySelector("#zeg .prose, #zeg")?.append(line);
  }
  /* True: it may go now. Otherwise `start` is called when the way is free, unless it asks nothing or again what is being asked. */
  function free(key, start) {
    if (running === null) {
      running = last = key;
      setTimeout(() => { if (running === key && !busy()) done(); }, AT_MOST);
      return true;
    }
    if (key === running) return false;
    waiting = { key, start };
    setTimeout(() => { if (waiting) note(SAY.waits); }, SOON);
    return false;
  }
  /* Called by gradio when an answer is done, well or badly or both; a moment later it takes the next. After a fault what waits stays in
     the field: asked now, it would take the place of the question that failed. */
  function done() {
    if (ending) return;
    ending = true;
    setTimeout(() => {
      const next = waiting;
      running = waiting = null;
      ending = false;
      note("");
      if (!failed()) next?.start();
    });
  }

  /* An empty question asks nothing: a line at the field says so until something is typed. */
  function empty(said) {
    let line = document.getElementById("vraagmelding");
    if (!line) {
      line = Object.assign(document.createElement("p"), { id: "vraagmelding" });
      line.setAttribute("role", "status");
      document.getElementById("vraagveld").append(line);
      field().setAttribute("aria-describedby", "vraaghint vraagmelding");
    }
    requestAnimationFrame(() => { line.textContent = said ? SAY.empty : ""; }); /* a reader hears of what changes in a line that was there */
  }
  document.addEventListener("input", (event) => {
    if (event.target === field() && document.getElementById("vraagmelding")?.textContent) empty(false);
  });

  const typed = () => NOTHING + field().value.trim();
  function hold(event) {
    const key = typed();
    if (key === NOTHING) {
      event.preventDefault();
      event.stopImmediatePropagation();
      empty(true);
      field().focus();
      return;
    }
    const again = () => { if (typed() === key) document.getElementById("vraagknop").click(); };
    if (free(key, again)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  /* As gradio itself listens: a key that presses nothing must not close the way. */
  document.addEventListener("keypress", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === field()) hold(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#vraagknop")) { hold(event); return; }
    const button = event.target.closest(PRESS);
    if (!button) return;
    const { actie, waarde } = button.dataset;
    if (!free(`${actie} ${waarde}`, () => { if (button.isConnected) button.click(); })) event.stopImmediatePropagation();
  }, true);

  /* The field follows the conversation: emptied when its question is being answered, filled again when that failed. */
  function follow() {
    if (!field() || !last.startsWith(NOTHING)) return;
    if (!failed()) { /* also an answer so quick that nobody saw it coming */
      if (document.querySelector("#gesprek-nu .beurt") && typed() === last) write("");
      return;
    }
    if (!field().value.trim()) write(last.slice(NOTHING.length));
    last = "";
  }
  function write(text) {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  }
  /* Another conversation is begun: what waited belonged to this one. */
  function forget() { waiting = null; note(""); }
  document.addEventListener("click", (event) => { if (event.target.closest("#nieuw-gesprek")) forget(); }, true);

  window.reisgenoot.beurt = { vrij: free, klaar: done, vergeet: forget, veld: follow, schrijf: write };
})();
