"""Trains the embedding model that ships, from the corpus alone: reproducible, a few minutes on two cores.

Pairs of texts that belong together (a question and its card, two questions of one card, a term and what it means, a word and another
for it) are pulled together and all others in the batch pushed apart: the multiple-negatives ranking loss (Henderson et al. 2017, arXiv 1705.00652),
with pairs of one card or page masked so that they are not pushed apart. Knows nothing of indexes.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from ingest.dutch import sentences, words
from ingest.encoder import HashedWords, new_model
from ingest.schema import Card, Corpus
from ingest.settings import OUR_MODEL
from ingest.thesaurus import load_thesaurus

SEED = 7


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how the model comes out."""

    buckets: int = 60_000
    dimension: int = 160
    epochs: int = 14
    batch: int = 384
    rate: float = 0.01
    temperature: float = 0.06
    # Share of words left out of the longer side, so that the model does not lean on a few of them.
    dropout: float = 0.25


@dataclass(frozen=True)
class Group:
    """Texts that mean the same thing: `queries` as a user asks, `targets` as a source tells; `pages` they stand on."""

    queries: tuple[str, ...]
    targets: tuple[str, ...]
    pages: frozenset[tuple[str, int]]


def groups_of(corpus: Corpus) -> list[Group]:
    """One group for each card, page, term and word of the thesaurus."""
    groups = [_card_group(card) for card in corpus.cards]
    by_page: dict[tuple[str, int], list[Card]] = {}
    for card in corpus.cards:
        for source in card.sources:
            for page in source.pages:
                by_page.setdefault((source.document, page), []).append(card)
    for asked in corpus.page_questions:
        place = (asked.document, asked.page)
        targets = tuple(f"{c.title}. {c.summary}" for c in by_page.get(place, []))
        groups.append(Group(asked.questions, (*targets, " ".join(asked.terms)), frozenset({place})))
    for term in corpus.terms:
        same = tuple(t for t in (term.name, term.expansion, *term.synonyms, *term.misspellings) if t)
        groups.append(Group(same, tuple(t for t in (term.definition, " ".join(same)) if t), frozenset()))
    groups += [Group((word,), like.same, frozenset()) for word, like in load_thesaurus().items() if like.same]
    return groups


def train(
    corpus: Corpus, recipe: Recipe | None = None, folder: Path = OUR_MODEL, tell: Callable[[str], None] = lambda _: None
) -> None:
    """Train on the whole corpus and save the model with its card to `folder`."""
    recipe = recipe or Recipe()
    module, whole = new_model(recipe.buckets, recipe.dimension)
    losses = fit(module, groups_of(corpus), recipe, tell)
    folder.mkdir(parents=True, exist_ok=True)
    whole.save_pretrained(str(folder), create_model_card=False)
    (folder / "README.md").write_text(_model_card(corpus, recipe, losses), encoding="utf-8")


def fit(module: HashedWords, groups: list[Group], recipe: Recipe, tell: Callable[[str], None] = lambda _: None) -> list[float]:
    """Train in place; the mean loss of each epoch."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    torch.nn.init.normal_(module.embedding.weight, std=0.1)
    optimiser = torch.optim.Adam(module.parameters(), lr=recipe.rate)
    overlap = _overlap(groups)
    steps = recipe.epochs * sum(1 for _ in _batches(groups, recipe, random.Random(SEED)))
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, total_iters=steps)
    losses = []
    for epoch in range(recipe.epochs):
        total, count = 0.0, 0
        for left, right, owners in _batches(groups, recipe, random.Random(SEED + epoch)):
            optimiser.zero_grad()
            loss = _loss(module, left, right, owners, overlap, recipe.temperature)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        losses.append(total / max(1, count))
        tell(f"ronde {epoch + 1} van {recipe.epochs}: verlies {losses[-1]:.3f}")
    return losses


def _card_group(card: Card) -> Group:
    lines = sentences(card.body.replace("## ", ""))
    stretches = [f"{card.title}. " + " ".join(lines[i : i + 4]) for i in range(0, len(lines), 4)]
    targets = (f"{card.title}. {card.summary}", f"{card.title} " + ", ".join(card.terms), *stretches)
    return Group(card.questions, targets, frozenset((s.document, p) for s in card.sources for p in s.pages))


def _overlap(groups: list[Group]) -> torch.Tensor:
    """True where two groups share a page: they are no negatives of each other."""
    pages = [g.pages for g in groups]
    rows: dict[tuple[str, int], list[int]] = {}
    for i, mine in enumerate(pages):
        for page in mine:
            rows.setdefault(page, []).append(i)
    shared = torch.eye(len(groups), dtype=torch.bool)
    for members in rows.values():
        index = torch.tensor(members)
        shared[index.unsqueeze(1), index.unsqueeze(0)] = True
    return shared


def _batches(groups: list[Group], recipe: Recipe, chance: random.Random) -> Iterator[tuple[list[str], list[str], list[int]]]:
    """Each question once an epoch, with another text of its group."""
    pairs = [(q, i) for i, g in enumerate(groups) for q in g.queries]
    chance.shuffle(pairs)
    for start in range(0, len(pairs), recipe.batch):
        part = pairs[start : start + recipe.batch]
        left, right, owners = [], [], []
        for question, i in part:
            others = [q for q in groups[i].queries if q != question]
            pool = [*groups[i].targets, *chance.sample(others, min(len(others), 2))]
            if not pool:
                continue
            left.append(question)
            right.append(_thinned(chance.choice(pool), recipe.dropout, chance))
            owners.append(i)
        yield left, right, owners


def _thinned(text: str, share: float, chance: random.Random) -> str:
    found = text.split()
    kept = [w for w in found if chance.random() > share]
    return " ".join(kept) if len(kept) > 3 else text


def _loss(
    module: HashedWords, left: list[str], right: list[str], owners: list[int], overlap: torch.Tensor, temperature: float
) -> torch.Tensor:
    a = torch.nn.functional.normalize(module(module.preprocess(left))["sentence_embedding"], dim=1)
    b = torch.nn.functional.normalize(module(module.preprocess(right))["sentence_embedding"], dim=1)
    scores = a @ b.T / temperature
    index = torch.tensor(owners)
    same = overlap[index.unsqueeze(1), index.unsqueeze(0)]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(left))
    return (torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)) / 2


def _model_card(corpus: Corpus, recipe: Recipe, losses: list[float]) -> str:
    questions = sum(len(c.questions) for c in corpus.cards) + sum(len(p.questions) for p in corpus.page_questions)
    vocabulary = {w for c in corpus.cards for w in words(f"{c.title} {c.summary} {c.body} {' '.join(c.questions)}")}
    known = f"{len(corpus.terms)} terms, {len(load_thesaurus())} words of the thesaurus"
    size = recipe.buckets * recipe.dimension * 2 / 1e6
    return f"""# The embedding model of Reisgenoot

A static model for Dutch youth policy: a text is the mean of one learned vector per word stem and per character n-gram of 4 and 5
letters, found by hashing. Made by `python -m ingest train`, loaded by sentence-transformers.

| | |
|---|---|
| rows x dimensions | {recipe.buckets} x {recipe.dimension}, float16, {size:.1f} MB |
| trained on | {len(corpus.cards)} cards, {len(corpus.page_questions)} pages with questions, {known} |
| questions | {questions} |
| different words seen | {len(vocabulary)} |
| seed | {SEED} |
| recipe | `{json.dumps(recipe.__dict__)}` |
| loss, first and last epoch | {losses[0]:.3f}, {losses[-1]:.3f} |

What it reaches on questions that it was not trained on stands in the README of the project ("Figures"). It knows the words of
this field and little else: for another field, choose another model with `REISGENOOT_EMBEDDING_MODEL`.
"""
