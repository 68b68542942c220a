"""The language model: one that LangChain reaches, or a scripted one that ships. The only file that makes a chat model."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from assistant.errors import ModelSettingError, ModelUnavailable
from assistant.model_faults import unavailable
from assistant.providers import PROVIDERS, place_of, split_name
from assistant.settings import ModelSettings

SCRIPTED = "scripted:"
MOST_TOKENS = 900
# Six pieces of evidence, the prompt and the answer fit; Ollama would silently cut off the front of what does not.
CONTEXT = 12_288
AZURE_VERSION = "2024-10-21"
NO_KEY = "geen-sleutel"


class ScriptedModel(BaseChatModel):
    """Says the given replies in order, word by word when streamed, and keeps what it was asked in `asked`.

    For tests, evaluations and demonstrations. Raises ModelUnavailable when it has nothing left to say.
    """

    replies: list[str]
    asked: list[list[BaseMessage]] = Field(default_factory=list)
    _next: int = PrivateAttr(default=0)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._reply(messages)))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._reply(messages)
        for i, word in enumerate(reply.split(" ")):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word if i == 0 else f" {word}"))

    def _reply(self, messages: Sequence[BaseMessage]) -> str:
        self.asked.append(list(messages))
        if self._next >= len(self.replies):
            raise unavailable("empty")
        self._next += 1
        return self.replies[self._next - 1]


def chat_model(settings: ModelSettings) -> BaseChatModel | None:
    """The model that the settings name, or None when they name none.

    `scripted:FILE` reads replies from a file, separated by lines with `---`; anything else goes to LangChain's init_chat_model.
    Raises ModelSettingError on wrong settings and ModelUnavailable when a package is missing.
    """
    if not settings.name:
        return None
    if settings.name.startswith(SCRIPTED):
        return _scripted(Path(settings.name.removeprefix(SCRIPTED)))
    provider, model = split_name(settings.name)
    place_of(settings.name, settings.url, settings.place)
    from langchain.chat_models import init_chat_model

    known = PROVIDERS[provider]
    options = _options(provider, model, settings)
    try:
        made: BaseChatModel = init_chat_model(model, model_provider=known.langchain, **options)
    except ImportError:
        raise ModelUnavailable(
            f"Voor {settings.name} ontbreekt een pakket. Installeer het: .venv/bin/pip install -e '.[{known.extra}]'"
        ) from None
    except Exception as fault:
        # Each package checks its options with errors of its own, whose text may repeat the key.
        raise ModelSettingError(
            f"Taalmodel {settings.name!r} is niet in te stellen ({type(fault).__name__}). Kijk REISGENOOT_MODEL, _MODEL_URL en _MODEL_KEY na."
        ) from None
    return made


def shown_name(name: str) -> str:
    """The name of the model for a reader: without provider and without the path of a script."""
    return "script" if name.startswith(SCRIPTED) else name.partition(":")[2] or name


def _options(provider: str, model: str, settings: ModelSettings) -> dict[str, Any]:
    """What the constructor of this provider's model is given. Raises ModelSettingError."""
    known, key = PROVIDERS[provider], _key(settings)
    url = settings.url or known.url
    warmth: dict[str, Any] = {"temperature": 0} if known.temperature or settings.url else {}
    if provider == "ollama":
        headers = {"headers": {"Authorization": f"Bearer {key}"}} if key else {}
        client = {"client_kwargs": {"timeout": settings.wait, **headers}}
        return {"base_url": url, "num_predict": MOST_TOKENS, "num_ctx": CONTEXT, **client, **warmth}
    if settings.url and not key:
        key = NO_KEY  # the key that the environment has for the provider itself must not go to another address
    if not key and not os.environ.get(known.key_variable):
        raise ModelSettingError(
            f"Voor {settings.name} is een sleutel nodig: zet REISGENOOT_MODEL_KEY_FILE of REISGENOOT_MODEL_KEY."
        )
    options: dict[str, Any] = {"timeout": settings.wait, "max_retries": 0, "max_tokens": MOST_TOKENS, **warmth}
    options |= {"api_key": key} if key else {}
    if provider == "azure":
        if not url:
            raise ModelSettingError("Azure heeft een adres nodig: zet REISGENOOT_MODEL_URL, zoals https://naam.openai.azure.com.")
        return {**options, "azure_endpoint": url, "azure_deployment": model, "api_version": AZURE_VERSION}
    if provider == "mistral":
        options["timeout"] = max(1, round(settings.wait))  # this package takes whole seconds
    if provider == "openai":
        options["use_responses_api"] = False
    return {**options, "base_url": url} if url else options


def _key(settings: ModelSettings) -> str:
    """The key itself. Raises ModelSettingError when it cannot be read."""
    if not settings.key_file:
        return settings.key
    if settings.key:
        raise ModelSettingError("REISGENOOT_MODEL_KEY en REISGENOOT_MODEL_KEY_FILE staan allebei; haal er een weg.")
    try:
        key = settings.key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "geen tekst"
        raise ModelSettingError(f"REISGENOOT_MODEL_KEY_FILE: {settings.key_file} is niet te lezen: {reason}") from None
    if not key or not key.isascii() or len(key.split()) != 1:
        raise ModelSettingError(f"REISGENOOT_MODEL_KEY_FILE: in {settings.key_file} staat niet één sleutel op één regel.")
    return key


def _scripted(path: Path) -> ScriptedModel:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ModelUnavailable(f"Het script {path} is niet te lezen: {fault.strerror}") from fault
    return ScriptedModel(replies=[part.strip() for part in text.split("\n---\n") if part.strip()])
