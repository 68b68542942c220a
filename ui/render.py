"""From an Answer to HTML and Markdown. Pure functions; every text that is shown passes through `esc`. Knows no gradio."""

from collections.abc import Sequence

from assistant import NOT_FOUND, REFUSAL, Answer, Block, Checked, Sentence, sources_text, warnings_of
from ui import texts
from ui.events import ASIDE
from ui.feedback import GOOD
from ui.markup import action, bullet_list, esc, inline, table, tag

_THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linejoin="round" d="M7 21V11l4-8c1.7 0 2.5 1 2.5 2.5V9H19a2 2 0 0 1 2 2.3l-1.300 8a2 2 0 0 1-2 1.700H7zM3 11h4v10H3z"/></svg>'
)
_NOTES = {"warning": texts.WARNING, "note": texts.NOTE}


def turn_html(answer: Answer, turn: int, *, last: bool = True) -> str:
    """A question with its answer, whole or as far as it has come; only the last one has chips and questions to go on with."""
    first, after = warnings_of(answer)
    parts = [_question(answer), _understood(answer) if last else "", _warnings(first), _body(answer, turn), _warnings(after)]
    if answer.done:
        parts += [_footer(answer, turn), _checks(answer), _judge(turn), _next(answer) if last else ""]
    else:
        parts.append(waiting())
    state = "" if answer.done else "bezig"
    return tag(
        "article", "".join(parts), f"beurt {state}".strip(),
        id=f"antwoord-{turn}", tabindex="-1", data_beurt=str(turn), data_vraag=answer.question,
        aria_busy="false" if answer.done else "true",
        data_markdown=answer_markdown(answer) if answer.done else "",
    )  # fmt: skip


def waiting_html(question: str, turn: int) -> str:
    """A question of which nothing has been answered yet."""
    return turn_html(Answer(question), turn)


def fault_html(question: str, turn: int, reason: str) -> str:
    """A question that could not be answered, and why."""
    box = tag("div", tag("strong", esc(texts.ERROR)) + tag("p", esc(reason)), "melding fout", role="alert")
    shown = _question(Answer(question)) + box if question else box
    return tag("article", shown, "beurt", id=f"antwoord-{turn}", data_beurt=str(turn), data_markdown="")


def welcome_html() -> str:
    """What stands there before the first question."""
    return tag("div", tag("h2", esc(texts.HERO)) + tag("p", esc(texts.INTRO), "inleiding"), "welkom")


def examples_html() -> str:
    """Questions to begin with, as buttons."""
    examples = bullet_list((action("vraag", q, esc(q), "voorbeeldvraag") for q in texts.EXAMPLES), "voorbeeldvragen")
    return tag("p", esc(texts.EXAMPLES_LABEL), "kopje") + examples


def kept_list_html() -> str:
    """Where the script of the page lists the conversations that the browser keeps; stays away when it keeps none."""
    box = '<input type="checkbox" id="bewaar-aan" checked>' + tag("label", esc(texts.KEPT_ON), for_="bewaar-aan")
    wipe = tag("button", esc(texts.KEPT_DELETE_ALL), "tekstknop", type="button", id="wis-gesprekken")
    inside = tag("p", esc(texts.KEPT_HINT), "hint") + tag("ul", "", id="gesprekken-lijst") + tag("p", box, "bewaar-aan") + wipe
    summary = tag("summary", esc(texts.KEPT), id="gesprekken-kop")
    return tag("details", summary + inside, "eerder", id="eerdere-gesprekken", hidden="hidden")


def waiting() -> str:
    """Three dots, with words for who cannot see them."""
    return tag("p", tag("span", "", "stippen", aria_hidden="true") + esc(texts.SEARCHING) + " …", "wachten")


def sources_count(answer: Answer) -> str:
    """`1 bron` or `4 bronnen`."""
    n = len(answer.citations)
    return texts.SOURCE_ONE if n == 1 else texts.SOURCE_MANY.format(n=n)


def answer_markdown(answer: Answer) -> str:
    """A question, its answer and the sources as Markdown, to copy or to keep."""
    first, after = ([f"> {texts.WARNING}: {w}" for w in of] for of in warnings_of(answer))
    parts = [f"## {_one_line(answer.question)}", *first, answer.markdown, *after]
    if answer.citations:
        sources = sources_text(answer.citations).splitlines()
        parts += [f"**{texts.SOURCES}**", "\n".join(f"- {line}" for line in sources)]
    return "\n\n".join([*parts, f"*{texts.COMPUTER}*"])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _question(answer: Answer) -> str:
    words = tag("span", esc(texts.YOU_ASKED) + ": ", "alleen-voorlezen") + esc(answer.question)
    read_as = answer.resolved.strip()
    shown = tag("h2", words, "vraag")
    if read_as and read_as.casefold() != answer.question.strip().casefold():
        shown += tag("p", esc(texts.READ_AS.format(question=read_as)), "gelezen-als")
    return shown


def _understood(answer: Answer) -> str:
    if not answer.understood:
        return ""
    cross = tag("span", "×", "kruis", aria_hidden="true")
    chips = (
        action("zonder", u.key, tag("span", esc(u.label)) + cross, "chip", texts.REMOVE_CHIP.format(label=u.label))
        for u in answer.understood
    )
    return tag("div", tag("span", esc(texts.UNDERSTOOD) + ":", "kopje") + bullet_list(chips, "chips"), "begrepen")


def _warnings(warnings: Sequence[str]) -> str:
    return "".join(_message("waarschuwing", texts.WARNING, inline(w)) for w in warnings)


def _message(css: str, title: str, content: str) -> str:
    return tag("div", tag("strong", esc(title)) + " " + tag("span", content), f"melding {css}")


def _body(answer: Answer, turn: int) -> str:
    titles = {c.n: c.entry.title for c in answer.citations}
    blocks = "".join(_block(b, turn, titles) for b in answer.blocks if b.sentences)
    # What lies near is pointed at only when something stands there.
    near = f" {texts.REFUSAL_NEAR}" if any(b.kind in ("nearest", "routes") and b.sentences for b in answer.blocks) else ""
    # Who is told where to go for help, or that nothing was asked, need not try other words.
    searched = answer.refused and any(s.text.startswith((REFUSAL, NOT_FOUND)) for s in answer.sentences)
    help_ = tag("p", esc(texts.REFUSAL_HELP + near), "uitleg") if searched else ""
    return tag("div", blocks + help_, "antwoord")


def _block(block: Block, turn: int, titles: dict[int, str]) -> str:
    if block.kind in _NOTES:
        css = "waarschuwing" if block.kind == "warning" else "opmerking"
        return "".join(_message(css, _NOTES[block.kind], _sentence(s, turn, titles)) for s in block.sentences)
    head = tag("h3", esc(block.heading)) if block.heading else ""
    return tag("div", head + _content(block, turn, titles), f"blok blok-{block.kind}")


def _content(block: Block, turn: int, titles: dict[int, str]) -> str:
    if block.kind == "table":
        return _table(block, turn, titles)
    shown = [_sentence(s, turn, titles) for s in block.sentences]
    return bullet_list(shown) if block.bullets else tag("p", " ".join(shown))


def _table(block: Block, turn: int, titles: dict[int, str]) -> str:
    rows = []
    for sentence in block.sentences:
        cells = [inline(cell) for cell in sentence.text.split(" | ")]
        cells[-1] += _markers(sentence, turn, titles)
        rows.append(cells)
    return table(block.columns, rows, block.heading or texts.SOURCES)


def _sentence(sentence: Sentence, turn: int, titles: dict[int, str]) -> str:
    return inline(sentence.text) + _markers(sentence, turn, titles)


def _markers(sentence: Sentence, turn: int, titles: dict[int, str]) -> str:
    links = (_marker(n, turn, titles[n]) if n in titles else esc(f"[{n}]") for n in sentence.cites)
    shown = "".join(links)
    return f"&nbsp;{shown}" if shown else ""


def _marker(n: int, turn: int, title: str) -> str:
    return tag(
        "a", str(n), "marker",
        href=f"#bewijs-{turn}-{n}", data_bewijs=f"{turn}-{n}", aria_label=texts.MARKER.format(n=n, title=title),
    )  # fmt: skip


def _checks(answer: Answer) -> str:
    """What became of each sentence of the language model, to fold open; nothing when no model wrote."""
    n, kept = len(answer.checks), sum(c.outcome in ("kept", "rewritten") for c in answer.checks)
    if not n:
        return ""
    few = texts.CHECKED_ONE if n == 1 else texts.CHECKED_ALL
    words = (few if kept == n else texts.CHECKED_SOME) if answer.model else texts.CHECKED_NONE
    rows = bullet_list(_check(c) for c in answer.checks)
    return tag("details", tag("summary", esc(words.format(n=n, kept=kept))) + rows, "nagekeken")


def _check(check: Checked) -> str:
    parts = [tag("strong", esc(texts.OUTCOMES[check.outcome])), inline(check.text)]
    if check.outcome != "kept" and check.reason:
        parts.append(tag("small", esc(texts.CHECK_REASON.format(reason=check.reason))))
    if check.shown:
        parts.append(tag("small", inline(texts.CHECK_SHOWN.format(text=check.shown))))
    return " ".join(parts)


def _footer(answer: Answer, turn: int) -> str:
    place = texts.MODEL_PLACES.get(answer.model_place, texts.MODEL_PLACES["unknown"])
    made = texts.COMPUTER + (" " + texts.MODEL.format(model=answer.model, place=place) if answer.model else "")
    copy = tag("button", esc(texts.COPY), "tekstknop", type="button", data_doe="kopieer")
    ready = tag("span", esc(texts.READY.format(sources=sources_count(answer))), "alleen-voorlezen")
    take = "" if answer.refused else action("meenemen", str(turn), esc(texts.TAKE), "tekstknop", via=ASIDE)
    return tag("div", ready + copy + take + tag("small", esc(made)), "onder")


def _judge(turn: int) -> str:
    """Was it any good? A no asks why."""
    good = action("duim", f"{turn}:{GOOD}", _THUMB + esc(texts.GOOD), "duim", f"{texts.JUDGE} {texts.GOOD}", via=ASIDE)
    bad = tag(
        "button", _THUMB + esc(texts.BAD), "duim omlaag", type="button", data_doe="open", aria_expanded="false",
        aria_controls=f"waarom-{turn}", aria_label=f"{texts.JUDGE} {texts.BAD}",
    )  # fmt: skip
    reasons = "".join(action("duim", f"{turn}:{key}", esc(words), "knop", via=ASIDE) for key, words in texts.REASONS.items())
    why = tag("div", tag("span", esc(texts.WHY), "kopje") + reasons, "waarom", id=f"waarom-{turn}")
    return tag("div", tag("span", esc(texts.JUDGE), "kopje") + good + bad + why, "duimen", role="group", aria_label=texts.JUDGE)


def _next(answer: Answer) -> str:
    questions = bullet_list((action("vraag", q, esc(q), "vervolgvraag") for q in answer.follow_ups), "vervolgvragen")
    return tag("div", tag("h3", esc(texts.NEXT)) + questions, "verder") if questions else ""
