"""Providers: chosen by settings, each with its own way to be called; where they run; and keys that never show."""

import re
from pathlib import Path
from typing import Any

import pytest
from model_server import KEY, ModelServer, chat_server, fails, says, stalls

from assistant import AssistantSettings, LanguageModelError, ModelSettingError, ModelSettings
from assistant.__main__ import main
from assistant.llm import chat_model, shown_name
from assistant.model_check import check_model
from assistant.providers import place_of, shown_address

GOOD = "Een gemeente kan speelplekken maken, jeugdhulp regelen en scholen helpen."


server = pytest.fixture(scope="module")(chat_server)


def settings_for(server: ModelServer, provider: str, **changed: Any) -> ModelSettings:
    url = server.url + ("/v1" if provider == "openai" else "")
    return ModelSettings(**{"name": f"{provider}:proef", "url": url, "key": KEY, "wait": 1.0, "timeout": 4.0, **changed})


@pytest.mark.parametrize(
    ("name", "url", "place"),
    [
        ("ollama:gemma3", "", "machine"),
        ("ollama:gemma3", "http://192.168.1.20:11434", "network"),
        ("ollama:gpt-oss:120b-cloud", "", "unknown"),
        ("openai:x", "", "outside"),
        ("openai:x", "http://localhost:8000/v1", "machine"),
        ("openai:x", "http://[::1]:8000/v1", "machine"),
        ("openai:x", "http://llm.gemeente.internal/v1", "network"),
        ("openai:x", "https://eu.api.openai.com/v1", "eu"),
        ("openai:x", "https://api.openai.com.voorbeeld.nl/v1", "unknown"),
        ("mistral:mistral-small-latest", "", "eu"),
        ("anthropic:claude", "", "outside"),
        ("google:gemini", "", "outside"),
        ("azure:gpt", "https://naam.openai.azure.com", "unknown"),
    ],
)
def test_where_it_runs_follows_from_its_address(name: str, url: str, place: str) -> None:
    assert place_of(name, url) == place
    assert place_of(name, url, "eu") == "eu"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (ModelSettings("nergens:niets"), "ollama, openai, mistral, anthropic, azure, google"),
        (ModelSettings("ollama:"), "aanbieder:naam"),
        (ModelSettings("ollama:x", place="thuis"), "computer, netwerk, eu"),
        (ModelSettings("openai:x", url="localhost:8000"), "geen webadres"),
        (ModelSettings("openai:x", url="http://localhost:poort"), "geen webadres"),
        (ModelSettings("openai:x"), "sleutel nodig"),
        (ModelSettings("mistral:x"), "sleutel nodig"),
        (ModelSettings("azure:x", key=KEY), "adres nodig"),
        (ModelSettings("openai:x", key_file=Path("nergens.key")), "nergens.key is niet te lezen"),
        (ModelSettings("openai:x", key=KEY, key_file=Path("nergens.key")), "staan allebei"),
    ],
)
def test_wrong_settings_are_one_clear_line(settings: ModelSettings, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "MISTRAL_API_KEY", "AZURE_OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(LanguageModelError, match=re.escape(words)) as fault:
        chat_model(settings)
    assert "\n" not in str(fault.value)
    assert KEY not in str(fault.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"MODEL_WAIT": "lang"}, "MODEL_WAIT"),
        ({"MODEL_TIMEOUT": "0"}, "tussen"),
        ({"MODEL_PRICE": "1"}, "IN/UIT"),
        ({"MODEL_TOKENS": "-1"}, "getal"),
    ],
)
def test_wrong_numbers_name_the_setting(values: dict[str, str], words: str) -> None:
    with pytest.raises(ModelSettingError, match=words):
        AssistantSettings.from_environment(values)


def test_the_settings_come_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    values = {
        "MODEL": "openai:x",
        "MODEL_KEY_FILE": str(file),
        "MODEL_WAIT": "2,5",
        "MODEL_PRICE": "0.5/1.5",
        "INDEX": str(tmp_path),
    }
    model = AssistantSettings.from_environment(values).model
    assert (model.key_file, model.wait, model.price, model.ledger) == (file, 2.5, (0.5, 1.5), tmp_path / "taalmodel.sqlite")


@pytest.mark.parametrize("name", ["openai:x", "mistral:x", "anthropic:x", "azure:x", "ollama:x"])
def test_every_provider_is_made_and_hides_its_key(name: str, tmp_path: Path) -> None:
    pytest.importorskip({"mistral": "langchain_mistralai", "anthropic": "langchain_anthropic", "ollama": "langchain_ollama"}.get(
        name.split(":")[0], "langchain_openai"))  # fmt: skip
    file = tmp_path / "sleutel"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    settings = ModelSettings(name, url="https://model.voorbeeld.nl", key_file=file)
    model = chat_model(settings)
    shown = f"{settings!r} {model!r} {model}" if name != "ollama:x" else f"{settings!r}"
    assert KEY not in shown


def test_names_and_addresses_are_shown_without_what_is_private() -> None:
    assert shown_name("scripted:/thuis/jan/script.txt") == "script"
    assert shown_name("ollama:gemma3:4b") == "gemma3:4b"
    assert shown_address("openai:x", "https://jan:geheim@model.nl:8443/v1?sleutel=1") == "https://model.nl:8443/v1"


def test_a_key_of_the_environment_does_not_go_to_another_address(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.does(says(GOOD))
    model = chat_model(settings_for(server, "openai", key=""))
    assert model
    assert "gemeente" in "".join(str(chunk.content) for chunk in model.stream("hallo"))
    assert KEY not in server.keys[0]


@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_check_model_says_that_all_is_well(server: ModelServer, provider: str) -> None:
    server.does(says(GOOD))
    steps = list(check_model(settings_for(server, provider)))
    assert [s.name for s in steps] == ["instelling", "plaats", "adres", "sleutel", "model", "stroom", "Nederlands"]
    assert all(s.ok for s in steps)
    assert server.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize("provider", ["openai", "ollama"])
@pytest.mark.parametrize(
    ("doing", "step", "words"),
    [
        (fails(401), "sleutel", "REISGENOOT_MODEL_KEY_FILE"),
        (fails(404), "model", "Kijk de naam na"),
        (fails(500), "model", "logboek"),
        (fails(400), "model", "spreekt een andere taal"),
        (stalls("Een", 1.5), "stroom", "REISGENOOT_MODEL_WAIT"),
        (says(""), "model", "leeg antwoord"),
        (
            says("The municipality can build playgrounds and the schools can help with that."),
            "Nederlands",
            "niet in het Nederlands",
        ),
    ],
)
def test_check_model_names_what_is_wrong_and_what_to_do(
    server: ModelServer, provider: str, doing: Any, step: str, words: str
) -> None:
    server.does(doing)
    steps = list(check_model(settings_for(server, provider)))
    wrong = [s for s in steps if s.ok is False]
    assert [s.name for s in wrong] == [step]
    assert words in wrong[0].words
    assert KEY not in "".join(s.line for s in steps)


@pytest.mark.parametrize("name", ["openai:proef", "ollama:proef"])
def test_check_model_without_a_service(name: str) -> None:
    pytest.importorskip("langchain_openai")
    steps = list(check_model(ModelSettings(name, url="http://127.0.0.1:9/v1", wait=1, timeout=3)))
    assert [(s.name, s.ok) for s in steps][2:4] == [("adres", False), ("sleutel", None)]


def test_the_command(server: ModelServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-model"]) == 1
    assert "geen taalmodel ingesteld" in capsys.readouterr().out
    server.does(says(GOOD))
    for name, value in {"MODEL": "openai:proef", "MODEL_URL": f"{server.url}/v1", "MODEL_KEY": KEY}.items():
        monkeypatch.setenv(f"REISGENOOT_{name}", value)
    assert main(["check-model"]) == 0
    shown = capsys.readouterr().out
    assert "op deze computer" in shown
    assert KEY not in shown
