"""An answer in the asker's script, whichever of the two the model wrote in."""

from __future__ import annotations

import re

from qa.text.conversion import converter
from qa.text.language import HAN, Language, detect_language

# Standard characters by phrase (發佈 but 頭髮), without putting other words for those of
# another region: a name must stay the name that the article has.
_CONFIGS: dict[Language, str] = {"zh-Hant": "s2tw", "zh-Hans": "t2s"}
_PAUSE = re.compile(r"[，。、；：！？,;:!?\s\[\]（）()「」“”《》—…]")
_LONGEST_CLAUSE = 80


class ScriptStream:
    """Turns Chinese text into the asker's script, a clause at a time, as it streams.

    A clause is whole when a pause follows it: which character stands for another depends on
    its neighbours. What is in the asker's script already stays as it is.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._held = ""

    def feed(self, piece: str) -> str:
        """The next piece of text; returns what can be shown of it by now."""
        if self._language not in _CONFIGS:
            return piece
        self._held += piece
        pauses = [match.end() for match in _PAUSE.finditer(self._held)]
        cut = pauses[-1] if pauses else 0
        if len(self._held) - cut > _LONGEST_CLAUSE or not HAN.search(self._held[cut:]):
            cut = len(self._held)
        whole, self._held = self._held[:cut], self._held[cut:]
        return self._converted(whole)

    def finish(self) -> str:
        """What was still held back."""
        rest, self._held = self._held, ""
        return self._converted(rest)

    def _converted(self, text: str) -> str:
        clauses = re.split(rf"({_PAUSE.pattern})", text)
        return "".join(in_script(clause, self._language) for clause in clauses)


def in_script(text: str, language: Language) -> str:
    """Chinese text in the script of ``language``; any other text, and for English all, as it is."""
    characters = "".join(HAN.findall(text))
    if language not in _CONFIGS or not characters:
        return text
    if detect_language(characters, undecided=language) == language:
        return text
    return converter(_CONFIGS[language]).convert(text)
