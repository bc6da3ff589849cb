from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.chunking.chunker import chunk_body
from qa.text.sentences import sentence_spans

ENGLISH = " ".join(f"Ferry number {n} left the pier at dawn with its lights on." for n in range(60))
CHINESE = "".join(f"第{n}號渡輪清晨離開碼頭，船上亮著燈。" for n in range(60))


def test_a_short_body_is_one_chunk() -> None:
    (chunk,) = chunk_body("一句話。再一句。")
    assert (chunk.start, chunk.end, chunk.text) == (0, 8, "一句話。再一句。")


def test_chunks_hold_whole_sentences_and_overlap_by_some() -> None:
    for body in (ENGLISH, CHINESE):
        chunks = chunk_body(body, size=128, overlap=32)
        starts = {start for start, _ in sentence_spans(body)}
        ends = {end for _, end in sentence_spans(body)}
        assert len(chunks) > 3
        assert all(chunk.tokens <= 128 for chunk in chunks)
        assert all(chunk.start in starts and chunk.end in ends for chunk in chunks)
        assert all(a.start < b.start < a.end for a, b in itertools.pairwise(chunks))


def test_a_sentence_longer_than_a_chunk_is_cut_at_a_clause() -> None:
    body = "，".join(["渡輪公司宣布調整票價"] * 40) + "。"
    chunks = chunk_body(body, size=64, overlap=16)
    assert len(chunks) > 2
    assert all(chunk.tokens <= 64 for chunk in chunks)
    assert all(chunk.text.endswith(("，", "。")) for chunk in chunks)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="渡輪到了，。！ ab.\n", max_size=400), st.integers(4, 40))
def test_nothing_is_lost_and_spans_are_true(body: str, size: int) -> None:
    chunks = chunk_body(body, size=size, overlap=size // 4)
    covered = {i for chunk in chunks for i in range(chunk.start, chunk.end)}
    assert {i for i, c in enumerate(body) if not c.isspace()} <= covered
    assert all(body[chunk.start : chunk.end] == chunk.text for chunk in chunks)
