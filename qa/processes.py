"""Functions of this package called in other processes, because one interpreter uses one core.

Each process is a program of its own (``python -m qa.processes``) that takes calls from standard
input and writes what they return to standard output, both pickled. So nothing of the host's program
is run again, whatever it is: a script without a main guard, an interactive session, a server full
of threads. Where one cannot be started, or ends, its calls are made here: no work is lost.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

from qa.workers import cores

_log = logging.getLogger(__name__)
_LENGTH = struct.Struct("<Q")
_HELLO = b"news-qa-process\n"
# A process takes about two seconds to start: what takes less than one is done here.
_WORTHWHILE = 1.0
# More of them than this wait for the one that writes.
_MOST = 4
# Where so many have ended, something here ends them: memory, or whoever watches this machine.
_MOST_ENDED = 3
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS")

# A function and what it is given; without a function, a result that is there already.
Work = tuple[Callable[[Any], Any] | None, Any]


class _EndedError(Exception):
    """A process ended, or could not be started."""


class _FailedError(Exception):
    """What a function raised elsewhere is raised here when it is called here."""


def default_count() -> int:
    """How many processes are of use on this machine."""
    return min(cores(), _MOST)


class Processes:
    """Up to ``count`` processes; with 1, everything is done in this one.

    They start when there has been work for a second, ignore Ctrl-C, which is for this process to
    act on, and end with ``close`` or, whatever becomes of this process, when it does.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="qa-processes")
        # Processes that have nothing to do; None: one is to be started.
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)
        self._all: list[_Process] = []
        self._spent = 0.0
        self._ended = 0
        self._closed = threading.Event()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def are_of_use(self) -> bool:
        """Whether calls go to other processes by now."""
        several = self.count > 1 and self._ended < _MOST_ENDED
        return several and self._spent >= _WORTHWHILE and not self._closed.is_set()

    def map(self, work: Iterable[Work]) -> Iterator[Any]:
        """What each function returns for its argument, or raises, in order.

        Some calls ahead are asked of ``work``, in the thread that asks for results. Functions have
        to be of modules; they, arguments and results have to be fit for pickle.
        """
        ahead: deque[tuple[Work, Future[Any] | None]] = deque()
        for function, argument in work:
            future = None
            if function is not None and self.are_of_use:
                future = self._threads.submit(self._elsewhere, function, argument)
            ahead.append(((function, argument), future))
            while ahead and (ahead[0][1] is None or len(ahead) > 2 * self.count):
                yield self._result(*ahead.popleft())
        while ahead:
            yield self._result(*ahead.popleft())

    def call(self, function: Callable[[Any], Any], argument: Any) -> Any:
        """What the function returns, or raises; of another process where that is of use."""
        (result,) = self.map([(function, argument)])
        return result

    def _result(self, work: Work, future: Future[Any] | None) -> Any:
        function, argument = work
        if function is None:
            return argument
        if future is not None:
            try:
                return future.result()
            except _EndedError as error:
                _log.warning("%s; its work is done in this one", error)
            except _FailedError:
                pass
        started = time.perf_counter()
        result = function(argument)
        self._spent += time.perf_counter() - started
        return result

    def _elsewhere(self, function: Callable[[Any], Any], argument: Any) -> Any:
        process = self._idle.get()
        try:
            if process is None:
                process = self._start()
            return process.call(function, argument)
        except _EndedError:
            self._ended += 1
            if process is not None:
                process.end()
            process = None
            raise
        finally:
            self._idle.put(process)

    def _start(self) -> _Process:
        if self._closed.is_set():
            raise _EndedError("there are no more processes")
        process = _Process()
        self._all.append(process)
        return process

    def close(self) -> None:
        """End all processes; calls that are under way are given up."""
        self._closed.set()
        for process in self._all:
            process.end()
        self._threads.shutdown(wait=True, cancel_futures=True)


class _Process:
    """One process, started. One call at a time."""

    def __init__(self) -> None:
        if not sys.executable or getattr(sys, "frozen", False):
            raise _EndedError("this program cannot start another one of itself")
        paths = os.pathsep.join(filter(None, sys.path))
        one = dict.fromkeys(_ONE_THREAD, "1") | {"TOKENIZERS_PARALLELISM": "false"}
        flags: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        try:
            self._program = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": paths} | one,
                **flags,
            )
        except OSError as error:
            raise _EndedError(f"another process cannot be started: {error}") from error
        self._to: IO[bytes] = self._program.stdin  # type: ignore[assignment]
        self._from: IO[bytes] = self._program.stdout  # type: ignore[assignment]
        if self._from.read(len(_HELLO)) != _HELLO:
            self.end()
            raise _EndedError(f"{sys.executable} does not run this package")

    def call(self, function: Callable[[Any], Any], argument: Any) -> Any:
        try:
            _put(self._to, (function.__module__, function.__qualname__, argument))
            done, result = _take(self._from)
        except (OSError, EOFError, ValueError) as error:
            with suppress(subprocess.TimeoutExpired):
                self._program.wait(5)
            raise _EndedError(f"a process ended ({self._program.returncode})") from error
        if not done:
            raise _FailedError
        return result

    def end(self) -> None:
        """Have it end now."""
        self._program.kill()
        self._program.wait()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()


def _put(pipe: IO[bytes], value: Any) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _take(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 (from our own process)


def _serve(calls: IO[bytes], results: IO[bytes]) -> None:
    """Make calls until there are no more."""
    results.write(_HELLO)
    results.flush()
    while True:
        try:
            module, name, argument = _take(calls)
        except EOFError:
            return
        try:
            result = getattr(import_module(module), name)(argument)
        except Exception:  # noqa: BLE001 (raised again where it is called again)
            _put(results, (False, None))
        else:
            _put(results, (True, result))


def _main() -> None:
    # Whoever asked may be gone, which shows when it is answered, and again when that is given up.
    with suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb") as results:
        os.dup2(2, 1)  # what is printed here by mistake is no result
        _serve(sys.stdin.buffer, results)


if __name__ == "__main__":
    _main()
