"""The shipped token ranks count tokens offline, exactly, and refuse a damaged file."""

from __future__ import annotations

import lzma
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.chunking.ranks import (
    RANKS_FILE,
    count_tokens,
    encoding,
    make_encoding,
    read_ranks,
    write_ranks,
)
from qa.errors import ModelError
from qa.models.artefact import artefact
from training.tokenizer.train import to_ranks, train

ENGLISH = "The harbour bridge reopened on Monday after eleven weeks of repairs, officials said."
TRADITIONAL = "港灣大橋經過十一個星期的維修，於星期一重新開放，當局表示。"
SIMPLIFIED = "港湾大桥经过十一个星期的维修，于星期一重新开放，当局表示。"


@pytest.mark.parametrize(
    "text", [ENGLISH, TRADITIONAL, SIMPLIFIED, "", "𠮷野家 café 😀\r\n\t1,234%"]
)
def test_text_survives_the_round_trip(text: str) -> None:
    assert encoding().decode(encoding().encode_ordinary(text)) == text


@given(st.text(max_size=200))
def test_any_text_survives_the_round_trip(text: str) -> None:
    assert encoding().decode(encoding().encode_ordinary(text)) == text


@pytest.mark.parametrize("text", [ENGLISH, TRADITIONAL, SIMPLIFIED])
def test_each_language_is_counted_in_words_rather_than_bytes(text: str) -> None:
    assert 0 < count_tokens(text) < len(text.encode()) / 3


def test_the_two_scripts_cost_about_the_same() -> None:
    assert count_tokens(TRADITIONAL) == pytest.approx(count_tokens(SIMPLIFIED), rel=0.25)


def test_special_marks_are_ordinary_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_counting_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    encoding.cache_clear()
    assert count_tokens(ENGLISH) > 10


def test_the_shipped_file_is_small() -> None:
    assert artefact("tokenizer").path(RANKS_FILE).stat().st_size <= 600_000


def test_trained_ranks_encode_like_the_tokenizer_they_came_from(tmp_path: Path) -> None:
    corpus = [
        ENGLISH,
        TRADITIONAL,
        SIMPLIFIED,
        "Ferries ran every 10 minutes; 3,200 rode them.",
    ] * 3
    tokenizer = train(iter(corpus), vocabulary=400)
    path = tmp_path / "small.ranks.xz"
    write_ranks(to_ranks(tokenizer), path)
    small = make_encoding(read_ranks(path))
    for text in [*corpus, "Another bridge: 港灣 2024 naïve 😀", "  two  spaces\n\nlines "]:
        assert small.encode_ordinary(text) == tokenizer.encode(text).ids


def test_the_same_text_trains_the_same_file(tmp_path: Path) -> None:
    files = [tmp_path / "a.xz", tmp_path / "b.xz"]
    for path in files:
        write_ranks(to_ranks(train(iter([ENGLISH, SIMPLIFIED]), vocabulary=300)), path)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"absent\.xz"):
        read_ranks(tmp_path / "absent.xz")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xz"
    path.write_bytes(lzma.compress(b"something else\nYQ==\n"))
    with pytest.raises(ModelError, match="not in the format"):
        read_ranks(path)


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "damaged.xz"
    write_ranks([bytes([byte]) for byte in range(256)], path)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-30])
    else:
        plain = lzma.decompress(path.read_bytes())
        path.write_bytes(lzma.compress(plain[:-2] + b"!\n"))
    with pytest.raises(ModelError, match=r"damaged\.xz"):
        read_ranks(path)
