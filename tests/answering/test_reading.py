from __future__ import annotations

from pathlib import Path

import pytest

from qa.answering.reading import FEATURE_NAMES, features, offered, read
from qa.index.index import Index
from qa.reading.question import asked
from qa.retrieval.query import Query


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many passengers did it carry?", "number"),
        ("橋長多少公里", "number"),
        ("When did it open?", "date"),
        ("大桥什么时候通车", "date"),
        ("Which countries took part?", "list"),
        ("列出合作領域", "list"),
        ("三大原則是哪三個", "list"),
        ("Why was it closed?", "reason"),
        ("為什麼停航", "reason"),
        ("Who opened it?", "name"),
        ("誰主持儀式", "name"),
        ("Where was it held?", "place"),
        ("在哪裡舉行", "place"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert kind in asked(question)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It carried 1.4 million people.", "number"),
        ("全長十二公里。", "number"),
        ("It opened on 1 May 2024.", "date"),
        ("六月通車，即2024年6月。", "date"),
        ("設有行車線、單車徑和觀景台、碼頭。", "list"),
        ("They grow rice, tea, silk and cotton.", "list"),
        ("因為大霧，渡輪停航。", "reason"),
        ("President Lee spoke.", "name"),
    ],
)
def test_what_a_sentence_offers(sentence: str, kind: str) -> None:
    assert kind in offered(sentence)


def test_a_number_is_read_where_one_is_asked_for(small_index: Path) -> None:
    query = Query.of("大桥有多长", Index(small_index))
    sentences = ["跨海大橋很美。", "跨海大橋全長十二公里。", "跨海大橋由市長揭幕。"]
    assert features(query, sentences).shape == (3, len(FEATURE_NAMES))
    assert int(read(query, sentences).argmax()) == 1


def test_what_the_headline_names_counts_in_every_sentence(small_index: Path) -> None:
    query = Query.of("Which areas did Mishustin name?", Index(small_index))
    sentences = ["He named energy, trade and space as areas.", "Mishustin arrived at noon."]
    without = read(query, sentences)
    under = read(query, sentences, "Mishustin in Moscow")
    assert under[0] - under[1] > without[0] - without[1]
