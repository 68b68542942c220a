/* A page of a publication in a window of its own: the picture, marks, the sentence, the pages before and after it. */
"use strict";
(() => {
  const SAY = window.reisgenootTeksten;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  let parts = null;
  let asked = null; /* { document, cited: [pages], quotes, pdf } */
  let turn = 0;

  function make(name, properties = {}, ...inside) {
    const { css, ...rest } = properties;
    const element = Object.assign(document.createElement(name), rest);
    if (css) element.className = css;
    element.append(...inside);
    return element;
  }

  function build() {
    const p = {};
    p.title = make("h2", { id: "bladzijde-kop", tabIndex: -1 });
    p.close = make("button", { type: "button", css: "blad-sluit", textContent: "×", ariaLabel: SAY.close });
    p.note = make("p", { css: "blad-noot" });
    p.note.setAttribute("role", "status");
    p.back = make("button", { type: "button", css: "knop", textContent: `← ${SAY.back}`, ariaLabel: SAY.pageBack });
    p.count = make("span", { css: "blad-telling" });
    p.on = make("button", { type: "button", css: "knop", textContent: `${SAY.on} →`, ariaLabel: SAY.pageOn });
    p.larger = make("button", { type: "button", css: "knop", textContent: SAY.pageLarger, ariaPressed: "false" });
    p.pdf = make("a", { target: "_blank", rel: "noopener noreferrer" }, SAY.pageWhole,
      make("span", { css: "alleen-voorlezen", textContent: ` (${SAY.pageWindow})` }));
    p.image = make("img", { alt: "", decoding: "async" });
    p.sheet = make("div", { css: "blad" }, p.image);
    p.area = make("div", { css: "blad-vlak", tabIndex: 0, ariaLabel: SAY.pageArea }, p.sheet);
    p.area.setAttribute("role", "region");
    p.says = make("div", { css: "blad-zinnen" });
    p.body = make("div", { css: "blad-tekst" });
    p.text = make("details", {}, make("summary", { textContent: SAY.pageText }), p.body);
    const bar = make("div", { css: "blad-balk" }, p.back, p.count, p.on, p.larger, p.pdf);
    p.dialog = make("dialog", { id: "bladzijde", css: "stuk" }, make("div", { css: "prose" },
      make("div", { css: "blad-kop" }, p.title, p.close), p.note, p.says, bar, p.area, p.text));
    p.dialog.setAttribute("aria-labelledby", "bladzijde-kop");
    p.close.addEventListener("click", () => p.dialog.close());
    p.dialog.addEventListener("click", (event) => { if (event.target === p.dialog) p.dialog.close(); });
    p.dialog.addEventListener("close", () => { turn += 1; asked?.from?.focus(); });
    p.back.addEventListener("click", () => fetchPage(asked.page - 1));
    p.on.addEventListener("click", () => fetchPage(asked.page + 1));
    p.larger.addEventListener("click", () => enlarge(p.larger.ariaPressed !== "true"));
    p.dialog.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || p.larger.ariaPressed === "true") return;
      if (event.key === "ArrowLeft" && !p.back.disabled) fetchPage(asked.page - 1);
      if (event.key === "ArrowRight" && !p.on.disabled) fetchPage(asked.page + 1);
    });
    document.body.append(p.dialog);
    return p;
  }

  function enlarge(on) {
    parts.larger.ariaPressed = String(on);
    parts.dialog.classList.toggle("groot", on);
    toMark();
  }
  function toMark() {
    const mark = parts.sheet.querySelector(".blad-merk");
    if (mark) parts.area.scrollTo({ top: mark.offsetTop - parts.area.clientHeight / 3, left: mark.offsetLeft - 24, behavior: calm() ? "auto" : "smooth" });
    else parts.area.scrollTo({ top: 0, left: 0 });
  }

  /* Where too many pages are being drawn, the server tells when to come back. */
  async function whenDrawn(address, wanted) {
    for (let left = 3; ; left -= 1) {
      const answer = await fetch(address);
      if (answer.status !== 503 || !left || !wanted()) return answer;
      await new Promise((go) => { setTimeout(go, 1000 * (Number(answer.headers.get("Retry-After")) || 2)); });
    }
  }

  async function fetchPage(page, first = false) {
    const mine = turn += 1;
    asked.page = page;
    parts.dialog.setAttribute("aria-busy", "true");
    parts.note.textContent = SAY.pageLoading;
    parts.pdf.href = `${asked.pdf}#page=${page}`;
    parts.back.disabled = page <= 1;
    const query = new URLSearchParams();
    if (first || asked.cited.includes(page)) asked.quotes.forEach((q) => query.append("zin", q));
    if (first && asked.cited.length > 1) query.set("ook", asked.cited.join(","));
    let found;
    try {
      const answer = await whenDrawn(`${asked.pdf}/bladzijde/${page}?${query}`, () => mine === turn);
      found = await answer.json();
      if (!answer.ok) throw new Error(found.fault);
    } catch (fault) {
      if (mine !== turn) return;
      shown({ ...asked, page, marks: [], sentences: [], text: found?.text || [], note: fault instanceof TypeError || fault instanceof SyntaxError ? SAY.pageFailed : fault.message });
      return;
    }
    if (mine === turn) shown(found);
  }

  function shown(found) {
    asked.page = found.page;
    asked.short = found.short || asked.short;
    parts.title.textContent = fill(SAY.pageTitle, { short: asked.short, page: found.page });
    parts.note.textContent = found.note || parts.title.textContent;
    parts.note.classList.toggle("alleen-voorlezen", !found.note);
    parts.count.textContent = found.pages ? fill(SAY.pageOf, found) : "";
    parts.back.disabled = found.page <= 1;
    parts.on.disabled = !found.pages || found.page >= found.pages;
    parts.pdf.href = `${asked.pdf}#page=${found.page}`;
    parts.sheet.querySelectorAll(".blad-merk").forEach((mark) => mark.remove());
    parts.area.hidden = !found.picture;
    if (found.picture) {
      Object.assign(parts.image, { alt: found.alt, width: found.width, height: found.height, src: found.picture });
      found.marks.forEach(([left, top, width, height]) => {
        const mark = make("span", { css: "blad-merk" });
        Object.assign(mark.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
        parts.sheet.append(mark);
      });
    }
    const quotes = found.sentences.map((text) => make("blockquote", {}, make("mark", { textContent: text })));
    parts.says.replaceChildren(...(quotes.length ? [make("p", { css: "kopje", textContent: SAY.pageSays }), ...quotes] : []));
    parts.text.hidden = !found.text.length;
    parts.body.replaceChildren(...found.text.flatMap((t) => t.split("\n")).filter((t) => t.trim()).map((t) => make("p", { textContent: t.replace(/^#+\s*/, "") })));
    parts.dialog.setAttribute("aria-busy", "false");
    requestAnimationFrame(toMark);
  }

  function open(link) {
    parts ||= build();
    const [name, page] = link.dataset.bladzijde.split("/");
    const list = (text) => { try { return JSON.parse(text || "[]"); } catch { return []; } };
    const cited = list(link.dataset.ook);
    asked = { pdf: link.getAttribute("href").split("#")[0], short: name, cited: cited.length ? cited : [Number(page)], quotes: list(link.dataset.zinnen), from: link };
    parts.title.textContent = link.dataset.titel || name;
    parts.sheet.querySelectorAll(".blad-merk").forEach((mark) => mark.remove());
    parts.image.removeAttribute("src");
    Object.assign(parts.image, { alt: "", width: 1200, height: 1697 });
    parts.area.hidden = false;
    parts.text.open = false;
    parts.says.replaceChildren();
    parts.dialog.classList.remove("groot");
    parts.larger.ariaPressed = "false";
    if (!parts.dialog.open) parts.dialog.showModal();
    parts.title.focus();
    fetchPage(Number(page), true);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-bladzijde]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    open(link);
  });
})();
