"""The command line: ``python -m qa COMMAND``.

Exit 0 all good, 1 something failed (and what, in the output), 2 wrong usage. With ``--json``
standard output holds one JSON document and nothing else.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.errors import QAError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Cited answers over your news articles.",
)

IndexOption = Annotated[
    str | None, typer.Option("--index", metavar="DIR", help="Index folder or name.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
FromOption = Annotated[str | None, typer.Option("--from", help="Published on or after.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Published on or before.")]
CategoryOption = Annotated[str | None, typer.Option("--category", help="Only this category.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="Only this source.")]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Only en, zh-Hant, zh-Hans or zh.")
]


def main() -> None:
    """Run the command line."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        # A C locale must not turn Chinese answers into a UnicodeEncodeError.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    app()


@contextmanager
def _reported(as_json: bool) -> Iterator[None]:
    """Turn a user's error into one line and exit code 1."""
    try:
        yield
    except QAError as error:
        if as_json:
            detail = {"code": error.code, "message": error.message, "hint": error.hint}
            _print_json({"error": detail})
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _show(document: Any, as_json: bool, text: Callable[[], str]) -> None:
    if as_json:
        _print_json(document)
    else:
        print(text())


def _filters(
    published_from: str | None,
    published_to: str | None,
    category: str | None,
    source: str | None,
    language: str | None,
) -> Any:
    from qa.index.filters import Filters

    return Filters(
        published_from=published_from,
        published_to=published_to,
        category=category,
        source=source,
        language=language,
    )


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read article files into the index."""
    with _reported(as_json):
        from qa.index.ingest import ingest_paths
        from qa.settings import resolve_index

        report = ingest_paths(resolve_index(index), paths, progress=_progress())
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    counts = report.model_dump(exclude={"failed"})
    line = ", ".join(f"{value:,} {name}" for name, value in counts.items())
    _show(report.model_dump(mode="json"), as_json, lambda: line)
    for failure in report.failed:
        print(f"error: {failure.error}", file=sys.stderr)
    if report.failed:
        raise typer.Exit(1)


def _progress() -> Callable[[int, str], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(seen: int, file: str) -> None:
        if seen % 100 == 1:
            print(f"\r\x1b[K{seen:,} articles, {file.rpartition('/')[2]}", end="", file=sys.stderr)

    return show


@app.command()
def ask(
    question: str,
    after: Annotated[
        list[str] | None,
        typer.Option("--after", metavar="QUESTION", help="Asked before; oldest first."),
    ] = None,
    index: IndexOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    category: CategoryOption = None,
    source: SourceOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, with citations."""
    with _reported(as_json):
        from qa.answering.answer import Turn
        from qa.service import open_service

        filters = _filters(published_from, published_to, category, source, language)
        history = [Turn(question=earlier) for earlier in after or ()]
        answer = open_service(index).ask(question, history=history, filters=filters)
    _show(answer.to_dict(), as_json, lambda: _answer_text(answer))


def _checked_text(answer: Any) -> str:
    """The answer's text, every sentence that could not be verified marked as such."""
    from qa.messages.catalogue import messages

    mark = f" {messages(answer.language).answer.not_verified}"
    return "".join(
        text + (mark if sentence and not sentence.verified else "")
        for text, sentence in answer.pieces()
    )


def _answer_text(answer: Any) -> str:
    from qa.answering.markdown import plain
    from qa.messages.catalogue import messages

    lines = [plain(_checked_text(answer))]
    if answer.question:
        lines.append(messages(answer.language).page.understood.format(question=answer.question))
    if answer.notice:
        lines.append(answer.notice)
    copies = _copy_lines(answer.passages)
    for c in answer.citations:
        dated = f", {c.published}" if c.published else ""
        lines += [f"[{c.number}] {c.title}{dated}, {c.article_id}", *copies.pop(c.article_id, [])]
    return "\n\n".join([lines[0], "\n".join(lines[1:])]).strip()


@app.command()
def search(
    question: str,
    k: Annotated[int, typer.Option("--k", min=1, max=200, help="Number of passages.")] = 8,
    index: IndexOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    category: CategoryOption = None,
    source: SourceOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages that match best."""
    with _reported(as_json):
        from qa.service import open_service

        filters = _filters(published_from, published_to, category, source, language)
        passages = open_service(index).search(question, k=k, filters=filters)
    document = {"passages": [passage.model_dump(mode="json") for passage in passages]}
    _show(document, as_json, lambda: _passages_text(passages) or "nothing found")


def _passages_text(passages: list[Any]) -> str:
    copies = _copy_lines(passages)
    blocks = []
    for p in passages:
        head = f"{p.score:.2f}  {p.article_id}  {(p.published or 'no date')[:10]}  {p.title}"
        blocks.append("\n".join([head, p.text, *copies.pop(p.article_id, [])]))
    return "\n\n".join(blocks)


def _copy_lines(passages: Iterable[Any]) -> dict[str, list[str]]:
    """By article, a line for each of its near-duplicates; pop them to say each only once."""
    return {
        p.article_id: [
            f"      also  {c.article_id}  {(c.published or 'no date')[:10]}  {c.title}"
            + (f", {c.source}" if c.source else "")
            for c in p.copies
        ]
        for p in passages
    }


@app.command()
def article(
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an article."""
    with _reported(as_json):
        from qa.service import open_service

        found = open_service(index).get_article(article_id)
    head = [found.title, found.published, found.category, found.source, found.url]
    text = "\n".join(part for part in head if part) + "\n\n" + found.body
    _show(found.model_dump(mode="json"), as_json, lambda: text)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove articles from the index."""
    with _reported(as_json):
        from qa.service import open_service

        removed = open_service(index).index.remove(ids)
    _show({"removed": removed}, as_json, lambda: "\n".join(f"removed {i}" for i in removed))


@app.command()
def status(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Show what the index holds."""
    with _reported(as_json):
        from qa.service import open_service

        document = open_service(index).status().model_dump(mode="json")
    _show(document, as_json, lambda: "\n".join(f"{k}: {v}" for k, v in document.items()))


@app.command()
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check the whole index."""
    with _reported(as_json):
        from qa.index.verify import verify as check
        from qa.service import open_service

        result = check(open_service(index).index)
    summary = f"{result.articles:,} articles, {result.chunks:,} chunks: "
    lines = [summary + ("sound" if result.sound else "NOT sound"), *result.problems]
    lines += [f"mended at opening: {line}" for line in result.mended]
    _show(result.model_dump(mode="json"), as_json, lambda: "\n".join(lines))
    if not result.sound:
        raise typer.Exit(1)


@app.command()
def serve(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Serve the web page and the HTTP API."""
    with _reported(as_json):
        from qa.settings import get_settings, resolve_index
        from qa.web.server import serve as run

        settings = get_settings()
        if index:
            settings = settings.model_copy(update={"index": resolve_index(index)})
        run(settings)
