"""A folder of RGB as a set of questions, each with the documents that it is asked with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evals.asking import Asking, QuestionSet
from evals.documents import Documents, document
from evals.files import read_rows
from evals.given import Given
from evals.matching import contains
from evals.rgb import ONLY_NOISE, Kind, RgbRow, Trial, trials
from qa.articles.readers.compression import inner_suffix
from qa.errors import EvalError

if TYPE_CHECKING:
    from qa.service import Service

_ENDINGS: dict[str, Kind] = {"_int": "int", "_fact": "fact"}
# The set (a file), and a question with documents.
_Trial = tuple[str, Trial]


def rgb_set(folder: Path, limit: int | None = None) -> QuestionSet:
    """All tests of all files of a folder: ``zh_int.jsonl``, ``en_fact.jsonl``, ...

    Args:
        limit: only the first so many questions of each file.

    Raises:
        EvalError: there is no such file, or it cannot be read.
    """
    if not folder.is_dir():
        raise EvalError(f"{folder}: no such folder", "name a folder with RGB's files")
    files = [path for path in sorted(folder.iterdir()) if inner_suffix(path) in (".jsonl", ".json")]
    rows = {_name(path): list(read_rows(path, RgbRow)) for path in files}
    if not any(rows.values()):
        raise EvalError(f"{folder}: no rows of RGB in it", "it takes zh_int.jsonl and the like")
    every = [(name, trial) for name in rows for row in rows[name] for trial in _trials(name, row)]
    asked = [
        (name, trial) for name in rows for row in rows[name][:limit] for trial in _trials(name, row)
    ]
    # The index is the same whatever the limit.
    texts = dict.fromkeys(text for _, trial in every for text in trial.documents)
    documents = Documents.of(map(document, texts))
    return QuestionSet(
        name=folder.resolve().name,
        options={"limit": limit},
        documents=len(documents.articles),
        count=len(asked),
        index=partial(documents.index, folder.resolve().name),
        askings=partial(_askings, asked),
        notes=tuple(_notes(asked)),
    )


def _askings(asked: Sequence[_Trial], service: Service) -> Iterator[Asking]:
    given = Given.of(service)
    for name, trial in asked:
        article_ids = dict.fromkeys(document(text).id for text in trial.documents)
        yield Asking(
            id=f"{name}, {trial.test}, {trial.row.id}",
            question=trial.row.query,
            kind=f"{name}, {trial.test}",
            expected=trial.expected,
            answer=partial(given.answer, trial.row.query, article_ids),
        )


def _trials(name: str, row: RgbRow) -> Iterator[Trial]:
    kinds = (kind for ending, kind in _ENDINGS.items() if name.endswith(ending))
    return trials(next(kinds, "plain"), row)


def _name(path: Path) -> str:
    return path.name.split(".")[0]


def _notes(asked: Sequence[_Trial]) -> Iterator[str]:
    """How often noise that should hold no answer holds it all the same."""
    noise: dict[str, list[bool]] = {}
    for name, trial in asked:
        if trial.test == ONLY_NOISE:
            noise.setdefault(name, []).append(_holds_answer(trial))
    for name, held in noise.items():
        if any(held):
            yield f"{name}: the answer stands in the noise of {sum(held)} of {len(held)} questions"


def _holds_answer(trial: Trial) -> bool:
    text = "\n".join(trial.documents)
    return all(contains(text, part) for part in trial.row.parts)
