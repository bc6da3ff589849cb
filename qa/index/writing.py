"""The write lock of an index folder: one thread of one process writes at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qa.errors import IndexBusyError, StorageError

_NAME = "write.lock"


class WriteLock:
    """May be taken again by the thread that holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = threading.RLock()
        self._file = FileLock(folder / _NAME, thread_local=False)

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Hold the lock to the end of the block.

        Raises:
            IndexBusyError: another thread or process holds it for longer than ``timeout`` seconds.
        """
        busy = IndexBusyError(
            f"another process is writing to {self._folder}", "try again when it is done"
        )
        if not self._thread.acquire(timeout=timeout):
            raise busy
        try:
            self._file.acquire(timeout=timeout)
        except Timeout:
            self._thread.release()
            raise busy from None
        except OSError as error:
            self._thread.release()
            raise StorageError(
                f"{self._folder} cannot be written: {error.strerror}",
                "let this user write to it, or copy the folder to one of yours",
            ) from error
        except BaseException:
            self._thread.release()
            raise
        try:
            yield
        finally:
            self._file.release()
            self._thread.release()
