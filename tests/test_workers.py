from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from qa.settings import ROOT
from qa.workers import Ticket, Workers


@contextmanager
def busy(workers: Workers) -> Iterator[Callable[[], None]]:
    """All workers kept busy, until the block ends or what is given is called."""
    begun, done = threading.Barrier(workers.count + 1), threading.Event()

    def job() -> None:
        begun.wait(10)
        done.wait(10)

    with ThreadPoolExecutor(workers.count) as pool:
        for _ in range(workers.count):
            pool.submit(workers.ticket().run, job)
        begun.wait(10)
        try:
            yield done.set
        finally:
            done.set()


def queued(pool: ThreadPoolExecutor, ticket: Ticket, job: Callable[[], Any]) -> Future[Any]:
    """A job that waits in the queue."""
    waiting = len(ticket._workers._jobs)
    future = pool.submit(ticket.run, job)
    while len(ticket._workers._jobs) == waiting:
        time.sleep(0.001)
    return future


def test_who_came_first_is_served_first() -> None:
    workers, served = Workers(1), list[int]()
    with ThreadPoolExecutor(5) as pool, busy(workers):
        for number in range(5):
            queued(pool, workers.ticket(), partial(served.append, number))
    assert served == [0, 1, 2, 3, 4]


def test_a_question_that_is_half_answered_is_before_those_that_came_later() -> None:
    workers, served = Workers(1), list[str]()
    first = workers.ticket()
    first.run(lambda: served.append("its passages"))
    with ThreadPoolExecutor(3) as pool, busy(workers):
        queued(pool, workers.ticket(), lambda: served.append("another"))
        queued(pool, first, lambda: served.append("its answer"))
    assert served == ["its passages", "its answer", "another"]
    assert first.waited > 0


def test_no_more_is_done_at_once_than_there_are_workers() -> None:
    workers, together, most = Workers(3), threading.Semaphore(3), list[bool]()

    def job() -> None:
        most.append(together.acquire(blocking=False))
        time.sleep(0.005)
        together.release()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: workers.ticket().run(job), range(60)))
    assert most == [True] * 60


def test_what_goes_wrong_is_told_to_who_asked_and_to_nobody_else() -> None:
    workers = Workers(1)
    with pytest.raises(ZeroDivisionError):
        workers.ticket().run(lambda: 1 // 0)
    with pytest.raises(SystemExit):
        workers.ticket().run(lambda: exit(3))
    assert workers.ticket().run(lambda: "on it goes") == "on it goes"


def test_a_job_that_nobody_waits_for_any_more_is_not_done() -> None:
    workers, served = Workers(1), list[str]()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with busy(workers) as free:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt):
                workers.ticket().run(lambda: served.append("too late"))
            free()
            workers.ticket().run(lambda: served.append("the next"))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert served == ["the next"]


def test_threads_that_have_nothing_to_do_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.workers._IDLE_SECONDS", 0.01)
    workers = Workers(2)
    thread = workers.ticket().run(threading.current_thread)
    thread.join(10)
    assert not thread.is_alive()
    assert workers.ticket().run(threading.current_thread) is not thread


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system has no such call")
def test_a_process_that_is_bound_to_one_core_has_one() -> None:
    script = (
        "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
        "from qa.workers import cores; print(cores())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == b"1"
