"""What is said out of courtesy and asks for nothing: "thanks!", 你好, "ok"."""

from __future__ import annotations

import re
from typing import Literal

from qa.text.folding import fold

Courtesy = Literal["greeting", "thanks"]

_MARKS = r"[\s.,!?~…。，！？～]*"
# Folded text.
_GREETING = (
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)(?: there| everyone| all)?"
    r"|[你您](?:们)?好|大家好|早(?:安|上好|晨)?|午安|晚安|晚上好|下午好|哈[罗喽啰]|嗨"
)
_THANKS = (
    r"(?:many )?thanks?(?: you)?(?: (?:a lot|so much|very much|again))?|thx|cheers|ty"
    r"|(?:ok(?:ay)?|great|good|nice|perfect|cool|got it|i see|understood|all right|alright"
    r"|good answer|well done|bye|goodbye|see you)"
    r"|(?:多|非常|十分|太)?(?:谢谢|感谢)(?:[你您](?:们)?|大家|了|啦)?|多谢(?:晒|了|你)?|唔该(?:晒)?|谢了"
    r"|好(?:的|吧|啦|了)?|知道了|明白(?:了)?|了解(?:了)?|收到|再见|拜拜"
)
_ONE = rf"(?:(?P<greeting>{_GREETING})|(?:{_THANKS}))"
_ALL = re.compile(rf"{_MARKS}(?:{_ONE.replace('?P<greeting>', '?:')}{_MARKS}(?: and )?)+")
_GREETED = re.compile(rf"{_MARKS}(?:{_GREETING}){_MARKS}")


def courtesy(text: str) -> Courtesy | None:
    """What a text is where it is nothing but courtesy, else None."""
    folded = fold(text).strip()
    if not _ALL.fullmatch(folded):
        return None
    return "greeting" if _GREETED.fullmatch(folded) else "thanks"
