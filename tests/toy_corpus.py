"""A corpus of three cards, for tests that must know every word of it."""

from pathlib import Path

SOURCES = """\
[[document]]
id = "gids"
title = "Gids voor samenwerking"
short = "Gids"
publisher = "De Uitgever"
year = 2025
pages = 5
authority = "handreiking"

[[link]]
id = "plan-tilburg"
title = "Plan van Tilburg"
url = "https://tilburg.example/plan.pdf"
kind = "plan"
card = "tilburg-zorg"
found = { document = "gids", page = 2 }
"""
TERMS = """\
[[term]]
name = "LEA"
expansion = "lokale educatieve agenda"
definition = "Afspraken van gemeente en schoolbesturen over onderwijs."
sources = [{ document = "gids", pages = [1] }]

[[term]]
name = "zorg"
synonyms = ["hulp"]
"""
CARD = """\
+++
title = "{title}"
summary = "{summary}"
sources = [{{ document = "gids", pages = [{page}] }}]
ages = ["{age}"]
questions = {questions}
terms = {terms}
{more}
+++
{body}
"""
QUESTIONS = ["Wie betaalt dit?", "Wat kost het?", "Wie begint?", "Hoe lang duurt het?", "Werkt het ook elders?", "Waar staat dat?"]


def card(title: str, summary: str = "Een korte samenvatting.", **changed: object) -> str:
    """The text of a card that is right unless `changed` makes it wrong."""
    fields: dict[str, object] = {
        "title": title, "summary": summary, "page": 2, "age": "12-", "questions": QUESTIONS,
        "terms": ["samen", "inkopen", "budget", "school"], "more": "", "body": "## Wat\nDe gemeente koopt samen in.",
    }  # fmt: skip
    return CARD.format(**{**fields, **changed})


def write_corpus(folder: Path) -> Path:
    """One case, one law and one instrument, with what they need."""
    for name in ("cases", "laws", "instruments"):
        (folder / name).mkdir(parents=True)
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "terms.toml").write_text(TERMS, encoding="utf-8")
    (folder / "places.toml").write_text('Noord-Brabant = ["Tilburg"]\n', encoding="utf-8")
    page = '{"document": "gids", "page": 4, "questions": ["Hoe maak je een zaaiplan?"], "terms": ["zaaien"]}\n'
    (folder / "pages.jsonl").write_text(page, encoding="utf-8")
    case = 'routes = [5]\nplaces = ["Tilburg"]\nprovince = "Noord-Brabant"\nlaws = ["jeugdwet"]'
    law = 'status = "in werking"\nstatus_note = "Geldt nu."\narticles = [{ article = "2.2", gist = "De gemeente maakt een plan." }]'
    tool = 'routes = [2, 5]\naudience = "beleidsmakers"\nuse_when = "bij de start"'
    cases, laws, tools = (folder / name for name in ("cases", "laws", "instruments"))
    (cases / "tilburg-zorg.md").write_text(card("Zorg in onderwijstijd", more=case), encoding="utf-8")
    (laws / "jeugdwet.md").write_text(card("Jeugdwet", age="12+", more=law, body="De wet regelt jeugdhulp."), encoding="utf-8")
    (tools / "zelfscan.md").write_text(card("Zelfscan", page=3, more=tool, body="Vul de scan in."), encoding="utf-8")
    return folder
