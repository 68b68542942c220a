"""A publication whose cards do not count: what is left of the corpus, and the measurement of what is found in it."""

import json
from pathlib import Path

import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import card, write_corpus

from assistant import AssistantSettings, Embedder, IngestSettings
from evals import leave_out
from evals.__main__ import main
from evals.errors import InputFault
from evals.leave_out import ENRICHED, PLAIN, Measured, measure, run_leave_out, table
from evals.own_words import OwnWords
from evals.questions import Place, Question
from evals.results import Row
from ingest import ReisgenootError, build_index, load_corpus
from ingest.__main__ import main as ingest_main
from ingest.left_out import without_publications
from ingest.train import groups_of

QUESTION = Question("q", "Wanneer gaat het zwembad open?", "tuning", (Place("gids", (1,)),), "insight", "sentence")
POOL = "Het zwembad gaat op maandag open voor alle kinderen uit de wijk. "


@pytest.fixture
def settings(tmp_path: Path) -> IngestSettings:
    """The toy corpus with a second publication, of which one card names a law of the first."""
    corpus = write_corpus(tmp_path / "corpus")
    sources = corpus / "sources.toml"
    second = sources.read_text().split("[[link]]")[0].replace('"gids"', '"nota"').replace("Gids", "Nota")
    sources.write_text(second + sources.read_text())
    more = 'routes = [1]\nplaces = ["Tilburg"]\nprovince = "Noord-Brabant"\nlaws = ["jeugdwet"]'
    (corpus / "cases" / "uit-nota.md").write_text(card("Uit de nota", more=more).replace('document = "gids"', 'document = "nota"'))
    return IngestSettings(corpus, tmp_path / "index")


def test_nothing_of_the_publication_is_left(settings: IngestSettings) -> None:
    whole = load_corpus(settings.corpus)
    left = without_publications(whole, ["gids"])
    assert [(c.id, c.laws) for c in left.cards] == [("uit-nota", ())]
    assert [t.name for t in left.terms] == ["zorg"]
    assert (left.page_questions, left.linked) == ((), ())
    assert "gids" in left.documents
    told = repr(groups_of(left))
    assert "zaaiplan" in repr(groups_of(whole))
    assert not [w for w in ("zaaiplan", "Afspraken van gemeente", "Zelfscan") if w in told]


def test_all_five_publications_can_be_left_out() -> None:
    corpus = load_corpus(IngestSettings().corpus)
    for document in ("met-andere-ogen-2018", "midterm-2021", "notitie-2022", "reisgids-2025", "vng-bericht-2022"):
        left = without_publications(corpus, [document])
        assert 0 < len(left.cards) < len(corpus.cards)
        assert not [c.id for c in left.cards for s in c.sources if s.document == document]


def test_an_index_without_them(settings: IngestSettings, embedder: Embedder) -> None:
    whole = build_index(settings, embedder).manifest
    less = build_index(IngestSettings(settings.corpus, settings.index, leave_out=("gids",)), embedder)
    assert less.changed
    assert (whole.cards, less.manifest.cards) == ({"case": 2, "instrument": 1, "law": 1}, {"case": 1})
    with pytest.raises(ReisgenootError, match="onbekende publicatie x; bekend: nota, gids"):
        build_index(IngestSettings(settings.corpus, settings.index, leave_out=("x",)), embedder)


def test_training_without_them_asks_for_a_folder_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest_main(["train", "--without", "reisgids-2025"]) == 1
    assert "--out" in capsys.readouterr().err


@pytest.mark.long
def test_a_measurement(settings: IngestSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REISGENOOT_CORPUS", str(settings.corpus))
    pdf = write_pdf(tmp_path / "gids.pdf", [["# Gids voor samenwerking", *paragraph(60, POOL)], paragraph(60), [], [], []])
    folder = tmp_path / "meting"
    folder.mkdir()
    found = measure("gids", pdf, [QUESTION], AssistantSettings(ingest=settings), folder, enrich=True)
    assert found.enriched == "2 van 2 stukken verrijkt"
    assert [found.rows[way][0].scores["recall@5"] for way in (PLAIN, ENRICHED)] == [1.0, 1.0]
    assert found.rows[PLAIN][0].scores["inside@5"] == 1.0
    assert (folder / "model" / "weights.npy").exists()
    assert not (settings.index).exists()
    told = table([found], "tuning")
    assert "gids" in told
    assert "alle vragen" in told
    assert "2 van 2 stukken verrijkt" in told


def test_the_table_weighs_questions_and_publications(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(*values: float) -> list[Row]:
        return [Row(str(n), "tuning", True, {}, {"recall@5": v}) for n, v in enumerate(values)]

    lines = table([Measured("a", {PLAIN: rows(1, 1, 1)}), Measured("b", {PLAIN: rows(0)})], "tuning").splitlines()
    assert "0.750" in next(line for line in lines if line.startswith("alle vragen"))
    assert "0.500" in next(line for line in lines if line.startswith("gemiddelde publicatie"))


def test_what_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leave-out", "onbekend"]) == 1
    assert "geen vragen; wel over: met-andere-ogen-2018" in capsys.readouterr().err
    with pytest.raises(InputFault, match="--documents MAP"):
        run_leave_out(["notitie-2022"], "tuning", tmp_path, enrich=False)
    assert leave_out.PUBLICATIONS.parts[-2:] == ("shared", "bronnen")


def test_own_words_adds_no_word(tmp_path: Path) -> None:
    prompt = f'<stuk bron="x" kop="Spelen > In de buurt">\n{POOL}\n</stuk>'
    told = json.loads(str(OwnWords().invoke(prompt).content))
    assert told["vragen"][0] == "Wat staat er over Spelen?"
    assert set(told["termen"]) <= set(POOL.lower().replace(".", "").split())
