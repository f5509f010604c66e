"""What was made of one thing last, for as long as it is asked for again and again before the next thing comes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def remembering_latest(make: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """Keep the last answer of a function of one thing that never changes: the same object is not worked on twice.

    A dozen tables are made of one contact after the other, and several of them need the same of it first. What is
    equal but another object is worked on anew, since comparing records would cost more.
    """
    latest: tuple[Given, Made] | None = None

    @wraps(make)
    def ask(given: Given) -> Made:
        nonlocal latest
        known = latest  # read once: another thread may be asking too
        if known is None or known[0] is not given:
            known = latest = (given, make(given))
        return known[1]

    return ask
