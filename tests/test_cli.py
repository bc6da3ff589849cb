from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa.index.ingest import ingest_articles
from qa.settings import ROOT
from tests.chat_server import chat_server
from tests.conftest import HARBOUR
from tests.wire_story import QUESTION, STORY


def run(*arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **env},
        check=False,
    )


def document(*arguments: str | Path, code: int = 0, **env: str) -> Any:
    done = run(*arguments, "--json", **env)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_from_files_to_an_answer(tmp_path: Path) -> None:
    news = tmp_path / "fares.md"
    news.write_text(
        f"---\ntitle: {HARBOUR.title}\npublished: {HARBOUR.published}\n---\n{HARBOUR.body}"
    )
    index = ("--index", tmp_path / "i")
    report = document("ingest", news, *index)
    assert (report["added"], report["failed"], report["articles"]) == (1, [], 1)
    assert set(report) == set(
        "added updated unchanged duplicates failed articles chunks seconds".split()
    )
    answer = document("ask", "How much will an adult ticket cost?", *index)
    assert answer["citations"][0]["quote"] == "An adult ticket will cost 5.6 dollars."
    passages = document("search", "ferry", "--k", "1", *index)["passages"]
    identity = passages[0]["article_id"]
    assert document("article", identity, *index)["body"] == HARBOUR.body
    status = document("status", *index)
    assert (status["articles"], status["healthy"]) == (1, True)
    assert document("verify", *index)["sound"]
    assert document("remove", identity, *index) == {"removed": [identity]}
    assert document("status", *index)["articles"] == 0


def test_people_read_text(small_index: Path) -> None:
    done = run("ask", "How much will an adult ferry ticket cost?", "--index", small_index)
    assert done.returncode == 0
    assert "An adult ticket will cost 5.6 dollars. [1]" in done.stdout
    assert f"[1] {HARBOUR.title}, {HARBOUR.published}, {HARBOUR.id}" in done.stdout
    assert done.stderr == ""


def test_a_follow_up_says_how_it_was_understood(small_index: Path) -> None:
    earlier = ("--after", "大熊猫幼崽何时首次与游客见面？", "--index", small_index)
    done = run("ask", "它们有多重？", *earlier)
    assert done.returncode == 0, done.stderr
    assert "体重均超过十公斤" in done.stdout
    assert "理解为：" in done.stdout
    assert document("ask", "它们有多重？", *earlier)["question"].endswith("：它们有多重？")


def test_copies_stand_under_the_article_shown(tmp_path: Path) -> None:
    index = ("--index", tmp_path / "i")
    ingest_articles(tmp_path / "i", STORY)
    (passage,) = document("search", QUESTION, *index)["passages"]
    assert len(passage["copies"]) == 2
    said = [f"also  {copy['article_id']}  " for copy in passage["copies"]]
    for command in ("search", "ask"):
        done = run(command, QUESTION, *index)
        assert done.returncode == 0, done.stderr
        lines = [line.strip() for line in done.stdout.splitlines()]
        (first, second) = [line for line in lines if line.startswith("also  ")]
        assert first.startswith(said[0])
        assert second.startswith(said[1])
        for article in STORY:
            dated = f"{(article.published or 'no date')[:10]}  {article.title}"
            full = f"also  {article.id}  {dated}" + (
                f", {article.source}" if article.source else ""
            )
            assert (full in lines) == (article.id != passage["article_id"])


@pytest.mark.parametrize(
    ("question", "said"), [("", "empty"), ("?!", "no word"), ("x" * 100_000, "100,000")]
)
def test_a_bad_question_is_one_line_and_exit_1(small_index: Path, question: str, said: str) -> None:
    done = run("ask", question, "--index", small_index, "--json")
    assert done.returncode == 1
    assert said in json.loads(done.stdout)["error"]["message"]
    (line,) = done.stderr.splitlines()
    assert said in line


def test_no_index_unknown_article_bad_filter_bad_setting(small_index: Path, tmp_path: Path) -> None:
    missing = document("ask", "ferry", "--index", tmp_path / "none", code=1)
    assert missing["error"]["code"] == "index_not_found"
    unknown = document("article", "unknown", "--index", small_index, code=1)
    assert unknown["error"]["code"] == "article_not_found"
    bad = document("ask", "ferry", "--from", "May", "--index", small_index, code=1)
    assert bad["error"]["code"] == "bad_filter"
    setting = document("status", "--index", small_index, code=1, QA_PORT="x")
    assert setting["error"]["code"] == "bad_setting"


def test_wrong_usage_is_exit_2() -> None:
    assert run("ask").returncode == 2
    assert run("nonsense").returncode == 2
    assert run("search", "x", "--k", "0").returncode == 2


def test_what_fails_is_said_and_the_rest_goes_in(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Ferry fares rise\n\nFares rise by 12 per cent in May.")
    (tmp_path / "empty.txt").write_text("")
    report = document("ingest", tmp_path, "--index", tmp_path / "i", code=1)
    assert report["added"] == 1
    (failure,) = report["failed"]
    assert failure["path"].endswith("empty.txt")


def test_a_c_locale_prints_chinese(small_index: Path) -> None:
    done = run("ask", "大桥全长多少", "--index", small_index, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "十二公里" in done.stdout


def test_people_see_which_sentences_of_a_written_answer_are_not_verified(
    small_index: Path,
) -> None:
    with chat_server() as chat:
        chat.say("An adult ticket will cost 5.6 dollars [1]. Ferries are nice.")
        model = {"QA_CHAT_MODEL": "openai:scripted", "QA_CHAT_BASE_URL": chat.url}
        done = run("ask", "How much is an adult ferry ticket?", "--index", small_index, **model)
    assert done.stdout.startswith(
        "An adult ticket will cost 5.6 dollars [1]. Ferries are nice. (not verified)\n"
    )
