"""Processes that read notes, and what is left of them when somebody breaks off."""

import multiprocessing
import signal
import sys
import threading
from types import FrameType

import pytest

from pnm_vault.model.settings import Settings
from pnm_vault.pipeline import intake


class BrokenOffError(Exception):
    """What a signal raises."""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_a_signal_leaves_no_process_half_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are started to the end all the same, and then ended: half started, they complain on the terminal."""
    told: list[str] = []
    asked = threading.Event()

    def break_off(number: int, frame: FrameType | None) -> None:
        told.append("broken off")
        asked.set()
        raise BrokenOffError

    class Processes:
        def __init__(self, *given: object) -> None:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
            assert asked.wait(60)
            told.append("started")

        def terminate(self) -> None:
            told.append("ended")

    class Context:
        Pool = Processes

    monkeypatch.setattr(multiprocessing, "get_context", lambda method: Context)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    before = signal.signal(signal.SIGUSR1, break_off)
    try:
        with pytest.raises(BrokenOffError):
            intake._start_pool(2, ("", Settings()))
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join(60)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert told == ["broken off", "started", "ended"]
