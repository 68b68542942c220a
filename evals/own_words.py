"""A stand-in for a language model that enriches: it only arranges words of the passage. Measures the way, not what a model could add."""

import json
import re
from collections import Counter
from collections.abc import Sequence

from langchain_core.messages import BaseMessage
from pydantic import Field

from assistant import ScriptedModel

PIECE = re.compile(r'<stuk bron="[^"]*" kop="([^"]*)">\n(.*)\n</stuk>', re.S)
WORD = re.compile(r"[a-zà-ÿ-]{7,}")
QUESTIONS, WORDS, TERMS = 3, 4, 10


class OwnWords(ScriptedModel):
    """Asks about the headings and about the longest common words; they are the terms as well."""

    replies: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "own words"

    def _reply(self, messages: Sequence[BaseMessage]) -> str:
        piece = PIECE.search(str(messages[-1].content))
        headings, text = (piece[1], piece[2]) if piece else ("", "")
        counted = Counter(WORD.findall(text.casefold()))
        best = sorted(counted, key=lambda w: (-counted[w] * len(w), w))[: QUESTIONS * WORDS]
        groups = [best[i : i + WORDS] for i in range(0, len(best), WORDS)]
        told = [f"Wat staat er over {h.strip(' ?.!')}?" for h in headings.split(" > ") if h.strip(" ?.!")]
        told += [f"Wat is er bekend over {', '.join(g)}?" for g in groups]
        return json.dumps({"vragen": told, "termen": best[:TERMS]})
