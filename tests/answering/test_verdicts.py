"""How often the check is right: on the pairs it was made with, and on pairs it never saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answering.claim_pairs import DEVELOPMENT, HELD_OUT, UNSEEN, Judged, judged


def share(found: list[Judged], *, true: bool) -> float:
    of_kind = [one.right for one in found if (one.change == "") == true]
    return sum(of_kind) / len(of_kind)


def test_claims_across_and_within_languages(tmp_path: Path) -> None:
    found = judged(DEVELOPMENT, tmp_path / "i")
    assert share(found, true=True) >= 0.95
    assert share(found, true=False) >= 0.95


def test_only_what_is_wrong_is_ever_replaced(tmp_path: Path) -> None:
    found = judged(DEVELOPMENT, tmp_path / "i")
    assert not [one.claim for one in found if one.verdict.contradicted and one.change == ""]
    numbers = [one for one in found if one.change in ("number", "date")]
    assert sum(one.verdict.contradicted for one in numbers) >= 0.9 * len(numbers)


@pytest.mark.parametrize("path", [HELD_OUT, UNSEEN], ids=lambda path: path.stem)
def test_claims_that_were_held_out(path: Path, tmp_path: Path) -> None:
    found = judged(path, tmp_path / "i")
    assert share(found, true=True) >= 0.8
    assert share(found, true=False) >= 0.8
