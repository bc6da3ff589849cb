"""Scrubbing: images, HTML and foreign links never leave a written answer, nor any piece of it.

An article may tell the model to show a picture from elsewhere, whose address then carries the
reader's question away. So pictures and tags always go, and an address stays only where an
article that the answer cites holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.answering.markers import cited_in
from qa.retrieval.passage import Passage

_LONGEST = 2_000
_ADDRESS = r"[^\s<>!\"'`{}|\\^()（）\[\]【】「」『』《》，。！？；：、\u3400-\u9fff]"
_SCHEME = r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.|(?:javascript|vbscript|data|mailto|file|blob):)"
_BARE = rf"(?:{_SCHEME}{_ADDRESS}+|(?<![A-Za-z0-9@.-])(?:[a-z0-9-]+\.)+[a-z]{{2,}}/{_ADDRESS}*)"
_LABEL = r"\[(?P<{0}>[^\[\]\n]{{0,300}}(?:\[[^\[\]\n]{{0,100}}\][^\[\]\n]{{0,100}})?)\]"
_TARGET = r"\((?P<{0}>[^()\n]{{0,2000}}(?:\([^()\n]{{0,200}}\)[^()\n]{{0,2000}})?)\)"
# "Great![1]" is no picture.
_NO_MARKER = r"(?!!\[\^?\d[\d\s,，、-]*\](?![(\[]))"
_SCRUBBED = re.compile(
    rf"(?P<image>{_NO_MARKER}!{_LABEL.format('alt')}(?:{_TARGET.format('shown')}|\[[^\]\n]{{0,300}}\])?)"
    rf"|(?P<bang>{_NO_MARKER}!(?=\[))"
    rf"|(?P<link>{_LABEL.format('label')}{_TARGET.format('to')})"
    rf"|(?P<defined>^[ ]{{0,3}}\[(?!\^?\d+\])[^\[\]\n]{{1,100}}\]:[^\n]*)"
    rf"|<(?P<tag>[a-z/!?][^<>]{{0,{_LONGEST}}})>"
    rf"|(?P<angle><(?![\s\d=]))"
    rf"|(?P<bare>{_BARE})"
    # Marks that cannot be seen: controls, and those that turn text round.
    r"|(?P<noise>[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+)"
    r"|(?P<refusal>NOT_IN_ARTICLES)",
    re.IGNORECASE | re.MULTILINE,
)
# What ends a word, and so an address.
_APART = r"\s\u3400-\u9fff，。！？；：、「」『』（）()\[\]"
_LONGEST_WORD = 1_000
_BREAK = re.compile(rf"[{_APART}<>!]")
_LABEL_BEGUN = r"\[[^\[\]\n]{0,300}(?:\[[^\[\]\n]{0,100}(?:\][^\[\]\n]{0,100})?)?"
# What may still become one of these: the last word; an open bracket, tag or link.
_OPEN_ENDS = (
    re.compile(r"<(?:[a-z/!?][^<>]{0,2000})?$", re.IGNORECASE),
    re.compile(rf"!?{_LABEL_BEGUN}$"),
    re.compile(rf"!?{_LABEL_BEGUN}\](?:\([^\n]{{0,2000}}|\[[^\]\n]{{0,300}})?$"),
    re.compile(r"^[ ]{0,3}(?:\[[^\[\]\n]{0,100}(?:\](?::[^\n]*)?)?)?\Z", re.MULTILINE),
    re.compile(rf"(?<![^{_APART}])[^{_APART}]{{1,{_LONGEST_WORD}}}$"),
    re.compile(r"!$"),
)
_LINK = re.compile(_BARE, re.IGNORECASE)
_SENTENCE_END = re.compile(r"\n|[。！？]|[.!?](?=\s)")
_MARKERS_AFTER = re.compile(r"(?:\s*[\[【［(（][^\[\]【】［］\n]{0,40}[\]】］)）])*")
# Nothing yet, or what may become a marker of the sentence before.
_AFTER_BEGUN = re.compile(r"\s*(?:[\[【［(（][^\[\]【】［］\n]{0,40})?")


class Scrubber:
    """Scrubs a stream of text; what comes out of ``feed`` is clean and stays so.

    Args:
        passages: what the model was shown, in the order of its numbers. An address stays
            where the sentence it stands in, or one before, cites a passage that holds it.

    Attributes:
        refused: the model wrote the word for "the passages do not answer" somewhere.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._held = ""
        self._available = len(passages)
        self._addresses = [
            {_plain(url) for url in (*_LINK.findall(p.text), p.url or "") if url} for p in passages
        ]
        self._anywhere = frozenset().union(*self._addresses) if passages else frozenset()
        self._cited: set[int] = set()
        self._before = "\n"
        self.refused = False

    def feed(self, piece: str) -> str:
        """The next piece of text; returns what can be shown of it by now."""
        inside = self._held and not _BREAK.search(self._held[-1] + piece)
        self._held += piece
        # A long word is looked at once, when it has ended.
        if inside and len(self._held) < _LONGEST_WORD:
            return ""
        return self._release(self._decided())

    def finish(self) -> str:
        """What was still held back."""
        return self._release(len(self._held))

    def _release(self, cut: int) -> str:
        if not cut:
            return ""
        # What is said of the start of a line needs to know whether this is one.
        text, self._held = self._before + self._held[:cut], self._held[cut:]
        clean = _SCRUBBED.sub(self._judge(text), text)[1:]
        self._cited |= cited_in(text, self._available)
        self._before = "\n" if text.endswith("\n") else ","
        return clean

    def _judge(self, text: str, end: int | None = None) -> Callable[[re.Match[str]], str]:
        def judge(match: re.Match[str]) -> str:
            place = match.end() if end is None else end
            if match["link"] is not None:
                return self._link(match, text, place)
            if match["bare"] is not None:
                return self._bare(match["bare"], text, place)
            if match["tag"] is not None and _LINK.match(match["tag"]):
                return self._bare(match["tag"], text, place)
            self.refused = self.refused or match["refusal"] is not None
            return ""

        return judge

    def _link(self, match: re.Match[str], text: str, end: int) -> str:
        label = match["label"].strip()
        to = match["to"].split()[0] if match["to"].split() else ""
        # A marker that is made a link is still a marker.
        if re.fullmatch(r"\^?\d[\d\s,，、-]*", label):
            return f"[{label}]"
        inner = _SCRUBBED.sub(self._judge(text, end), label)
        return f"[{inner}]({to})" if self._may_stay(to, text, end) else inner

    def _bare(self, address: str, text: str, end: int) -> str:
        bare = address.rstrip(".,;:!?*_~")
        tail = address[len(bare) :]
        return f"{bare}{tail}" if self._may_stay(bare, text, end) else tail

    def _may_stay(self, address: str, text: str, end: int) -> bool:
        if not re.match(r"https?://|www\.|[\w-]+\.", address, re.IGNORECASE):
            return False
        cited = self._cited | cited_in(text[: _sentence_end(text, end)], self._available)
        return any(_plain(address) in self._addresses[number - 1] for number in cited)

    def _decided(self) -> int:
        """Up to where the held text cannot change its meaning any more."""
        text = self._before + self._held
        starts = [match.start() for end in _OPEN_ENDS if (match := end.search(text))]
        cut = min(starts, default=len(text))
        # An address that an article holds waits for the end of its sentence and its markers.
        for match in _LINK.finditer(text):
            held = _plain(match.group()) in self._anywhere
            if held and _AFTER_BEGUN.fullmatch(text, _sentence_end(text, match.end())):
                cut = min(cut, match.start())
        for match in _SCRUBBED.finditer(text):
            if match.start() < cut < match.end():
                cut = match.start()
        return max(0, cut - 1)


def _sentence_end(text: str, start: int) -> int:
    """Where the sentence ends that goes on at ``start``, the markers after it included."""
    match = _SENTENCE_END.search(text, start)
    if match is None:
        return len(text)
    after = _MARKERS_AFTER.match(text, match.end())
    return after.end() if after else match.end()


def _plain(address: str) -> str:
    """An address in one form, to be compared."""
    bare = re.sub(r"^https?://", "", address.strip().rstrip(".,;:!?*_~"), flags=re.IGNORECASE)
    return bare.removeprefix("www.").rstrip("/").lower()
