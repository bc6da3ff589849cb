"""A real server and a real browser for tests and for the README's pictures."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from qa.settings import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
WIDE = (1280, 800)
PHONE = (390, 844)
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
_SECONDS_TO_START = 90


@contextmanager
def serving(index: Path, **settings: str) -> Iterator[str]:
    """``python app.py`` on a free loopback port; yields its address when the page is there."""
    port = _free_port()
    env = {**os.environ, "QA_INDEX": str(index), "QA_PORT": str(port), **settings}
    log = index.parent / f"server-{port}.log"
    with log.open("w") as sink:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=env, stderr=sink)
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait_for_page(url, process, log, settings.get("QA_AUTH", ""))
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert "Traceback" not in log.read_text(), log.read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_page(url: str, process: subprocess.Popen[bytes], log: Path, login: str) -> None:
    # Gradio's configuration is there as soon as the whole page is.
    request = Request(f"{url}config")
    if login:
        request.add_header("Authorization", f"Basic {b64encode(login.encode()).decode()}")
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(request, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no page at {url}:\n{log.read_text()}")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Headless Chromium, as installed by the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


def open_page(page: Page, url: str) -> Page:
    """Go to the page and wait until it speaks."""
    page.goto(url)
    page.wait_for_selector("#qa-lang")
    return page


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait for the end of the answer."""
    answers = page.locator("#qa-chat .bot-row")
    before = answers.count()
    page.fill("#qa-question textarea", question)
    page.press("#qa-question textarea", "Enter")
    wait_for_answer(page, before + 1)


def wait_for_answer(page: Page, number: int) -> None:
    """Wait until the answer with this number is finished."""
    answer = page.locator("#qa-chat .bot-row").nth(number - 1)
    answer.locator(".qa-sources, .qa-nearest, .qa-note").first.wait_for()
    page.locator("#qa-question .submit-button").wait_for()


def open_source(page: Page, number: int = 1) -> None:
    """Click a citation and wait until its quote is marked and has come to rest."""
    page.locator("a.qa-cite", has_text=str(number)).first.click()
    page.wait_for_selector("#qa-panel mark")
    page.wait_for_timeout(700)
