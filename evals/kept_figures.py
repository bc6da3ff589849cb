"""Figures that are kept: what a report measured, without its rows, small enough to commit.

A file of ``evals/figures/`` holds runs, each with the stamp of how it was made and its results.
``evals.keeping`` makes them of reports; the tables of the documents are written from these files
alone (``evals.published``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.errors import EvalError

# How the product itself is called where a report names no system.
PRODUCT = "hybrid"


class Made(BaseModel):
    """How figures came about.

    Attributes:
        command: what measured them, paths by their last part.
        date: of the day, ISO 8601; None where it is not known.
        commit: of the product that was measured.
        machine: None where it is not known.
        transcribed: the document that they were copied from by hand; None: measured.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: str
    date: str | None = None
    commit: str | None = None
    machine: str | None = None
    transcribed: str | None = None


class Result(BaseModel):
    """The figures of one system on one eval set, or on a group of its questions.

    Attributes:
        dataset: the eval set and what was done to it: ``xquad-en-zh + news_zh``.
        system: as ``--beside`` takes it, or a variant of the product.
        group: a kind or language of questions; empty: all.
        figures: measures, and ``ms p50``, ``ms p95``, ``quoted p50`` where there are any.
        intervals: 95 % intervals of measures.
        differs: measures that differ from those of the first system beyond chance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str
    system: str = PRODUCT
    group: str = ""
    queries: int | None = None
    documents: int | None = None
    figures: dict[str, float]
    intervals: dict[str, tuple[float, float]] = {}
    differs: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the other results of a file."""
        return self.dataset, self.system, self.group


class Run(BaseModel):
    """Results that one command gave."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made: Made
    results: tuple[Result, ...]


class Figures(BaseModel):
    """A file of ``evals/figures/``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    runs: tuple[Run, ...] = ()

    def results(self) -> Iterator[tuple[Result, Made]]:
        """All results, each with how it was made."""
        for run in self.runs:
            for result in run.results:
                yield result, run.made

    def with_run(self, new: Run) -> Figures:
        """These and the results of a run, which take the place of older ones with their keys."""
        keys = {result.key for result in new.results}
        older = (
            run.model_copy(
                update={"results": tuple(each for each in run.results if each.key not in keys)}
            )
            for run in self.runs
        )
        return Figures(runs=(*(run for run in older if run.results), new))


def load_figures(path: Path) -> Figures:
    """Read a file of figures.

    Raises:
        EvalError: it cannot be read, or holds something else.
    """
    try:
        return Figures.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvalError(f"{path}: {error.strerror or error}", "check the path") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise EvalError(
            f"{path}: no figures of python -m evals keep ({field}: {first['msg']})",
            "see evals/README.md",
        ) from error


def save_figures(path: Path, figures: Figures) -> None:
    """Write a file of figures, a result a line, so that a change reads well as a diff.

    Raises:
        EvalError: it cannot be written.
    """
    runs = ",\n".join(map(_encoded, figures.runs))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"runs": [\n{runs}\n]}}\n', encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{path}: {error.strerror or error}", "check the path") from error


def _encoded(run: Run) -> str:
    made = _line(run.made)
    results = ",\n".join(f"  {_line(result)}" for result in run.results)
    return f' {{"made": {made},\n "results": [\n{results}\n ]}}'


def _line(part: BaseModel) -> str:
    plain = part.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(plain, ensure_ascii=False)
