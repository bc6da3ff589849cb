"""Numbers in words: 三百二十万, "twenty-one thousand", "a third"."""

from __future__ import annotations

import re

_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2,
    "bn": 1e9, "mn": 1e6, "tn": 1e12, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5,
    "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
    "兆": 1e12,
}  # fmt: skip
_ONES = {
    word: n
    for n, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        start=1,
    )
}
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_BIG = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SMALL = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
_LARGE = "|".join(_BIG)
_LAST = "|".join(sorted((*_ORDINALS, *_FRACTIONS), key=len, reverse=True))

SCALE = "|".join(
    rf"{word}\b" if word.isascii() else word for word in sorted(_SCALES, key=len, reverse=True)
)
HAN_NUMBER = "[〇○零一二两三四五六七八九十百千万亿兆]+(?:点[〇零一二三四五六七八九]+[万亿]*)?"
ENGLISH_NUMBER = (
    rf"\b(?:(?:(?:{_SMALL})(?:[ -](?:{_SMALL})\b)?(?:[ -](?:{_LAST})s?\b)?"
    rf"(?:[ -](?:{_LARGE})\b(?: and)?(?: (?:{_SMALL})\b(?:[ -](?:{_SMALL})\b)?)?)*)"
    rf"|(?:a |half a )(?:{_LARGE})|(?:a |half a )?dozen|(?:a )?(?:{_LAST})|three[ -]quarters)\b"
)

CARDINAL = (
    rf"(?:\b(?:a |half a )?dozen|\b(?:a (?:hundred|thousand)|{_SMALL})"
    rf"(?:(?:[ -]| and )(?:{_SMALL}|hundred|thousand)\b)*)"
)
_SAID_SIDE_BY_SIDE = re.compile("[一二两三四五六七八九]{2}")


def counted(text: str) -> int | None:
    """How many an English or Chinese number says that there are, in words or digits.

    None for what is no certain whole number: 两三 is two or three.
    """
    if text.isascii() and text[0].isdigit():
        return int(text.replace(",", ""))
    if text.isascii():
        (value,) = english_value(text)
        return int(value)
    han = None if _SAID_SIDE_BY_SIDE.search(text) else han_value(text)
    return int(han) if han is not None and han == int(han) else None


def scale_of(text: str) -> float:
    """What a word after digits multiplies them by; 1 for no word."""
    return _SCALES.get(text.strip(), 1.0)


def han_value(text: str) -> float | None:
    """The value of a Chinese number; None for what is none (百千万)."""
    whole, point, rest = text.partition("点")
    if point:
        digits = rest.rstrip("万亿")
        scale = scale_of(rest[len(digits) :])
        base = han_value(whole)
        shown = "".join(str(_HAN_DIGITS[c]) for c in digits)
        return None if base is None else round(float(f"{base:.0f}.{shown}") * scale, 6)
    if len(whole) > 1 and all(c in _HAN_DIGITS for c in whole):
        return float("".join(str(_HAN_DIGITS[c]) for c in whole))
    total, section, digit = 0.0, 0.0, 0.0
    for place, character in enumerate(whole):
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_TENS:
            if not digit and place and whole[place - 1] in _HAN_TENS:
                return None
            section += (digit or 1) * _HAN_TENS[character]
            digit = 0.0
        else:
            scale = _HAN_SCALES[character]
            section += digit
            total = (total + section or 1.0) * scale if scale > total else total + section * scale
            section = digit = 0.0
    # 三百二 is 320, as it is said.
    if digit and len(whole) > 1 and whole[-2] in _HAN_TENS and whole[-2] != "十":
        digit *= _HAN_TENS[whole[-2]] / 10
    return total + section + digit


def english_value(text: str) -> frozenset[float]:
    """What English number words may mean."""
    words = [word for word in re.split(r"[ -]", text) if word not in ("a", "and")]
    if words[-1] == "dozen":
        return frozenset({6.0 if words[0] == "half" else 12.0})
    if words[0] == "half" and len(words) > 1:
        return frozenset({_BIG[words[-1]] / 2}) if words[-1] in _BIG else frozenset({0.5})
    last = words[-1].rstrip("s") if words[-1].rstrip("s") in _FRACTIONS else words[-1]
    if last in _FRACTIONS and (len(words) == 1 or words[0] in _ONES):
        share = _ONES.get(words[0], 1) / _FRACTIONS[last]
        ordinal = {float(_ORDINALS[last])} if len(words) == 1 and last in _ORDINALS else set()
        # "The first three quarters" are three.
        counted = {float(_ONES[words[0]])} if words[0] in _ONES else set()
        return frozenset({100 * share, share, *ordinal, *counted})
    if last in _ORDINALS:
        return frozenset({_cardinal(words[:-1]) + _ORDINALS[last]})
    return frozenset({_cardinal(words)})


def _cardinal(words: list[str]) -> float:
    total, section = 0.0, 0.0
    for word in words:
        if word == "hundred":
            section = (section or 1.0) * 100
        elif word in _BIG:
            total += (section or 1.0) * _BIG[word]
            section = 0.0
        else:
            section += _ONES.get(word, _TENS.get(word, 0))
    return total + section
