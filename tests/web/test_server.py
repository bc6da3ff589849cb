from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from qa.index.index import Index
from qa.settings import ROOT, Settings
from qa.web.server import AddressError, serve


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_in_use_is_one_clear_line(taken: int) -> None:
    with pytest.raises(AddressError) as caught:
        serve(Settings(port=taken))
    assert f"127.0.0.1:{taken}" in caught.value.message
    assert "QA_PORT" in caught.value.hint


def test_a_host_that_is_not_ours_is_one_clear_line() -> None:
    with pytest.raises(AddressError, match=r"192\.0\.2\.1"):
        serve(Settings(host="192.0.2.1", port=0))


@pytest.mark.parametrize("command", [["app.py"], ["-m", "qa", "serve"]])
def test_from_the_command_line_a_port_in_use_ends_with_1(taken: int, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QA_PORT": str(taken)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot listen on")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [["app.py"], ["-m", "qa", "serve"]])
def test_help_lists_options_and_every_setting(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *command, "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "--port" in done.stdout
    assert all(f"QA_{name.upper()} [" in done.stdout for name in Settings.model_fields)
    assert done.stderr == ""


@pytest.mark.parametrize("wrong", [["--nonsense"], ["extra"], ["--port", "seventy"]], ids=" ".join)
def test_wrong_arguments_of_app_py_are_exit_2(wrong: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "app.py", *wrong], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert wrong[0] in done.stderr


@pytest.mark.parametrize("missing", [False, True], ids=["empty", "missing"])
def test_nothing_to_serve_is_one_line_and_exit_1(tmp_path: Path, missing: bool) -> None:
    corpus = tmp_path / "corpus"
    if not missing:
        corpus.mkdir()
    env = {**os.environ, "QA_CORPUS": str(corpus), "QA_INDEX": str(tmp_path / "i"), "QA_PORT": "0"}
    done = subprocess.run(
        [sys.executable, "app.py"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: no articles to serve: {corpus}: no ")
    assert "QA_CORPUS" in line


def test_an_index_without_articles_is_one_line_and_exit_1(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index(folder, create=True).close()
    done = subprocess.run(
        [sys.executable, "app.py"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QA_INDEX": str(folder), "QA_PORT": "0"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: no articles to serve: the index in {folder} has none")
    assert f"ingest --index {folder}" in line


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ready(url: str, seconds: float) -> dict[str, object]:
    """The first good answer of /readyz."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urlopen(f"{url}/readyz", timeout=5) as response:
                document: dict[str, object] = json.load(response)
                return document
        except OSError as error:
            # Not ready must be said in the one shape of errors, never by another status.
            if isinstance(error, HTTPError):
                assert error.code == 503
                assert set(json.load(error)["error"]) == {"code", "message", "hint"}
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.mark.slow
def test_app_py_is_ready_long_before_the_page_is_loaded(small_index: Path) -> None:
    port = free_port()
    env = {**os.environ, "QA_PORT": str(port), "QA_INDEX": str(small_index)}
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True
    )
    try:
        url = f"http://127.0.0.1:{port}"
        assert ready(url, seconds=30)["articles"] == 3
    finally:
        process.terminate()
        _, log = process.communicate(timeout=30)
    assert url in log
    assert "Traceback" not in log
