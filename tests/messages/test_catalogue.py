"""Every message is there in every language, fills in the same names, and reaches the reader."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from pydantic import ValidationError

import qa.errors
from qa.errors import ArticleNotFoundError, FilterError, QAError, QuestionError
from qa.index.filters import Filters
from qa.messages.catalogue import LANGUAGE_NAMES, accepted_language, explained, messages
from qa.messages.model import Messages
from qa.retrieval.query import check_question
from qa.settings import ROOT
from qa.text.folding import simplified, traditional
from qa.text.language import HAN, Language
from qa.web.backend import NotReadyError

CHINESE: tuple[Language, ...] = ("zh-Hant", "zh-Hans")
KINDS: list[type] = [kind for kind in vars(qa.errors).values() if inspect.isclass(kind)]
CODES = {kind.code for kind in [NotReadyError, *KINDS] if issubclass(kind, QAError)}


def texts(section: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Each message with the place where it stands; the forms of a plural stand at one place."""
    if isinstance(section, str):
        yield place.removesuffix(".one").removesuffix(".other"), section
        return
    assert isinstance(section, dict)
    for name, value in section.items():
        yield from texts(value, f"{place}.{name}")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def filled_in(language: Language) -> dict[str, set[str]]:
    """The names that each message fills in."""
    names: dict[str, set[str]] = {}
    for place, text in all_texts(language):
        names[place] = names.get(place, set()) | blanks(text)
    return names


def all_texts(language: Language) -> list[tuple[str, str]]:
    return list(texts(messages(language).model_dump()))


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_every_language_fills_in_the_same_names(language: Language) -> None:
    # "1 article" says its count in words, so the forms of a plural count together.
    assert filled_in(language) == filled_in("en")


def test_a_message_that_is_missing_or_unknown_is_refused() -> None:
    whole = messages("en").model_dump()
    Messages.model_validate(whole)
    short = {**whole, "page": {k: v for k, v in whole["page"].items() if k != "send"}}
    with pytest.raises(ValidationError, match="send"):
        Messages.model_validate(short)
    with pytest.raises(ValidationError, match="colour"):
        Messages.model_validate({**whole, "colour": {}})


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_plurals_have_the_forms_of_their_language(language: Language) -> None:
    tags = set(Locale.parse(language.replace("-", "_")).plural_form.tags) | {"other"}
    dumped = messages(language).model_dump()
    plurals = [
        value
        for section in ("answer", "page")
        for value in dumped[section].values()
        if isinstance(value, dict) and "other" in value
    ]
    assert plurals
    assert all(set(forms) == tags for forms in plurals)


def test_chinese_messages_are_in_their_own_script() -> None:
    for _, text in all_texts("zh-Hans"):
        assert simplified(text) == text
    for place, text in all_texts("zh-Hant"):
        assert simplified(text) != text or traditional(text) == text, place


@pytest.mark.parametrize("language", CHINESE)
def test_chinese_errors_are_in_chinese(language: Language) -> None:
    for said in messages(language).errors.values():
        assert HAN.search(said.message)


def keys_raised() -> Iterator[tuple[str, set[str], str]]:
    """Of every error that is raised with a key: the key, its parameters, its place."""
    for path in sorted((ROOT / "qa").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            given = {word.arg: word.value for word in node.keywords if word.arg}
            key = given.pop("key", None)
            if node.func.id.endswith("Error") and isinstance(key, ast.Constant):
                yield str(key.value), set(given), f"{path.name}:{node.lineno}"


def test_every_error_has_words_for_readers() -> None:
    known = messages("en").errors
    assert set(known) >= CODES
    raised = list(keys_raised())
    assert raised
    for key, parameters, place in raised:
        assert key in known, place
        assert blanks(known[key].message + known[key].hint) <= parameters, place


WRONG: list[tuple[str, object, dict[Language, str]]] = [
    (
        "reversed dates",
        lambda: Filters(published_from="2024-02-01", published_to="2024-01-01"),
        {
            "zh-Hant": "起始日期（2024-02-01）",
            "zh-Hans": "起始日期（2024-02-01）",
            "en": "comes after",
        },
    ),
    (
        "no date",
        lambda: Filters(published_from="{May}"),
        {"zh-Hant": "「{May}」不是日期", "zh-Hans": "“{May}”不是日期", "en": "{May} is not a date"},
    ),
    (
        "too long",
        lambda: check_question("x" * 100_000),
        {"zh-Hant": "100,000 字", "zh-Hans": "问题太长", "en": "100,000 characters"},
    ),
    (
        "empty",
        lambda: check_question(" "),
        {"zh-Hant": "還沒有問題", "zh-Hans": "还没有问题", "en": "no question yet"},
    ),
]


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
@pytest.mark.parametrize(("wrong", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_a_reader_did_wrong_is_said_in_their_language(
    wrong: object, said: dict[Language, str], language: Language
) -> None:
    assert callable(wrong)
    with pytest.raises((FilterError, QuestionError)) as caught:
        wrong()
    assert said[language] in explained(caught.value, language).message


def test_for_whoever_runs_the_product_errors_stay_as_they_are() -> None:
    with pytest.raises(FilterError) as caught:
        Filters(published_from="2024-02-01", published_to="2024-01-01")
    assert str(caught.value) == (
        "filter published_from 2024-02-01 is after published_to 2024-01-01 (swap the two)"
    )


def test_an_error_that_no_file_knows_is_still_said() -> None:
    class StrangeError(ArticleNotFoundError):
        code = "strange"

    said = explained(StrangeError("x", key="unknown"), "zh-Hant")
    assert said == messages("zh-Hant").errors["error"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-CN,en", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("en-GB,zh-TW", "en"),
        ("fr-FR,zh-TW;q=0.5", "zh-Hant"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_browsers(accepted: str, language: Language) -> None:
    assert accepted_language(accepted) == language


def test_no_module_holds_a_table_of_messages_of_its_own() -> None:
    for path in [*(ROOT / "qa" / "web").rglob("*.py"), *(ROOT / "qa" / "answering").rglob("*.py")]:
        assert not re.search(r'"[^"\n]*[\u4e00-\u9fff]{6,}[。！]', path.read_text("utf-8")), path


def test_the_files_are_beside_the_code() -> None:
    folder = Path(ROOT / "qa" / "messages")
    assert {file.stem for file in folder.glob("*.toml")} == set(LANGUAGE_NAMES)
