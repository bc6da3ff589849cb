"""What the command line shows while articles go in."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from qa.index.ingest import ingest_paths
from qa.index.intake import Step
from qa.ingesting import progress


class Terminal(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for n in range(20):
        (folder / f"notice-{n:02}.md").write_text(f"# Notice {n}\n\nThe pool closes on day {n}.\n")
    return folder


def test_nothing_is_shown_off_a_terminal(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)
    with progress() as shown:
        assert shown is None
        ingest_paths(tmp_path / "index", [news], progress=shown)
    assert errors.getvalue() == ""


def test_a_bar_shows_articles_rate_and_the_time_left_and_goes_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("qa.ingesting._REDRAWN_EVERY", 0.0)
    with progress() as shown:
        assert shown
        for done in range(0, 5001, 1000):
            shown(Step("reading", done, 5000, done // 100, "/news/feed.jsonl"))
        shown(Step("indexing", 10, 40, 50))
    text = terminal.getvalue()
    assert "feed.jsonl" in text
    assert "articles" in text
    assert "/5.00k" in text or "/5000" in text
    assert "chunks" in text
    assert text.rstrip(" ").endswith("\r")


def test_steps_tell_bytes_and_articles_in_order(tmp_path: Path, news: Path) -> None:
    steps: list[Step] = []
    ingest_paths(tmp_path / "index", [news], progress=steps.append)
    reading = [step for step in steps if step.stage == "reading"]
    size = sum(path.stat().st_size for path in news.iterdir())
    assert {step.total for step in reading} == {size}
    assert [step.articles for step in reading] == sorted(step.articles for step in reading)
    assert reading[-1].articles == 20
    assert all(step.done <= size for step in reading)
    indexing = [step for step in steps if step.stage == "indexing"]
    assert (indexing[-1].done, indexing[-1].total) == (20, 20)
