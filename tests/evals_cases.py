"""Hand-made questions and answers for the tests of the suite; real classes, no index."""

from assistant.answer import REFUSAL, Answer, Block, Citation, Retrieved, Sentence
from evals.questions import Place, Question
from evals.reply import Reply, read_answer
from ingest import Document, Entry, Source

GUIDE = Document("gids", "Gids", "VNG", 2025, 48, "handreiking")
LETTER = Document("brief", "Brief", "VNG", 2022, 1, "nieuwsbericht")
DOCUMENTS = {"gids": GUIDE, "brief": LETTER}

TILBURG = Entry(
    id="tilburg",
    kind="case",
    title="Zorg in onderwijstijd",
    summary="Tilburg koopt zorg in onderwijstijd collectief in.",
    body="De pilot liep op 3 scholen. De gemeente betaalt de begeleiders op school.",
    sources=(Source("gids", (27,)),),
    places=("Tilburg",),
)
EDE = Entry(
    id="ede",
    kind="case",
    title="Netwerkregisseur",
    summary="Ede stelde een netwerkregisseur aan.",
    body="",
    sources=(Source("gids", (32,)),),
)
JEUGDWET = Entry(
    id="jeugdwet",
    kind="law",
    title="Jeugdwet",
    summary="De Jeugdwet regelt jeugdhulp.",
    body="",
    sources=(Source("gids", (26, 47)),),
)
WPO = Entry(
    id="wpo",
    kind="law",
    title="WPO",
    summary="De WPO gaat over basisscholen.",
    body="",
    sources=(Source("gids", (26, 47)),),
)
NEWS = Entry(
    id="brief-1",
    kind="passage",
    title="Bericht",
    summary="",
    body="De VNG schrijft een bericht.",
    sources=(Source("brief", (1,)),),
)

ASKED = Question(
    id="q1",
    text="Welke gemeente koopt zorg in onderwijstijd collectief in?",
    part="tuning",
    gold=(Place("gids", (27,)), Place("brief", (1,))),
    kind="case",
    style="sentence",
    routes=(5,),
    facts=("Tilburg", "collectief"),
)
LAW_ASKED = Question("q2", "Wat regelt de Jeugdwet?", "tuning", (Place("gids", (26, 47)),), "law", "sentence", law="jeugdwet")
UNANSWERABLE = Question("u1", "Wie won de wedstrijd?", "tuning", type="out-of-domain", why="voetbal")
PERSONAL = Question("u2", "Mijn leerling Sem slaat. Wat nu?", "untouched", type="personal", why="casus")


def answer(
    *said: tuple[str, Entry],
    question: str = "",
    retrieved: tuple[Entry, ...] = (),
    routes: tuple[int, ...] = (),
    warnings: tuple[str, ...] = (),
    part: str = "direct",
) -> Answer:
    """An answer that says each sentence with one citation; without sentences it is a refusal."""
    citations, sentences = [], []
    for n, (text, entry) in enumerate(said, start=1):
        document = DOCUMENTS[entry.document]
        citations.append(Citation(n, entry, document, entry.pages, (), (entry.summary or entry.body,)))
        sentences.append(Sentence(text, (n,)))
    block = Block(part, tuple(sentences)) if said else Block("refusal", (Sentence(REFUSAL),))  # type: ignore[arg-type]
    found = tuple(Retrieved(entry, 0.9 - 0.1 * rank) for rank, entry in enumerate(retrieved))
    return Answer(question, (block,), tuple(citations), found, not said, routes, warnings, done=True)


def reply(*said: tuple[str, Entry], **more: object) -> Reply:
    """The same as the suite sees it."""
    return read_answer(answer(*said, **more))  # type: ignore[arg-type]


GOOD = answer(
    ("Tilburg koopt zorg in onderwijstijd collectief in.", TILBURG),
    question=ASKED.text,
    retrieved=(EDE, TILBURG, NEWS),
    routes=(5, 2),
)
REFUSING = answer(question=UNANSWERABLE.text, retrieved=(NEWS,))
