"""Courtesies are told from questions."""

from __future__ import annotations

import pytest

from qa.text.courtesies import courtesy, courtesy_abroad


@pytest.mark.parametrize(
    "text", ["thanks!", "OK, thank you very much.", "謝謝你", "好的，谢谢", "ok"]
)
def test_thanks(text: str) -> None:
    assert courtesy(text) == "thanks"


@pytest.mark.parametrize("text", ["Hello!", "Hi there", "您好！", "早安", "bonjour", "¡Hola!"])
def test_greetings(text: str) -> None:
    assert courtesy(text) == "greeting"


@pytest.mark.parametrize(
    "text",
    [
        "Whom did the mayor thank?",
        "好萊塢罷工",
        "感謝信寫給誰？",
        "good news?",
        "Hello Kitty",
        "who are you with in Moscow?",
        "who are the Houthis",
        "help for Gaza",
        "你是誰的導演",
        "Salut d'Amour",
        "ciao bella film",
        "哪位部長會做什麼",
        "what can you do in Hong Kong",
    ],
)
def test_what_asks_for_something_is_none(text: str) -> None:
    assert courtesy(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "who are you?",
        "What are you",
        "hi, who are you",
        "What can you do?",
        "help",
        "你是誰",
        "你是谁呀？",
        "請問你是誰",
        "你係邊個",
        "你叫什麼名字",
        "你能做些什么",
        "介紹一下你自己",
    ],
)
def test_who_answers_is_asked(text: str) -> None:
    assert courtesy(text) == "identity"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bonjour", "fr"),
        ("Guten Tag!", "de"),
        ("¡Hola!", "es"),
        ("こんにちは", "ja"),
        ("안녕하세요", "ko"),
        ("Привет!", "ru"),
        ("hello", None),
        ("您好", None),
        ("Hola magazine", None),
    ],
)
def test_a_courtesy_in_another_language(text: str, code: str | None) -> None:
    assert courtesy_abroad(text) == code
