"""Questions about news as such, whatever it is of: "What happened?", 有什麼新聞?"""

from __future__ import annotations

import re

from qa.text.cutting import flat, tidied, without
from qa.text.newest import newest_words
from qa.text.terms import has_content

_NEWS = re.compile(
    r"\bwhat(?:'s| is) new\b"
    r"|\b(?:news|headlines?|stories|events?|happen(?:s|ed|ing)?|occur(?:s|red)?|took place"
    r"|going on|went on|reported)\b"
    r"|新闻|消息|大事|要闻|头条|动态|资讯|报道|发生(?:了|过)?|出(?:了|过)(?=什么|啥|哪)"
    r"|(?<=什么)事情?(?!故|业|务|实|物|项|变|迹)|(?<=哪些)事情?(?!故|业|务|实|物|项|变|迹)|事件"
)
# Said so, it asks for news without a word for a time too; "What happened?" alone does not.
_NAMED = re.compile(
    r"\b(?:news|headlines?|stories)\b|\bwhat(?:'s| is) new\b|新闻|消息|大事|要闻|头条|动态|资讯"
)
# Which of the news are meant, or how they are wanted, but not what they are of.
_WHICH = re.compile(
    r"\b(?:top|main|major|big|biggest|important|key|breaking|new|recent|latest|interesting"
    r"|anything|something|everything|show|know|summari[sz]e|summary|world's|there's|what's)\b"
    r"|重要|重大|主要|最大|最|新|大|请|列|一下|知道|总结|概括|盘点|过|还|能|可以|想"
)
# Such words beside what the news are of.
_PHRASE = re.compile(
    r"\bwhat(?:'s| (?:is|was|has|have|had|did|else))?(?: been)?"
    r" (?:happen(?:s|ed|ing)?|going on|went on)\b"
    r"|\b(?:is|was|are|were) there (?:any )?(?:news|stories)\b"
    r"|\b(?:any |the |what |some )?news (?:is there |was there )?(?:on|about|from|of|regarding)\b"
    r"|(?:又?[有出]|发生)(?:了|过)?(?:什么|何|哪些|啥)(?:重要|重大|主要|新)?的?"
    r"(?:新闻|消息|大事|要闻|动态|事情|事件|事(?!\w))"
    r"|的?(?:新闻|消息|动态)(?:有哪些|有什么|是什么)?(?=[?。!\s]*$)"
)


def asks_for_any_news(question: str) -> bool:
    """Whether a question asks for news and names nothing that they should be of.

    Words for a time have to be taken off before; those for the newest may stand.
    """
    text = flat(question)
    for start, end in newest_words(text):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    if not _NEWS.search(text):
        return False
    return not has_content(_WHICH.sub(" ", _NEWS.sub(" ", text)))


def asks_for_news(question: str) -> bool:
    """Whether a question that names no time asks for news, whatever they are of."""
    return bool(_NAMED.search(flat(question))) and asks_for_any_news(question)


def without_news_words(question: str) -> str:
    """The question without "what happened", "news of" and the like, if something is left."""
    spans = [match.span() for match in _PHRASE.finditer(flat(question))]
    rest = without(tidied(question), spans) if spans else question
    return rest if has_content(rest) else question
