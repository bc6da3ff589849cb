"""Packages that only some of the product needs: what is missing is told with its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import MissingPackageError
from qa.folders import is_checkout


@contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Import inside of this what stands in an extra of pyproject.toml.

    Args:
        extra: its name.
        what: what needs it, for the message.

    Raises:
        MissingPackageError: a package is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        raise MissingPackageError(
            f"{what} needs the package {package}, which is not installed",
            # What a checkout pins has all extras that are asked for here.
            "pip install -r requirements.txt"
            if is_checkout()
            else f"pip install 'news-qa[{extra}]'",
        ) from None
