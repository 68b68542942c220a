"""The interface over an index whose answers come slowly: `python tests/slow_server.py PORT SECONDS`, a pause before every step and after the last."""

import sys
import time
from collections.abc import Iterator
from typing import Any

import uvicorn

from assistant import Answer, Assistant, ReisgenootError
from ui import UiSettings, create_server


class SlowAssistant(Assistant):
    """The same answers, with a pause before each step, and before the end; a question to stumble over fails after two."""

    pause = 0.0

    def stream(self, question: str, *given: Any, **named: Any) -> Iterator[Answer]:
        for step in super().stream(question, *given, **named):
            time.sleep(self.pause)
            if "struikel" in question:
                time.sleep(self.pause)
                raise ReisgenootError("Hierover struikelt de proef.")
            yield step
        time.sleep(self.pause)


if __name__ == "__main__":
    port, SlowAssistant.pause = int(sys.argv[1]), float(sys.argv[2])
    uvicorn.run(create_server(SlowAssistant.open(), UiSettings(port=port)), host="127.0.0.1", port=port, log_level="warning")
