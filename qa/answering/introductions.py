"""Who somebody is: the place where an article introduces a person.

News gives the office of those that it names, before the name or behind it ("Russian Prime
Minister Mikhail Mishustin", 俄羅斯總理米舒斯京), and what a reader trained on other questions finds
is whoever else stands beside it.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from qa.answering.names import TITLES, Source, is_person, sounds_like
from qa.answering.quotes import Quote
from qa.retrieval.query import Query
from qa.text.folding import fold
from qa.text.language import HAN, TextLanguage, detect_language, is_chinese
from qa.text.places import named_places

_WHO_IS = re.compile(r"\W*who(?:['’]s| is| was)\s+(?P<name>\S+(?:\s+\S+){0,3}?)\W*", re.IGNORECASE)
_IS_WHO = re.compile(
    r"\W*(?:(?P<name>[\u4e00-\u9fff·•‧・]{2,14}?)(?:到底|究竟)?(?:是|系)(?:谁|何人|什么人|哪位)"
    r"|(?:谁|何人)是(?P<after>[\u4e00-\u9fff·•‧・]{2,14}?))(?:呢|啊|呀)?\W*"
)
_OFFICE = f"{TITLES}|财长|外相|国务卿|议员|委员|代表|领导人|特使|专员|总干事|候选人"
# What stands before an office and is no part of it; other words are cut off at a place.
_BEFORE = ",。、;:「」『』《》“”()·的与和同跟及由向对在于是为给应邀据经访见晤"
_LONGEST = 16  # characters before the end of an office
_GIVEN_NAME = r"(?:[\u4e00-\u9fff]{1,5}[·•‧・])*"
_CHINESE = re.compile(rf"(?:前|副|代理|候任|当选)*(?:{_OFFICE}){_GIVEN_NAME}$")
_LINK = r"(?:of|the|and|for|to)"
# Days and months begin with a capital too.
_CAPITAL = rf"(?!\w+day\b|(?:{'|'.join(month_name[1:])})\b)[A-Z][\w.'’&-]*"
_HELD = (
    r"[Pp]resident|[Pp]remier|[Mm]inister|[Ss]ecretary|[Cc]hancellor|[Kk]ing|[Qq]ueen|[Pp]rince(?:ss)?"
    r"|[Gg]overnor|[Mm]ayor|[Aa]mbassador|[Gg]eneral|[Dd]irector|[Cc]hief|[Cc]hair\w*|[Ss]pokes\w+"
    r"|[Pp]rofessor|[Jj]udge|[Ll]eader|[Ss]enator|[Ff]ounder|[Cc]oach|[Ee]nvoy|[Cc]ommissioner|[Hh]ead"
)
_TITLE_BEFORE = re.compile(
    rf"(?:{_CAPITAL} )*(?:{_HELD})(?: {_LINK}(?: {_CAPITAL})+)?,? "
    rf"(?:{_CAPITAL} ){{0,2}}$"
)
_TITLE_BEHIND = re.compile(rf", (?:(?!who\b)[\w'’-]+ ){{0,6}}?(?:{_HELD})\b[^,.;]{{0,60}}(?=[,.;])")


def person_asked_for(question: str) -> str | None:
    """The name of the person that a question asks about, where it asks who that is."""
    if found := _WHO_IS.fullmatch(question):
        name = found["name"].rstrip("?!. ")
        return name if is_person(name) else None
    if found := _IS_WHO.fullmatch(fold(question)):
        name = found["name"] or found["after"]
        return name if is_person(name) else None
    return None


def introductions(name: str, query: Query, quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Those of the quotes that introduce the person that a question asks for, in their order.

    The words that answer are the office with the name.
    """
    for quote in quotes:
        if place := _introduction(name, query, quote):
            yield replace(quote.answering_with(*place), short_chance=1.0)


def _introduction(name: str, query: Query, quote: Quote) -> tuple[int, int] | None:
    """Where the office and the name of the person stand in a quote, if they do."""
    sentence = quote.text
    language = detect_language(sentence)
    folded = fold(sentence)
    for start, end in _places(name, query, sentence, language):
        if is_chinese(language):
            if office := _CHINESE.search(folded[:start]):
                whole = _whole(folded, start, end, fold(quote.passage.text))
                return _beginning(folded, office.start()), whole
        elif before := _TITLE_BEFORE.search(sentence[:start]):
            return before.start(), end
        elif behind := _TITLE_BEHIND.match(sentence, end):
            return start, behind.end()
    return None


def _places(
    name: str, query: Query, sentence: str, language: TextLanguage
) -> Iterator[tuple[int, int]]:
    """Where a name stands in a sentence, or else the words of the question that may be it."""
    folded = fold(sentence)
    if found := [one.span() for one in re.finditer(re.escape(fold(name)), folded)]:
        return iter(found)
    if HAN.search(name) and not is_chinese(language):
        heard = Source(name)
        words = re.finditer(rf"\b{_CAPITAL}", sentence)
        if found := [one.span() for one in words if sounds_like(one.group(), heard)]:
            return iter(found)
    stands = query.wording(language).weights_at(sentence) > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], stands, [0])).astype(np.int8)))
    places = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return (place for place in places if place[1] - place[0] > 1)


def _whole(folded: str, start: int, end: int, passage: str) -> int:
    """Where a name ends that was found by its sound: what always follows it is a part of it."""
    count = passage.count(folded[start:end])
    while count > 1 and HAN.match(folded, end) and passage.count(folded[start : end + 1]) == count:
        end += 1
    return end


def _beginning(folded: str, office: int) -> int:
    """Where what an office is of begins: 俄罗斯 of 俄罗斯总理."""
    least = max(0, office - _LONGEST)
    cut = max(folded.rfind(mark, least, office) + 1 for mark in _BEFORE)
    least = max(least, cut)
    places = named_places(folded[least:office])
    return least + places[-1].start if places else cut or office
