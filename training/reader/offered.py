"""What a text offers as an answer: numbers, dates, lists, reasons, names and places."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from qa.text.folding import fold

Floats = NDArray[np.float32]

_HAN_DIGITS = "一二两三四五六七八九十百千万亿〇零"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_UNITS = (
    "dollars?|percent|per cent|miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|feet|foot|inches|tons?"
    "|hours?|minutes?|seconds?|days?|weeks?|months?|years?|people|points?|times|degrees?|acres?"
    "|million|billion|thousand|hundred|%"
)
# In folded text, by the kinds of answer that are asked for.
_OFFERED = {
    "number": re.compile(
        rf"\d[\d.,:/]*(?:\s?(?:{_UNITS})\b)?(?:\s?[%个位名次人年天日月项座条辆架艘吨米公里元度届岁倍层块]+)?"
        rf"|[{_HAN_DIGITS}]+(?:分之[{_HAN_DIGITS}]+|[多余来]?[个位名次人年天日月项座条辆架艘吨米公里小时分秒元度届岁倍层块种])"
        r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
        r"|fifty|hundreds?|thousands?|millions?|half|once|twice|dozens?)\b"
    ),
    "date": re.compile(
        r"\d{1,4}\s?年代?(?:\d{1,2}\s?月)?(?:\d{1,2}\s?[日号])?|\d{1,2}\s?月(?:\d{1,2}\s?[日号])?"
        rf"|[{_HAN_DIGITS}]+年|[{_HAN_DIGITS}\d]+世纪|公元前?\d+"
        rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?"
        r"(?:,? \d{4}\b)?|\b(?:1[0-9]|20)\d\ds?\b|\b\d{1,2}(?:st|nd|rd|th) century\b"
        r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|星期[一二三四五六日天]|[昨今明]日"
    ),
    "list": re.compile(
        r"[^、。，；：\s]{1,14}(?:、[^、。，；：\s]{1,14})+"
        r"|[\w'’-]+(?:, [^,.;]{1,40})+,? (?:and|or) \w+"
    ),
    "reason": re.compile(
        r"\b(?:because|due to|since|so that|owing|in order|to avoid|caused by|result of)\b"
        r"[^.;]{1,80}"
        r"|(?:因为?|由于|为了|以便|导致|以免|使得)[^。；]{1,30}"
    ),
    "name": re.compile(
        r"[\u4e00-\u9fff]{1,8}(?:[·・][\u4e00-\u9fff]{1,8})+"
        r"|\b(?:mr|mrs|ms|dr|president|minister|king|queen|sir|pope|emperor|general)\b\.?"
        r"(?: [\w'’-]+){1,3}"
        r"|(?:总理|总统|主席|部长|国王|女王|教授|博士|皇帝|将军|诗人|作家|演员)[\u4e00-\u9fff]{2,4}"
    ),
    "place": re.compile(
        r"[\u4e00-\u9fff]{1,5}[省市县州国岛港湾山河湖区镇村乡路街]"
        r"|\b(?:in|at|near|from|to)(?: the)?(?: [\w'’-]+){1,3}"
        r"|[\w'’-]+ (?:city|county|state|province|island|river|lake|street|university)\b"
    ),
}


KINDS = tuple(_OFFERED)


def offered(text: str) -> Floats:
    """Which characters belong to what is offered, (characters, kinds), columns as in ``KINDS``."""
    found = np.zeros((len(text), len(KINDS)), np.float32)
    folded = fold(text)
    for column, kind in enumerate(KINDS):
        for match in _OFFERED[kind].finditer(folded):
            found[match.start() : match.end(), column] = 1.0
    return found
