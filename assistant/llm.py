"""The language model: one that LangChain reaches, or a scripted one that ships. The only file that makes a chat model."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from assistant.errors import ModelUnavailable
from assistant.settings import ModelSettings

SCRIPTED = "scripted:"


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
            raise ModelUnavailable("het script is op")
        self._next += 1
        return self.replies[self._next - 1]


def chat_model(settings: ModelSettings) -> BaseChatModel | None:
    """The model that the settings name, or None when they name none.

    `scripted:FILE` reads replies from a file, separated by lines with `---`; anything else goes to LangChain's init_chat_model.
    Raises ModelUnavailable when its package is missing or the settings are wrong.
    """
    if not settings.name:
        return None
    if settings.name.startswith(SCRIPTED):
        return _scripted(Path(settings.name.removeprefix(SCRIPTED)))
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0, "timeout": settings.timeout, "max_retries": 0}
    if settings.url:
        options["base_url"] = settings.url
    if settings.key:
        options["api_key"] = settings.key
    try:
        model: BaseChatModel = init_chat_model(settings.name, **options)
    except (ImportError, ValueError, TypeError, OSError) as fault:
        raise ModelUnavailable(f"Taalmodel {settings.name!r} is niet in te stellen: {str(fault).splitlines()[0]}") from fault
    return model


def _scripted(path: Path) -> ScriptedModel:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ModelUnavailable(f"Het script {path} is niet te lezen: {fault.strerror}") from fault
    return ScriptedModel(replies=[part.strip() for part in text.split("\n---\n") if part.strip()])
