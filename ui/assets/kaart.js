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
    new MutationObserver(() => requestAnimationFrame(() => { if (left) back(element); })).observe(element, { childList: true, subtree: true });
  }
  /* The cases of a place stand below the map: they come into view, with the focus on the button that leads back. A wide window keeps
     the map in view with the first of them. Who goes back finds the focus on the place in the list. */
  const away = () => document.querySelector("#plaatsvak [data-actie=plaats]");
  let shown = "";
  let left = "";
  function found(element, watch) {
    watch("value", () => requestAnimationFrame(() => {
      const button = away();
      const place = button?.dataset.waarde || "";
      if (place && place !== shown) {
        const wide = innerWidth >= 900;
        const part = document.querySelector(wide ? "#plaatsvak .voorbeeldkaarten li" : "#plaatsvak");
        window.reisgenoot.breng(part, { focus: button, block: wide ? "nearest" : "start" });
      }
      if (!place && shown) { left = shown; back(document.getElementById("plaatsen")); setTimeout(() => { left = ""; }, 1000); }
      shown = place;
    }));
  }
  function back(list) {
    const button = list.querySelector(`[data-waarde="${CSS.escape(left)}"]`);
    if (!button || document.activeElement !== document.body) return;
    left = "";
    window.reisgenoot.breng(button, { focus: button, block: "nearest" });
  }
  Object.assign(window.reisgenoot, { kaart: map, gevonden: found });
})();
