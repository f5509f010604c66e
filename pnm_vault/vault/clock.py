"""The only clock of the program: everything else is told what day it is."""

import time
from datetime import date


def today() -> date:
    """Give the local calendar day."""
    return date.today()  # noqa: DTZ011 - a day on the owner's own calendar


def time_of_day() -> str:
    """Give the local time as `HH:MM`."""
    return time.strftime("%H:%M")


def now_ns() -> int:
    """Give the wall clock in nanoseconds, comparable with a file's `mtime_ns`."""
    return time.time_ns()


def monotonic() -> float:
    """Give seconds that never go back, for measuring how long something takes."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)
