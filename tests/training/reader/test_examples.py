"""Examples that are made: what they ask, and that what is said to answer does stand there."""

from __future__ import annotations

import random
from dataclasses import replace

from training.reader.clozes import Article, clozes
from training.reader.persons import persons
from training.reader.questions import Example
from training.reader.swaps import swapped
from training.reader.typing_habits import typed

NEWS = (
    "Foreign Minister Lena Orvik met dockers in Bergholm on Monday. "
    "The harbour handled 48 ships in March, the port authority reported. "
    "Repairs of the northern pier will cost 12 million crowns next year. "
    "The ferry to Aldersund sails twice a day in summer. "
    "Orvik said the talks about the pier had been open and useful. "
    "The harbour master, a former pilot, expects a quiet winter. "
    "Fishing boats stayed in port because the storm was too strong."
)
NEWS_ZH = (
    "港務局局長李國安表示，北碼頭的維修工程將於明年三月開始。"
    "該港三月份共接待四十八艘船隻，比去年同期增加百分之五。"
    "維修費用預計為1200萬元，由市政府承擔。前往離島的渡輪夏季每天開出兩班。"
    "漁船因風浪太大而留在港內。天文台預計周末天氣好轉。"
)
ASKED = Example(
    "en", "How many ships did Bergholm handle in March 2021?", NEWS, ("48",), title="Harbour"
)


def test_clozes_ask_for_what_their_passage_holds() -> None:
    made = list(
        clozes(iter([Article(NEWS, False), Article(NEWS_ZH, False)] * 30), 40, random.Random(2), 1)
    )

    assert {each.kind for each in made} >= {"news-en", "news-zh", "news-en-near"}
    for each in made:
        assert all(answer in each.passage for answer in each.answers)
        assert bool(each.answers) != each.kind.endswith("-near")
        if each.answers and not each.by_sentence:
            assert each.answers[0] not in each.question


def test_persons_are_asked_for_by_name_and_answered_by_office() -> None:
    made = list(persons(iter([Article(NEWS, False)] * 20), 5, {}, random.Random(1)))

    answers = {answer for each in made for answer in each.answers}
    assert "Foreign Minister" in answers
    assert all("Orvik" in each.question for each in made if each.answers)


def test_a_person_is_also_asked_for_in_the_other_language() -> None:
    known = {"Lena Orvik": "莉娜·奧維克"}

    made = list(persons(iter([Article(NEWS, False)] * 20), 8, known, random.Random(1)))

    assert any(each.kind == "who-zh-en" and "奧維克" in each.question for each in made)


def test_what_is_swapped_stands_nowhere_in_the_passage() -> None:
    others = [
        replace(ASKED, question=f"When did Aldersund{n} open in March 2019?") for n in range(9)
    ]

    made = list(swapped([ASKED, *others], random.Random(3)))

    assert made
    for each in made:
        assert not each.answers
        changed = set(each.question.rstrip("?").split()) - set(
            " ".join(one.question for one in [ASKED]).rstrip("?").split()
        )
        assert changed


def test_a_swapped_year_is_another_one() -> None:
    made = [each.question for seed in range(40) for each in swapped([ASKED], random.Random(seed))]

    assert made
    assert all(question != ASKED.question for question in made)


def test_typing_keeps_the_passage_and_leaves_held_out_questions_alone() -> None:
    rng = random.Random(4)
    many = {typed(ASKED, rng).question for _ in range(200)}

    assert len(many) > 10
    assert any(question.islower() for question in many)
    assert typed(replace(ASKED, held_out=True), rng).question == ASKED.question
    assert typed(ASKED, rng).passage == ASKED.passage
