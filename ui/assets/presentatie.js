/* The page Presentatie: a file holds what was typed last. */
"use strict";
(() => {
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
  Object.assign(window.reisgenoot, { getypt: whenTyped });
})();
