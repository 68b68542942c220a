"""The strict loader of corpus/: each fault is told with file, line, value and what is allowed."""

import json
import re
from pathlib import Path

import pytest
from toy_corpus import QUESTIONS, SOURCES, TERMS, card, write_corpus

from ingest.__main__ import SHOWN, main
from ingest.cards import load_corpus
from ingest.errors import CorpusError
from ingest.schema import Article, Card, InstrumentDetail, LawDetail, Link, Source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def faults(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as fault:
        load_corpus(folder)
    assert str(fault.value) == "\n".join(fault.value.faults)
    return [line.removeprefix(f"{folder}/") for line in fault.value.faults]


def loaded(folder: Path, card_id: str) -> Card:
    (found,) = (c for c in load_corpus(folder).cards if c.id == card_id)
    return found


def line_of(path: Path, start: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(start))


def test_a_good_corpus_is_read_whole(folder: Path) -> None:
    corpus = load_corpus(folder)
    assert [c.id for c in corpus.cards] == ["tilburg-zorg", "jeugdwet", "zelfscan"]
    case, law, tool = corpus.cards
    assert (case.kind, case.routes, case.ages, case.places, case.province) == (
        "case",
        (5,),
        ("12-",),
        ("Tilburg",),
        "Noord-Brabant",
    )
    assert case.sources == (Source("gids", (2,)),)
    assert case.body.startswith("## Wat")
    assert isinstance(law.detail, LawDetail)
    assert law.detail.articles == (Article("2.2", "De gemeente maakt een plan."),)
    assert tool.detail == InstrumentDetail("beleidsmakers", "bij de start")
    assert corpus.places == {"Tilburg": "Noord-Brabant"}
    assert corpus.page_questions[0].page == 4
    assert corpus.linked[0].found == Source("gids", (2,))
    assert [t.name for t in corpus.terms] == ["LEA", "zorg"]


def test_the_checksum_follows_the_text(folder: Path) -> None:
    before = loaded(folder, "zelfscan").sha256
    path = folder / "instruments" / "zelfscan.md"
    path.write_text(path.read_text(encoding="utf-8") + "Meer.\n", encoding="utf-8")
    assert loaded(folder, "zelfscan").sha256 != before


@pytest.mark.parametrize(
    ("changed", "key", "message"),
    [
        ({"more": 'kleur = "rood"'}, "kleur", r"kleur: onbekende sleutel; bekend: title, summary, sources"),
        ({"age": "0-4"}, "ages", r"""ages\.0: "0-4" mag niet; toegestaan: '12-', '12\+'"""),
        ({"more": 'province = "Holland"'}, "province", r"province: \"Holland\" mag niet; toegestaan: 'Drenthe', .*'Zuid-Holland'"),
        (
            {"more": 'partners = ["gemeente", "brandweer"]'},
            "partners",
            r"partners\.1: \"brandweer\" mag niet; toegestaan: 'gemeente'",
        ),
        ({"more": "routes = [10]"}, "routes", r"routes\.0: 10: .*9"),
        ({"more": 'links = [{ title = "x", url = "ftp://x" }]'}, "links", r"links\.0\.url: \"ftp://x\""),
        ({"more": 'links = [{ title = "x", url = "http://x", wat = 1 }]'}, "links", r"links\.0\.wat: onbekende sleutel"),
        ({"questions": QUESTIONS[:5]}, "questions", r"questions: heeft er minstens 6 nodig, niet 5"),
        ({"terms": "[]"}, "terms", r"terms: heeft er minstens 4 nodig, niet 0"),
        ({"title": " "}, "title", r'title: " "'),
        ({"page": 6}, "sources", r"gids heeft geen pagina 6; de laatste is 5"),
        ({"page": 0}, "sources", r"sources\.0\.pages\.0: 0"),
        ({"page": ""}, "sources", r"sources\.0\.pages: heeft er minstens 1 nodig, niet 0"),
        ({"more": 'external = ["ABC"]'}, "external", r"external zonder external_source"),
        ({"body": ""}, "title", r"de kaart heeft geen tekst onder de tweede \+\+\+"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(folder: Path, changed: dict[str, object], key: str, message: str) -> None:
    path = folder / "cases" / "ede.md"
    path.write_text(card(**{"title": "Ede", **changed}), encoding="utf-8")  # type: ignore[arg-type]
    found = faults(folder)
    assert found
    assert all(re.match(rf"cases/ede\.md:{line_of(path, key)}: (?:{message})", line) for line in found), found


def test_a_missing_key_is_named(folder: Path) -> None:
    path = folder / "cases" / "ede.md"
    path.write_text(re.sub(r"^ages = .*\n", "", card("Ede"), flags=re.M), encoding="utf-8")
    assert faults(folder) == ["cases/ede.md:1: ages ontbreekt"]


def test_an_unknown_document_is_named_with_those_that_are_known(folder: Path) -> None:
    path = folder / "cases" / "ede.md"
    path.write_text(card("Ede").replace('"gids"', '"gidz"'), encoding="utf-8")
    assert faults(folder) == ["cases/ede.md:4: onbekend document 'gidz'; bekend: gids"]


def test_an_unknown_law_is_named_with_those_that_are_known(folder: Path) -> None:
    (folder / "cases" / "ede.md").write_text(card("Ede", more='laws = ["jeugdwett"]'), encoding="utf-8")
    (line,) = faults(folder)
    assert line.endswith("kaart 'ede': onbekende wet 'jeugdwett'; bekend: jeugdwet")


def test_an_id_stands_once(folder: Path) -> None:
    (folder / "cases" / "zelfscan.md").write_text(card("Zelfscan"), encoding="utf-8")
    assert faults(folder) == ["id 'zelfscan' bestaat twee keer: als case en als instrument"]


def test_only_cards_stand_among_the_cards(folder: Path) -> None:
    (folder / "cases" / "Ede en Co.md").write_text(card("Ede"), encoding="utf-8")
    (folder / "cases" / "foto.png").write_bytes(b"")
    name, stray = faults(folder)
    assert stray == "cases/foto.png: hoort hier niet; een kaart is een bestand met de naam id.md"
    assert name.startswith("cases/Ede en Co.md:2: de bestandsnaam 'Ede en Co' is geen id")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("zonder kop", ":1: geen TOML tussen twee regels met +++"),
        (card("Ede", more="x = = 1"), ": geen geldige TOML: "),
        (card("Ede", more="routes = [5]\nroutes = [6]"), ": geen geldige TOML: "),
    ],
)
def test_bad_toml_is_told(folder: Path, text: str, message: str) -> None:
    (folder / "cases" / "ede.md").write_text(text, encoding="utf-8")
    (line,) = faults(folder)
    assert line.startswith(f"cases/ede.md{message}")


def test_what_is_no_text_is_told(folder: Path) -> None:
    (folder / "cases" / "ede.md").write_bytes(b"+++\n\xff\n+++\n")
    (line,) = faults(folder)
    assert line.startswith("cases/ede.md: niet te lezen als UTF-8 tekst")


def test_every_fault_is_told_not_only_the_first(folder: Path) -> None:
    (folder / "cases" / "een.md").write_text("x", encoding="utf-8")
    (folder / "cases" / "twee.md").write_text(card("Twee", page=9, age="jong"), encoding="utf-8")
    assert [line.split(":")[0] for line in faults(folder)] == ["cases/een.md", "cases/twee.md"]


def test_the_command_tells_how_many_faults_it_does_not_show(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REISGENOOT_CORPUS", str(folder))
    for number in range(SHOWN + 2):
        (folder / "cases" / f"kaart-{number}.md").write_text("x", encoding="utf-8")
    assert main(["check"]) == 1
    told = [f"{SHOWN + 2} fout(en) in {folder}; de index is niet veranderd."]
    assert capsys.readouterr().err.splitlines()[SHOWN:] == ["… en nog 2", *told]
    (folder / "cases" / "kaart-0.md").unlink()
    (folder / "cases" / "kaart-1.md").unlink()
    assert main(["check"]) == 1
    assert "… en nog" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("sources.toml", SOURCES.replace("year = 2025", 'year = "x"'), r"sources\.toml:\d+: document\.0\.year: \"x\""),
        ("sources.toml", SOURCES.replace("tilburg-zorg", "onbekend"), r"link 'plan-tilburg': onbekende kaart 'onbekend'"),
        (
            "sources.toml",
            SOURCES.replace("page = 2", "page = 7"),
            r"link 'plan-tilburg': gids heeft geen pagina 7; de laatste is 5",
        ),
        (
            "sources.toml",
            SOURCES.replace("year = 2025", 'year = 2025\nurl = "ftp://x"'),
            r"sources\.toml:\d+: document\.0\.url: \"ftp://x\"",
        ),
        ("terms.toml", TERMS.replace('synonyms = ["hulp"]', ""), r"'zorg': een van expansion, definition, synonyms"),
        ("terms.toml", TERMS.replace("sources =", "# sources ="), r"'LEA': een definitie heeft sources nodig"),
        ("terms.toml", "[[term]", r"terms\.toml: geen geldige TOML"),
        ("places.toml", 'Brabant = ["Tilburg"]', r"onbekende provincie 'Brabant'; bekend: Drenthe"),
        ("places.toml", "[[Utrecht]", r"^places\.toml: geen geldige TOML: "),
        ("places.toml", 'Drenthe = []\n"Utrecht" = "Amersfoort"', r'^places\.toml:2: Utrecht: "Amersfoort": '),
        ("places.toml", "Utrecht = [1]", r"^places\.toml:1: Utrecht\.0: 1: "),
        (
            "pages.jsonl",
            '{"document": "gids", "page": 9, "questions": [], "terms": []}',
            r"pages\.jsonl:1: gids heeft geen pagina 9",
        ),
        ("pages.jsonl", "{}", r"pages\.jsonl:1: Field required"),
    ],
)
def test_the_other_files_are_strict_too(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert any(re.search(message, line) for line in faults(folder)), faults(folder)


@pytest.mark.parametrize("character", ["\u2028", "\x85"])
def test_a_line_ends_where_json_says_so(folder: Path, character: str) -> None:
    text = f"Wat is{character}zorg?"
    line = json.dumps({"document": "gids", "page": 1, "questions": [text], "terms": []}, ensure_ascii=False)
    (folder / "pages.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert [page.questions for page in load_corpus(folder).page_questions] == [(text,)]


@pytest.mark.parametrize("name", ["sources.toml", "terms.toml", "places.toml", "questions.jsonl", "pages.jsonl"])
def test_a_wrong_byte_is_told_of_every_file(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"# \xff\n")
    (line,) = faults(folder)
    assert line.startswith(f"{name}: ")
    assert "can't decode byte 0xff" in line


def test_a_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "pages.jsonl").unlink()
    (folder / "pages.jsonl").mkdir()
    (line,) = faults(folder)
    assert line.startswith("pages.jsonl: niet te lezen")


def test_a_folder_without_corpus_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path) == [f"{name}: niet te lezen (No such file or directory)" for name in ("sources.toml", "terms.toml")]


def test_a_link_has_words_and_an_address(folder: Path) -> None:
    more = 'links = [{ title = "Plan", url = "https://ede.example/plan" }]'
    (folder / "cases" / "ede.md").write_text(card("Ede", more=more), encoding="utf-8")
    assert loaded(folder, "ede").links == (Link("Plan", "https://ede.example/plan"),)
