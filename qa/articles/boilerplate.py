"""What stands on a news page and belongs to no article: chrome, and separators before others.

Patterns are matched on folded text (lower case, half width, Simplified), exact phrases on
letters alone, so one entry covers both scripts and letter-spaced headings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from qa.articles.lines import ends_sentence, key, weight
from qa.articles.phrases import phrase_keys
from qa.text.folding import fold

Separator = Literal["next", "related"]


_YOU_MAY_LIKE = re.compile(
    r"^[你您](?:或|可能|也许|或者|或许)?(?:还|也|会|亦)*(?:对.{0,4})?(?:有|感)?(?:兴趣|喜欢|想看)"
    r"(?:的|这些)?(?:文章|新闻|内容|报道|话题)?$"
    r"|^you (?:may|might|could|will)(?: also)?(?: be)? (?:like|enjoy|love|interested|have missed)\b"
    r"|^more (?:from|on|in|about) [\w' ]{2,40}$|^related to this\b"
)

_PATTERNS = re.compile(
    r"""
      ^skip\ to\ |^facebook\ feature\ image
    | ^(?:we|(?:this|our)\ (?:web)?site)\b.{0,40}\buses?\ (?:\w+\ )?cookies
    | ^by\ (?:continuing|clicking|using|signing)\b.{0,60}\b(?:agree|accept|consent)
    | ^(?:please\ )?(?:accept|manage|enable)\ .{0,20}(?:cookies|javascript)\b
    | ^(?:本|我们的?)(?:网站|网页|网)?(?:会)?使用.{0,6}cookies?
    | ^(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}|by\b|:))|\ball\ rights\ reserved\b
    | ^.{0,30}版权所有
    | ^[(\[【]?(?:本文|本网|本报|内容)?未经.{0,12}(?:授权|许可|同意|批准).{0,12}(?:转载|使用|复制)
    | ^this\ (?:material|content|article|story)\ (?:may|must)\ not\ be\ (?:publish|reproduc|copi)
    | ^(?:sign\ up|subscribe|log\ in|sign\ in)\ (?:to|for|now|today|here|and)\b
    | ^register\ (?:now|today|here|for\ free|to\ (?:read|continue|access))\b
    | ^get\ .{0,60}(?:newsletter|in\ your\ inbox|delivered)
    | ^(?:follow|like|join)\ (?:us|our)\b|^download\ (?:the|our)\b.{0,40}\bapp\b
    | ^share\ (?:this|on|via|to|with|by)\b.{0,30}$|^(?:tweet|share|pin|email)(?:\ \d+)?$
    | ^\d+\s?-?\s?(?:min|mins|minute|minutes)(?:\s?read)?\.?$|^(?:reading|read)\ time\b
    | ^\d[\d,.]*k?\ (?:comments?|views?|shares?|likes?|reads?)$
    | ^(?:阅读|浏览|点击|观看|点阅)(?:次数|量|数|率)?\s*[:\s]\s*\d
    | ^(?:约|阅读时间).{0,6}\d+\s*分钟.{0,4}$|^\d+\s*(?:小时|分钟|天|日)前$
    | ^(?:about\ )?\d+\s?(?:h|hr|hours?|mins?|minutes?|days?|weeks?)\ ago$
    | ^(?:tags?|topics?|keywords?|filed\ under|标签|关键词|关键字)\s*:
    | ^[\[(【]?(?:责任编辑|责编|编辑|校对|审核|监制|排版|美编)\s*[:/]
    | ^(?:点击|立即|马上|扫码|扫描|长按|按此).{0,20}(?:下载|订阅|关注|二维码|加入|登记|app)
    | ^(?:追踪|关注|订阅|赞好).{0,12}(?:facebook|fb|ig|instagram|youtube|telegram|whatsapp)
    | ^(?:追踪|关注|订阅|赞好).{0,12}(?:频道|公众号|专页|我们)
    | ^(?:home|首页|主页|你的位置|您的位置|当前位置)\s*[>/|›»:]
    | ^(?:read\ more|read\ also|also\ read|see\ also|related)\s*[:|]\s*\S
    | ^(?:延伸阅读|相关阅读|相关新闻|相关文章|更多新闻)\s*[:|]\s*\S
    | ^(?:continue\ reading|click\ here|tap\ here)\b|^(?:story|article)\ continues\ below
    | ^advertisement\b.{0,30}$|^scroll\ (?:down\ )?to\ continue
    """,
    re.VERBOSE,
)
_MENU_BAR = re.compile(r"\s*[|·•›»>/]\s*|\s{2,}|\t")
_HEAVIEST_CHROME = 100


@lru_cache(maxsize=1)
def _exact() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Phrases as keys: next, related, chrome."""
    return phrase_keys("next"), phrase_keys("related"), phrase_keys("chrome")


def separator(text: str) -> Separator | None:
    """What a line announces: the next article, related ones, or nothing (None)."""
    if weight(text) > 24 or _is_sentence(text):
        return None
    following, related, _ = _exact()
    phrase = key(text)
    if phrase in following:
        return "next"
    flat = " ".join(fold(text).split()).strip(" :.>»→▼↓-")
    if phrase in related or _YOU_MAY_LIKE.search(phrase) or _YOU_MAY_LIKE.search(flat):
        return "related"
    return None


def is_chrome(text: str) -> bool:
    """Whether a line is a part of the site: menu, button, notice, credit of the editor."""
    if weight(text) > _HEAVIEST_CHROME:
        return False
    if not _is_sentence(text) and (key(text) in _exact()[2] or is_menu_bar(text)):
        return True
    return bool(_PATTERNS.search(" ".join(fold(text).split())))


def is_menu_bar(text: str) -> bool:
    """Whether a line is several short entries in a row: ``Home | World | Sport``."""
    entries = [entry for entry in _MENU_BAR.split(text.strip()) if entry]
    return len(entries) >= 3 and all(
        weight(entry) <= 6 and not any(c.isdigit() for c in entry) for entry in entries
    )


def _is_sentence(text: str) -> bool:
    text = text.rstrip()
    return ends_sentence(text) and not text.endswith(("...", "…"))
