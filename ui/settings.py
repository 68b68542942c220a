"""The settings of the interface, read once from the environment or a `.env` file. The service and the doors have files of their own."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant import IngestSettings, environment
from ui.service import texts
from ui.service.errors import SettingsError
from ui.service.settings import ServiceSettings, number

FEEDBACK = "feedback.jsonl"
# Every setting of Reisgenoot, whichever package reads it: with a typo in its name a setting would silently not count.
KNOWN = frozenset(
    """
    ACCOUNTS ANSWER_SECONDS API_KEYS CHROMA_URL CONNECTIONS CORPUS EDITORS EMBEDDING_MODEL ENTAILMENT FEEDBACK HOST INDEX
    JUDGE JUDGE_KEY JUDGE_KEY_FILE JUDGE_URL LOG LOG_QUESTIONS MODEL MODEL_EUROS MODEL_KEY MODEL_KEY_FILE MODEL_PLACE
    MODEL_PRICE MODEL_REWRITE MODEL_TIMEOUT MODEL_TOKENS MODEL_URL MODEL_WAIT MONITORS OIDC_CLIENT OIDC_ISSUER OIDC_NAME
    OIDC_SECRET PARALLEL PASSAGE_PROMPT PORT PROXIES PROXY_GROUPS PROXY_HEADER QUERY_PROMPT QUEUE RATE RECEIPTS RERANKER
    RETENTION_DAYS SECRET SESSION_HOURS SIGN_IN STOP_SECONDS UPLOAD_MB URL
    """.split()
)


@dataclass(frozen=True)
class UiSettings:
    """Where the page listens, and how many questions it takes at once.

    `parallel` questions are answered at the same time; `queue` more may wait, and who comes after that is told that it is busy.
    `feedback` is the file that judgements about answers are added to.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    parallel: int = 4
    queue: int = 64
    feedback: Path = IngestSettings().index / FEEDBACK
    service: ServiceSettings = field(default_factory=ServiceSettings)

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "UiSettings":
        """Read REISGENOOT_HOST, _PORT, _PARALLEL, _QUEUE, _FEEDBACK and what the service reads. Raises SettingsError on a bad name or value."""
        env = environment() if values is None else values
        if unknown := sorted(env.keys() - KNOWN):
            near = difflib.get_close_matches(unknown[0], sorted(KNOWN), 1, cutoff=0.0)[0]
            raise SettingsError(texts.NOT_A_SETTING.format(name=unknown[0], near=near))
        default = cls()
        index = IngestSettings.from_environment(env).index
        return cls(
            host=env.get("HOST", default.host),
            port=number(env, "PORT", default.port, 1, 65535),
            parallel=number(env, "PARALLEL", default.parallel, 1, 64),
            queue=number(env, "QUEUE", default.queue, 1, 10_000),
            feedback=Path(env.get("FEEDBACK", index / FEEDBACK)),
            service=ServiceSettings.from_values(env, index),
        )

    def check(self) -> None:
        """See that the settings fit together. Raises SettingsError with what to set."""
        self.service.check(self.host)
