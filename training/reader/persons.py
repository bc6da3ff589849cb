"""Questions of who somebody is, made from news that gives people's offices beside their names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from qa.text.folding import simplified
from qa.text.language import HAN
from qa.text.pinyin import SURNAMES
from qa.text.sentences import sentence_spans
from training.embedding.data import names
from training.reader.clozes import Article
from training.reader.questions import Example

_OFFICE_EN = (
    r"President|Prime Minister|Premier|Chancellor|Minister|Secretary|Secretary-General|Governor"
    r"|Mayor|Ambassador|General|Director|Director-General|Chief|Chairman|Chairwoman|Chair|CEO"
    r"|Spokesman|Spokeswoman|spokesman|spokeswoman|Professor|Senator|Commissioner|Judge|coach"
    r"|president|prime minister|chief executive|chairman|director|minister|governor|economist"
    r"|analyst|leader|head|founder|professor"
)
_NAME_EN = (
    r"(?!(?:In|The|And|But|When|While|For|At|On|As|Mr|Mrs|Even|If|Yet|So)\b)"
    r"[A-Z][a-z-]+(?: [A-Z][\w.-]*)?(?: [A-Z][a-z-]+)?"
)
_ENGLISH = (
    re.compile(
        rf"(?P<office>(?:(?!(?:And|But|In|When|While|For|The)\b)[A-Z][\w'’-]+ ){{0,3}}"
        rf"(?:{_OFFICE_EN})"
        rf"(?: (?:of|for)(?: the)?(?: [A-Z][\w'’-]+)+)?) (?P<name>{_NAME_EN})\b"
    ),
    re.compile(
        rf"(?P<name>{_NAME_EN}), (?P<office>(?:the |an? |its |their )?(?:[\w'’-]+ ){{0,4}}"
        rf"(?:{_OFFICE_EN})\b[^,.;]{{0,50}})[,.]"
    ),
)
_OFFICE_ZH = (
    "总统|总理|首相|主席|部长|副部长|外长|国王|女王|秘书长|发言人|大使|教授|主任|副主任|总裁|董事长"
    "|局长|市长|省长|书记|副总裁|首席执行官|院长|校长|研究员|分析师|会长|司长|所长|经理|主教练|队长"
    "|導演|导演|演员|作家|院士|律师|医生"
)
_CHINESE = re.compile(
    rf"(?P<office>[\u4e00-\u9fffA-Z]{{0,14}}?(?:{_OFFICE_ZH}))"
    r"(?P<name>[\u4e00-\u9fff]{1,6}(?:[·•][\u4e00-\u9fff]{1,6})+|[\u4e00-\u9fff]{2,3})"
    r"(?=表示|说|称|指出|认为|介绍|告诉|透露|强调|宣布|在|，|就|对|与|会见|出席)"
)
_ASKED_EN = (
    "Who is {name}?",
    "who is {name}",
    "Who's {name}?",
    "Tell me who {name} is",
    "Do you know who {name} is?",
    "Who exactly is {name}?",
    "What is {name}'s position?",
    "What office does {name} hold?",
    "What does {name} do?",
    "{name}: who is that?",
)
_ASKED_ZH = (
    "{name}是谁？",
    "谁是{name}？",
    "{name}是什么人",
    "{name}是何许人也？",
    "请介绍一下{name}",
    "{name}担任什么职务？",
    "{name}是做什么的",
    "{name}的职务是什么？",
    "你知道{name}是谁吗",
)
_AROUND = 2  # sentences before and behind


def persons(
    articles: Iterator[Article], count: int, known: Mapping[str, str], rng: random.Random
) -> Iterator[Example]:
    """Who is asked for by name, the office answers; and another's name, which nothing does.

    A person whose name in the other language is known is also asked for in that language.

    Args:
        known: English names by Chinese ones and the other way round.
    """
    earlier: list[str] = []
    made = 0
    for article in articles:
        found = list(_introduced(article.text))
        if not found or rng.random() > 0.5:
            continue
        start, end, office, name = rng.choice(found)
        chinese = bool(HAN.search(name))
        passage = article.text[start:end]
        asked = _asked_name(name, rng)
        question = rng.choice(_ASKED_ZH if chinese else _ASKED_EN)
        kind = "who-zh" if chinese else "who-en"
        yield Example(
            kind, question.format(name=asked), passage, (office,), held_out=article.held_out
        )
        if name in known:
            foreign = rng.choice(_ASKED_EN if chinese else _ASKED_ZH)
            yield Example(
                "who-en-zh" if chinese else "who-zh-en",
                foreign.format(name=_asked_name(known[name], rng)),
                passage,
                (office,),
                held_out=article.held_out,
            )
        other = rng.choice(earlier) if earlier else ""
        if other and other not in article.text:
            yield Example(
                f"{kind}-swap", question.format(name=other), passage, held_out=article.held_out
            )
        earlier.append(asked)
        made += 1
        if made >= count:
            return


def names_across(data: Path) -> dict[str, str]:
    """English names by Chinese ones and the other way round."""
    pairs = [(english, simplified(chinese)) for english, chinese in names(data)]
    return {**dict(pairs), **{chinese: english for english, chinese in pairs}}


def _may_be_name(name: str) -> bool:
    """Whether a name may be one: a Chinese one without a dot begins with a surname."""
    return not HAN.match(name) or bool(re.search("[·•]", name)) or name[0] in SURNAMES


def _asked_name(name: str, rng: random.Random) -> str:
    """The whole name, or the last of its parts."""
    parts = re.split(r"[·• ]", name)
    return parts[-1] if len(parts) > 1 and len(parts[-1]) > 1 and rng.random() < 0.4 else name


def _introduced(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Sentences around each introduction, the office and the name."""
    spans = sentence_spans(text)
    for number, (start, end) in enumerate(spans):
        sentence = text[start:end]
        patterns = (_CHINESE,) if HAN.search(sentence) else _ENGLISH
        for pattern in patterns:
            for match in pattern.finditer(sentence):
                if not _may_be_name(match["name"]):
                    continue
                first = spans[max(0, number - _AROUND)][0]
                last = spans[min(len(spans) - 1, number + _AROUND)][1]
                yield first, last, match["office"].strip(), match["name"].strip()
