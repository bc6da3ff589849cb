from __future__ import annotations

from qa.embedding.load import shipped_model
from training.lexicon.lexicon import Lexicon
from training.lexicon.units import Units, chinese_units, english_units

ENGLISH = ["the harbour bridge", "a bridge", "harbour", "an old harbour ferry", "ferry"]
CHINESE = ["港湾大桥", "大桥", "港湾", "古老的港湾渡轮", "渡轮"]


def _learn(english: list[str], chinese: list[str]) -> dict[tuple[str, str], float]:
    left, right = Units(), Units()
    one = left.bag(map(english_units, english))
    two = right.bag(chinese_units(chinese, shipped_model()))
    lexicon = Lexicon.learn([(one, two)])
    there, back = left.texts(), right.texts()
    return {
        (there[e], back[c]): float(chance)
        for e, c, chance in zip(lexicon.english, lexicon.chinese, lexicon.chance, strict=True)
    }


def test_words_that_stand_beside_each_other_are_linked() -> None:
    links = _learn(ENGLISH * 5, CHINESE * 5)
    best = {english: max(c for (e, _), c in links.items() if e == english) for english, _ in links}
    for pair in (("harbour", "港湾"), ("bridg", "大桥"), ("ferri", "渡轮")):
        assert links[pair] == best[pair[0]] > 0.5
    assert all(0 < chance <= 1 for chance in links.values())


def test_what_only_one_pair_of_texts_says_is_not_learned() -> None:
    links = _learn([*ENGLISH * 5, "lighthouse"], [*CHINESE * 5, "灯塔"])
    assert ("harbour", "港湾") in links
    assert not any("灯塔" in pair or "lighthous" in pair for pair in links)
    twice = _learn([*ENGLISH, "lighthouse", "red lighthouse"], [*CHINESE, "灯塔", "红色灯塔"])
    assert ("lighthous", "灯塔") in twice


def test_a_word_that_is_everywhere_is_no_translation() -> None:
    english = [f"{word} announced" for word in ("harbour", "bridge", "ferry")] * 4
    chinese = [f"宣布{word}" for word in ("港湾", "大桥", "渡轮")] * 4
    links = _learn(english, chinese)
    assert links["harbour", "港湾"] > 2 * links.get(("harbour", "宣布"), 0.0)


def test_texts_without_words_and_long_ones_are_passed_over() -> None:
    long = " ".join(f"word{'abcdefghij'[i // 10]}{'abcdefghij'[i % 10]}" for i in range(60))
    links = _learn([*ENGLISH * 2, "", long, "ferry"], [*CHINESE * 2, "港湾", "港湾", ""])
    assert all(not english.startswith("word") for english, _ in links)
    assert ("bridg", "大桥") in links


def test_frequencies_count_all_texts() -> None:
    left, right = Units(), Units()
    one = left.bag(map(english_units, ENGLISH))
    lexicon = Lexicon.learn([(one, right.bag(chinese_units(CHINESE, shipped_model())))] * 2)
    counts = dict(zip(left.texts(), lexicon.english_texts.tolist(), strict=True))
    assert counts["harbour"] == 6
    assert dict(zip(right.texts(), lexicon.chinese_texts.tolist(), strict=True))["大桥"] == 4
