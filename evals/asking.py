"""Questions that are each asked in a way of their own, and the report of what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.indexes import EvalIndex
from evals.judging import Expected
from evals.product import NewsQA
from evals.progress import Progress
from evals.report import Command, Report, Row
from evals.runner import answered
from evals.stamps import take_stamps
from qa.answering.answer import Answer

if TYPE_CHECKING:
    from qa.service import Service

Finish = Callable[[tuple[Row, ...]], tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking of a question.

    Attributes:
        id: of this asking; a question may be asked several times.
        kind: groups askings in the report: what they are asked with.
        answer: asks it.
    """

    id: str
    question: str
    kind: str
    expected: Expected
    answer: Callable[[], Answer]

    def row(self) -> Row:
        """What came back, judged."""
        row = Row(id=self.id, question=self.question, kind=self.kind, measures={})
        return answered(row, self.answer, self.expected)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """An eval set, read and found fit to be asked.

    Attributes:
        options: that bear on the figures, for the report.
        documents: in its corpus.
        count: how many askings there will be.
        index: of its corpus, built where it is not kept.
        askings: of all its questions, put to an open service over that index.
    """

    name: str
    options: Mapping[str, str | int | bool | None]
    documents: int
    count: int
    index: Callable[[Progress], EvalIndex]
    askings: Callable[[Service], Iterable[Asking]]
    notes: tuple[str, ...] = ()

    def report(self, command: Command, progress: Progress, finish: Finish = tuple) -> Report:
        """Ask all questions.

        Args:
            finish: adds what only all rows together can tell.

        Raises:
            QAError: the index cannot be built or opened.
        """
        index = self.index(progress)
        with NewsQA().service(index.folder) as service:
            rows = tuple(progress(self._rows(service), self.count, self.name))
            status = service.status()
        return Report(
            command=command,
            dataset=self.name,
            options=dict(self.options),
            documents=self.documents,
            articles=status.articles,
            ingest_seconds=index.ingest_seconds,
            stamps=take_stamps(status),
            notes=self.notes,
            rows=finish(rows),
        )

    def _rows(self, service: Service) -> Iterator[Row]:
        for asking in self.askings(service):
            yield asking.row()
