/* The page Presentatie: a file holds what was typed last, and this tab keeps the page (sessionStorage), never the server. */
"use strict";
(() => {
  const KEY = "reisgenoot-presentatie";
  const OFF = "reisgenoot-niet-bewaren";
  const PARTS = ["formulier", "antwoorden", "presentatie", "getypt"];
  /* What was typed and is not in the files yet; that it may be there already costs only a moment. */
  let typed = false;
  let ask = () => {};
  document.addEventListener("input", ({ target }) => { if (target.closest("#dia-titel, #dia-punten")) typed = true; });
  /* The links hold the files as they were last saved. Only a press of a person is held up, not that of a script on a fetched link. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#pagina-presentatie a[download]");
    if (!link || !typed || !event.isTrusted) return;
    event.preventDefault();
    event.stopPropagation();
    ask(link.download.split(".").pop());
  }, true);
  function whenTyped(trigger, watch) {
    ask = (kind) => trigger("click", { actie: "bestand", waarde: kind });
    watch("value", () => { typed = false; });
  }

  /* Between the picture of a slide and its fields, which stand far apart on a phone. */
  function toFields() {
    const field = document.querySelector("#dia-titel textarea");
    window.reisgenoot.breng(document.getElementById("dia-naar-beeld"), { focus: field });
  }
  document.addEventListener("click", ({ target }) => {
    if (target.id !== "dia-naar-beeld") return;
    const chosen = [...document.querySelectorAll("#dia-kiezen input")].findIndex((choice) => choice.checked);
    const slide = document.querySelectorAll("#presentatie-voorbeeld .dia")[Math.max(0, chosen)];
    window.reisgenoot.breng(slide, { focus: slide?.querySelector("[data-actie=pas-aan]") });
  });

  const wanted = () => { try { return localStorage.getItem(OFF) !== "1"; } catch { return true; } };
  const name = (part) => `${KEY}-${part}`;
  const now = new Map(); /* what each part is */
  const lost = new Set(); /* the parts that could not be kept */
  function write(part) {
    lost.delete(part);
    try {
      if (wanted()) { sessionStorage.setItem(name(part), now.get(part)); return; }
      sessionStorage.removeItem(name(part));
    } catch { /* no storage, or it is full */ }
    lost.add(part);
  }
  function keep(part, text) {
    now.set(part, text);
    write(part);
  }
  function keeper(element, watch) {
    watch("value", () => requestAnimationFrame(() => {
      const piece = element.querySelector(".conceptstuk");
      if (piece) keep(piece.dataset.deel, piece.dataset.inhoud);
    }));
  }
  function giveBack(trigger) {
    const kept = {};
    try {
      PARTS.forEach((part) => { const text = sessionStorage.getItem(name(part)); if (text) kept[part] = text; });
    } catch { return; }
    if (wanted() && Object.keys(kept).length) trigger("click", { actie: "terug", waarde: JSON.stringify(kept) });
  }
  document.addEventListener("change", ({ target }) => { if (target.id === "bewaar-aan") setTimeout(() => [...now.keys()].forEach(write)); });
  /* What is changed by hand and could not be kept is not left without a question. */
  addEventListener("beforeunload", (event) => {
    const changed = typed || document.getElementById("dia-terug");
    if (changed && (lost.has("presentatie") || lost.has("getypt"))) event.preventDefault();
  });
  Object.assign(window.reisgenoot, { getypt: whenTyped, conceptdeel: keeper, concept: giveBack, naarVelden: toFields, onthoud: keep });
})();
