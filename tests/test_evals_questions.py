"""The loader of questions, and the question files that ship."""

import json
import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from evals.errors import InputFault
from evals.questions import FOLDER, PARTS, Place, Question, load_file, load_questions

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
GOOD = {
    "id": "q1",
    "question": "Wat?",
    "document": "gids",
    "pages": [1],
    "also": [{"document": "brief", "pages": [2]}],
    "kind": "case",
    "style": "sentence",
    "ages": ["12-"],
    "route": [1],
    "facts": ["x"],
}


def write(folder: Path, *lines: object, name: str = "tuning.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


def test_a_question_is_read_with_all_its_places(tmp_path: Path) -> None:
    [question] = load_file(write(tmp_path, GOOD), "tuning")
    assert question.gold == (Place("gids", (1,)), Place("brief", (2,)))
    assert (question.answerable, question.document, question.routes, question.law) == (True, "gids", (1,), "")


@pytest.mark.parametrize("character", ["\u2028", "\x85"])
def test_a_line_ends_where_json_says_so(tmp_path: Path, character: str) -> None:
    text = f"Wat is{character}dat?"
    path = write(tmp_path, json.dumps({**GOOD, "question": text}, ensure_ascii=False))
    assert [question.text for question in load_file(path, "tuning")] == [text]


def test_an_unanswerable_question_has_a_type_and_no_gold(tmp_path: Path) -> None:
    line = {"id": "u1", "question": "Wie?", "type": "near-miss", "why": "staat er niet"}
    [question] = load_file(write(tmp_path, line, name="tuning-unanswerable.jsonl"), "tuning")
    assert not question.answerable
    assert question.gold == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rout": [1]}, "onbekende sleutel 'rout'; toegestaan: id, question"),
        ({"kind": "zaak"}, "kind is 'zaak'; toegestaan: case, comparison"),
        ({"style": ["sentence"]}, "style is ['sentence']"),
        ({"route": [10]}, "route is 10; toegestaan: 1, 2"),
        ({"route": [True]}, "route is True"),
        ({"ages": ["11"]}, "ages is '11'"),
        ({"pages": []}, "pages is leeg"),
        ({"pages": [0]}, "pages bevat 0"),
        ({"pages": 3}, "pages is 3; verwacht een lijst"),
        ({"also": ["gids"]}, "also bevat 'gids'"),
        ({"also": [{"document": "gids"}]}, "sleutel 'pages' ontbreekt"),
        ({"question": " "}, "question is ' '; verwacht tekst"),
        ({"facts": [3]}, "facts is 3"),
    ],
)
def test_a_fault_names_file_line_and_value(tmp_path: Path, change: dict[str, object], message: str) -> None:
    path = write(tmp_path, GOOD, "", {**GOOD, **change})
    with pytest.raises(InputFault) as caught:
        load_file(path, "tuning")
    assert str(caught.value).startswith(f"{path}:3: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"tuning\.jsonl:1: sleutel 'facts' ontbreekt"):
        load_file(write(tmp_path, {k: v for k, v in GOOD.items() if k != "facts"}), "tuning")


@pytest.mark.parametrize(("line", "message"), [("{", "geen geldige JSON"), ("[1]", "verwacht een object, niet list")])
def test_a_line_that_is_no_object(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputFault, match=message):
        load_file(write(tmp_path, line), "tuning")


def test_two_questions_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, name="untouched.jsonl")
    assert len(load_questions("tuning", tmp_path)) == 1
    with pytest.raises(InputFault, match="id 'q1' komt twee keer voor"):
        load_questions("all", tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="geen vragen gevonden"):
        load_questions("all", tmp_path)


def test_places_touch_when_they_share_a_page() -> None:
    assert Place("a", (1, 2)).touches(Place("a", (2, 3)))
    assert not Place("a", (1,)).touches(Place("b", (1,)))
    assert not Place("a", ()).touches(Place("a", (1,)))


# The questions that ship.

SHIPPED = load_questions("all")


def folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c))))


def documents() -> dict[str, int]:
    described = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))["document"]
    return {document["id"]: document["pages"] for document in described}


def test_the_shipped_sets_are_as_large_as_promised() -> None:
    assert {path.name for path in FOLDER.glob("*.jsonl")} == {f"{p}{kind}.jsonl" for p in PARTS for kind in ("", "-unanswerable")}
    counts = Counter((q.part, q.answerable) for q in SHIPPED)
    assert counts[("tuning", True)] + counts[("untouched", True)] >= 400
    assert counts[("tuning", False)] + counts[("untouched", False)] >= 100
    for part in PARTS:
        answerable = [q for q in SHIPPED if q.part == part and q.answerable]
        assert {r for q in answerable for r in q.routes} == set(range(1, 10))
        assert {q.document for q in answerable} == set(documents())


def test_no_shipped_question_is_asked_twice_or_in_both_parts() -> None:
    texts = Counter(folded(q.text) for q in SHIPPED)
    assert [text for text, n in texts.items() if n > 1] == []


def authored() -> dict[str, str]:
    """Folded question -> where it stands, of everything that is trained on or searched in."""
    found = {}
    for path in CORPUS.glob("*/*.md"):
        front = tomllib.loads(path.read_text(encoding="utf-8").split("+++\n", 2)[1])
        found.update({folded(question): path.name for question in front["questions"]})
    for line in (CORPUS / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        found.update({folded(question): f"pages.jsonl p. {page['page']}" for question in page["questions"]})
    return found


def test_no_shipped_question_was_seen_by_the_index_or_the_model() -> None:
    seen = authored()
    assert len(seen) > 1000
    assert {q.id: seen[folded(q.text)] for q in SHIPPED if folded(q.text) in seen} == {}


@pytest.mark.parametrize("question", [q for q in SHIPPED if q.answerable], ids=lambda q: q.id)
def test_the_gold_pages_exist(question: Question) -> None:
    for place in question.gold:
        assert place.document in documents()
        assert max(place.pages) <= documents()[place.document]


def test_every_law_that_is_asked_for_has_a_card() -> None:
    asked = {q.law for q in SHIPPED if q.law}
    assert asked <= {path.stem for path in (CORPUS / "laws").glob("*.md")}
