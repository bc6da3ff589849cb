"""The rules that word a question otherwise, and the frozen list that they are put to."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import pytest

from evals.metamorphic.questions import PlainQuestion, load_questions
from evals.metamorphic.rewritings import RULES, rewritings
from evals.suite import gold_articles
from qa.index.index import Index
from qa.service import Service
from qa.text.folding import fold

Spoken = Literal["en", "zh-Hant", "zh-Hans"]


def asked(text: str, language: Spoken, indirect: str | None = None) -> PlainQuestion:
    return PlainQuestion(
        id="q",
        question=text,
        language=language,
        kind="when",
        gold=("渡輪",),
        answers=("五月",),
        indirect=indirect,
    )


HANT = asked("海濱台那裏的渡輪什麼時候開航？", "zh-Hant")
HANS = asked("C919渡轮什么时候开航？", "zh-Hans")
ENGLISH = asked(
    "When did Biden take the ferry in Dover?", "en", "when Biden took the ferry in Dover"
)


@pytest.mark.parametrize(
    ("question", "kind", "rewritten"),
    [
        (HANT, "question word", "海濱台那裏的渡輪甚麼時候開航？"),
        (HANT, "question word", "海濱台那裏的渡輪何時開航？"),
        (HANS, "question word", "C919渡轮啥时候开航？"),
        (asked("渡輪叫什麼？", "zh-Hant"), "question word", "渡輪叫啥？"),
        (HANT, "characters", "海濱臺那裏的渡輪什麼時候開航？"),
        (HANT, "characters", "海濱台那裡的渡輪什麼時候開航？"),
        (HANT, "script", "海滨台那里的渡轮什么时候开航？"),
        (HANS, "script", "C919渡輪什麼時候開航？"),
        (HANS, "width", "Ｃ９１９渡轮什么时候开航？"),
        (HANS, "width", "C919渡轮什么时候开航?"),
        (HANS, "case", "c919渡轮什么时候开航？"),
        (ENGLISH, "case", "WHEN DID BIDEN TAKE THE FERRY IN DOVER?"),
        (HANT, "politeness", "請問海濱台那裏的渡輪什麼時候開航？"),
        (HANS, "politeness", "C919渡轮什么时候开航？谢谢！"),
        (ENGLISH, "politeness", "Excuse me, when did Biden take the ferry in Dover?"),
        (HANS, "tell me", "你知道C919渡轮什么时候开航吗？"),
        (ENGLISH, "tell me", "Tell me when Biden took the ferry in Dover"),
        (HANS, "word order", "什么时候开航，C919渡轮？"),
        (asked("船長是誰？", "zh-Hant"), "word order", "誰是船長？"),
        (ENGLISH, "word order", "In Dover, when did Biden take the ferry?"),
        (ENGLISH, "word order", "Biden took the ferry in Dover when?"),
        (HANS, "typo", "C919渡轮什么时侯开航？"),
        (ENGLISH, "typo", "When did Bdien take the ferry in Dover?"),
        (ENGLISH, "typo", "When did Biden take the fery in Dover?"),
        (HANS, "punctuation", "C919渡轮什么时候开航"),
        (HANS, "punctuation", "  C919 渡轮什么时候开航？ "),
        (ENGLISH, "article", "When did Biden take ferry in Dover?"),
        (ENGLISH, "full name", "When did Joe Biden take the ferry in Dover?"),
        (ENGLISH, "title", "When did President Biden take the ferry in Dover?"),
        (asked("布林肯何时乘船？", "zh-Hans"), "full name", "安东尼·布林肯何时乘船？"),
        (asked("布林肯何时乘船？", "zh-Hans"), "title", "美国国务卿布林肯何时乘船？"),
    ],
)
def test_each_rule(question: PlainQuestion, kind: str, rewritten: str) -> None:
    assert rewritten in {each.text for each in rewritings(question) if each.kind == kind}


@pytest.mark.parametrize("question", [HANT, HANS, ENGLISH])
def test_no_rewriting_is_the_question_or_another_one(question: PlainQuestion) -> None:
    texts = [each.text for each in rewritings(question)]
    assert question.question not in texts
    assert len(set(texts)) == len(texts)


def test_the_frozen_list_is_long_enough() -> None:
    questions = load_questions()
    assert len(questions) >= 60
    assert len({each.id for each in questions}) == len(questions)
    assert {each.language for each in questions} == {"en", "zh-Hant", "zh-Hans"}
    found = {each.id: rewritings(each) for each in questions}
    assert min(map(len, found.values())) >= 8
    kinds = Counter(one.kind for each in found.values() for one in each)
    assert kinds.keys() == RULES.keys()


def test_some_of_the_list_are_spread_over_it() -> None:
    some = load_questions(limit=9)
    assert len(some) == 9
    assert {each.language for each in some} == {"en", "zh-Hant", "zh-Hans"}


def test_every_answer_stands_in_its_article(sample: Service) -> None:
    index: Index = sample.index
    titles: dict[str, list[str]] = {}
    for article in index.store.iter_articles():
        titles.setdefault(article.title, []).append(article.id)
    questions = load_questions()
    gold = gold_articles(questions, titles)
    for each in questions:
        texts = [fold(index.article(one).body) for one in gold[each.id]]
        assert any(fold(answer) in text for answer in each.answers for text in texts), each
