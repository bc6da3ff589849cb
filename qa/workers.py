"""Threads that answers are worked out in: a fixed number, and who came first is served first.

However many people ask, no more is computed at once than there are cores for it. The threads
are few and stay the same ones because each that reads an index keeps a connection with the file
mapped into memory, and an arena of memory that was freed: forty web threads that answer by
turns hold forty of them.
"""

from __future__ import annotations

import heapq
import itertools
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
# A thread that has had nothing to do for so many seconds ends; the next question starts another.
_IDLE_SECONDS = 10.0


class Workers:
    """At most ``count`` threads, and a queue before them. Safe to use from several threads."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._numbers = itertools.count()
        # By ticket: what is to be called. No two jobs have the same ticket at one time.
        self._jobs: list[tuple[int, int, Callable[[], None]]] = []
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0

    def ticket(self) -> Ticket:
        """The next place in the queue."""
        return Ticket(self, next(self._numbers))

    def submit(self, number: int, job: Callable[[], None]) -> None:
        """Have a job done when all with a lower ticket number are done or being done."""
        with self._changed:
            heapq.heappush(self._jobs, (number, next(self._numbers), job))
            if self._idle < len(self._jobs) and self._threads < self.count:
                self._threads += 1
                threading.Thread(target=self._work, name="qa-worker", daemon=True).start()
            self._changed.notify()

    def _work(self) -> None:
        while job := self._next():
            job()
            del job  # it holds what was asked and what was answered

    def _next(self) -> Callable[[], None] | None:
        """The job whose turn it is; None where there was none for a while."""
        with self._changed:
            self._idle += 1
            came = self._changed.wait_for(lambda: self._jobs, _IDLE_SECONDS)
            self._idle -= 1
            if came:
                return heapq.heappop(self._jobs)[-1]
            self._threads -= 1
            return None


class Ticket:
    """The place of one question in the queue, kept through all that it asks for.

    Nothing is held between two calls of ``run``: whoever reads a stream slowly, or stops reading
    it, keeps no thread from others, and is still before those that came later.

    Attributes:
        waited: seconds spent in the queue so far.
    """

    def __init__(self, workers: Workers, number: int) -> None:
        self._workers = workers
        self._number = number
        self.waited = 0.0

    def run(self, function: Callable[[], T]) -> T:
        """What the function returns, or raises, when a worker has called it.

        Not to be called by such a function itself: with one worker that would wait for ever.
        """
        done: Future[T] = Future()
        submitted = time.perf_counter()

        def job() -> None:
            if not done.set_running_or_notify_cancel():
                return
            self.waited += time.perf_counter() - submitted
            try:
                result = function()
            # Handed on to the caller, whatever it is: a panic of tantivy is no ``Exception``.
            except BaseException as error:  # noqa: BLE001
                done.set_exception(error)
            else:
                done.set_result(result)

        self._workers.submit(self._number, job)
        try:
            return done.result()
        finally:
            done.cancel()  # an interrupted caller wants it no more


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
