"""What counts as damage of a derived side: only what its engine says is damage.

Chroma and tantivy report a broken file, a full disk and a wrong argument alike. Their wrappers
check arguments first, and hand what an engine then raises through ``damage_of``: a fault of the
machine becomes a ``StorageError``, anything else that the engine names as its own a
``DamagedIndexSideError``. All other exceptions pass unchanged, and rebuild nothing.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import StorageError

# As Rust's standard library and its SQLite driver write them into messages.
_NUMBERED = re.compile(r"os error (?P<system>\d+)|\(code: (?P<sqlite>\d+)\)")
_SYSTEM = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EPERM, errno.ENOMEM),
}
# Busy, locked, out of memory, read-only, full: https://www.sqlite.org/rescode.html
_SQLITE = {5, 6, 7, 8, 13}
# Said to be read-only because the file itself is gone: that is damage.
_SQLITE_FILE_GONE = 1032
_SQLITE_PRIMARY = 0xFF


class DamagedIndexSideError(Exception):
    """The files of a derived side cannot be used; its owner builds them anew from the store.

    No user causes it, and none sees it: it is no ``QAError``.
    """


@contextmanager
def damage_of(engine: str, *errors: type[Exception]) -> Iterator[None]:
    """Translate what an engine raises inside; to be put around calls of the engine alone.

    Args:
        errors: the classes that the engine raises where its files are damaged. A panic of its
            native code, which is no ``Exception``, always counts.

    Raises:
        DamagedIndexSideError: the engine reports a fault of its files.
        StorageError: it reports a fault of the machine: no space, no rights, a lock.
    """
    try:
        yield
    except BaseException as error:
        if not (isinstance(error, errors) or _is_panic(error)):
            raise
        if is_of_the_machine(error):
            raise StorageError(
                f"{engine} cannot use its files: {error}",
                "free disk space, or mend access to the index folder, and try again",
            ) from error
        raise DamagedIndexSideError(f"{engine}: {error}") from error


def is_of_the_machine(error: BaseException) -> bool:
    """Whether a message names a fault of disk, rights or locks, by its number."""
    for found in _NUMBERED.finditer(str(error)):
        if found["system"] and int(found["system"]) in _SYSTEM:
            return True
        code = int(found["sqlite"] or 0)
        if code != _SQLITE_FILE_GONE and code & _SQLITE_PRIMARY in _SQLITE:
            return True
    return False


def _is_panic(error: BaseException) -> bool:
    """Each extension written with PyO3 has a class of that name, and exports none."""
    kind = type(error)
    return (kind.__module__, kind.__name__) == ("pyo3_runtime", "PanicException")
