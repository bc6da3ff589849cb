"""The service behind the web: opened (and built, if need be) in the background.

The process answers at once; until the index is open, everything that needs it gets
``NotReadyError``. Opening that fails is tried again, so an index that is put right while
the web service runs is picked up without a restart.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qa.articles.readers import find_files
from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError, IndexNotFoundError, QAError
from qa.folders import command
from qa.index.database import FILE_NAME
from qa.settings import Settings, resolve_index

if TYPE_CHECKING:
    from qa.index.intake import Step
    from qa.service import Service

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
_LONGEST_PAUSE = 60.0
_LOG_EVERY = 500


class NotReadyError(QAError):
    """The index is still being opened or built."""

    code = "not_ready"
    status = 503


class Backend:
    """Holds the service once ``opener`` has returned it; safe to use from any thread.

    Args:
        opener: opens the service, or raises a ``QAError``; run in a thread of its own.
        retry_seconds: pause before opening is tried again after an error; it doubles each
            time, up to a minute.
    """

    def __init__(
        self, opener: Callable[[], Service], *, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        self._opener = opener
        self._retry_seconds = retry_seconds
        self._service: Service | None = None
        self._error: QAError = NotReadyError(
            "the index is being opened", "try again in a few seconds", key="index_opening"
        )
        self._opened = threading.Event()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin opening; returns at once."""
        threading.Thread(target=self._open_until_it_works, name="qa-open", daemon=True).start()

    def stop(self) -> None:
        """Try no further."""
        self._stopped.set()

    @property
    def ready(self) -> bool:
        """Whether the service is open."""
        return self._opened.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until the service is open, at most so long; whether it is."""
        return self._opened.wait(seconds)

    def service(self) -> Service:
        """The open service.

        Raises:
            QAError: ``NotReadyError`` while it is being opened, or what opening met.
        """
        if self._service is None:
            raise self._error
        return self._service

    def _open_until_it_works(self) -> None:
        pause = self._retry_seconds
        while not self._stopped.is_set():
            try:
                self._service = self._opener()
            except QAError as error:
                self._failed(error)
            except Exception:  # a thread that dies silently would leave "being opened" for ever
                log.exception("the index could not be opened")
                self._failed(NotReadyError("the index could not be opened", "see the server log"))
            else:
                self._opened.set()
                log.info("the index is open: questions can be asked")
                return
            self._stopped.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _failed(self, error: QAError) -> None:
        if str(error) != str(self._error):
            log.error("%s", error)
        self._error = error


def open_or_build(settings: Settings) -> Service:
    """The service on ``settings.index``, built from ``settings.corpus`` if there is none yet.

    Its first answer is as fast as the next ones: what answers need is loaded here.

    Raises:
        QAError: the index or the corpus cannot be used.
    """
    from qa.service import open_service

    folder = resolve_index(settings.index)
    try:
        service = open_service(folder, settings)
    except IndexNotFoundError:
        _build(folder, settings)
        service = open_service(folder, settings)
    service.warm_up()
    return service


def require_articles(settings: Settings) -> None:
    """See to it that there is something to serve before anything is opened.

    Raises:
        ArticleFileError: the index has no article; or there is neither an index nor a single
            article file to make it from.
    """
    folder = resolve_index(settings.index)
    if (folder / FILE_NAME).is_file():
        if _is_empty(folder):
            raise ArticleFileError(
                f"no articles to serve: the index in {folder} has none",
                f"put some into it: {command()} ingest --index {folder} PATH...",
            )
        return
    problem: ArticleFileError | None = None
    for found in find_files(settings.corpus):
        if isinstance(found, Path):
            return
        if isinstance(found, ArticleFileError):
            problem = problem or found
    if problem:
        raise ArticleFileError(
            f"no articles to serve: {problem.message}",
            f"set QA_CORPUS, or run: {command()} ingest PATH...",
        )


def _is_empty(folder: Path) -> bool:
    """Whether the index has no article. One that cannot be read may be put right meanwhile."""
    from qa.index.store import Store

    try:
        store = Store(folder)
    except QAError:
        return False
    try:
        return not store.count("articles")
    finally:
        store.close()


def _build(folder: Path, settings: Settings) -> None:
    """Build beside the place and move in whole: a half-built index is never served.

    A build that was interrupted is taken up where it stopped.
    """
    from qa.index.ingest import ingest_paths

    corpus = settings.corpus
    log.info("no index at %s yet: reading the articles in %s", folder, shown(corpus))
    building = folder.with_name(folder.name + ".building")
    report = ingest_paths(building, [corpus], progress=_log_progress, settings=settings)
    for failure in report.failed:
        log.warning("%s", failure.error)
    if not report.articles:
        reason = report.failed[0].error if report.failed else f"{shown(corpus)}: no articles in it"
        raise ArticleFileError(
            f"no articles to serve: {reason}",
            f"set QA_CORPUS, or run: {command()} ingest PATH...",
        )
    building.rename(folder)
    log.info("%d articles in %.1f s", report.articles, report.seconds)


def _log_progress(step: Step) -> None:
    if step.file and step.articles % _LOG_EVERY == 0:
        log.info("%d articles read, now %s", step.articles, step.file)
