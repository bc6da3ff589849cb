"""Whether a written reply says, in its own words, that there is nothing to say."""

from __future__ import annotations

import re

from qa.answering.claims import claims_of

_SOURCES = r"(?:passages?|articles?|sources?|texts?|reports?|context|documents?)"
_TELL = (
    "(?:say|state|mention|give|provide|contain|include|specify|answer|cover|discuss|report"
    "|indicate|tell|address|disclose)"
)
# Of the articles: so whether it cites them or not.
_THEY_DO_NOT = re.compile(
    rf"\b{_SOURCES}\b.{{0,40}}\b(?:do|does|did) ?(?:not|n['’]t) (?:\w+ )?{_TELL}"
    r"|(?:文章|段落|資料|资料|報道|报道|文本|原文).{0,12}(?:沒有|没有|並未|并未|未|無|无)"
    r"(?:法|提|說|说|包含|涉及|回答|給|给|列|透露)",
    re.IGNORECASE,
)
# Of nothing said: so only where nothing is cited, since officials too may give no details.
_NOTHING = re.compile(
    r"\b(?:could|can|was|were|am|is) ?(?:not|n['’]t|unable to)(?: be)? "
    r"(?:find|found|determine|tell|say|answer)"
    r"|\bno (?:\w+ )?(?:information|mention|details?|answer)\b"
    r"|(?:沒有|没有|無|无|未有|查無)(?:任何)?(?:相關|相关|有關|有关)(?:的)?"
    r"(?:資料|资料|信息|資訊|内容|內容)|[無无]法得知|[無无][從从]得知|未提及",
    re.IGNORECASE,
)


def says_nothing(text: str) -> bool:
    """Whether every sentence of a reply says that the passages do not answer."""
    claims = claims_of(text)
    return bool(claims) and all(
        _THEY_DO_NOT.search(claim.text) or (not claim.numbers and _NOTHING.search(claim.text))
        for claim in claims
    )
