"""The command line: ``python -m qa COMMAND``.

Exit 0 all good, 1 something failed (and what, in the output), 2 wrong usage. With ``--json``
standard output holds one JSON document and nothing else.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.errors import FilterError, QAError, QuestionError
from qa.retrieval.passage import MAX_PASSAGES, check_passages
from qa.settings import ROOT, Settings, get_settings, resolve_index

_PLAIN: dict[str, Any] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}
app = typer.Typer(no_args_is_help=True, help="Cited answers over your news articles.", **_PLAIN)
server = typer.Typer(**_PLAIN)

# What was asked for cannot be meant, whatever the index holds.
_WRONG_USAGE = (QuestionError, FilterError)

IndexOption = Annotated[
    str | None, typer.Option("--index", metavar="DIR", help="Index folder or name.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
FromOption = Annotated[str | None, typer.Option("--from", help="Published on or after.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Published on or before.")]
CategoryOption = Annotated[str | None, typer.Option("--category", help="Only this category.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="Only this source.")]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Only en, zh-Hant, zh-Hans, zh or other.")
]


def main() -> None:
    """Run the command line."""
    _prepare()
    app()


def _prepare() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        # A C locale must not turn Chinese answers into a UnicodeEncodeError.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


@contextmanager
def _reported(as_json: bool) -> Iterator[None]:
    """Turn a user's error into one line and exit code 2 for wrong usage, else 1."""
    try:
        yield
    except QAError as error:
        if as_json:
            detail = {"code": error.code, "message": error.message, "hint": error.hint}
            _print_json({"error": detail})
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(2 if isinstance(error, _WRONG_USAGE) else 1) from None


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
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files or folders.")
    ] = None,
    urls: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="URL", help="Page, file, feed or site map; may be repeated."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: take in what is new until Ctrl-C.")
    ] = False,
    every: Annotated[
        float, typer.Option("--every", min=1, help="Seconds between two looks at the addresses.")
    ] = 900,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="JSON Lines: what became of each file."),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read article files, or pages of the web, into the index."""
    if not paths and not urls:
        raise typer.BadParameter("name files or folders, or addresses with --url")
    with _reported(as_json):
        from qa.index.gather import Sources, gather
        from qa.index.report import reporting
        from qa.ingesting import ingest_summary, keep_watching, progress

        folder, settings = resolve_index(index), get_settings()
        sources = Sources(tuple(paths or ()), tuple(urls or ()))
        with reporting(report) as listener:
            if watch:
                keep_watching(folder, sources, every, listener, settings)
                return
            with progress() as shown:
                done = gather(folder, sources, progress=shown, listener=listener, settings=settings)
    counts = done.model_dump(exclude={"failed", "skipped", "notes"})
    line = ", ".join(f"{value:,} {name}" for name, value in counts.items())
    _show(done.model_dump(mode="json"), as_json, lambda: line)
    if summary := ingest_summary(done, report):
        print(summary, file=sys.stderr)
    if done.failed:
        raise typer.Exit(1)


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
        from qa.retrieval.query import check_question
        from qa.service import open_service
        from qa.terminal import answer_text, shows_bold

        check_question(question)  # a wrong one is wrong usage, whatever the index is like
        filters = _filters(published_from, published_to, category, source, language)
        history = [Turn(question=earlier) for earlier in after or ()]
        answer = open_service(index).ask(question, history=history, filters=filters)
    _show(answer.to_dict(), as_json, lambda: answer_text(answer, bold=shows_bold(sys.stdout)))


@app.command()
def search(
    question: str,
    k: Annotated[int, typer.Option("--k", help=f"Passages, 1 to {MAX_PASSAGES}.")] = 8,
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
        from qa.retrieval.query import check_question
        from qa.service import open_service
        from qa.terminal import passages_text

        check_question(question)
        check_passages(k)
        filters = _filters(published_from, published_to, category, source, language)
        passages = open_service(index).search(question, k=k, filters=filters)
    document = {"passages": [passage.model_dump(mode="json") for passage in passages]}
    _show(document, as_json, lambda: passages_text(passages))


@app.command()
def article(
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    versions: Annotated[
        bool, typer.Option("--versions", help="Its earlier editions too, oldest first.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an article."""
    with _reported(as_json):
        from qa.service import open_service
        from qa.terminal import article_text, versions_text

        service = open_service(index)
        if versions:
            history = service.get_versions(article_id)
            document = history.model_dump(mode="json")
            _show(document, as_json, lambda: versions_text(history))
            return
        found, copies = service.get_article(article_id), service.get_copies(article_id)
    document = found.model_dump(mode="json")
    document["copies"] = [each.model_dump(mode="json") for each in copies]
    _show(document, as_json, lambda: article_text(found, copies))


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
def verify(
    repair: Annotated[
        bool, typer.Option("--repair", help="Make what is wrong again from the stored articles.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the whole index."""
    with _reported(as_json):
        from qa.index.verify import repair as mend
        from qa.index.verify import verify as check
        from qa.service import open_service

        opened = open_service(index).index
        result = mend(opened) if repair else check(opened)
    summary = f"{result.articles:,} articles, {result.chunks:,} chunks: "
    lines = [summary + ("sound" if result.sound else "NOT sound"), *result.problems]
    lines += [f"mended at opening: {line}" for line in result.mended]
    _show(result.model_dump(mode="json"), as_json, lambda: "\n".join(lines))
    if not result.sound:
        raise typer.Exit(1)


def _settings_table() -> str:
    """Every setting with its default, for the help of ``serve``."""
    lines = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = "none" if default is None else str(default).replace(f"{ROOT}/", "")
        about = str(field.description).replace("`", "")
        lines.append(f"QA_{name.upper()} [{shown}]  {about}")
    return "\n\n".join(["Settings, as environment variables or lines of a .env file:", *lines])


@app.command(epilog=_settings_table())
@server.command(epilog=_settings_table())
def serve(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to bind.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port to listen on.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the web page and the HTTP API until Ctrl-C."""
    with _reported(as_json):
        from qa.web.server import serve as run

        chosen = {"index": resolve_index(index) if index else None, "host": host, "port": port}
        given = {name: value for name, value in chosen.items() if value is not None}
        run(get_settings().model_copy(update=given))


def serve_main() -> None:
    """Run the command line of ``app.py``: that of ``serve`` alone."""
    _prepare()
    server()
