"""Changes to a deck by hand: order, titles, words. What was rewritten is checked again and gets the source that was found, or none."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.chain import Assistant
from assistant.deck import LONGEST_BULLET, LONGEST_TITLE, Bullet, Deck, Slide, plain
from assistant.deck_check import BulletCheck, as_bullet, check_bullet
from assistant.errors import DeckError
from assistant.slides import with_sources

# A slide that was made with more may keep them.
MOST_BULLETS = 8
# So much of what was typed is read at most.
READ = 10_000
FIXED = ("title", "sources")


def can_move(deck: Deck, index: int, step: int) -> bool:
    """Whether the slide at `index` may change places with the one `step` further: the cover stays first, the sources last."""
    other = index + step
    return all(0 <= i < len(deck.slides) and deck.slides[i].kind not in FIXED for i in (index, other))


def moved(assistant: Assistant, deck: Deck, index: int, step: int) -> Deck:
    """The deck with a slide one place up (-1) or down (1); the same deck when that cannot be."""
    if not can_move(deck, index, step):
        return deck
    slides = list(deck.slides)
    slides[index], slides[index + step] = slides[index + step], slides[index]
    return with_sources(assistant, replace(deck, slides=tuple(slides)))


def without(assistant: Assistant, deck: Deck, index: int) -> Deck:
    """The deck without one slide; cover and sources stay."""
    if not 0 <= index < len(deck.slides) or deck.slides[index].kind in FIXED:
        return deck
    return with_sources(assistant, replace(deck, slides=(*deck.slides[:index], *deck.slides[index + 1 :])))


def rewritten(
    assistant: Assistant, deck: Deck, index: int, title: str, lines: Sequence[str]
) -> tuple[Deck, tuple[BulletCheck, ...]]:
    """The deck with another title and other bullets on one slide, and the verdict on each bullet that changed.

    Raises DeckError, and changes nothing, when the title, a bullet or their number is more than a slide may have.
    """
    if not 0 <= index < len(deck.slides) or deck.slides[index].kind == "sources":
        return deck, ()
    assistant = assistant.newest()
    slide = deck.slides[index]
    name = plain(title, READ) or slide.title
    texts = [t for t in (plain(line.strip().removeprefix("- "), READ) for line in lines) if t]
    _allowed(slide, name, texts)
    checks: tuple[BulletCheck, ...] = ()
    if slide.kind == "title":
        bullets = tuple(Bullet(t) for t in texts)
    else:
        bullets, checks = _checked(assistant, slide, texts)
    changed = replace(slide, title=name, bullets=bullets)
    slides = (*deck.slides[:index], changed, *deck.slides[index + 1 :])
    cover = name if slide.kind == "title" else deck.title
    return with_sources(assistant, replace(deck, title=cover, slides=slides)), checks


def _allowed(slide: Slide, title: str, texts: Sequence[str]) -> None:
    """Refuse what would have to be cut. What stood on the slide may stay."""
    most = max(MOST_BULLETS, len(slide.bullets))
    if len(texts) > most:
        raise DeckError(f"Op deze dia passen hooguit {most} punten, en dit zijn er {len(texts)}. Haal er {len(texts) - most} weg.")
    if len(title) > LONGEST_TITLE and title != slide.title:
        raise DeckError(f"De titel mag {LONGEST_TITLE} tekens lang zijn, en deze heeft er {len(title)}. Maak hem korter.")
    stood = {b.text for b in slide.bullets}
    for number, text in enumerate(texts, start=1):
        if len(text) > LONGEST_BULLET and text not in stood:
            raise DeckError(f"Punt {number} heeft {len(text)} tekens, en dat mogen er {LONGEST_BULLET} zijn. Maak het korter.")


def _checked(assistant: Assistant, slide: Slide, texts: Sequence[str]) -> tuple[tuple[Bullet, ...], tuple[BulletCheck, ...]]:
    """Bullets that stayed keep their source; the others are looked up, first in the cards of this slide."""
    kept = {b.text: b for b in slide.bullets if b.citations}
    cited = [s.entry for s in slide.sources]
    checks = {t: check_bullet(t, assistant, cited) for t in texts if t not in kept}
    return tuple(kept[t] if t in kept else as_bullet(checks[t]) for t in texts), tuple(checks.values())
