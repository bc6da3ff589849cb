"""The model's text on its way to the reader: every piece that comes out may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.markers import MarkerStream
from qa.answering.runaway import Watch
from qa.answering.script import ScriptStream
from qa.answering.scrub import Scrubber
from qa.answering.thinking import ThoughtFilter
from qa.retrieval.passage import Passage
from qa.text.language import Language


class Draft:
    """A written answer as it grows: without reasoning, scrubbed, renumbered, in one script.

    Attributes:
        text: all that may be shown of it by now.
        refused: the model said that the passages do not answer.
    """

    def __init__(self, passages: Sequence[Passage], language: Language) -> None:
        self._passages = passages
        self._language = language
        self._thoughts = ThoughtFilter()
        self._watch = Watch()
        self._restart()

    @property
    def cited(self) -> list[Passage]:
        """The passages that the text cites: ``[1]`` the first, ``[2]`` the second."""
        return [self._passages[number - 1] for number in self._markers.cited]

    @property
    def refused(self) -> bool:
        """Whether the model wrote that the passages do not answer."""
        return self._scrubber.refused

    def feed(self, piece: str) -> str:
        """The next piece of the reply; returns what can be shown of it by now.

        Raises:
            RunawayError: the reply is no answer any more.
        """
        spoken = self._thoughts.feed(piece)
        if self._thoughts.restarted:
            self._thoughts.restarted = False
            self._restart()
        self._watch.feed(spoken)
        return self._add(self._script.feed(self._markers.feed(self._scrubber.feed(spoken))))

    def finish(self) -> str:
        """The reply has ended: what was still held back."""
        clean = self._scrubber.feed(self._thoughts.finish()) + self._scrubber.finish()
        marked = self._markers.feed(clean) + self._markers.finish()
        return self._add(self._script.feed(marked) + self._script.finish())

    def _restart(self) -> None:
        self.text = ""
        self._scrubber = Scrubber(self._passages)
        self._markers = MarkerStream(len(self._passages))
        self._script = ScriptStream(self._language)

    def _add(self, text: str) -> str:
        # Nothing is shown of the blank lines that some models begin with.
        text = text if self.text else text.lstrip()
        self.text += text
        return text
