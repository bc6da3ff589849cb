"""Reasoning that a model thinks aloud (``<think>...</think>``): taken out of its text."""

from __future__ import annotations

import re

_NAMES = "think|thinking|thought|reasoning|reflection"
_OPEN = re.compile(rf"<(?:{_NAMES})>\s*", re.IGNORECASE)
_CLOSE = re.compile(rf"</(?:{_NAMES})>\s*", re.IGNORECASE)
# What may still become a tag: "<", "</thi"; and white space after a closed one.
_UNFINISHED = re.compile(r"<(?:/?[a-z]{0,10})?$", re.IGNORECASE)


class ThoughtFilter:
    """Takes blocks of reasoning out of a stream of text, also one that is never closed.

    Attributes:
        restarted: set where a block ends that had not begun: what came before it was
            reasoning too (some servers put the opening tag into the prompt).
    """

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._closed = False
        self.restarted = False

    def feed(self, piece: str) -> str:
        """The next piece; returns what of it is no reasoning."""
        self._held += piece
        shown = ""
        while self._held:
            match = (_CLOSE if self._inside else _OPEN).search(self._held)
            orphan = None if self._inside else _CLOSE.search(self._held)
            if orphan and (match is None or orphan.start() < match.start()):
                shown, self.restarted = "", True
                self._leave(orphan.end())
            elif match and self._inside:
                self._leave(match.end())
            elif match:
                shown += self._visible(self._held[: match.start()])
                self._held, self._inside = self._held[match.end() :], True
            else:
                break
        unfinished = _UNFINISHED.search(self._held)
        cut = unfinished.start() if unfinished else len(self._held)
        if not self._inside:
            shown += self._visible(self._held[:cut])
        self._held = self._held[cut:]
        return shown

    def finish(self) -> str:
        """What was still held back."""
        rest, self._held = self._held, ""
        return "" if self._inside else rest

    def _leave(self, end: int) -> None:
        self._held, self._inside, self._closed = self._held[end:], False, True

    def _visible(self, text: str) -> str:
        # The blank lines after a block belong to it, also where they come in later pieces.
        if self._closed:
            text = text.lstrip()
            self._closed = not text
        return text
