"""Quantities: what kind of amount a question asks for, and where a text gives one of it.

"How many grams" is not answered by the day on which the samples came. Nothing here says what
the right amount is, only that a sentence without any of the kind cannot tell it.
"""

from __future__ import annotations

import math
import re

from qa.reading.reading import Reading
from qa.text.folding import fold

_NUMBER = r"(?:\d|[一二两三四五六七八九十百千万亿半])"
# For each kind: how a question asks for it, and how a text gives it (folded, both languages).
# "How long" may be a time or a way.
_KINDS = {
    "money": (
        r"how much (?:money|did .*(?:cost|pay|spend|earn|raise|donate)|does .*cost|is .*worth"
        r"|was .*(?:paid|spent|worth))|what .*\b(?:cost|price|budget|salary)\b"
        r"|how many (?:us |hong kong )?(?:dollars|yuan|euros|pounds sterling)"
        r"|造价|售价|多少钱|票价|耗资|斥资|成本|多少(?:[亿万千百]*)(?:元|美元|欧元|英镑|港元|人民币)",
        r"[$€£¥]|\b(?:us|hk|hong kong )?(?:dollars?|cents?|yuan|renminbi|rmb|euros?|pounds?|pence"
        r"|yen|rou?bles?|rupees?|marks|francs|shillings?|won|usd|hkd|free)\b"
        r"|元|美金|英镑|卢布|日[圆元]|法郎|马克|块钱|两银|免费",
    ),
    "mass": (
        r"how heavy|how much .*\bweigh|how many (?:tons|tonnes|kilograms?|kilos|grams|ounces)"
        r"|多重|重量|多少[万亿千百]*(?:吨|公斤|千克|克|斤)",
        r"\b(?:tons?|tonnes?|kilogram\w*|kilos?|kg|grams?|g|lbs?|pounds?|ounces?|mg|stones?)\b"
        r"|吨|公斤|千克|克|磅|斤|两",
    ),
    "length": (
        r"how (?:tall|high|deep|wide|far)\b|how many (?:met(?:re|er)s|kilomet\w+|miles|feet)\b"
        r"|多[高远深宽](?!久)|多少[万亿千百]*(?:米|公里|千米|英里|海里)|全长",
        r"\b(?:met(?:re|er)s?|km|kilomet\w+|miles?|feet|foot|ft|inch(?:es)?|m|yards?|cm|mm"
        r"|stor(?:ey|ie)s?|levels?|hours?|minutes?)\b|米|公里|里|尺|英寸|厘米|层|分钟|小时",
    ),
    "share": (
        r"what (?:percent|percentage|proportion|share)\b|百分之几|百分比|百分之多少|占比",
        r"%|per ?cent|\b(?:half|third|quarter|fifth|tenth|in (?:ten|five|three|four|100))\b"
        r"|百分|分之|成|半|％",
    ),
    "age": (
        r"how old\b|几岁|多大年纪|年龄|多少岁",
        rf"\d|岁|\b(?:aged?|born)\b|{_NUMBER}+年",
    ),
    "telephone": (r"(?:phone|telephone) number|电话号码", r"\d[\d -]{3,}\d"),
}
_PATTERNS = tuple((re.compile(asks), re.compile(gives)) for asks, gives in _KINDS.values())


def lacking(question: str, text: str, reading: Reading) -> float:
    """How likely what was read as the answer is none: a sentence without the kind of amount.

    Returns:
        The share of the reader's choice that falls on such sentences, 0 to 1; 0 where the
        question asks for no amount.
    """
    folded = fold(question)
    given = [gives for asks, gives in _PATTERNS if asks.search(folded)]
    if not given:
        return 0.0
    return sum(
        math.exp(sentence.score)
        for sentence in reading.sentences
        if not all(each.search(fold(text[sentence.start : sentence.end])) for each in given)
    )
