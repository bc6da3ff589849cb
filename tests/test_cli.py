from __future__ import annotations

import contextlib
import json
import os
import pty
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
        "added updated unchanged duplicates failed skipped notes near_duplicates articles chunks "
        "seconds".split()
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
    assert f"[1] {HARBOUR.title}\n      2 March 2024 · Harbour Daily · {HARBOUR.id}" in done.stdout
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
            shown = any(line.startswith(f"also  {article.id}  ") for line in lines)
            assert shown == (article.id != passage["article_id"])
            assert not shown or article.title in done.stdout


def test_an_article_is_shown_with_its_near_duplicates(tmp_path: Path) -> None:
    index = ("--index", tmp_path / "i")
    ingest_articles(tmp_path / "i", STORY)
    first, *others = STORY
    copies = document("article", first.id, *index)["copies"]
    assert {copy["article_id"] for copy in copies} == {other.id for other in others}
    shown = run("article", first.id, *index).stdout
    assert shown.endswith(first.body + "\n")
    assert all(f"also  {other.id}  " in shown for other in others)


@pytest.mark.parametrize(
    ("question", "said"), [("", "empty"), ("?!", "no word"), ("x" * 100_000, "100,000")]
)
def test_a_bad_question_is_one_line_and_exit_2(small_index: Path, question: str, said: str) -> None:
    done = run("ask", question, "--index", small_index, "--json")
    assert done.returncode == 2
    assert said in json.loads(done.stdout)["error"]["message"]
    (line,) = done.stderr.splitlines()
    assert said in line
    plain = run("search", question, "--index", small_index)
    assert (plain.returncode, plain.stdout, plain.stderr) == (2, "", done.stderr)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_wrong_usage_is_told_before_there_is_an_index(tmp_path: Path, command: str) -> None:
    done = run(command, "", "--index", tmp_path / "none")
    assert done.returncode == 2
    assert "empty" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("--from", "May"),
        ("--to", "2024-02-30"),
        ("--from", "2024-02-01", "--to", "2024-01-01"),
        ("--language", "fr"),
    ],
    ids=" ".join,
)
def test_a_wrong_filter_is_one_line_and_exit_2(small_index: Path, wrong: tuple[str, ...]) -> None:
    done = run("ask", "ferry", *wrong, "--index", small_index, "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "bad_filter"
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("k", ["0", "201"])
def test_a_number_of_passages_out_of_bounds_is_told_before_there_is_an_index(
    tmp_path: Path, k: str
) -> None:
    error = document("search", "ferry", "--k", k, "--index", tmp_path / "none", code=2)["error"]
    assert (error["code"], error["hint"]) == ("bad_question", "give a k from 1 to 200")


def test_no_index_unknown_article_bad_setting(small_index: Path, tmp_path: Path) -> None:
    missing = document("ask", "ferry", "--index", tmp_path / "none", code=1)
    assert missing["error"]["code"] == "index_not_found"
    unknown = document("article", "unknown", "--index", small_index, code=1)
    assert unknown["error"]["code"] == "article_not_found"
    setting = document("status", "--index", small_index, code=1, QA_PORT="x")
    assert setting["error"]["code"] == "bad_setting"


def test_wrong_usage_is_exit_2() -> None:
    assert run("ask").returncode == 2
    assert run("nonsense").returncode == 2
    assert run("search", "x", "--k", "eight").returncode == 2
    assert run("ask", "--json").stdout == ""


def test_what_fails_is_said_and_the_rest_goes_in(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Ferry fares rise\n\nFares rise by 12 per cent in May.")
    (tmp_path / "empty.txt").write_text("")
    report = document("ingest", tmp_path, "--index", tmp_path / "i", code=1)
    assert report["added"] == 1
    (failure,) = report["failed"]
    assert failure["path"].endswith("empty.txt")


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    (folder / "below").mkdir(parents=True)
    for name in ("photo.jpg", "README.md", ".hidden.txt"):
        (folder / name).write_text("No article.")
    report = document("ingest", folder, "--index", tmp_path / "i", code=1)
    (failure,) = report["failed"]
    assert failure["path"] == str(folder)
    assert "no article files in it" in failure["error"]


FERRY = "Ferry fares rise\n\nThe fares of the ferry rise by 12 per cent in May."
ODD_NAMES = [
    ("渡輪加價.txt".encode("big5"), "渡輪加價.txt"),
    ("轮渡涨价.txt".encode("gbk"), "轮渡涨价.txt"),
    ("café.txt".encode("latin-1"), "café.txt"),
    (b"\xff\xfe\x80.txt", "\\xff\\xfe\\x80.txt"),
    (b"two\nlines.txt", "two\nlines.txt"),
]


@pytest.mark.parametrize("direct", [False, True], ids=["in a folder", "given directly"])
def test_files_are_read_whatever_bytes_their_names_are(tmp_path: Path, direct: bool) -> None:
    folder = tmp_path / os.fsdecode("報道".encode("big5"))
    folder.mkdir()
    for number, (raw, _) in enumerate(ODD_NAMES):
        (folder / os.fsdecode(raw)).write_text(FERRY.replace("12", str(number)))
        (folder / os.fsdecode(b"bad-" + raw)).write_text("")
    given = sorted(folder.iterdir()) if direct else [folder]
    index = ("--index", tmp_path / "i")
    report = document("ingest", *given, *index, code=1)
    assert report["added"] == len(ODD_NAMES)
    failed = {failure["path"] for failure in report["failed"]}
    assert failed == {f"{tmp_path}/報道/bad-{name}" for _, name in ODD_NAMES}
    again = run("ingest", *given, *index)
    assert again.returncode == 1
    assert f"{len(ODD_NAMES)} unchanged" in again.stdout
    lines = [name.replace("\n", "\\n") for _, name in ODD_NAMES]
    assert sorted(again.stderr.splitlines()) == sorted(
        f"error: {tmp_path}/報道/bad-{name}: the file is empty (put text in it or remove it)"
        for name in lines
    )


def test_one_text_at_two_oddly_named_places_is_a_duplicate(tmp_path: Path) -> None:
    for raw, _ in ODD_NAMES:
        (tmp_path / "news" / os.fsdecode(raw)).parent.mkdir(exist_ok=True)
        (tmp_path / "news" / os.fsdecode(raw)).write_text(FERRY)
    report = document("ingest", tmp_path / "news", "--index", tmp_path / "i")
    assert (report["added"], report["duplicates"]) == (1, len(ODD_NAMES) - 1)


def in_a_terminal(*arguments: str | Path, **env: str) -> str:
    """What ``python -m qa`` prints where standard output is a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "qa", *map(str, arguments)]
    environment = {**os.environ, "TERM": "xterm", **env}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs) as process:
        os.close(theirs)
        printed = b""
        with contextlib.suppress(OSError):  # how Linux says that the other side has closed
            while piece := os.read(ours, 4096):
                printed += piece
    os.close(ours)
    assert process.returncode == 0
    return printed.decode()


def test_emphasis_is_bold_in_a_terminal_and_nowhere_else(sample_index: Path) -> None:
    asked = ("ask", "what cooperation areas did Mishustin list", "--index", sample_index)
    bold = "\x1b[1m投資貿易、能源、天然氣、和平利用核能、航空航天、科技創新、跨境交通物流\x1b[0m"
    assert bold in in_a_terminal(*asked)
    assert "\x1b" not in in_a_terminal(*asked, NO_COLOR="1")
    assert "\x1b" not in in_a_terminal(*asked, TERM="dumb")
    piped = run(*asked).stdout
    assert piped.startswith("投資貿易、能源")
    assert "**" not in piped
    assert "\x1b" not in piped


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


def test_an_edited_file_shows_its_versions_and_the_report_names_each_file(tmp_path: Path) -> None:
    news, index = tmp_path / "news", ("--index", tmp_path / "i")
    news.mkdir()
    (news / "photo.jpg").touch()
    for month in ("June", "July"):
        (news / "pool.md").write_text(f"# Pool closes\n\nThe pool closes in {month}, they said.\n")
        done = run("ingest", news, "--report", tmp_path / "r.jsonl", *index)
        assert "skipped" in done.stderr
        assert "photo.jpg" in done.stderr
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").open(encoding="utf-8")]
    (updated,) = [line["article_id"] for line in lines if line["outcome"] == "updated"]
    history = document("article", updated, "--versions", *index)
    assert "July" in history["article"]["body"]
    assert ["June" in v["article"]["body"] for v in history["versions"]] == [True]
    shown = run("article", updated, "--versions", *index).stdout
    assert shown.index("June") < shown.index("July")


def test_ingest_without_a_source_is_wrong_usage() -> None:
    assert run("ingest").returncode == 2
