"""Questions on what a passage does not tell of somebody or something that it names.

Readers ask for the population, the price, the age or the reason that no article gives, of a name
that all of them have. Such a question is made of a name in the passage and of an attribute none of
whose words stand there, so nothing in the passage answers it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.places import named_places
from training.reader.questions import Example

_ATTRIBUTES_FILE = Path(__file__).resolve().parent / "attributes.tsv"
_LATIN_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2}")
_CHINESE_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:[·•‧][\u4e00-\u9fff]{1,6})+|(?<=「)[^」]{2,10}(?=」)|(?<=《)[^》]{2,12}(?=》)"
)
_LONGEST = 900  # characters


@dataclass(frozen=True)
class Attribute:
    """What may be asked of a name.

    Attributes:
        language: ``en`` or ``zh``.
        question: with ``{name}`` in it.
        told: matches a folded text that may tell it, in either language.
    """

    language: str
    question: str
    told: re.Pattern[str]


def attributes() -> tuple[Attribute, ...]:
    """All of the table."""
    lines = _ATTRIBUTES_FILE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(
        Attribute(language, question, re.compile(told)) for language, question, told in rows
    )


def untold(
    passages: Sequence[tuple[str, bool]],
    count: int,
    known: Mapping[str, str],
    rng: random.Random,
) -> Iterator[Example]:
    """Questions that their passages do not answer, some in the other language.

    Args:
        passages: texts, and whether each is for measuring only.
        known: English names by Chinese ones and the other way round.
    """
    table = attributes()
    made = 0
    for text, held_out in rng.sample(passages, len(passages)):
        passage = text[:_LONGEST]
        chinese = bool(HAN.search(passage))
        folded = fold(passage)
        names = (_CHINESE_NAME if chinese else _LATIN_NAME).findall(passage)
        names += [place.name for place in named_places(folded)] if chinese else []
        if not names:
            continue
        name = rng.choice(names)
        across = name in known and rng.random() < 0.5
        language = "en" if chinese == across else "zh"
        fit = [one for one in table if one.language == language and not one.told.search(folded)]
        if not fit:
            continue
        question = rng.choice(fit).question.format(name=known[name] if across else name)
        kind = f"{language}-{'zh' if chinese else 'en'}-untold" if across else f"{language}-untold"
        yield Example(kind, question, passage, held_out=held_out)
        made += 1
        if made == count:
            return
