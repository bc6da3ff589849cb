"""Photo captions and credits among the lines of a news page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from qa.articles.lines import is_statement, key, weight
from qa.text.folding import fold
from qa.text.language import HAN

# What says photo, and what may: an agency's name alone, a credit behind much text.
Credit = Literal["photo", "agency"]

_AGENCY = (
    r"(?:美联社|路透社?|法新社|新华社|新华网|中新社|中新网|欧新社|彭博社?|共同社|韩联社|中央社|塔斯社|德新社"
    r"|安莎社|视觉中国|\bap\b|\breuters\b|\bafp\b|\bepa\b|\bxinhua\b|\bbloomberg\b|\bkyodo\b"
    r"|\byonhap\b|\btass\b|\bansa\b|\bgetty(?:\ images)?\b|\bcna\b|\bcnsphoto\b|\bpool\b)"
)
_PHOTO = r"(?:图片|照片|相片|资料图|图|摄|\b(?:photo|image|picture)s?\b|\b(?:handout|courtesy)\b)"
_PICTURE = r"(?:photos?|photograph|photography|pictures?|images?|pic)"
_STOCK = r"(?:资料|网上|网络|影片|视频|电视|画面|社交媒体|官方|政府|警方)"
# The end of a credit; a full stop after it only outside brackets, else it is a sentence.
_END = r"(?:[)\]】]\s*[.。]?)?\s*$"

# All on folded text. What says "photo" in so many words:
_PHOTO_CREDIT = re.compile(
    rf"""
      {_AGENCY}[^,。;]{{0,16}}?{_PHOTO}[^,。;]{{0,24}}{_END}
    | [(\[【][^()\[\]【】]{{0,60}}(?:\bphoto|\bimage|\bpicture|\bgetty|\bshutterstock|\bhandout
        |\bcourtesy|\bvia\ (?:ap|reuters|afp|getty)|资料图|网上图|截图|供图|图[/:]|摄)
        [^()\[\]【】]{{0,60}}[)\]】]\s*[.。]?\s*$
    | ^(?:file\ |stock\ )?{_PICTURE}(?:\ (?:credit|source|caption|courtesy))*
        \s*(?:by\b|:|,|/).{{0,120}}$
    | ^(?:credit|caption)s?\s*:.{{0,120}}$|^{_PICTURE}\ courtesy\b
    | (?:^|[.。]\s*|\s){_PICTURE}(?:\ credit|\ by)?\s*[:/]\s*[\w .,&/'-]{{2,60}}$
    | (?:\bgetty\ images|\bshutterstock|\b(?:ap|afp|file|handout|pool)\ photo
        |\breuters\s?/\s?[\w .-]+|\bepa-efe(?:/[\w .-]+)?
        |\b(?:ap|afp)\ via\ getty(?:\ images)?){_END}
    | (?:资料图片?|资料照片?|{_STOCK}(?:图片|照片|截图)|[\w]{{1,8}}(?:图片|截图)
        |图片来源[:/].{{1,20}}|图源[:/].{{1,20}}|摄影[:/].{{1,12}}|图[/|:].{{1,16}}
        |(?:记者|通讯员)[^,。]{{1,16}}摄|[^,。]{{1,12}}(?:供图|提供图片|提供))[)\]】]?\s*$
    | ^(?:图为|图[/:|]|图[一二三四五六七八九十\d]{{1,2}}[:、]|[▲△↑▼►]|资料图片?[:]|配图[:]
        |图片来源|图源|图片说明|图片[:])
    | ^in\ this\ (?:\w+\ ){{0,3}}(?:photo|image|picture)\b|^pictured(?:\ here)?:|^file\s?[-–—:]
    | ^(?:[\w ]{{1,20}}记者)?[^,。]{{2,12}}摄[)】\]]?$
    """,
    re.VERBOSE,
)
# An agency's name alone after the sentence; in brackets it may as well be the story's source.
_AGENCY_CREDIT = re.compile(
    rf"(?:[。.!?」”\"]\s*|\s){_AGENCY}\s*$|[(\[【]\s*{_AGENCY}\s*[)\]】]\s*[.。]?$", re.VERBOSE
)
_MARKED_START = re.compile("[▲△↑▼►图]")
_SENTENCE_BREAK = re.compile(r"[。！？]|[.!?]\s+[A-Z(]")
_DEICTIC = re.compile(
    r"[(（][左右中前後后][一二三四五]?(?:起)?[)）]|\((?:left|right|centre|center|l|r|c)\)"
    r"|, (?:left|right|centre|center|second left|second right|pictured),"
)
_QUOTE = re.compile(r"[「『“\"]")

# Weights: above these a line is no caption by an agency's name alone, or by doubling alone.
_HEAVIEST_AGENCY_CAPTION = 45
_SENTENCES = 3
_HEAVIEST_DOUBLED_CAPTION = 30
_HEAVIEST_PHOTO_CAPTION = 160
_HEAVIEST_CHINESE_CAPTION = 80
_GALLERY_DISTANCE = 4


def credit(text: str) -> Credit | None:
    """The kind of credit a line carries: one that says photo, or a weaker sign of one.

    A photo credit at a line of several sentences is weak too: there a caption may have run
    into the article's own text.
    """
    folded = " ".join(fold(text).split())
    size = weight(text)
    if size <= _HEAVIEST_PHOTO_CAPTION and _PHOTO_CREDIT.search(folded):
        short = size <= _HEAVIEST_AGENCY_CAPTION or (
            size <= (_HEAVIEST_CHINESE_CAPTION if 2 * len(HAN.findall(text)) > size else size)
            and not _MARKED_START.match(folded)
            and len(_SENTENCE_BREAK.findall(text)) < _SENTENCES
        )
        return "photo" if short else "agency"
    return "agency" if _AGENCY_CREDIT.search(folded) else None


def caption_indexes(lines: Sequence[str]) -> set[int]:
    """Which of an article's lines, in page order, are captions of its photos.

    A caption carries a photo credit; or it stands twice in direct succession and is no
    sentence, or is a short one, or one that points into a picture. The repeated first
    sentence of an article is a lede unless it is short beside other captions.
    """
    kinds = [credit(line) for line in lines]
    keys = [_without_credit(line) for line in lines]
    doubled = {i for i in range(len(lines)) if keys[i] and keys[i] in _neighbours(keys, i)}
    last = max((i for i, line in enumerate(lines) if is_statement(_bare(line))), default=-1)
    found = {i for i, kind in enumerate(kinds) if kind == "photo"}
    found |= {i for i in doubled if _doubled_caption(lines[i], kinds[i])}
    found |= {
        i
        for i, kind in enumerate(kinds)
        if kind
        and i != last
        and weight(lines[i]) <= _HEAVIEST_AGENCY_CAPTION
        and not _QUOTE.search(lines[i])
    }
    found |= _short_doubled(lines, keys, doubled, found)
    return found | _gallery(lines, keys)


def _short_doubled(
    lines: Sequence[str], keys: Sequence[str], doubled: set[int], found: set[int]
) -> set[int]:
    """Short doubled sentences; the first of an article only if it says less than the next.

    A page may well repeat its lede, so that one needs other doubled captions beside it.
    """
    statements = [i for i, line in enumerate(lines) if is_statement(line) and i not in found]
    first = keys[statements[0]] if statements else ""
    following = next((weight(lines[i]) for i in statements if keys[i] != first), 0)
    short = {i for i in doubled if weight(lines[i]) <= _HEAVIEST_DOUBLED_CAPTION}
    return {
        i
        for i in short
        if keys[i] != first or (found & doubled and weight(lines[i]) < following / 2)
    }


def _doubled_caption(line: str, kind: Credit | None) -> bool:
    return bool(kind or not is_statement(line) or _DEICTIC.search(line))


def _neighbours(keys: Sequence[str], i: int) -> tuple[str, ...]:
    return (*keys[max(0, i - 1) : i], *keys[i + 1 : i + 2])


def _gallery(lines: Sequence[str], keys: Sequence[str]) -> set[int]:
    """Lines without a full stop that come again a few lines on: A B C A B C."""
    counts = Counter(keys)
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if counts[keys[i]] > 1 and weight(line) >= 6 and not is_statement(line):
            places.setdefault(keys[i], []).append(i)
    return {
        i
        for where in places.values()
        if where[-1] - where[0] <= _GALLERY_DISTANCE * (len(where) - 1)
        for i in where
    }


def _without_credit(line: str) -> str:
    """The key of a line without its credit: a caption may stand once with, once without."""
    return key(_bare(line)) or key(line)


def _bare(line: str) -> str:
    """A line without an agency's name behind its sentence."""
    match = _AGENCY_CREDIT.search(fold(line))
    # The match may start with the sentence's own full stop.
    return line[: match.start() + 1].rstrip(" (（[【") if match else line
