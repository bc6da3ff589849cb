from __future__ import annotations

import numpy as np

from qa.retrieval.keys import Key
from qa.retrieval.neighbours import Neighbours
from training.lexicon.entries import Side, chinese_entries, english_entries
from training.lexicon.lexicon import Lexicon
from training.lexicon.units import Units

NO_NEIGHBOURS = Neighbours(["nothing"], np.zeros((1, 512), np.float32))
LINKS = [
    ("visit", "访问", 0.6),
    ("visit", "参观", 0.3),
    ("visit", "于", 0.05),
    ("US", "美国", 0.9),
    ("WHO", "世卫", 0.9),
    ("NATO", "北约", 0.9),
    ("upon", "于", 0.05),
]


def _sides(often: int) -> tuple[Side, Side]:
    english, chinese = Units(), Units()
    for e, z, _ in LINKS:
        english.bag([[Key(e, e.lower())]])
        chinese.bag([[Key(z, z)]])
    numbers = [(english.texts().index(e), chinese.texts().index(z)) for e, z, _ in LINKS]
    left, right = np.asarray(numbers, np.int64).T
    lexicon = Lexicon(
        left,
        right,
        np.asarray([chance for _, _, chance in LINKS]),
        np.full(len(english), often),
        np.full(len(chinese), often),
    )
    return Side.both(lexicon, english, chinese)


def test_links_and_neighbours_are_mixed() -> None:
    entries = english_entries(*_sides(5), NO_NEIGHBOURS)
    texts = [each.text for each in entries["visit"]]
    assert set(texts) == {"访问", "nothing", "参观", "于"}
    assert texts.index("访问") < texts.index("参观") < texts.index("于")


def test_a_frequent_word_without_a_clear_translation_has_none_and_is_none() -> None:
    entries = english_entries(*_sides(1000), NO_NEIGHBOURS)
    assert entries["upon"] == ()
    assert "于" not in {each.text for each in entries["visit"]}
    seldom = english_entries(*_sides(5), NO_NEIGHBOURS)
    assert "于" in {each.text for each in seldom["upon"]}


def test_english_renderings_are_terms_of_an_article() -> None:
    english, chinese = _sides(5)
    entries = chinese_entries(chinese, english, NO_NEIGHBOURS)
    assert entries["北约"][0].text == "nato"
    # In lower case these are pronouns.
    assert {each.text for word in ("美国", "世卫") for each in entries[word]} == {"nothing"}


def test_a_chinese_word_is_found_as_written_and_as_the_model_folds_it() -> None:
    english, chinese = Units(), Units()
    english.bag([[Key("cover", "cover")]])
    chinese.bag([[Key("覆盖", "复盖")]])
    zero, one = np.zeros(1, np.int64), np.ones(1, np.int64)
    sides = Side.both(Lexicon(zero, zero, np.ones(1), one, one), english, chinese)
    entries = chinese_entries(*sides[::-1], NO_NEIGHBOURS)
    assert entries["覆盖"] == entries["复盖"]
    assert english_entries(*sides, NO_NEIGHBOURS)["cover"][0].text == "覆盖"
