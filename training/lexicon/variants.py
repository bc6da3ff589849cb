"""Chinese forms of one name, as different newsrooms write it: Cameron is 卡梅伦 and 卡梅隆.

English is the pivot: both forms are translations of the same English name first of all, and
both sound like it. Without the sound, what is found are different things of one name (a town
and its county, a first name and one who bears it); a name that a newsroom does not spell by
its sound (特朗普, 川普) is the price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from qa.retrieval.keys import ENGLISH_WORD, english_keys
from qa.retrieval.renderings import Found, weighted
from qa.text.sounds import letters
from training.lexicon.lexicon import Lexicon
from training.lexicon.sound_model import Sounds
from training.lexicon.units import Units

_SELDOM = 0.03  # chance of a link below which it is no translation
_SOUNDS_LIKE = 0.04  # probability of a character given its letters
_SHORTEST = 2
# What stands behind the name of a place is no part of its sound.
_PLACES = frozenset("市县区省州乡镇村岛河湖山国")


def common_words(texts: Iterable[str]) -> set[str]:
    """Keys of the English words that are written small somewhere, which no name is."""
    return {
        key.text
        for text in texts
        for word in ENGLISH_WORD.findall(text)
        if word[0].islower()
        for key in english_keys(word)
    }


def name_variants(
    lexicon: Lexicon, english: Units, chinese: Units, common: set[str], sounds: Sounds
) -> dict[str, Found]:
    """For each Chinese form of a name, the others."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for forms in _names(lexicon, english, chinese, common, sounds):
        for form in forms:
            found[form].update({other: its for other, its in forms.items() if other != form})
    return {form: weighted(others) for form, others in found.items()}


def _names(
    lexicon: Lexicon, english: Units, chinese: Units, common: set[str], sounds: Sounds
) -> Iterator[dict[str, float]]:
    """The Chinese forms of each English name that has several, with their chances."""
    keys, words = english.texts(), chinese.texts()
    best = np.zeros(len(words))
    np.maximum.at(best, lexicon.chinese, lexicon.chance)
    first = (lexicon.chance >= _SELDOM) & (lexicon.chance == best[lexicon.chinese])
    forms: dict[int, dict[str, float]] = defaultdict(dict)
    for place in np.flatnonzero(first).tolist():
        forms[int(lexicon.english[place])][words[lexicon.chinese[place]]] = lexicon.chance[place]
    for number, chances in forms.items():
        name = letters(english.form(number))
        if len(chances) > 1 and name and keys[number] not in common:
            spelled = [form for form in chances if _is_spelling(name, form, sounds)]
            apart = [form for form in spelled if not _nested(form, spelled)]
            if len(apart) > 1:
                yield {form: float(chances[form]) for form in apart}


def _is_spelling(name: str, form: str, sounds: Sounds) -> bool:
    fits = len(form) >= _SHORTEST and form[-1] not in _PLACES
    return fits and sounds.fit(name, form) >= _SOUNDS_LIKE


def _nested(form: str, forms: Iterable[str]) -> bool:
    """Whether the form is a part of another one, or has one as a part."""
    return any(form != other and (form in other or other in form) for other in forms)
