"""Fit how sure an answer is: ``python -m training answerability --data ../shared/data``.

Questions that neither the embedding model nor the reader was trained on are searched for among
training passages of other questions, and what is found is read: once as it is, and once without
the passage that answers. Two logistic regressions tell the sentences that answer, and the words,
from all others; the probability of the best one is then scaled so that it comes true as often as
it says. The line under which an answer is refused lets pass 95 of 100 of the questions that are
answerable; words stand apart from the line on above which 80 of 100 would be right to a reader.
"""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Annotated, cast

import typer

from qa.answering.abstention import CALIBRATION_FILE, Signs
from qa.models.artefact import MODELS
from training.answerability.fitting import fit
from training.answerability.sought import Sought, sought_in
from training.ranking.data import FILES
from training.record import record

_OF_A_KIND = 150


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "answerability",
    limit: Annotated[int, typer.Option(help="Questions of a kind.")] = _OF_A_KIND,
    threads: Annotated[int, typer.Option(help="Cores to use.")] = 2,
    kept: Annotated[Path | None, typer.Option(help="File that keeps what was read.")] = None,
) -> None:
    """Fit each pair of languages; report how well they part what answers from what does not."""
    if kept and kept.exists():
        sought = cast(list[Sought], pickle.loads(kept.read_bytes()))  # noqa: S301
    else:
        sought = sought_in(data, limit, threads)
        if kept:
            kept.write_bytes(pickle.dumps(sought))
    fitted, figures = fit(sought)
    out.mkdir(parents=True, exist_ok=True)
    (out / CALIBRATION_FILE).write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    record(
        out,
        "answerability",
        data=data,
        read=FILES,
        made_with=["tokenizer", "embedding", "lexicon", "ranking", "reader"],
        columns=Signs.names(),
        figures=figures,
    )
