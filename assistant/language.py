"""Whether a text is Dutch, by its words. For what a language model writes; a question is read by `question`."""

from ingest import is_dutch, words

# Small words of other languages that Dutch does not have, or hardly uses.
FOREIGN = frozenset(
    """the and of to that this with are was were has have which from their they not but can will for by as it be its an or you
    der das und ist nicht ein eine mit auf für von zu den dem sich auch werden wird sind durch bei nach oder dass
    le la les des est une dans pour qui que sur avec par ont sont pas aux cette ces du
    el los las por para con una del como más""".split()
)
DUTCH = frozenset(
    """de het een en van in dat die voor met op zijn is aan te niet om er bij ook als maar naar door over uit tot worden wordt werd
    heeft hebben kan kunnen zoals deze dit wel of nog hun zij hij samen""".split()
)
ENOUGH = 4


def looks_dutch(text: str) -> bool:
    """False when its small words are those of another language, or too few of its words are in a Dutch dictionary.

    A text of fewer than four words is taken for Dutch: names and numbers tell nothing.
    """
    found = [w for w in words(text) if w.isalpha()]
    if len(found) < ENOUGH:
        return not _other_script(text)
    foreign, own = sum(w in FOREIGN for w in found), sum(w in DUTCH for w in found)
    if foreign > own:
        return False
    return sum(is_dutch(w) for w in found) / len(found) >= 0.4 and not _other_script(text)


def _other_script(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c > "\u024f" for c in letters) > len(letters) / 4
