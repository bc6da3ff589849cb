"""Reading the files of eval sets, with errors that name the file and the line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qa.articles.readers.compression import COMPRESSED, open_bytes
from qa.errors import EvalError

Model = TypeVar("Model", bound=BaseModel)


def existing(path: Path, hint: str = "evals/README.md shows the layout of an eval set") -> Path:
    """The path, or the same with ``.gz`` or ``.xz`` where only that is there.

    Raises:
        EvalError: neither is there.
    """
    for candidate in (path, *(path.with_name(path.name + suffix) for suffix in COMPRESSED)):
        if candidate.is_file():
            return candidate
    raise EvalError(f"{path}: no such file", hint)


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Line numbers from 1 and the lines of a UTF-8 text, plain or compressed; blank ones left out.

    Lines end at a line feed only: news text holds other characters that Python splits at.

    Raises:
        ArticleFileError: the file cannot be opened, or is damaged or truncated.
        EvalError: it is not UTF-8.
    """
    number = 0
    try:
        with open_bytes(path) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="\n")
            for number, line in enumerate(text, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise EvalError(
            f"{path}, after line {number}: not UTF-8 ({error.reason})", "convert it to UTF-8"
        ) from error


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and the JSON objects of a JSON Lines file.

    Raises:
        ArticleFileError, EvalError: as ``read_lines``, or a line is no JSON object.
    """
    for number, line in read_lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise at_line(path, number, f"not JSON ({error.msg})") from error
        if not isinstance(row, dict):
            raise at_line(path, number, "expected a JSON object")
        yield number, row


def read_rows(path: Path, kind: type[Model]) -> Iterator[Model]:
    """The rows of a JSON Lines file, each as a model.

    Raises:
        ArticleFileError, EvalError: as ``read_objects``, or a row is not as the model asks.
    """
    for number, row in read_objects(path):
        try:
            yield kind.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise at_line(path, number, f"{field}: {first['msg']}") from error


def read_questions(path: Path, kind: type[Model]) -> tuple[Model, ...]:
    """All rows of a suite, of which there must be one at least.

    Raises:
        EvalError: naming the file, the line and the field; or there is no question.
    """
    questions = tuple(read_rows(existing(path), kind))
    if not questions:
        raise EvalError(f"{path}: no questions in it")
    return questions


def at_line(path: Path, number: int, problem: str) -> EvalError:
    """The error for a line that is not as it should be."""
    return EvalError(f"{path}, line {number}: {problem}", "evals/README.md shows the format")
