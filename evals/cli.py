"""The command line: ``python -m evals COMMAND``, a measurement or what is done with its report."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from evals.commands import (
    SuiteOptions,
    answers_reports,
    paraphrases_report,
    plain_report,
    retrieval_reports,
    suite_report,
)
from evals.compare import compare_all
from evals.keeping import keep as keep_figures
from evals.metamorphic.running import metamorphic_report
from evals.paraphrases import paraphrases_dict, paraphrases_text
from evals.plain import plain_dict, plain_text
from evals.product import NewsQA
from evals.published import stale, write
from evals.ranker import System
from evals.refusal import refusal_reports
from evals.report import Command, Report, SideBySide, load_reports
from evals.rgb_set import rgb_set
from evals.sets import BeirOptions
from evals.suite import Split
from evals.systems import ALLOWED, parse_system
from evals.tables import comparisons_text, report_text, side_by_side_text
from qa.errors import EvalError, QAError
from qa.retrieval.retriever import Mode

T = TypeVar("T")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="How good retrieval, answers, citations and refusals are; see evals/README.md.",
)


Folders = Annotated[
    list[Path],
    typer.Argument(metavar="BEIR_DIR", help="Folders in BEIR layout.", show_default=False),
]
CorpusFile = Annotated[
    Path | None,
    typer.Option("--corpus", help="In place of corpus.jsonl: .jsonl or .txt, also .gz or .xz."),
]
Distractors = Annotated[
    Path | None, typer.Option("--distractors", help="Documents to add that are right for no query.")
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first N queries.")]
RetrieverOption = Annotated[Mode, typer.Option("--retriever", help="Which sides search.")]


def _system(text: str) -> System:
    try:
        return parse_system(text)
    except EvalError as error:
        raise typer.BadParameter(str(error)) from error


BesideOption = Annotated[
    list[System] | None,
    typer.Option(
        "--beside",
        parser=_system,
        metavar="SYSTEM",
        help=f"Measure this too: {ALLOWED}.",
    ),
]
IndexOption = Annotated[
    str | None, typer.Option("--index", help="An index that is there, in place of a built one.")
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", help="Also write the report here as JSON; - for stdout.")
]


@app.command()
def run(
    suite: Annotated[
        Path | None, typer.Option("--suite", help="JSON Lines; default the sample suite.")
    ] = None,
    index: IndexOption = None,
    split: Annotated[Split | None, typer.Option("--split", help="Only this half.")] = None,
    history: Annotated[
        bool, typer.Option("--history/--no-history", help="Ask follow-ups in their conversation.")
    ] = True,
    json_out: JsonOption = None,
) -> None:
    """The product's own eval set: retrieval, answers, citations, language, refusals."""
    _finish(suite_report(SuiteOptions(suite, index, split, history), _show), json_out)


@app.command()
def retrieval(
    folders: Folders,
    corpus: CorpusFile = None,
    distractors: Distractors = None,
    limit: Limit = None,
    retriever: RetrieverOption = "hybrid",
    beside: BesideOption = None,
    index: IndexOption = None,
    json_out: JsonOption = None,
) -> None:
    """Search eval sets in BEIR layout; measures are counted on articles."""
    systems = list(dict.fromkeys([NewsQA(retriever), *(beside or ())]))
    sets = [BeirOptions(folder, corpus, distractors, limit, index) for folder in folders]
    _finish_all("retrieval", retrieval_reports(sets, systems, _show), json_out)


@app.command()
def answers(
    folders: Folders,
    oracle: Annotated[
        bool, typer.Option("--oracle", help="Give the answerer the gold article.")
    ] = False,
    corpus: CorpusFile = None,
    distractors: Distractors = None,
    limit: Limit = None,
    retriever: RetrieverOption = "hybrid",
    index: IndexOption = None,
    json_out: JsonOption = None,
) -> None:
    """Ask eval sets in BEIR layout whose queries carry gold answers."""
    sets = [BeirOptions(folder, corpus, distractors, limit, index, oracle) for folder in folders]
    _finish_all("answers", answers_reports(sets, NewsQA(retriever), _show), json_out)


@app.command()
def refusal(
    folders: Folders,
    oracle: Annotated[
        bool, typer.Option("--oracle", help="ClapNQ: give each question its own passage.")
    ] = False,
    corpus: CorpusFile = None,
    distractors: Distractors = None,
    limit: Limit = None,
    json_out: JsonOption = None,
) -> None:
    """Ask eval sets with the gold articles and without them: is the product surer with them?"""
    sets = [BeirOptions(folder, corpus, distractors, limit, oracle=oracle) for folder in folders]
    _finish_all("refusal", refusal_reports(sets, _show), json_out)


@app.command()
def rgb(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder of RGB.", show_default=False)
    ],
    limit: Limit = None,
    json_out: JsonOption = None,
) -> None:
    """Noise, answers in several documents, false documents, and no answer: the RGB benchmark."""
    _finish(rgb_set(folder, limit).report("rgb", _show), json_out)


@app.command()
def metamorphic(
    suite: Annotated[
        Path | None, typer.Option("--suite", help="JSON Lines; default our own list.")
    ] = None,
    index: IndexOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only N questions, spread over the list.")
    ] = None,
    json_out: JsonOption = None,
) -> None:
    """Word questions otherwise: is the same article cited, the same short answer given?"""
    report = metamorphic_report(_show, suite=suite, index=index, limit=limit)
    _print(report.to_dict(), report.text(), json_out)


@app.command()
def paraphrases(index: IndexOption = None, json_out: JsonOption = None) -> None:
    """Questions that people word in many ways: how many get the right answer?"""
    rows = paraphrases_report(index, _show)
    _print(paraphrases_dict(rows), paraphrases_text(rows), json_out)


@app.command()
def plain(json_out: JsonOption = None) -> None:
    """Plain questions for one fact: are the bold words and the quote right?"""
    rows = plain_report(_show)
    _print(plain_dict(rows), plain_text(rows), json_out)


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="A.json", show_default=False)],
    second: Annotated[Path, typer.Argument(metavar="B.json", show_default=False)],
    json_out: JsonOption = None,
) -> None:
    """What got better or worse from report A to report B, with confidence intervals."""
    compared = compare_all(load_reports(first), load_reports(second))
    documents = [each.model_dump(mode="json", exclude_none=True) for each in compared]
    document = documents[0] if len(documents) == 1 else {"comparisons": documents}
    _print(document, comparisons_text(compared), json_out)


@app.command()
def keep(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", show_default=False)],
    name: Annotated[str, typer.Option("--as", help="File of evals/figures/, without its ending.")],
) -> None:
    """Keep the figures of a report for the tables; then `tables` writes these."""
    print(keep_figures(report, name))


@app.command()
def tables(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where a table is stale.")
    ] = False,
) -> None:
    """Write the tables of figures into the documents; prints the documents that changed."""
    changed = [path for path, _ in stale()] if check else write()
    for path in changed:
        print(path)
    if check and changed:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; errors a user can cause become one line and exit code 1."""
    try:
        app()
    except QAError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)


def _finish(report: Report, json_out: Path | None) -> None:
    _print(report.to_dict(), report_text(report), json_out)
    _fail_on_errors([report])


def _finish_all(command: Command, reports: tuple[Report, ...], json_out: Path | None) -> None:
    """One report stands alone; several stand in one table."""
    if len(reports) == 1:
        _finish(reports[0], json_out)
        return
    measured = SideBySide(command=command, reports=reports)
    _print(measured.to_dict(), side_by_side_text(measured), json_out)
    _fail_on_errors(reports)


def _fail_on_errors(reports: Iterable[Report]) -> None:
    if any(row.error for report in reports for row in report.rows):
        raise typer.Exit(1)


def _print(document: dict[str, Any], text: str, json_out: Path | None) -> None:
    """The text goes to standard output, unless the JSON goes there."""
    if json_out is None:
        print(text)
        return
    encoded = json.dumps(document, ensure_ascii=False, indent=1)
    if str(json_out) == "-":
        print(text, file=sys.stderr)
        print(encoded)
        return
    print(text)
    try:
        json_out.parent.mkdir(parents=True, exist_ok=True)
        json_out.write_text(encoded + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{json_out}: {error.strerror or error}", "check the path") from error


def _show(items: Iterable[T], length: int, label: str) -> Iterator[T]:
    with typer.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
