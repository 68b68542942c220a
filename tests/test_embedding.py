"""The embedding model: the one that ships, and others that speak through it."""

import socket
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast

from ingest.embedding import Embedder
from ingest.encoder import new_model
from ingest.errors import ModelError
from ingest.settings import OUR_MODEL, EmbeddingSettings

TEXTS = ["Wie betaalt de jeugdhulp op school?", "De gemeente koopt zorg in.", "12+", ""]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network is used")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random transformer with a name like E5's."""
    folder = tmp_path_factory.mktemp("models") / "tiny-e5-small"
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":", "query", "passage", *"abcdefghijklmnopqrstuvwxyz"]
    vocabulary += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    parts = folder.parent / "parts"
    parts.mkdir()
    (parts / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(parts)
    BertTokenizerFast(str(parts / "vocab.txt")).save_pretrained(parts)
    transformer = Transformer(str(parts))
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(str(folder))
    return folder


@pytest.mark.usefixtures("offline")
def test_the_shipped_model_loads_offline_through_sentence_transformers(embedder: Embedder) -> None:
    model = SentenceTransformer(str(OUR_MODEL), device="cpu", local_files_only=True, trust_remote_code=True)
    assert np.allclose(model.encode(TEXTS), embedder.encode_passages(TEXTS), atol=1e-6)


@pytest.mark.usefixtures("offline")
def test_the_shipped_model_loads_offline() -> None:
    assert Embedder(may_download=True).name == "reisgenoot"


def test_vectors_have_length_one(embedder: Embedder) -> None:
    vectors = embedder.encode_queries(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert embedder.encode_queries([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", ["", "   ", "de het een", "?!", "\x00"])
def test_no_text_gets_an_empty_vector(embedder: Embedder, text: str) -> None:
    assert np.linalg.norm(embedder.encode_queries([text])[0]) == pytest.approx(1.0, abs=1e-5)


def test_the_same_text_gives_the_same_vector_alone_and_together(embedder: Embedder) -> None:
    together = embedder.encode_queries(TEXTS * 40)
    alone = np.concatenate([embedder.encode_queries([text]) for text in TEXTS])
    assert np.allclose(together[:4], alone, atol=1e-6)
    assert np.array_equal(together[:4], embedder.encode_queries(TEXTS * 40)[:4])


def test_loading_it_again_gives_the_same_vectors(embedder: Embedder) -> None:
    again = Embedder()
    assert again.fingerprint == embedder.fingerprint
    assert np.array_equal(again.encode_queries(TEXTS), embedder.encode_queries(TEXTS))


def test_words_that_mean_the_same_are_near(embedder: Embedder) -> None:
    question, near, far = embedder.encode_queries(["hulp op school", "jeugdhulp in het onderwijs", "wettelijke bewaartermijn"])
    assert question @ near > question @ far


def test_langchain_gets_lists(embedder: Embedder) -> None:
    assert embedder.embed_query(TEXTS[0]) == pytest.approx(embedder.encode_queries(TEXTS[:1])[0].tolist(), abs=1e-6)
    assert np.allclose(embedder.embed_documents(TEXTS), embedder.encode_passages(TEXTS), atol=1e-6)


@pytest.mark.usefixtures("offline")
def test_a_model_with_a_known_name_gets_its_prompts(tiny: Path) -> None:
    model = Embedder(EmbeddingSettings(model=str(tiny)))
    assert (model.query_prompt, model.passage_prompt, model.dimension) == ("query: ", "passage: ", 16)
    query, passage = model.encode_queries(["zorg"])[0], model.encode_passages(["zorg"])[0]
    assert not np.allclose(query, passage, atol=1e-4)
    plain = Embedder(EmbeddingSettings(model=str(tiny), query_prompt="", passage_prompt="passage: "))
    assert np.allclose(plain.encode_queries(["query: zorg"])[0], query, atol=1e-5)
    assert np.allclose(plain.encode_passages(["zorg"])[0], passage, atol=1e-5)


def test_a_model_that_defines_its_prompts_is_believed(tiny: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(tiny), device="cpu", prompts={"query": "vraag: ", "document": "stuk: "})
    model.save(str(tmp_path / "e5-eigen"))
    own = Embedder(EmbeddingSettings(model=str(tmp_path / "e5-eigen")))
    assert (own.query_prompt, own.passage_prompt) == ("vraag: ", "stuk: ")


def test_the_fingerprint_names_model_weights_and_prompts(tiny: Path, tmp_path: Path, embedder: Embedder) -> None:
    first, same = Embedder(EmbeddingSettings(model=str(tiny))), Embedder(EmbeddingSettings(model=str(tiny)))
    other = Embedder(EmbeddingSettings(model=str(tiny), query_prompt="zoek: "))
    for name in ("een", "twee"):
        new_model(300, 4)[1].save(str(tmp_path / name / "klein"))
    small = [Embedder(EmbeddingSettings(model=str(tmp_path / name / "klein"))).fingerprint for name in ("een", "twee")]
    assert first.fingerprint == same.fingerprint
    assert first.fingerprint.startswith("tiny-e5-small-16-")
    assert len({first.fingerprint, other.fingerprint, embedder.fingerprint, *small}) == 5


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", ["bestaat/niet", "/bestaat/niet"])
def test_a_model_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(ModelError, match=r"is niet te laden.*REISGENOOT_EMBEDDING_MODEL") as fault:
        Embedder(EmbeddingSettings(model=name))
    assert "\n" not in str(fault.value)


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is niet te laden"):
        Embedder(EmbeddingSettings(model=str(tmp_path)))
