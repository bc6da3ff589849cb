"""The few sentences the product itself says, in the asker's language and script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.text.language import Language


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates in one language; the names in braces are filled by ``str.format``."""

    language_name: str
    quote_open: str
    quote_close: str
    dated: str
    attribution: str
    attribution_undated: str
    refusal: str
    nearest: str
    other_date: str
    coverage: str
    coverage_undated: str
    coverage_none: str
    greeting: str
    thanked: str
    understood: str
    separator: str
    full_stop: str
    model_failed: str
    model_uncited: str
    model_cut_off: str
    model_corrected: str
    model_unverified: str
    model_language: str
    said_open: str
    said_close: str
    not_verified: str
    reasons: dict[str, str]


_PHRASES: dict[Language, Phrases] = {
    "en": Phrases(
        language_name="English",
        quote_open="“",
        quote_close="”",
        dated="{title} ({date})",
        attribution="{title}, {date}, reports:",
        attribution_undated="{title} reports:",
        refusal="The articles do not say.",
        nearest="The closest they come: {titles}",
        other_date="The articles that come closest give another date:",
        coverage="They are {count} articles published between {first} and {last}",
        coverage_undated="They are {count} articles",
        coverage_none="No article passes the filters.",
        greeting="Hello! Ask what these articles report.",
        thanked="You are welcome. Ask on, whenever you like.",
        understood="Please ask in English or Chinese: other languages are not understood.",
        separator="; ",
        full_stop=".",
        model_failed="The chat model did not answer ({reason}); this answer was made without it.",
        model_uncited="The chat model's answer cited no passage; this one was made without it.",
        model_cut_off=(
            "The chat model's reply broke off ({reason}); "
            "only its whole, cited sentences are shown."
        ),
        model_corrected=(
            "Where the chat model gave numbers or dates that its source does not have ({count}), "
            "the source's own words stand instead."
        ),
        model_unverified="No sentence of this answer could be verified.",
        model_language="The chat model did not write in the language of the question.",
        said_open="“",
        said_close="”",
        not_verified="(not verified)",
        reasons={
            "timeout": "no whole answer within {seconds:g} s",
            "status": "HTTP {status}",
            "cut_off": "it ended early",
            "length": "it reached its longest length",
            "runaway": "it repeated itself without end",
            "noise": "it was no text",
        },
    ),
    "zh-Hant": Phrases(
        language_name="Traditional Chinese",
        quote_open="《",
        quote_close="》",
        dated="{title}（{date}）",
        attribution="{title}（{date}）報道：",
        attribution_undated="{title}報道：",
        refusal="這些文章沒有提到。",
        nearest="最接近的內容：{titles}",
        other_date="最接近的文章所寫的是另一個日期：",
        coverage="現有 {count} 篇文章，發布於 {first} 至 {last}",
        coverage_undated="現有 {count} 篇文章",
        coverage_none="沒有文章符合篩選條件。",
        greeting="您好！請提問，我會從這些文章中找答案。",
        thanked="不客氣，歡迎繼續提問。",
        understood="請用英文或中文提問，其他語言無法理解。",
        separator="；",
        full_stop="。",
        model_failed="聊天模型未能作答（{reason}），以下答案並非由它撰寫。",
        model_uncited="聊天模型的回答沒有引用任何段落，以下答案並非由它撰寫。",
        model_cut_off="聊天模型的回答中斷（{reason}），只顯示其中完整而有引用的句子。",
        model_corrected="聊天模型有 {count} 處數字或日期與出處不符，已改用出處原文。",
        model_unverified="這個答案沒有一句能夠核對。",
        model_language="聊天模型沒有以提問的語言作答。",
        said_open="「",
        said_close="」",
        not_verified="（未核對）",
        reasons={
            "timeout": "{seconds:g} 秒內未能答完",
            "status": "HTTP {status}",
            "cut_off": "提早結束",
            "length": "達到長度上限",
            "runaway": "不斷重複",
            "noise": "不是文字",
        },
    ),
    "zh-Hans": Phrases(
        language_name="Simplified Chinese",
        quote_open="《",
        quote_close="》",
        dated="{title}（{date}）",
        attribution="{title}（{date}）报道：",
        attribution_undated="{title}报道：",
        refusal="这些文章没有提到。",
        nearest="最接近的内容：{titles}",
        other_date="最接近的文章所写的是另一个日期：",
        coverage="现有 {count} 篇文章，发布于 {first} 至 {last}",
        coverage_undated="现有 {count} 篇文章",
        coverage_none="没有文章符合筛选条件。",
        greeting="您好！请提问，我会从这些文章中找答案。",
        thanked="不客气，欢迎继续提问。",
        understood="请用英文或中文提问，其他语言无法理解。",
        separator="；",
        full_stop="。",
        model_failed="聊天模型未能作答（{reason}），以下答案并非由它撰写。",
        model_uncited="聊天模型的回答没有引用任何段落，以下答案并非由它撰写。",
        model_cut_off="聊天模型的回答中断（{reason}），只显示其中完整而有引用的句子。",
        model_corrected="聊天模型有 {count} 处数字或日期与出处不符，已改用出处原文。",
        model_unverified="这个答案没有一句能够核对。",
        model_language="聊天模型没有以提问的语言作答。",
        said_open="“",
        said_close="”",
        not_verified="（未核对）",
        reasons={
            "timeout": "{seconds:g} 秒内未能答完",
            "status": "HTTP {status}",
            "cut_off": "提早结束",
            "length": "达到长度上限",
            "runaway": "不断重复",
            "noise": "不是文字",
        },
    ),
}


def phrases(language: Language) -> Phrases:
    """The phrases of a language."""
    return _PHRASES[language]


def day(moment: str, language: Language) -> str:
    """An ISO 8601 moment as a day: ``21 March 2023`` or ``2023年3月21日``."""
    when = date.fromisoformat(moment[:10])
    if language == "en":
        return f"{when.day} {when:%B} {when.year}"
    return f"{when.year}年{when.month}月{when.day}日"


def titled(title: str, published: str | None, language: Language) -> str:
    """An article's headline in quotes, with its day where it has one."""
    words = phrases(language)
    quoted = f"{words.quote_open}{title}{words.quote_close}"
    if not published:
        return quoted
    return words.dated.format(title=quoted, date=day(published, language))


def joined(parts: Sequence[str], language: Language) -> str:
    """Parts as one sentence."""
    words = phrases(language)
    return words.separator.join(parts) + words.full_stop
