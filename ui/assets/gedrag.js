/* What the page does in the browser: pages by address, citations, copying, keeping. No network, no library. */
"use strict";
/* A window may give no storage, and gradio asks for it without a net: then the memory of this page stands in for it. */
(() => {
  try { void localStorage.length; } catch {
    const kept = new Map();
    const memory = {
      get length() { return kept.size; }, key: (n) => [...kept.keys()][n] ?? null, clear: () => kept.clear(),
      getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => { kept.set(name, String(value)); }, removeItem: (name) => { kept.delete(name); },
    };
    Object.defineProperty(window, "localStorage", { configurable: true, value: memory });
    window.reisgenootZonderOpslag = true;
  }
})();
(() => {
  const root = document.documentElement;
  const PAGES = ["vraag", "routes", "voorbeelden", "wetten", "presentatie", "bronnen", "over"];
  const SAY = window.reisgenootTeksten;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  /* Light or dark: as the device asks, also for gradio's own parts. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = () => document.body && document.body.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", colour);

  /* Pages: #routes shows the page Routes, #routes/5 the fifth route on it. */
  function decoded(text) { try { return decodeURIComponent(text); } catch { return text; } }
  function place() {
    const [page, ...rest] = decoded(location.hash.slice(1)).split("/");
    return PAGES.includes(page) ? [page, rest.join("/")] : ["vraag", ""];
  }
  function show(focus) {
    const [page, part] = place();
    const moved = root.dataset.pagina !== page;
    root.dataset.pagina = page;
    all("nav a[data-pagina]").forEach((a) => {
      if (a.dataset.pagina === page) a.setAttribute("aria-current", "page");
      else a.removeAttribute("aria-current");
    });
    if (moved && focus) scrollTo({ top: 0 });
    if (moved || !part) title();
    document.dispatchEvent(new CustomEvent("reisgenoot:plaats", { detail: { page, part } }));
  }
  /* The title of the window follows the page, and the part of it that is read. */
  function title(words = "") {
    const [page] = place();
    document.title = page === "vraag" ? SAY.site : [words, SAY.pages[page], SAY.name].filter(Boolean).join(" – ");
  }
  /* Addresses for elsewhere: /?vraag=…, /?route=5, /?voorbeeld=ID, /?wet=ID become the address within the page. */
  const PARTS = { vraag: "vraag", route: "routes", voorbeeld: "voorbeelden", wet: "wetten" };
  function fromSearch() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (PARTS[name] && value) {
        history.replaceState(null, "", `${location.pathname}#${PARTS[name]}/${encodeURIComponent(value)}`);
        return;
      }
    }
  }
  function go(hash) {
    if (location.hash === hash) show(true);
    else location.hash = hash;
  }
  fromSearch();
  root.dataset.pagina = place()[0];
  addEventListener("hashchange", () => show(true));

  /* Brings an element into view, and the focus along: to `focus`, or to what in it can have it. */
  function bring(element, { focus, block = "start" } = {}) {
    if (!element) return;
    (focus || find("[tabindex]", element))?.focus({ preventScroll: true });
    element.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block });
  }
  /* While the comparison reaches the middle of the window, the bar that leads to it is not needed. */
  function seen(element) {
    const look = ([{ isIntersecting }]) => root.toggleAttribute("data-vergelijking-te-zien", isIntersecting);
    new IntersectionObserver(look, { rootMargin: "-50% 0px" }).observe(element);
    let left = null; /* what was just taken out of it: its button is gone, the focus goes to the next, or to its card */
    element.addEventListener("click", ({ target }) => { left = target.closest("[data-actie=vergelijk]")?.dataset.waarde || null; });
    new MutationObserver(() => {
      if (!left || document.activeElement !== document.body) return;
      (find("[data-actie=vergelijk]", element) || find(`.vergelijkknop[data-waarde="${CSS.escape(left)}"]`))?.focus({ preventScroll: true });
      left = null;
    }).observe(element, { childList: true, subtree: true });
  }

  /* Citations: a marker opens the evidence of its own question and marks the card. */
  function evidenceOf(turn) {
    all("#bewijs .bewijs").forEach((s) => { s.hidden = s.dataset.beurt !== String(turn); });
  }
  function openEvidence(key) {
    evidenceOf(key.split("-")[0]);
    const card = document.getElementById(`bewijs-${key}`);
    if (!card) return;
    all(".steun.aangewezen").forEach((c) => c.classList.remove("aangewezen"));
    card.classList.add("aangewezen");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: innerWidth < 900 ? "start" : "nearest" });
  }
  function backToAnswer(key) {
    const marker = find(`a.marker[data-bewijs="${CSS.escape(key)}"]`);
    if (!marker) return;
    marker.focus({ preventScroll: true });
    marker.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "center" });
  }

  /* Escape leads back: from the evidence to the number that opened it, from what is read in full to the link that opened it. What is typed
     in, chosen from, or a window of its own keeps its Escape. */
  let opener = null; /* the number that opened the evidence */
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || find("dialog[open]") || event.target.closest("input, textarea, select, [role=listbox]")) return;
    const [page, name] = place();
    if (event.target.closest("#bewijs") && opener?.isConnected) bring(opener, { focus: opener, block: "center" });
    else if (name) find(`#pagina-${page} .leeskaart .sluit`)?.click();
  });

  /* Copy and keep. */
  async function copy(button) {
    const text = button.closest("[data-markdown]").dataset.markdown;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = done ? SAY.copied : SAY.failed;
    setTimeout(() => { button.textContent = before; }, 2500);
  }
  function keep() {
    const parts = all("#gesprek .beurt[data-markdown]").map((a) => a.dataset.markdown).filter(Boolean);
    const day = new Date().toLocaleDateString("nl-NL", { dateStyle: "long" });
    const file = new Blob([`${SAY.title}\n\n${day}\n\n${parts.join("\n\n---\n\n")}\n`], { type: "text/markdown;charset=utf-8" });
    const a = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: SAY.file });
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  }
  function unfold(button) {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open", open);
  }
  function judged(button) {
    const group = button.closest(".duimen");
    all("button", group).forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
    find(".waarom", group).classList.remove("open");
    const bad = find(".omlaag", group);
    bad.setAttribute("aria-expanded", "false");
    if (button.closest(".waarom")) { bad.setAttribute("aria-pressed", "true"); bad.focus(); }
  }
  function keepable() {
    const button = document.getElementById("bewaar-gesprek");
    if (button) button.disabled = !all("#gesprek .beurt[data-markdown]").some((a) => a.dataset.markdown);
  }

  /* The conversation: announced, scrolled to once per question, and a question from the address asked at once. */
  function conversation(element, trigger, watch) {
    element.setAttribute("role", "log");
    element.setAttribute("aria-label", SAY.conversation);
    let shown = "";
    watch("value", () => requestAnimationFrame(() => {
      keepable();
      window.reisgenoot.beurt.veld();
      const turn = find(".beurt", element);
      const key = turn ? turn.dataset.beurt + turn.querySelector("h2")?.textContent : "";
      if (turn && key !== shown) turn.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
      if (!turn && shown) find("#vraagveld textarea")?.focus();
      shown = key;
    }));
    const ask = ({ page, part }) => {
      if (page !== "vraag" || !part) return;
      history.replaceState(null, "", "#vraag");
      const start = () => { if (window.reisgenoot.beurt.vrij(`vraag ${part}`, start)) trigger("click", { actie: "vraag", waarde: part }); };
      start();
    };
    document.addEventListener("reisgenoot:plaats", (event) => ask(event.detail));
    const [page, part] = place();
    ask({ page, part });
  }

  /* A part of a page, named in the address, is fetched and shown; ticks live in this browser. */
  const TICKS = "reisgenoot-stappen";
  const ticks = () => { try { return JSON.parse(localStorage.getItem(TICKS)) || {}; } catch { return {}; } };
  function tick(element) {
    const kept = ticks();
    all("input[data-stap]", element).forEach((box) => { box.checked = Boolean(kept[box.dataset.stap]); });
    const stop = find(".routekaart", element);
    if (stop) all("[data-halte]").forEach((a) => {
      if (a.dataset.halte === stop.dataset.deel) a.setAttribute("aria-current", "true");
      else a.removeAttribute("aria-current");
    });
  }
  document.addEventListener("change", (event) => {
    const key = event.target.dataset?.stap;
    if (!key) return;
    const kept = ticks();
    if (event.target.checked) kept[key] = true; else delete kept[key];
    try { localStorage.setItem(TICKS, JSON.stringify(kept)); } catch { /* no storage: the tick lasts as long as the page */ }
  });
  /* What is opened has the focus on its heading; when it is closed the focus is back on the link that opened it, at the same height in the
     window. Without such a link, as after an address from elsewhere, on the link that leads there or on the heading of the page. */
  function part(element, trigger, watch, page) {
    let shown = "";
    let wanted = false;
    let once = false;
    let from = null; /* { link, top, name } */
    const look = () => {
      tick(element);
      if (shown && place()[0] === page) title(find("h3", element)?.textContent);
      if (wanted && element.firstElementChild) {
        const heading = find("h3", element);
        if (heading) heading.tabIndex = -1;
        bring(element, { focus: heading || find("a", element) });
      }
      wanted = false;
    };
    const move = ({ page: now, part: name }) => {
      if (now !== page || !name) return;
      wanted = true;
      const link = document.activeElement?.closest(`#pagina-${page} a[href]`);
      if (!link || !element.contains(link)) from = { link, top: link?.getBoundingClientRect().top, name };
      if (name === shown) { look(); return; }
      shown = name;
      once = true;
      ask();
    };
    const ask = () => trigger("click", { actie: "toon", waarde: shown });
    /* Of two parts opened in one moment the first may arrive last: then what was opened last is asked for again. */
    const came = () => {
      const other = element.firstElementChild?.dataset.deel;
      if (other && shown && other !== shown && once) { once = false; ask(); return; }
      if (!element.firstElementChild) leave();
      look();
    };
    const leave = () => {
      if (!from) return;
      const { link, top, name } = from;
      shown = "";
      from = null;
      const there = [link, ...all(`#pagina-${page} a[href="${CSS.escape(`#${page}/${name}`)}"]`)].find((a) => a?.isConnected && a.offsetParent);
      if (!there) { toHeading(page); return; }
      if (there !== link) { bring(there, { focus: there, block: "center" }); return; }
      there.focus({ preventScroll: true });
      scrollBy({ top: there.getBoundingClientRect().top - top, behavior: "instant" });
    };
    watch("value", () => requestAnimationFrame(came));
    document.addEventListener("reisgenoot:plaats", (event) => move(event.detail));
    tick(element);
    const [now, name] = place();
    move({ page: now, part: name });
  }
  function toHeading(page) {
    const heading = find(`#pagina-${page} h2`);
    if (heading) heading.tabIndex = -1;
    bring(heading, { focus: heading });
  }

  /* Short messages: announced, gone after a while or on another page. */
  function say(element, watch) {
    element.setAttribute("role", "status");
    let wait = 0;
    const gone = () => find(".zeg", element)?.remove();
    watch("value", () => { clearTimeout(wait); wait = setTimeout(gone, 10000); });
    addEventListener("hashchange", gone);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button");
    if (!target) return;
    const data = target.dataset;
    if (data.bewijs) { opener = target; openEvidence(data.bewijs); }
    else if (data.terug) backToAnswer(data.terug);
    else if (data.doe === "kopieer") copy(target);
    else if (data.doe === "bewaar") keep();
    else if (data.doe === "open") unfold(target);
    else if (data.actie === "duim") judged(target);
    else if (data.doe === "sluit") target.closest(".zeg").remove();
    else if (data.naar) bring(document.getElementById(data.naar));
    else if (data.doe === "inhoud") find(`#pagina-${place()[0]} :is(a, button, textarea, input)`)?.focus();
    else if (data.pagina || (target.tagName === "A" && target.getAttribute("href")?.startsWith("#"))) go(target.getAttribute("href"));
    else return;
    if (target.tagName === "A") event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    colour();
    new MutationObserver(() => {
      const field = find("#vraagveld textarea");
      if (field && !field.hasAttribute("aria-describedby")) field.setAttribute("aria-describedby", "vraaghint");
      if (find("#kop nav a") && !find("#kop nav a[aria-current]")) { show(false); title(); }
    }).observe(document.body, { childList: true, subtree: true });
  });

  window.reisgenoot = { gesprek: conversation, deel: part, zeg: say, breng: bring, teZien: seen };
})();
