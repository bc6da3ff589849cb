"""Calls in other processes: in order, and none lost whatever becomes of those."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.processes import Processes
from qa.settings import ROOT


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes start with the first call, not after a second of work."""
    monkeypatch.setattr("qa.processes._WORTHWHILE", 0.0)


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes(2) as started:
        yield started


def squared(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def ends_elsewhere(home: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def refuses(number: int) -> int:
    raise ValueError(f"not {number}")


def prints(text: str) -> str:
    sys.stdout.write(text)
    sys.stdout.flush()
    return text


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_results_come_in_order_from_several_processes(processes: Processes) -> None:
    results = list(processes.map((squared, number) for number in range(50)))
    assert [square for square, _ in results] == [number * number for number in range(50)]
    others = {pid for _, pid in results}
    assert os.getpid() not in others
    assert len(others) <= 2


def test_a_result_that_is_there_keeps_its_place(processes: Processes) -> None:
    results = list(processes.map([(squared, 3), (None, "here"), (squared, 4)]))
    assert [results[0][0], results[1], results[2][0]] == [9, "here", 16]


def test_no_more_is_asked_for_than_a_few_calls_ahead(processes: Processes) -> None:
    asked = 0

    def work() -> Iterator[tuple[object, int]]:
        nonlocal asked
        for number in range(1000):
            asked += 1
            yield squared, number

    next(processes.map(work()))  # type: ignore[arg-type]
    assert asked < 10


def test_with_one_everything_is_done_here() -> None:
    with Processes(1) as one:
        assert one.call(squared, 3) == (9, os.getpid())


def test_short_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.processes._WORTHWHILE", 60.0)
    with Processes(2) as two:
        assert two.call(squared, 3) == (9, os.getpid())


def test_the_work_of_a_process_that_is_killed_is_done_here(
    processes: Processes, caplog: pytest.LogCaptureFixture
) -> None:
    work = [(ends_elsewhere, os.getpid()), (squared, 5), (ends_elsewhere, os.getpid())]
    first, (square, _), last = processes.map(work)
    assert (first, square, last) == (os.getpid(), 25, os.getpid())
    assert "a process ended (-9)" in caplog.text


def test_after_some_deaths_no_more_are_started(processes: Processes) -> None:
    for _ in range(3):
        processes.call(ends_elsewhere, os.getpid())
    assert processes.call(squared, 2) == (4, os.getpid())


def test_what_a_function_raises_is_raised_here(processes: Processes) -> None:
    with pytest.raises(ValueError, match="not 7"):
        processes.call(refuses, 7)
    assert processes.call(squared, 2)[0] == 4


def test_what_is_printed_by_mistake_is_no_result(processes: Processes) -> None:
    assert processes.call(prints, "hello") == "hello"


def test_an_interpreter_that_cannot_be_started(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(ROOT / "no-python"))
    assert processes.call(squared, 3) == (9, os.getpid())


@pytest.mark.skipif(not Path("/bin/echo").exists(), reason="needs another program")
def test_a_program_that_is_no_python(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/echo")
    assert processes.call(squared, 3) == (9, os.getpid())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up there")
def test_none_outlives_close() -> None:
    with Processes(2) as two:
        others = {two.call(squared, number)[1] for number in range(4)}
        assert all(map(alive, others))
    assert not any(map(alive, others))


SCRIPT = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from qa import processes
from tests.test_processes import squared
processes._WORTHWHILE = 0.0
two = processes.Processes(2)
print(two.call(squared, 3)[1], flush=True)
{then}
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up there")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_none_outlives_the_program_that_started_it(number: signal.Signals) -> None:
    script = SCRIPT.format(then="time.sleep(60)")
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    ) as program:
        assert program.stdout
        other = int(program.stdout.readline())
        assert alive(other)
        program.send_signal(number)
        program.wait(30)
    for _ in range(100):
        if not alive(other):
            return
        time.sleep(0.1)
    raise AssertionError("it is still there")


def test_one_whose_program_is_gone_before_it_is_up_says_nothing() -> None:
    command = [sys.executable, "-m", "qa.processes"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_script_without_a_main_guard_is_run_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(then="two.close(); print('done')"))
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        check=True,
    )
    first, last = done.stdout.split()
    assert first.isdigit()
    assert last == "done"
