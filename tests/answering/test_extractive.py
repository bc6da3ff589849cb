from __future__ import annotations

from datetime import date
from pathlib import Path

from qa.answering.abstention import shipped_abstention
from qa.answering.answer import Answer
from qa.answering.extractive import extractive_answer, news_answer
from qa.answering.quotes import read_passages
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.reading.reader import shipped_reader
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.retrieval.subject import Subject
from tests.conftest import BRIDGE, HARBOUR, article


def answer(folder: Path, question: str, k: int = 1) -> Answer:
    index = Index(folder)
    query = Query.of(question, index)
    abstention = shipped_abstention()
    passages = Retriever(index).search(query)[:k]
    ranked = read_passages(query, passages, shipped_reader(1), abstention)
    return extractive_answer(query, ranked, abstention.words_line)


def test_it_quotes_the_sentence_that_answers(small_index: Path) -> None:
    found = answer(small_index, "How much will an adult ticket cost?")
    assert found.citations[0].quote == "An adult ticket will cost 5.6 dollars."
    short, frame, quote = found.text.split("\n\n")
    assert short in ("**5.6 dollars** [1]", "**5.6** [1]")
    assert frame == f"“{HARBOUR.title}”, 2 March 2024, reports:"
    assert quote == "> An adult ticket will cost 5.6 dollars. [1]"


def test_quotes_stand_in_the_article_and_the_frame_is_in_the_askers_script(
    small_index: Path,
) -> None:
    found = answer(small_index, "大桥设有几条行车线")
    (citation, *_) = found.citations
    assert BRIDGE.body[citation.start : citation.end] == citation.quote
    assert "三條行車線" in citation.quote, "in the article's own script"
    assert "2023年11月5日）报道：" in found.text
    assert found.language == "zh-Hans"


def test_markup_in_an_article_is_inert(tmp_path: Path) -> None:
    hostile = article(
        "Bold *claim* <b>here</b>",
        "The mayor sang <script>alert(1)</script> [2] ![x](http://a.example) at the fair.",
    )
    ingest_articles(tmp_path / "i", [hostile])
    found = answer(tmp_path / "i", "What did the mayor sing at the fair?")
    assert "<" not in found.text.replace("\\<", "")
    assert "\\[2\\]" in found.text, "no marker of ours"
    assert "![" not in found.text.replace("!\\[", "")
    assert found.citations[0].quote in hostile.body


def test_a_list_over_two_sentences_is_quoted_whole(tmp_path: Path) -> None:
    talks = article(
        "Talks in Lisbon",
        "The ministers met for two days. Areas of cooperation are energy, trade and science. "
        "They also agreed on farming, fishing and tourism. It rained.",
    )
    ingest_articles(tmp_path / "i", [talks])
    found = answer(tmp_path / "i", "Which areas of cooperation did the ministers agree on?")
    quoted = " ".join(citation.quote for citation in found.citations)
    assert "energy, trade and science" in quoted
    assert "farming, fishing and tourism" in quoted


def test_a_list_question_is_led_by_the_longest_of_the_sentences_that_answer(
    tmp_path: Path,
) -> None:
    talks = article(
        "Talks in Lisbon",
        "The ministers named areas of cooperation such as trade, and more. Areas of cooperation "
        "that the ministers named are energy, trade, science and farming.",
    )
    ingest_articles(tmp_path / "i", [talks])
    found = answer(tmp_path / "i", "Which areas of cooperation did the ministers name?")
    assert found.text.startswith("**energy, trade, science and farming** [")


def test_of_sentences_that_answer_the_one_of_the_date_that_is_asked_about_leads(
    tmp_path: Path,
) -> None:
    trains = article(
        "Freight trains",
        "In 2016 the line ran 1,702 freight trains. In 2023 the line ran 17,523 freight trains.",
        published="2024-01-10T10:00:00+08:00",
    )
    ingest_articles(tmp_path / "i", [trains])
    for year, count in ((2016, "1,702"), (2023, "17,523")):
        found = answer(tmp_path / "i", f"How many freight trains did the line run in {year}?")
        assert count in found.text.split("\n")[0]
    found = answer(tmp_path / "i", "How many freight trains did the line run last week?")
    assert found.text.startswith("The articles that come closest give another date:")


def test_what_two_articles_say_in_the_same_words_is_quoted_once(tmp_path: Path) -> None:
    said = "The harbour ferry Aurora carried 1,250 passengers on its first day."
    one = article("Ferry opens", f"{said} The mayor waved. Rain fell in the evening.")
    other = article("Week in brief", f"Schools reopened on Monday after the storm. {said}")
    ingest_articles(tmp_path / "i", [one, other])
    question = "How many passengers did the Aurora carry on its first day?"
    found = answer(tmp_path / "i", question, k=5)
    assert [citation.quote for citation in found.citations].count(said) == 1


def test_any_news_is_told_by_the_first_sentences_of_the_newest(tmp_path: Path) -> None:
    days = [
        article(f"Story {n}", f"Thing {n} took place. More of it.", published=f"2026-11-2{n}")
        for n in (3, 4, 5)
    ]
    ingest_articles(tmp_path / "i", days)
    index = Index(tmp_path / "i")

    def news(question: str):  # type: ignore[no-untyped-def]
        query = Query.of(question, index, today=date(2026, 11, 26))
        passages = Retriever(index).search(query)
        return news_answer(query, passages) if Subject.of(query).is_news(passages) else None

    latest = news("What's the latest news?")
    assert [c.quote for c in latest.citations] == [f"Thing {n} took place." for n in (5, 4, 3)]
    assert "“Story 5”, 25 November 2026, reports:" in latest.text
    assert [c.quote for c in news("昨天有什么新闻？").citations] == ["Thing 5 took place."]
    assert news("What's the news?").text == latest.text
    assert news("有什麼新聞？").citations == latest.citations
    assert news("What happened on 20 November 2026?") is None, "there was nothing"
    assert news("What took place in Story 4?") is None
    index.close()
