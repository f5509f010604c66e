"""Work that a child process does meanwhile, and what becomes of it when somebody breaks off."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from pnm_vault.pipeline import side_by_side
from pnm_vault.pipeline.side_by_side import Errand

forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks safely")
WAIT = 60


class BrokenOffError(Exception):
    """What stops this process in the middle of something."""


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test runners may have threads of their own, which do nothing here, and machines but one processor."""
    monkeypatch.setattr(side_by_side, "can_fork", lambda: sys.platform.startswith("linux"))
    monkeypatch.setattr(side_by_side, "processors", lambda: 2)


def own_number() -> bytes:
    """Say which process this is."""
    return b"%d" % os.getpid()


def asleep() -> bytes:
    """Work for longer than any test does."""
    time.sleep(WAIT)
    return b""


def gone(number: int) -> bool:
    """Tell whether there is no process of that number, not even one that waits to be buried."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


@forks
def test_the_work_is_done_by_another_process() -> None:
    with Errand(own_number) as errand:
        child = int(errand.result())
    assert child != os.getpid()
    assert gone(child)


@pytest.mark.parametrize("size", [0, 1, 65536, 3_000_001])
def test_every_byte_comes_back_and_again_when_asked_again(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    with Errand(lambda: content[:size]) as errand:
        assert errand.result() == content[:size]
        assert errand.result() == content[:size]


def test_several_at_once() -> None:
    with Errand(lambda: b"one") as one, Errand(lambda: b"two" * 100_000) as two, Errand(lambda: b"three") as three:
        assert (three.result(), two.result(), one.result()) == (b"three", b"two" * 100_000, b"one")


def test_an_error_of_the_work_is_raised_here() -> None:
    def fail() -> bytes:
        raise BrokenOffError("the work")

    with pytest.raises(BrokenOffError, match="the work"), Errand(fail) as errand:
        errand.result()


@forks
def test_what_a_child_that_was_killed_left_undone_is_done_here() -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return own_number()

    with Errand(work) as errand:
        assert errand.result() == own_number()


@forks
def test_half_an_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    real, here = os.write, os.getpid()

    def write_half(handle: int, data: memoryview) -> int:
        if os.getpid() != here:
            real(handle, data[: len(data) // 2])
            os._exit(3)
        return real(handle, data)

    monkeypatch.setattr(os, "write", write_half)
    with Errand(lambda: b"whole") as errand:
        assert errand.result() == b"whole"


@pytest.mark.parametrize("refuses", ["fork", "pipe"])
def test_where_no_process_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch, refuses: str) -> None:
    def refuse() -> int:
        raise OSError("no more of them")

    open_before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    monkeypatch.setattr(os, refuses, refuse, raising=False)
    with Errand(own_number) as errand:
        assert errand.result() == own_number()
    assert (len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0) == open_before


@pytest.mark.parametrize("lacks", ["fork", "processors"])
def test_one_processor_or_another_system_does_the_work_here(monkeypatch: pytest.MonkeyPatch, lacks: str) -> None:
    monkeypatch.setattr(side_by_side, "can_fork", lambda: lacks != "fork")
    monkeypatch.setattr(side_by_side, "processors", lambda: 1 if lacks == "processors" else 2)
    with Errand(own_number) as errand:
        assert errand.result() == own_number()


def test_a_process_with_threads_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with monkeypatch.context() as patch:
        patch.setattr(threading, "active_count", lambda: 2)
        assert not side_by_side.can_fork()
    assert side_by_side.processors() >= 1


@forks
def test_whoever_breaks_off_leaves_no_child_behind() -> None:
    with pytest.raises(BrokenOffError), Errand(asleep) as errand:
        child = errand._child
        raise BrokenOffError
    assert gone(child)


@forks
def test_a_signal_while_a_child_is_being_started_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised here alone, once the child's number is known."""
    started: list[int] = []
    real = os.fork

    def fork() -> int:
        signal.raise_signal(signal.SIGINT)
        child = real()
        if child:
            started.append(child)
        return child

    monkeypatch.setattr(os, "fork", fork)
    with pytest.raises(KeyboardInterrupt):
        Errand(asleep)
    assert gone(started[0])


PROGRAM = r"""
import os, sys, time
from pnm_vault.pipeline import side_by_side
side_by_side.processors = lambda: 2

def work():
    os.write(1, b"working\n")
    time.sleep(60)

print("what waits to be written is written by one of them")
with side_by_side.Errand(work) as errand:
    errand.result()
"""


@forks
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_end_when_the_terminal_says_so(number: signal.Signals) -> None:
    """A terminal tells all processes of a group; the child neither complains nor goes on."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "working\n"
        os.killpg(process.pid, number)
        # To their ends: nobody holds them open any more.
        said, complaints = process.stdout.read(), process.stderr.read()
        process.wait(WAIT)
    broken_off = number is signal.SIGINT  # the other one ends Python at once
    assert said.count("what waits") == broken_off
    assert complaints.count("Traceback") == broken_off
