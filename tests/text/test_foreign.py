"""Languages that are none of ours: told by script or function words, names never misjudged."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.articles.model import Article
from qa.text.foreign import foreign_language
from qa.text.language import detect_language, foreign_question, question_language
from tests.other_languages import ARTICLES, QUESTIONS

CODES = ["ja", "ko", "ru", "ar", "th", "fr", "de", "vi"]


@pytest.mark.parametrize(("one", "code"), [*zip(ARTICLES, CODES, strict=True)], ids=CODES)
def test_an_article_in_another_language(one: Article, code: str) -> None:
    assert foreign_language(one.body) == code
    assert one.language == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Grève des trains lundi\nLes lignes de la banlieue sont à l'arrêt.",
        "Le pont ouvre\nLe trafic reprend mardi.",
        "Les agriculteurs bloquent l'autoroute\nUn convoi part vers Paris.",
        "Kanzler reist nach Peking\nDer Bundeskanzler trifft am Dienstag den Präsidenten.",
        "Merkel in Warschau\nSie sprach mit dem Präsidenten.",
        "Zug entgleist bei Ulm\nDie neue Strecke ist seit Freitag gesperrt.",
        "Huelga de trenes el lunes\nRenfe cancela trenes.",
        "Elecciones en Argentina\nMilei gana la segunda vuelta.",
        "Sube el precio del pan\nLos panaderos protestan.",
        "Sciopero dei treni lunedì\nTrenitalia cancella corse.",
        "Greve de comboios\nA CP cancela viagens na segunda-feira.",
    ],
)
def test_an_article_of_two_lines_in_another_language(text: str) -> None:
    assert detect_language(text) == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Train strike Monday\nDeutsche Bahn cancels trains.",
        "El Salvador votes\nPresident Nayib Bukele won a second term.",
        "Le Pen barred\nCourt bars Marine Le Pen.",
        "La Niña returns\nForecasters say La Niña may bring rain to Los Angeles.",
        "C'est la vie\nParis fashion week ends.",
        "Le Monde publishes De la Cruz interview\nDe la Cruz praises Ursula von der Leyen.",
        "Die Hard screening\nCinema shows Die Hard, Das Boot.",
        "van der Poel wins Tour de France stage",
    ],
)
def test_an_english_article_of_two_lines_with_foreign_names(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("question", "code"), [(asked, code) for (asked, _), code in zip(QUESTIONS, CODES, strict=True)]
)
def test_a_question_in_another_language(question: str, code: str) -> None:
    assert foreign_question(question) == code
    assert question_language(question) == "other"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("日本の首相は誰", "ja"),
        ("Appleが新型iPhoneを発表", "ja"),
        ("김정은은 누구인가", "ko"),
        ("BTS 콘서트는 언제 어디서 열리나요", "ko"),
        ("Хто такий Зеленський і звідки він?", "uk"),
        ("نخست وزیر روسیه کیست و چه گفت؟", "fa"),
        ("מי ראש ממשלת רוסיה?", "he"),
        ("रूस के प्रधानमंत्री कौन हैं?", "hi"),
        ("Ποιος είναι ο Πούτιν;", "el"),
        ("Қазақстан президенті кім?", "kk"),
        ("¿Quién es Mishustin?", "es"),
        ("Quem é o primeiro-ministro da Rússia?", "pt"),
        ("Chi è il primo ministro russo?", "it"),
        ("Wanneer werd de brug geopend?", "nl"),
        ("Vem är Rysslands premiärminister?", "sv"),
        ("Kto jest premierem Rosji?", "pl"),
        ("Rusya başbakanı kimdir?", "tr"),
        ("Siapa perdana menteri Rusia?", "id"),
    ],
)
def test_more_languages(question: str, code: str) -> None:
    assert foreign_question(question) == code


@pytest.mark.parametrize(
    "text",
    [
        # Names alone, and in headlines.
        "Mishustin",
        "Kim Jong Un",
        "Ursula von der Leyen",
        "oscar de la renta",
        "São Paulo",
        "Nguyễn Phú Trọng visits Beijing",
        "Le Monde publishes De la Cruz interview",
        "La Liga: Real Madrid beat Atlético in Las Vegas",
        "Macron on Notre-Dame de Paris",
        "El Niño forecast",
        "Le Pen verdict",
        "Los Angeles fires",
        "Ile-de-France election",
        "Sino-Russian trade grows",
        "Xi's visit to Côte d'Ivoire",
        "Das Boot remake",
        "Who is Oscar de la Renta?",
        # Names in their own script.
        "Who is 김정은?",
        "What did 이재명 say about tariffs",
        "오징어 게임 release date",
        "Who is Владимир Владимирович Путин?",
        "What does ありがとう mean?",
        "meaning of こんにちは",
        "What is β-carotene?",
        "C919",
        "2023",
        "",
    ],
)
def test_english_with_foreign_names_stays_english(text: str) -> None:
    assert question_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "日本动画片《となりのトトロ》什么时候上映",
        "「君の名は。」的導演是誰",
        "君の名は是谁导演的",
        "优の良品在哪里",
        "鲜の每日C什么时候上市",
        "あいみょん是誰",
        "ソニー什么时候发布PS6",
        "오징어 게임什么时候上映",
        "Владимир Путин是谁",
        "唐納・川普是誰",
        "α粒子是什么",
    ],
)
def test_chinese_with_foreign_names_stays_chinese(text: str) -> None:
    assert question_language(text) in ("zh-Hant", "zh-Hans")


def test_prose_is_told_by_most_of_it() -> None:
    told = "渡輪公司星期一公布，來年四月起免收船費。公司說，十年來乘客減少了一半，加價也無濟於事。"
    shown = f"{told}片名《となりのトトロ》在船上放映，片中的トトロ很受孩子歡迎。"
    assert detect_language(shown) == "zh-Hant"
    quoted = "The ferry company said on Monday that people will ride for nothing from April."
    assert detect_language(f"{quoted} Le directeur a dit: « c'est une bonne idée ».") == "en"
    assert detect_language(f"{quoted} 사장은 좋은 생각이라고 말했다.") == "en"


def test_the_case_of_a_japanese_article(shared: Path) -> None:
    text = (shared / "cases" / "lang_japanese_is_called_zh_hant.txt").read_text("utf-8")
    assert detect_language(text) == "other"
