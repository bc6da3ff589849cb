"""An index beside a plain dictionary: whatever is done to it, both say the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from qa.articles.model import Article
from qa.errors import ArticleNotFoundError
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.lexical import LexicalIndex, Word
from qa.index.store import Store
from qa.index.vectors import VectorIndex
from qa.index.verify import verify
from tests.conftest import article

# Every text has this term, so that one question finds them all.
TERM = "harbour"
PLACES = st.integers(0, 5)
WORDS = st.sampled_from(["ferry", "bridge", "museum", "market", "tunnel", "library"])
SIDES = st.sampled_from(["chroma", "lexical"])
# What is cut short: while a batch is written, and after that before either side is brought up.
CUTS = st.sampled_from([(Store, "add"), (VectorIndex, "commit"), (LexicalIndex, "commit")])
SIDE_OF = {VectorIndex: "chroma", LexicalIndex: "lexical"}
KILLED = 9


class Cut(BaseException):
    """As if the process had ended here."""


def report(place: int, word: str) -> Article:
    return article(
        f"Report {place}",
        f"The {TERM} council spoke about the {word} of district {place}.",
        url=f"https://news.example/{place}",
    )


@contextmanager
def cut_short(where: type, method: str) -> Iterator[None]:
    with patch.object(where, method, side_effect=Cut):
        try:
            yield
        except Cut:
            return


class IndexBesideDictionary(RuleBasedStateMachine):
    """Two readers stay open all the time; each change is made by a writer of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "index"
        self.expected: dict[int, Article] = {}
        self.kills = 0
        self.readers = [Index(self.folder, create=True), Index(self.folder)]

    def teardown(self) -> None:
        for reader in self.readers:
            reader.close()
        shutil.rmtree(self.home)

    @rule(place=PLACES, word=WORDS)
    def add_or_update(self, place: int, word: str) -> None:
        one = report(place, word)
        before = self.expected.get(place)
        outcome = ingest_articles(self.folder, [one])
        counts = (outcome.added, outcome.updated, outcome.unchanged)
        new = (1, 0, 0) if before is None else (0, 1, 0)
        assert counts == ((0, 0, 1) if before == one else new)
        self.expected[place] = one

    @rule(places=st.sets(PLACES, min_size=2), word=WORDS)
    def add_many(self, places: set[int], word: str) -> None:
        found = {place: report(place, word) for place in places}
        ingest_articles(self.folder, found.values())
        self.expected |= found

    @rule(place=PLACES, which=st.integers(0, 1))
    def remove(self, place: int, which: int) -> None:
        gone = self.expected.pop(place, None)
        reader = self.readers[which]
        if gone is None:
            with pytest.raises(ArticleNotFoundError):
                reader.remove([report(place, "ferry").id])
        else:
            assert reader.remove([gone.id]) == [gone.id]

    @rule(place=PLACES, word=WORDS, cut=CUTS)
    def crash(self, place: int, word: str, cut: tuple[type, str]) -> None:
        one = report(place, word)
        # Where its side is lost, a writer is cut short while it builds that anew, before it writes.
        begins = cut[0] is not Store and any(self.folder.glob(f"{SIDE_OF[cut[0]]}-*"))
        with cut_short(*cut):
            ingest_articles(self.folder, [one])
        if begins:
            self.expected[place] = one

    @precondition(lambda self: self.kills < 1)
    @rule(place=PLACES, word=WORDS, cut=CUTS)
    def kill(self, place: int, word: str, cut: tuple[type, str]) -> None:
        self.kills += 1
        where, method = cut
        begins = where is not Store and any(self.folder.glob(f"{SIDE_OF[where]}-*"))
        script = (
            f"import os, sys; from pathlib import Path; from {where.__module__} import "
            f"{where.__name__} as Where; from qa.index.ingest import ingest_articles\n"
            "from tests.index.test_stateful import report\n"
            f"Where.{method} = lambda *_: os._exit({KILLED})\n"
            f"ingest_articles(Path(sys.argv[1]), [report({place}, {word!r})])"
        )
        done = subprocess.run([sys.executable, "-c", script, str(self.folder)])
        one = report(place, word)
        unchanged = self.expected.get(place) == one
        assert done.returncode == KILLED or unchanged
        if begins:
            self.expected[place] = one

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.readers[which].close()
        self.readers[which] = Index(self.folder)

    @rule(name=SIDES)
    def lose_a_side(self, name: str) -> None:
        for folder in self.folder.glob(f"{name}-*"):
            shutil.rmtree(folder)

    @rule(which=st.integers(0, 1), side=st.integers(0, 1))
    def rebuild(self, which: int, side: int) -> None:
        reader = self.readers[which]
        with reader.writing():
            reader.refresh()
            reader._sides[side].rebuild()

    @rule(which=st.integers(0, 1))
    def check_all(self, which: int) -> None:
        self.readers[which].refresh()
        assert verify(self.readers[which]).problems == ()

    @invariant()
    def both_readers_find_what_is_there(self) -> None:
        expected = sorted(one.body for one in self.expected.values())
        for reader in self.readers:
            words = [Word.of(TERM)]
            lexical = reader.lexical(lambda side, words=words: side.search(words, 20))  # type: ignore[misc]
            dense = reader.search_dense(reader.model.encode([TERM])[0], 20)
            for found in (lexical, dense):
                chunks = reader.chunks([chunk for chunk, _ in found])
                assert sorted(one.body for _, one in chunks) == expected
            assert reader.status().articles == len(expected)


TestIndexBesideDictionary = pytest.mark.slow(IndexBesideDictionary.TestCase)
TestIndexBesideDictionary.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a failure takes half an hour
    suppress_health_check=list(HealthCheck),
)
