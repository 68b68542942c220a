"""The rules of the house, read from the source text: who imports whom and through which door, and how files are named.

1. A folder imports only from the folders below it: ui -> assistant -> ingest, and evals -> assistant.
2. Across folders it imports the package (`from assistant import Answer`), never one of its modules.
3. No module imports itself through others, nor does a folder inside a package; an import inside a function counts too.
4. Of each outside system exactly one file knows that it exists; the rivals that evals measures do not count.
"""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {"ingest": (), "assistant": ("ingest",), "ui": ("assistant",), "evals": ("assistant",)}
SEAMS = ("chromadb", "tantivy", "sentence_transformers", "langchain.chat_models", "pypdf", "plotly")
# Reads PDFs as others do, to compare with.
RIVAL = "evals/rivals.py"
CHAT_WIRING = re.compile(r"\bgr\.(?:ChatInterface|Chatbot)\(|\bgr\.State\(Conversation\b")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
LONGEST = 400
# A path of one machine, or the host of a package registry. PyTorch's own index of CPU builds is meant to be there.
NOT_OURS = re.compile(
    r"(?<![\w.-])/(?:work|root|home|tmp|opt|farm)/\w|https?://(?:registry|deb|files|security)\.|//[a-z.]*py[p]i\b|py[t]honhosted"
)

# What each package promises to others, in the order of its `__all__`. A change here is a change of the contract.
PUBLIC = {
    "ingest": """
        EXTENSIONS FIELD_WEIGHTS Analyser Article Card Change Closeness Corpus CorpusError CrossEncoderEntailment
        CrossEncoderReranker Document DocumentError DrawingBusy Embedder EmbeddingSettings Enriching Enrichment Entry Filters HashedModel
        Index IndexBroken IndexFault IndexLocked IndexMismatch IndexMissing IngestSettings InstrumentDetail Interrupted Kind
        LawDetail Link Manifest ModelError PagePicture PageQuestions Passage ProcessFailed Progress ReisgenootError Report RouteDetail
        Source StorageError Term add_documents build_index changed_apart content_words enriching environment fold is_dutch
        load_corpus load_thesaurus page_picture read_to_the_end readable
        remarks remove_document remove_documents sentences shipped_model stem stems words
        written_whole
    """,
    "assistant": """
        BOLD EXTENSIONS NOT_FOUND REFUSAL TOLD_AGAIN Answer Asked Assistant AssistantSettings Attention Bar Block Bullet BulletCheck
        BulletSource Checked Citation Citations Comparer CrossEncoderSettings Deck DeckCheck DeckError DeckRequest Document DrawingBusy DualEncoder
        Edited Embedder EmbeddingSettings Entailment Entry Filters HybridRetriever IndexLocked IndexStatus IngestSettings
        InstrumentDetail Interrupted Judge Judged Labelled LanguageModelError LawDetail Link ModelAnswer ModelSettingError
        ModelSettings ModelUnavailable PagePicture Pieces ProcessFailed Profile Progress QuestionError ReceiptFolder ReisgenootError Report
        Reranker Retrieved RouteDetail RouteModel Said ScriptedModel Sentence Side Signs Slide SlideCheck Source Suiting Tower
        Turn Understood Verdict add_documents answerable_signs answers_to_docx asked_sides build_deck build_index can_move
        changed_apart chat_model check_deck check_pptx check_sentence date_in_words edited encoder_features enrich_documents environment
        evidence_text first_right harmless learn_added_reranking learn_reranking logistic_score masked matching_cases moved
        named_places overflows page_picture page_ranges page_sentences personal_data pieces_of place_of read_to_the_end remarks remove_documents
        repeat_sides repeat_signs rewritten route_signs save_added_reranking save_answered save_belonging save_dual_encoder
        save_repeats save_reranking save_routes save_sentence_order sentences_of shipped_model sides sources_text
        suited to_docx to_markdown to_pptx warnings_of whole_reply with_odds without written_whole
    """,
    "ui": "SettingsError UiSettings create_server",
    "evals": """
        BaselineFault Estimate EvalsError InputFault Place Question Reply Results Row Score compare estimate judge
        load_questions read_answer run_suite write_baseline write_report
    """,
}


def module_of(path: Path) -> str:
    """`assistant/chain.py` is `assistant.chain`, and `assistant/__init__.py` is `assistant`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


SOURCES = {module_of(path): path for folder in BELOW for path in sorted((ROOT / folder).rglob("*.py"))}


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Where in the file, and the full name of what is imported there: a module of ours as such, of others also the name in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            full = [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
            ours = full[0].split(".")[0] in BELOW
            names = [name if not ours or name in SOURCES else name.rpartition(".")[0] for name in full]
        else:
            continue
        for name in names:
            yield f"{path.relative_to(ROOT)}:{node.lineno}", name


def our_modules(path: Path) -> set[str]:
    """The modules of ours that the file imports."""
    return {name for _, name in imported(path) if name.split(".")[0] in BELOW}


def test_folders_import_downwards_and_only_the_front_door() -> None:
    faults = []
    for module, path in SOURCES.items():
        folder = module.split(".")[0]
        for place, name in imported(path):
            other = name.split(".")[0]
            if other == "":
                faults.append(f"{place}: relative import; write the full name of the module")
            elif other in BELOW and other != folder and other not in BELOW[folder]:
                faults.append(f"{place}: {folder} may not import {name}; below it: {', '.join(BELOW[folder]) or 'nothing'}")
            elif other in BELOW and other != folder and name != other:
                faults.append(f"{place}: imports {name}; write `from {other} import ...`")
    assert faults == []


def test_no_module_imports_itself_through_others() -> None:
    TopologicalSorter({module: our_modules(path) for module, path in SOURCES.items()}).prepare()  # CycleError names the cycle


def test_no_folder_imports_itself_through_others() -> None:
    rooms: dict[str, set[str]] = {}
    for path in SOURCES.values():
        others = {SOURCES[name].parent for name in our_modules(path) if name in SOURCES} - {path.parent}
        rooms.setdefault(module_of(path.parent), set()).update(map(module_of, others))
    TopologicalSorter(rooms).prepare()


@pytest.mark.parametrize("system", SEAMS)
def test_one_file_knows_an_outside_system(system: str) -> None:
    users = {
        place.split(":")[0] for path in SOURCES.values() for place, name in imported(path) if f"{name}.".startswith(f"{system}.")
    }
    users.discard(RIVAL)
    assert len(users) == 1, f"{system} is imported by {sorted(users) or 'no file'}"


def test_gradio_stays_in_ui_and_one_file_wires_the_chat() -> None:
    strays = [
        place for m, path in SOURCES.items() for place, name in imported(path) if name.split(".")[0] == "gradio" and m[:3] != "ui."
    ]
    wiring = [module for module, path in SOURCES.items() if CHAT_WIRING.search(path.read_text(encoding="utf-8"))]
    assert strays == []
    assert len(wiring) == 1, f"the chat is wired in {wiring or 'no file'}"


@pytest.mark.parametrize("package", BELOW)
def test_public_names_are_pinned_and_exist(package: str) -> None:
    door = import_module(package)
    assert door.__all__ == PUBLIC[package].split()
    missing = [name for name in door.__all__ if not hasattr(door, name)]
    assert missing == []


@pytest.mark.parametrize("path", [path for module, path in SOURCES.items() if module.endswith(".errors")], ids=module_of)
def test_the_tree_of_faults_is_that_of_the_classes(path: Path) -> None:
    text = ast.parse(path.read_text(encoding="utf-8"))
    above = {-1: "Exception"}  # by how far a line stands from the margin: the last fault there
    drawn = {}
    for margin, name in re.findall(r"^( *)(?:[x+] )?(ReisgenootError\b|(?<=[x+] )\w+)", ast.get_docstring(text) or "", re.M):
        above = {depth: fault for depth, fault in above.items() if depth < len(margin)} | {len(margin): name}
        drawn[name] = above[sorted(above)[-2]]
    classes = {node.name: ast.unparse(node.bases[0]) for node in text.body if isinstance(node, ast.ClassDef)}
    assert drawn == {"ReisgenootError": "Exception"} | classes


def test_files_are_small_and_named_after_things(project_files: list[Path]) -> None:
    faults = [f"{path}: what is in it? Name it after that" for path in project_files if path.suffix == ".py" and path.stem in VAGUE]
    for path in project_files:
        if path.suffix == ".py" and (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) >= LONGEST:
            faults.append(f"{path}: {lines} lines, at most {LONGEST - 1}")
    assert faults == []


def test_nothing_names_a_machine_or_a_registry(project_files: list[Path]) -> None:
    faults = []
    for path in project_files:
        try:
            lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or a model
        faults += [f"{path}:{n}: {found[0]}" for n, line in enumerate(lines, 1) if (found := NOT_OURS.search(line))]
    assert faults == []
