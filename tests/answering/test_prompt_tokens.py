from __future__ import annotations

from pathlib import Path

import pytest
import tiktoken
import tiktoken.registry

from qa.answering.prompt_tokens import prompt_counter
from qa.chunking.ranks import count_tokens, encoding

TEXT = "跨海大橋全長十二公里，預計明年六月通車。The bridge opens in June."


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(tiktoken.registry, "ENCODINGS", {})


@pytest.mark.parametrize("model", ["openai:gpt-4o", "openai:qwen3", "ollama:llama3.2", ""])
def test_ours_with_a_margin_where_the_models_own_is_not_at_hand(model: str) -> None:
    assert count_tokens(TEXT) < prompt_counter(model)(TEXT) < 2 * count_tokens(TEXT)


def test_the_models_own_where_it_is_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    name = tiktoken.encoding_name_for_model("gpt-4o")
    monkeypatch.setitem(tiktoken.registry.ENCODINGS, name, encoding())
    assert prompt_counter("openai:gpt-4o")(TEXT) == count_tokens(TEXT)
