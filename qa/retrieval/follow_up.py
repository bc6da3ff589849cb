"""Whether a question leans on the conversation before it.

Its wording tells a part: a pronoun that stands for nothing in the question, "and ...", 那…呢,
words that say little by themselves. What the articles hold tells the rest: the passage found
with the words of the last question has the words of the new one as well, or it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import question_words
from qa.retrieval.name_forms import in_known_forms
from qa.text.folding import fold

# Words that stand for something said before, maybe in the same question (folded text).
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|her|hers|his|its|their|theirs|them|these|those)\b"
    r"|[他她它]们?|此(?=[事人举前后])|这(?!样)|那(?=[个次里时些位种座条家场份项]|$)"
)
# Words that stand for something said in another question.
_POINTS_BACK = re.compile(
    r"\b(?:this|that)(?=\s*(?:[?.!,;]|$))|\b(?:did|was|is) that\b"
    r"|\bthe (?:other|others|rest|same|former|latter)\b"
    r"|\b(?:other|last|next|first|second|previous) ones?\b"
)
# Words by which a question goes on from the one before.
_GOES_ON = re.compile(
    r"^(?:and|but|so|also|or|then|what about|how about)\b|\b(?:else|instead|too|then)\b"
    r"|^(?:why|why not|when|where|who|how)[?]?$"
    r"|呢[?？]?$|又(?![被称叫名])|^(?:那么?|然后|以及|还有?|而|另外|其中|其他|其余|后来|之前|之后|当时|同来)"
)
# "Who is Jim O'Neill?" names whom it means, though it says little else.
_WHO_IS = re.compile(
    r"^(?:And |and )?(?:[Ww]ho|[Ww]hat) (?:is|was|are|were) [A-Z]|(?:是谁|是什么人)[?？]?$|^谁是"
)
# A word as telling as this is a name, or what a later pronoun may stand for.
_ANTECEDENT = 9.0
_NAME = 10.0

# Log-odds that a question leans on the one before: of a question of no words at all; for each
# of the signs; for each unit of what its own words tell; and for what more of its words, as a
# share from 0 to 1, has the passage that is found with what it takes over than the one that is
# found without. A logistic regression gave them, rounded here, on the dev half of
# evals/suites/follow_ups.jsonl and on questions of other sets after ones on other articles.
_BIAS = 6.2
_POINTING = 1.2
_GOING_ON = 1.0
_TELLING = -0.22
_FITTING = 5.0
# No more is to be had of the last in practice.
_FITS_BEST = 0.3
# A question that says as little as this by itself would have to be understood by another one.
_SAYS_LITTLE = 25.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What the wording of a question says of its leaning on the one before.

    Attributes:
        points_back: a word stands for something that the question does not hold.
        goes_on: it begins or ends as one that takes the last question up.
        stands_alone: by its form it can be no follow-up.
        telling: how much its words tell by themselves: the sum of the lengths of their
            vectors, which training makes long for names and rare words.
    """

    points_back: bool
    goes_on: bool
    stands_alone: bool
    telling: float

    @property
    def may_lean(self) -> bool:
        """Whether any evidence could show that the question leans on the one before."""
        return not self.stands_alone and self._odds(_FITS_BEST) > 0

    @property
    def says_little(self) -> bool:
        """Whether the question, by its wording alone, needs the one before it."""
        return not self.stands_alone and (self.points_back or self.telling < _SAYS_LITTLE)

    def leans(self, alone: float, together: float) -> bool:
        """Whether the question leans on the one before.

        Args:
            alone: which share of its words has the best passage for the question as it stands.
            together: the same of the best passage for the question with what it takes over.
        """
        return not self.stands_alone and self._odds(together - alone) > 0

    def _odds(self, fit: float) -> float:
        signs = _POINTING * self.points_back + _GOING_ON * self.goes_on
        return _BIAS + signs + _TELLING * self.telling + _FITTING * fit


def signs(question: str) -> Signs:
    """Read the signs off a question."""
    question = in_known_forms(question.strip())
    folded = fold(question)
    weights = _weights(question)
    unbound = any(
        max(_weights(question[: match.start()]), default=0.0) < _ANTECEDENT
        for match in _PRONOUN.finditer(folded)
    )
    return Signs(
        points_back=unbound or bool(_POINTS_BACK.search(folded)),
        goes_on=bool(_GOES_ON.search(folded)),
        stands_alone=not unbound
        and bool(weights)
        and max(weights) >= _NAME
        and _asks_who(question),
        telling=sum(weights),
    )


def _asks_who(question: str) -> bool:
    # Folding keeps the length but not the capitals, which tell an English name.
    return bool(_WHO_IS.search(question) or _WHO_IS.search(fold(question)))


def _weights(text: str) -> list[float]:
    """How telling each content word is."""
    if not text.strip():
        return []
    model = shipped_model()
    ids = [ids for ids in model.token_ids(question_words(text, model)) if len(ids)]
    return [float(np.linalg.norm(model.rows(i).sum(axis=0))) for i in ids]
