from __future__ import annotations

import hashlib
import itertools
import lzma
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.articles.model import Article
from qa.index.signature import (
    NUMBERS,
    SIGNATURE_BYTES,
    SIGNATURE_VERSION,
    compare,
    resemblance,
    signature,
)
from qa.settings import ROOT
from qa.text.folding import traditional
from tests.conftest import article

FERRY = (
    "The Star Pier ferry company said on Monday that it would raise its fares by 12 per cent "
    "from the first of May, after a third winter of losses. An adult ticket will cost 5.6 "
    "dollars on weekdays and 7.2 dollars on Sundays. The company carried 1,400,000 passengers "
    "last year, a third fewer than before the pandemic, while fuel took 41 per cent of its "
    "costs. Passengers' groups called the rise too steep and asked the city council to vote on "
    "a subsidy in June. The council's transport committee will hear both sides next week."
)
LIBRARY = (
    "A library van that had not been seen since the floods was found on Tuesday in a barn "
    "forty miles up the valley, its 2,100 books dry and in order. The farmer said that he had "
    "driven it to high ground himself and then forgotten whom to call. Children of two villages "
    "read aloud from the back step while the county sent a driver. It will go back on its round "
    "of 18 stops in spring, with a new clutch, the head librarian told reporters."
)
BRIDGE = (
    "海湾大桥管理处周一宣布，大桥的维修工程提前两周完成，全部六条行车线将于6月3日清晨五时重新开放。"
    "工程去年九月展开，工人更换了1840根吊索中的312根，并为桥面铺上新的防滑层。管理处说，总开支为4.7亿元，"
    "比预算少百分之八。运输署提醒司机，重开首日桥上限速为每小时50公里，单车径则要等到夏天才能使用。"
    "附近居民欢迎消息，他们说过去几个月绕道令上班时间多了半小时。"
)


def only(*bodies: str) -> list[bytes]:
    return [signature(article("Headline", body)) for body in bodies]


def estimate(first: str, second: str) -> float:
    return float(resemblance(only(first, second))[0, 1])


def test_a_signature_is_small_and_of_one_size() -> None:
    assert SIGNATURE_BYTES <= 600
    assert {len(one) for one in only(FERRY, BRIDGE, "Short.", "。")} == {SIGNATURE_BYTES}


def test_the_bytes_of_this_version_never_change() -> None:
    # Signatures are stored: if this fails, bump SIGNATURE_VERSION and change what stands here.
    digests = [hashlib.sha256(one).hexdigest()[:16] for one in only(FERRY, BRIDGE)]
    assert (SIGNATURE_VERSION, digests) == (1, ["12a522c6b37f6a88", "850160487c7273ec"])


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import sys; from qa.articles.model import Article; from qa.index.signature import *\n"
        "sys.stdout.buffer.write(signature(Article.model_validate_json(sys.stdin.buffer.read())))"
    )
    story = article("Headline", BRIDGE)
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=story.model_dump_json().encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7"},
    )
    assert done.stdout == signature(story)


@pytest.mark.parametrize(
    "copy",
    [
        FERRY.upper(),
        FERRY.replace(" ", "\n\n"),
        FERRY.replace(", ", " ").replace(". ", " – ").replace("'", "’"),
    ],
)
def test_case_lines_and_punctuation_make_no_difference(copy: str) -> None:
    assert estimate(FERRY, copy) == 1


def test_scripts_and_width_make_no_difference() -> None:
    hant = traditional(BRIDGE)
    assert hant != BRIDGE
    assert article("", hant).language == "zh-Hant"
    assert estimate(BRIDGE, hant) == 1
    assert estimate(BRIDGE, BRIDGE.replace("，", ", ").replace("1840", "１８４０")) == 1


def test_the_headline_makes_no_difference() -> None:
    assert signature(article("Fares rise", FERRY)) == signature(article("Losses", FERRY))


def test_texts_about_different_things_do_not_resemble_each_other() -> None:
    likeness = compare(only(FERRY, LIBRARY, BRIDGE))
    assert likeness.resemblance[~np.eye(3, dtype=bool)].max() < 0.05
    assert np.all(np.diag(likeness.resemblance) == 1)


@pytest.mark.parametrize("text", [FERRY, BRIDGE])
def test_a_shortened_text_is_contained(text: str) -> None:
    likeness = compare(only(text, text[: len(text) // 2]))
    assert likeness.resemblance[0, 1] == pytest.approx(0.5, abs=0.1)
    assert likeness.containment[0, 1] > 0.85
    assert likeness.conflicts[0, 1] == 0


def test_texts_without_words_resemble_nothing() -> None:
    likeness = compare(only("……", "!!! —", FERRY))
    assert np.array_equal(likeness.resemblance, np.eye(3))
    assert likeness.shingles[0, 1] == 0
    assert likeness.containment[0, 1] == 0


def test_short_flashes_do_not_resemble_each_other_for_being_short() -> None:
    assert estimate("Fire in harbour warehouse, no one hurt.", "Mayor resigns over lease.") < 0.05
    assert estimate("港口仓库起火，无人受伤。", "市长因租约问题辞职。") < 0.05
    assert estimate("起火", "辞职") == 0
    assert estimate("Mayor resigns", "Mayor resigns.") == 1


def test_exchanged_numbers_are_conflicts_and_missing_ones_are_none() -> None:
    monday = "The index closed at 3,120.5, up 14.2, with 310 gainers and 95 losers on 3 May."
    tuesday = "The index closed at 3,098.1, up 22.4, with 122 gainers and 280 losers on 4 May."
    likeness = compare(only(monday, tuesday, monday + " Oil stood at 81 dollars."))
    assert (likeness.numbers[0, 1], likeness.conflicts[0, 1]) == (5, 5)
    assert (likeness.numbers[0, 2], likeness.conflicts[0, 2]) == (5, 0)


def test_one_number_is_written_in_several_ways() -> None:
    likeness = compare(only("On 2024-05-03 it sold 1,200 tons.", "2024年5月3日共售出1200吨。"))
    assert (likeness.numbers[0, 1], likeness.conflicts[0, 1]) == (4, 0)


def test_of_very_many_numbers_a_fair_sample_is_compared() -> None:
    def table(first: int) -> str:
        return " ".join(f"Row {n}." for n in range(first, first + 300))

    likeness = compare(only(table(1000), table(1000) + " Sum 7.", table(5000), table(1150)))
    assert likeness.numbers[0, 1:].max() <= NUMBERS
    assert likeness.conflicts[0, 1] <= 1
    assert likeness.conflicts[0, 2] > 0.9 * likeness.numbers[0, 2]
    share = likeness.conflicts[0, 3] / likeness.numbers[0, 3]
    assert share == pytest.approx(0.5, abs=0.25)


def test_no_signatures_and_those_of_another_version() -> None:
    assert resemblance([]).shape == compare([]).conflicts.shape == (0, 0)
    with pytest.raises(ValueError, match="version"):
        compare([b"too short"])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(120, 600), st.floats(0, 1))
def test_the_estimate_is_near_the_exact_resemblance(seed: int, size: int, shared: float) -> None:
    # Words that occur once make shingles that occur once, so the truth is known.
    words = [f"w{n}" for n in random.Random(seed).sample(range(10**6), 2 * size)]
    cut = max(3, round(shared * size))
    first, second = words[:size], words[:cut] + words[size : 2 * size - cut]
    exact = (cut - 2) / (2 * (size - 2) - (cut - 2))
    # Five standard errors at the worst place, 0.5.
    assert estimate(" ".join(first), " ".join(second)) == pytest.approx(exact, abs=0.16)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_signature_and_all_measures_are_sound(bodies: list[str]) -> None:
    stories = [
        Article(id=str(n), title="", body=body.encode("utf-8", "replace").decode(), language="en")
        for n, body in enumerate(bodies)
    ]
    likeness = compare([signature(story) for story in stories])
    for measure in (likeness.resemblance, likeness.containment):
        assert np.array_equal(measure, measure.T)
        assert np.all((measure >= 0) & (measure <= 1))
    assert np.all((likeness.conflicts >= 0) & (likeness.conflicts <= likeness.numbers))


def test_real_articles_are_told_from_each_other_and_from_their_cut_copies(shared: Path) -> None:
    with lzma.open(shared / "data" / "news_zh.txt.xz", "rt", encoding="utf-8") as lines:
        bodies = [line.strip() for line in itertools.islice(lines, 0, 4000, 40)]
    cut = [body[: int(len(body) * 0.8)] for body in bodies]
    stories = [
        Article(id=str(n), title="", body=body, language="zh-Hans")
        for n, body in enumerate(bodies + cut)
    ]
    alike = resemblance([signature(story) for story in stories])
    n = len(bodies)
    assert np.diag(alike[:n, n:]).mean() == pytest.approx(0.8, abs=0.05)
    others = alike[:n, :n][~np.eye(n, dtype=bool)]
    assert np.quantile(others, 0.99) < 0.3
