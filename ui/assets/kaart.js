/* The map on the page Voorbeelden: a press on a dot is a press on its button in the list beside it. */
"use strict";
(() => {
  const press = (event) => {
    const name = event.points.find((point) => point.customdata)?.customdata;
    if (name) document.querySelector(`#plaatsen [data-actie="plaats"][data-waarde="${CSS.escape(name)}"]`)?.click();
  };
  /* plotly draws anew at every change, and forgets who listened. */
  function follow(picture) {
    if (!picture.on) return;
    picture.removeAllListeners("plotly_click");
    picture.on("plotly_click", press);
  }
  function map(element) {
    const box = document.getElementById("kaart");
    const look = () => document.querySelectorAll("#kaart .js-plotly-plot").forEach(follow);
    if (box) new MutationObserver(look).observe(box, { childList: true, subtree: true });
    look();
    let shown = "";
    new MutationObserver(() => {
      const pressed = element.querySelector("[aria-pressed=true]");
      if (pressed && pressed.dataset.waarde !== shown) {
        pressed.focus({ preventScroll: true });
        requestAnimationFrame(() => document.getElementById("plaatsvak")?.scrollIntoView({ block: "nearest" }));
      }
      shown = pressed?.dataset.waarde || "";
    }).observe(element, { childList: true, subtree: true });
  }
  window.reisgenoot.kaart = map;
})();
