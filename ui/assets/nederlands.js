/* gradio and plotly in Dutch: messages, names of buttons and fields, sizes of files. The English stands in gradio_texts.py. */
"use strict";
(() => {
  const SAY = window.reisgenootTeksten;
  const MESSAGES = [
    [/queue is full/i, SAY.busy], [/maximum|exceed|too large/i, SAY.tooLarge], [/invalid file type/i, SAY.onlyPdf], [/connection|verbinding/i, SAY.connection],
  ];
  const NAMES = ["aria-label", "title", "data-title"];
  const opens = (words) => words.endsWith(" "); /* the name of the field follows */
  const ENGLISH = Object.keys(SAY.labels).flatMap((words) => NAMES.map((name) => `[${name}${opens(words) ? "^" : ""}="${words}"]`)).join();
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  /* gradio takes the language of its own parts from the browser; this page is Dutch. */
  Object.defineProperties(navigator, { language: { get: () => "nl-NL" }, languages: { get: () => ["nl-NL", "nl"] } });

  function messages() {
    all(".toast-header[role=button]").forEach((t) => { /* a button within a button: gradio's close button is enough */
      t.removeAttribute("role");
      t.removeAttribute("tabindex");
    });
    all(".toast-text, .toast-title").forEach((t) => {
      const found = MESSAGES.find(([pattern]) => pattern.test(t.textContent));
      if (found && t.textContent !== found[1]) { t.textContent = found[1]; if (found[1] === SAY.connection) window.reisgenoot.kijk(); }
      else if (t.textContent.trim() === "Error") t.textContent = SAY.error;
    });
  }
  function names() {
    all(ENGLISH).forEach((element) => NAMES.forEach((name) => {
      const words = element.getAttribute(name);
      const found = words && Object.keys(SAY.labels).find((english) => words === english || (opens(english) && words.startsWith(english)));
      if (found) element.setAttribute(name, SAY.labels[found] + words.slice(found.length));
    }));
    all("fieldset input[title]").forEach((box) => box.removeAttribute("title")); /* a name of the program; the label says it in words */
  }
  /* gradio's own text nodes keep their places, only their words change. What was sent is never given back, so its size is no link. */
  function files() {
    all(".uploading").forEach((line) => write(line, SAY.sending));
    all(".file-preview a.download-link").forEach((size) => {
      size.removeAttribute("href");
      write(size, size.textContent.replace(/\s*⇣/, "").replace(/(\d)\.(\d)/, "$1,$2").replace("KB", "kB"));
    });
  }
  function write(element, words) {
    if (element.textContent === words) return;
    const [first, ...rest] = Array.from(element.childNodes).filter((node) => node.nodeType === Node.TEXT_NODE);
    if (!first) return;
    first.data = words;
    rest.forEach((node) => { node.data = ""; });
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => { messages(); names(); files(); }).observe(document.body, { childList: true, subtree: true });
  });
})();
