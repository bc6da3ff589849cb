"""Nothing here needs a network once it is installed, and nothing reaches for one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from qa.settings import ROOT
from tests.loopback_only.sitecustomize import NetworkBlockedError


def test_the_block_holds_in_this_process_and_in_its_children() -> None:
    with pytest.raises(OSError, match="blocked") as caught:
        urllib.request.urlopen("http://192.0.2.1/", timeout=2)
    assert isinstance(caught.value.args[0], NetworkBlockedError)
    script = "import urllib.request; urllib.request.urlopen('http://news.invalid/', timeout=2)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "NetworkBlockedError: blocked: name look-up of news.invalid" in done.stderr


def _without_network() -> list[str]:
    """A command prefix that leaves a process no network device at all, where that is allowed."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], check=False).returncode:
        pytest.skip("needs the right to make a network namespace (unshare -n)")
    return [unshare, "-n"]


@pytest.mark.slow
def test_from_articles_to_an_answer_without_any_network_device(tmp_path: Path) -> None:
    prefix = _without_network()

    def run(*arguments: str) -> str:
        command = [*prefix, sys.executable, "-m", "qa", *arguments, "--index", str(tmp_path / "i")]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout

    run("ingest", "corpus")
    assert "投資貿易" in run("ask", "what cooperation areas did Mishustin list")
