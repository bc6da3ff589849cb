from __future__ import annotations

import numpy as np

from qa.retrieval.keys import Key
from training.lexicon.lexicon import Lexicon
from training.lexicon.sound_model import Sounds
from training.lexicon.units import Units
from training.lexicon.variants import common_words, name_variants

SOUNDS = Sounds(
    {
        ("ka", "卡"): 0.2,
        ("me", "梅"): 0.2,
        ("ron", "伦"): 0.1,
        ("ron", "隆"): 0.1,
        ("ha", "县"): 0.1,
        ("ha", "哈"): 0.1,
    }
)


def _variants(links: list[tuple[str, str, float]], common: set[str]) -> dict[str, set[str]]:
    english, chinese = Units(), Units()
    for e, z, _ in links:
        english.bag([[Key(e, e)]])
        chinese.bag([[Key(z, z)]])
    numbers = [(english.texts().index(e), chinese.texts().index(z)) for e, z, _ in links]
    left, right = np.asarray(numbers, np.int64).T
    counts = np.ones(9, np.int64)
    lexicon = Lexicon(left, right, np.asarray([c for _, _, c in links]), counts, counts)
    found = name_variants(lexicon, english, chinese, common, SOUNDS)
    return {form: {each.text for each in others} for form, others in found.items()}


CAMERON = [("kameron", "卡梅伦", 0.5), ("kameron", "卡梅隆", 0.2)]


def test_two_spellings_of_one_name_are_forms_of_each_other() -> None:
    assert _variants(CAMERON, set()) == {"卡梅伦": {"卡梅隆"}, "卡梅隆": {"卡梅伦"}}


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    assert common_words(["The Kameron bridges", "a Bridge"]) == {"bridg"}
    assert _variants(CAMERON, {"kameron"}) == {}


def test_what_does_not_sound_like_the_name_is_a_synonym_at_best() -> None:
    assert _variants([CAMERON[0], ("kameron", "首相", 0.4)], set()) == {}


def test_a_form_that_belongs_to_another_name_first_is_left_out() -> None:
    assert _variants([*CAMERON, ("karon", "卡梅隆", 0.6)], set()) == {}


def test_a_rare_form_is_no_translation() -> None:
    assert _variants([CAMERON[0], ("kameron", "卡梅隆", 0.02)], set()) == {}


def test_a_county_and_a_longer_form_are_other_things_than_the_name() -> None:
    links = [("karonha", "卡伦哈", 0.5), ("karonha", "卡隆县", 0.4), ("karonha", "卡伦哈卡", 0.3)]
    assert _variants(links, set()) == {}
