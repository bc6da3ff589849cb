"""Whether a clause says no: "did not open", 没有开放; no more than words that deny."""

from __future__ import annotations

import re

from qa.text.folding import fold

_ENGLISH = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|nor|neither|without|cannot|unable|unaffected|unhurt"
    r"|unharmed|undamaged|uninjured|den(?:y|ies|ied|ying)|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing)"
    r"|reject(?:s|ed|ing)?|rul(?:e|es|ed|ing) out|yet to)\b|n['’]t\b"
)
_NO_ENGLISH = re.compile(
    r"\bnot (?:only|just)\b|\bno doubt\b|\bno\. ?\d|\bno (?:more|less|fewer|longer) than\b"
)
_CHINESE = re.compile(r"不|没|未|无|并非|而非|绝非|否认|拒绝|免于|毋|切勿|切莫|从未|尚待")
_NO_CHINESE = re.compile(
    r"不丹|无锡|不仅|不但|不只|不断|不少|不过|不同|不久|不得不|不料|不管|不论|不幸|不足|不锈|不禁|不一|不满(?!意)"
    r"|不时|不易|不等|不及|不如|不妨|不乏|不可避免|不约而同|无论|无线|无人机|无数|无疑|无比|无不|无非"
    r"|未来|未婚|未免|未必不|没收|没落|淹没|沉没|出没|埋没|差不多|对不起|来不及|要不|好不"
)
_CLAUSE = re.compile(
    r"[,，;；、:：—–()（）]|\b(?:but|while|although|though|and)\b|但是?|而(?!且|非)|并(?!非|未|不|没|无)"
)


def denies(clause: str) -> bool:
    """Whether a clause says no; two words of it that deny say yes."""
    folded = fold(clause)
    english = len(_ENGLISH.findall(_NO_ENGLISH.sub(" ", folded)))
    chinese = len(_CHINESE.findall(_NO_CHINESE.sub("，", folded)))
    return (english + chinese) % 2 == 1


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence: what stands between commas and conjunctions."""
    parts = [part.strip() for part in _CLAUSE.split(sentence)]
    return [part for part in parts if re.search(r"\w", part)] or [sentence]
