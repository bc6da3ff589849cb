"""The marks of a question: none, several, and white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

_HAN, _LATIN = "[\u4e00-\u9fff]", "[A-Za-z0-9]"
_HAN_BESIDE_LATIN = re.compile(f"(?<={_LATIN})(?={_HAN})|(?<={_HAN})(?={_LATIN})")


def other_marks(question: PlainQuestion) -> Iterator[str]:
    """The question without its mark, with too many, and with spaces where they may stand."""
    yield question.bare
    yield f"{question.question}{question.question[-1]}!"
    yield f"  {_HAN_BESIDE_LATIN.sub(' ', question.question)} "
