from __future__ import annotations

import random

from qa.text.folding import fold
from training.reader.attributes import attributes, untold

HARBOUR = "The harbour master met Lena Orvik at the northern pier after the storm in Bergholm."
PORT = "港務局昨日邀請香港記者參觀北碼頭，並示範新的吊臂。"


def test_every_attribute_is_asked_in_both_languages() -> None:
    asked = [one.language for one in attributes()]

    assert asked.count("en") == asked.count("zh") > 25
    assert all("{name}" in one.question for one in attributes())


def test_what_is_asked_is_not_told_and_nothing_answers() -> None:
    made = list(untold([(HARBOUR, False), (PORT, True)] * 40, 60, {}, random.Random(1)))

    told = {one.question: one.told for one in attributes()}
    assert {each.kind for each in made} == {"en-untold", "zh-untold"}
    for each in made:
        assert not each.answers
        assert each.held_out == (each.passage == PORT)
        name = next(name for name in ("Lena Orvik", "Bergholm", "香港") if name in each.question)
        pattern = told[each.question.replace(name, "{name}")]
        assert not pattern.search(fold(each.passage))


def test_a_name_that_is_known_in_the_other_language_is_asked_for_across() -> None:
    known = {"香港": "Hong Kong", "Lena Orvik": "莉娜·奧維克"}

    made = list(untold([(HARBOUR, False), (PORT, False)] * 40, 60, known, random.Random(1)))

    assert {"en-zh-untold", "zh-en-untold"} <= {each.kind for each in made}
