from __future__ import annotations

from training.embedding.holdout import BLOCK_LINES, line_held_out, passage_held_out


def test_about_one_in_sixteen_is_held_out_and_always_the_same() -> None:
    drawn = [passage_held_out(f"passage {n}") for n in range(4000)]
    assert 180 < sum(drawn) < 320
    assert drawn == [passage_held_out(f"passage {n}") for n in range(4000)]


def test_lines_are_held_out_in_whole_blocks() -> None:
    for block in range(200):
        lines = range(block * BLOCK_LINES, (block + 1) * BLOCK_LINES)
        assert len({line_held_out("news", line) for line in lines}) == 1
