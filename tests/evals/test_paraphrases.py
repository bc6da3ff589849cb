"""Questions that people word in many ways: how many are answered right today, and no fewer."""

from __future__ import annotations

import pytest

from evals.paraphrases import Paraphrase, judged, load_paraphrases
from qa.service import Service
from tests.evals.conftest import Evals

# Of 22, when this was written; to be raised with what is mended.
RIGHT_TODAY = 6


def test_the_command_reports_how_many_are_right(evals: Evals) -> None:
    code, report = evals("paraphrases")
    assert code == 0
    assert report["questions"] == len(load_paraphrases()) == 22
    assert report["right"] == sum(row["right"] for row in report["rows"])
    assert report["right"] >= RIGHT_TODAY


@pytest.mark.parametrize(
    ("question", "kind", "right"),
    [
        ({"question": "thank you", "kind": "small_talk"}, "small_talk", True),
        ({"question": "thank you", "kind": "refusal"}, "small_talk", False),
        ({"question": "Who won the 2022 World Cup?", "kind": "refusal"}, "refusal", True),
        (
            {"question": "習近平提出哪三大原則", "kind": "answer", "holds": ["和平共處"]},
            "answer",
            True,
        ),
        (
            {"question": "習近平提出哪三大原則", "kind": "answer", "lacks": ["和平共處"]},
            "answer",
            False,
        ),
        (
            {"question": "習近平提出哪三大原則", "kind": "answer", "language": "en"},
            "answer",
            False,
        ),
    ],
)
def test_what_is_right(
    sample: Service, question: dict[str, object], kind: str, right: bool
) -> None:
    (row,) = judged(sample, [Paraphrase.model_validate({"id": "q"} | question)])
    assert (row.kind, row.right) == (kind, right)
