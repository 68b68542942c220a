"""What Reisgenoot is compared with, over the same texts or files: BM25 with a Dutch stemmer alone, and LangChain's tutorial pipeline.

The tutorial: split into stretches of 1000 characters with 200 overlap, embed with a sentence-transformers model (English MiniLM in
most copies of it), keep in memory, take the nearest. Both only search; neither writes an answer. Knows nothing of the assistant.
"""

import math
import tomllib
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant import Embedder
from evals.errors import EvalsError, InputFault
from evals.questions import Place
from evals.reply import Crash, Evidence, attempt
from evals.words import stems

Search = Callable[[str], Sequence[Evidence]]
TUTORIAL_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
TUTORIAL_PARTS = ("langchain_text_splitters", "langchain_huggingface")
INDEX_PARTS = ("langchain_community.document_loaders", "langchain_text_splitters", "langchain_chroma")
FOLDERS = {"routes": "route", "cases": "case", "laws": "law", "instruments": "instrument", "insights": "insight"}
TOP = 10


class LeftOut(EvalsError):
    """A system cannot take part here; its text says why."""


@dataclass(frozen=True)
class Text:
    """A card or a page of a PDF, with the places it stands for."""

    id: str
    kind: str
    places: tuple[Place, ...]
    text: str


def read_texts(corpus: Path, documents: Path | None = None) -> list[Text]:
    """The cards of the corpus and, when a folder with PDFs is given, their pages."""
    found = [_card(path, FOLDERS[path.parent.name]) for path in sorted(corpus.glob("*/*.md")) if path.parent.name in FOLDERS]
    return found + [page for path in sorted(documents.glob("*.pdf")) for page in _pages(path)] if documents else found


def _card(path: Path, kind: str) -> Text:
    try:
        _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        card = tomllib.loads(front)
        places = tuple(Place(s["document"], tuple(s["pages"])) for s in card["sources"])
        text = "\n".join([card["title"], card["summary"], body, *card["questions"], *card["terms"]])
    except (ValueError, KeyError) as fault:
        raise InputFault(f"{path}: geen geldige kaart ({fault})") from fault
    return Text(path.stem, kind, places, text)


def _pages(path: Path) -> list[Text]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = [(number, page.extract_text()) for number, page in enumerate(PdfReader(path).pages, start=1)]
    except (PyPdfError, OSError) as fault:
        raise InputFault(f"{path}: kan niet worden gelezen ({fault})") from fault
    return [Text(f"{path.stem}-{n}", "passage", (Place(path.stem, (n,)),), text) for n, text in pages if text.strip()]


class Bm25:
    """BM25 (k1 1.2, b 0.75) over stems, with an inverted index in memory."""

    def __init__(self, texts: Sequence[Text], k1: float = 1.2, b: float = 0.75) -> None:
        self.texts = list(texts)
        counts = [Counter(stems(text.text)) for text in self.texts]
        mean = sum(c.total() for c in counts) / max(len(counts), 1)
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            norm = k1 * (1 - b + b * count.total() / mean) if mean else k1
            for stem, n in count.items():
                self._postings[stem].append((number, n * (k1 + 1) / (n + norm)))

    def search(self, question: str) -> list[Evidence]:
        """The ten best texts, best first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for stem in stems(question):
            postings = self._postings.get(stem, [])
            rarity = math.log(1 + (len(self.texts) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, weight in postings:
                scores[number] += rarity * weight
        best = sorted(scores, key=lambda n: (-scores[n], n))[:TOP]
        return [Evidence(t.id, t.kind, t.places, scores[n]) for n in best for t in [self.texts[n]]]


def bm25(texts: Sequence[Text]) -> Search:
    """BM25 alone."""
    return Bm25(texts).search


def tutorial(texts: Sequence[Text], model: str = "") -> Search:
    """LangChain's tutorial pipeline. Raises LeftOut when one of its parts or its model is not there."""
    splitters, huggingface = _parts(TUTORIAL_PARTS)
    from langchain_core.documents import Document
    from langchain_core.vectorstores import InMemoryVectorStore

    name = model or TUTORIAL_MODEL
    embeddings = attempt(lambda: huggingface.HuggingFaceEmbeddings(model_name=name))
    if isinstance(embeddings, Crash):
        raise LeftOut(f"model {name} laadt niet; noem er een met --tutorial-model ({embeddings.error[:90]})")
    store = InMemoryVectorStore(embeddings)
    splitter = splitters.RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    store.add_documents(splitter.split_documents([Document(t.text, metadata={"n": n}) for n, t in enumerate(texts)]))

    def search(question: str) -> list[Evidence]:
        found = store.similarity_search_with_score(question, k=TOP)
        return [Evidence(t.id, t.kind, t.places, float(score)) for d, score in found for t in [texts[d.metadata["n"]]]]

    return search


def langchain_index(paths: Sequence[Path], folder: Path) -> tuple[int, int]:
    """An index of PDFs in a folder as LangChain's guides make one, with the model of Reisgenoot: numbers of pages and of pieces.

    Raises LeftOut when one of its parts is not there.
    """
    loaders, splitters, chroma = _parts(INDEX_PARTS)
    pages = [page for path in paths for page in loaders.PyPDFLoader(str(path)).load()]
    pieces = splitters.RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(pages)
    chroma.Chroma.from_documents(pieces, Embedder(), persist_directory=str(folder))
    return len(pages), len(pieces)


def _parts(names: Sequence[str]) -> list[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # langchain-community says that it goes
            return [import_module(name) for name in names]
    except ImportError as fault:
        packages = " ".join(name.split(".")[0].replace("_", "-") for name in names)
        raise LeftOut(f"niet geïnstalleerd: {fault.name}; zie pip install {packages}") from fault
