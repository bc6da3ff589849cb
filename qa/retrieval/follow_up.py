"""Follow-up questions: those that cannot be understood without the question before them."""

from __future__ import annotations

import re

from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.terms import query_terms

# Words that point back, or that take the last question up again (folded text).
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|their|them|that|this|those|these|there|then|else)\b"
    r"|^(?:and|but|so|also|or|what about|how about)\b"
    r"|[他她它]|[这那](?:[个次里时些位种]|$)|此|还|呢[?？]?$|另外|其中|当时|^(?:那|然后|以及)"
)
_FEW_CHARACTERS, _FEW_WORDS = 4, 1


def is_elliptical(question: str) -> bool:
    """Whether a question leans on what was asked before, judged by its wording."""
    folded = fold(question).strip()
    if _POINTS_BACK.search(folded):
        return True
    content = query_terms(question)
    characters = sum(len(term) == 1 and bool(HAN.match(term)) for term in content)
    words = sum(not HAN.match(term) for term in content)
    return characters <= _FEW_CHARACTERS and words <= _FEW_WORDS
