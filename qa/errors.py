"""Every error a user can cause, in one place.

Each carries one line that names what is wrong (a file, a field, a setting) and a hint
that says how to mend it, both in English for whoever runs or calls the product. The command
line prints ``str(error)``; the HTTP API sends ``code``, ``message`` and ``hint`` with ``status``.
Readers of the page get ``key`` and ``parameters`` in words of their language, from
``qa.messages``.
"""

from __future__ import annotations

from typing import ClassVar


class QAError(Exception):
    """Base of all errors that a user of News QA can cause.

    Args:
        key: which message for readers this is; by default the one of its ``code``.
        parameters: what that message fills in.

    Attributes:
        message: one line, naming the file, field or setting at fault.
        hint: one line, the remedy; may be empty.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400

    def __init__(
        self, message: str, hint: str = "", *, key: str = "", **parameters: object
    ) -> None:
        self.message = " ".join(message.split())
        self.hint = " ".join(hint.split())
        self.key = key or self.code
        self.parameters = parameters
        super().__init__(f"{self.message} ({self.hint})" if self.hint else self.message)


class QuestionError(QAError):
    """The question is empty, too long, or holds nothing to search for; or ``k`` is none."""

    code = "bad_question"


class FilterError(QAError):
    """A filter field has a value that cannot be understood."""

    code = "bad_filter"


class ArticleFileError(QAError):
    """A file or folder could not be read as articles."""

    code = "bad_article_file"

    def __reduce__(self) -> tuple[type[ArticleFileError], tuple[str, str]]:
        return type(self), (self.message, self.hint)  # as other processes hand it over


class FetchError(QAError):
    """A page of the web could not be fetched, or must not be.

    Attributes:
        status_of_page: the HTTP status of the server, or None where none answered.
    """

    code = "cannot_fetch"
    status = 502

    def __init__(self, message: str, hint: str = "", *, status_of_page: int | None = None) -> None:
        super().__init__(message, hint)
        self.status_of_page = status_of_page


class ArticleNotFoundError(QAError):
    """No article has this id."""

    code = "article_not_found"
    status = 404


class IndexNotFoundError(QAError):
    """There is no index in this folder."""

    code = "index_not_found"
    status = 404


class IndexDamagedError(QAError):
    """The index's own store cannot be read; derived sides mend themselves."""

    code = "index_damaged"
    status = 503


class IndexBusyError(QAError):
    """Another process is writing to this index."""

    code = "index_busy"
    status = 503


class MissingPackageError(QAError):
    """A package is not installed that only this part of the product needs."""

    code = "missing_package"
    status = 503


class StorageError(QAError):
    """The disk is full, or the files of an index cannot be read or written."""

    code = "storage_error"
    status = 503


class ModelError(QAError):
    """A model (embedding, chat, reranker) cannot be loaded or does not fit the index."""

    code = "model_error"
    status = 503


class SettingsError(QAError):
    """A setting (environment variable or .env line) has a value that cannot be used."""

    code = "bad_setting"


class EvalError(QAError):
    """An eval set or report cannot be read."""

    code = "bad_eval"
