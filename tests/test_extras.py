"""What is not installed is told in one line with the command that installs it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qa.errors import MissingPackageError
from qa.service import Service
from qa.settings import Settings
from qa.web.server import serve


@pytest.mark.parametrize("checkout", [True, False], ids=["checkout", "installed"])
@pytest.mark.parametrize(
    ("module", "setting", "extra"),
    [
        ("langchain.chat_models", {"chat_model": "openai:any"}, "chat"),
        ("sentence_transformers", {"embedding_model": "org/any"}, "models"),
        ("torch.nn", {"reranker_model": "org/any"}, "models"),
    ],
)
def test_a_setting_that_needs_a_missing_package_names_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
    sample_index: Path,
    checkout: bool,
    module: str,
    setting: dict[str, str],
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr("qa.extras.is_checkout", lambda: checkout)
    with pytest.raises(MissingPackageError, match=module.split(".")[0]) as raised:
        Service(sample_index, Settings(**setting)).ask("Who is Mishustin?")  # type: ignore[arg-type]
    pinned = "pip install -r requirements.txt"
    assert raised.value.hint == (pinned if checkout else f"pip install 'news-qa[{extra}]'")


def test_serving_without_the_web_packages_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "qa.web.application", raising=False)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(MissingPackageError, match="fastapi") as raised:
        serve(Settings(port=0))
    assert raised.value.hint == "pip install -r requirements.txt"
