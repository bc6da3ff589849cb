"""The plain questions stand on their articles, and what comes back is counted for what it is."""

from collections import Counter

from evals.plain import PlainQuestion, ask_plain, counted, judged_plain, load_plain, plain_dict
from qa.answering.answer import Answer, Citation, ShortAnswer
from qa.service import Service
from qa.text.language import family

BRIDGE = "The bridge at Nowhere is 300 metres long."
LONG = PlainQuestion(
    id="q",
    question="how long is the bridge",
    language="en",
    gold=("A bridge opens",),
    accepted=("300 metres", "300 metres long"),
    quote=("300 metres",),
)


def answer(short: str | None, quote: str = BRIDGE, title: str = "A bridge opens") -> Answer:
    bold = ShortAnswer(text=short, language="en", citation=1, start=0, end=9) if short else None
    cited = Citation(number=1, article_id="a", title=title, quote=quote, start=0, end=9)
    return Answer(
        text=quote,
        answered=True,
        language="en",
        mode="extractive",
        citations=(cited,),
        short_answer=bold,
    )


REFUSAL = Answer(text="?", answered=False, kind="refusal", language="en", mode="extractive")


def test_each_question_is_there_once() -> None:
    questions = load_plain()
    assert len({each.id for each in questions}) == len(questions) == 150
    assert len({each.question for each in questions}) == len(questions)


def test_three_scripts_are_asked_and_nearly_half_cross_languages() -> None:
    questions = load_plain()
    assert Counter(each.language for each in questions) == {"en": 60, "zh-Hant": 50, "zh-Hans": 40}
    crossed = sum(each.pair in ("en→zh", "zh→en") for each in questions)
    assert 0.4 < crossed / len(questions) < 0.5


def test_what_is_right_stands_in_the_articles(sample: Service) -> None:
    articles = {article.title: article for article in sample.index.store.iter_articles()}
    for each in load_plain():
        told = [articles[title] for title in each.gold]
        texts = [f"{one.title}\n{one.body}" for one in told]
        for right in (*each.accepted, *each.quote):
            assert any(right in text for text in texts), (each.id, right)
        for text in texts:
            assert any(key in text for key in each.quote), (each.id, text)
        same = family(each.language) in {family(one.language) for one in told}
        assert same == (each.pair in ("en→en", "zh→zh")), each.id


def test_bold_words_have_to_be_the_answer_and_no_more() -> None:
    right = judged_plain(LONG, answer("300 metres long"))
    assert (right.short_right, right.quote_right, right.article_right) == (True, True, True)
    assert not judged_plain(LONG, answer("bridge at Nowhere is 300 metres long")).short_right
    assert not judged_plain(LONG, answer("300")).short_right


def test_quote_article_and_bold_words_are_judged_apart() -> None:
    elsewhere = judged_plain(LONG, answer(None, title="Another bridge"))
    assert (elsewhere.short, elsewhere.quote_right, elsewhere.article_right) == (None, True, False)
    beside = judged_plain(LONG, answer(None, quote="It is painted red."))
    assert (beside.quote_right, beside.article_right) == (False, True)


def test_counts_are_over_all_that_was_asked() -> None:
    answers = (answer("300 metres"), answer("Nowhere"), answer(None), REFUSAL)
    rows = [judged_plain(LONG, each) for each in answers]
    counts = counted(rows)
    assert (counts.asked, counts.shown, counts.short_right) == (4, 2, 1)
    assert (counts.quote_right, counts.article_right, counts.refused) == (3, 3, 1)
    assert (counts.right_of_shown, counts.right_of_all) == (0.5, 0.25)
    by_pair = plain_dict(rows)["by_pair"]
    assert by_pair["en→en"] == by_pair["all"]
    assert by_pair["zh→en"]["asked"] == 0


def test_the_product_is_asked_in_either_direction(sample: Service) -> None:
    chosen = {each.pair: each for each in load_plain()}
    rows = list(ask_plain(sample, list(chosen.values())))
    assert [row.pair for row in rows] == list(chosen)
    assert any(row.article_right for row in rows)
