"""Calls to the system that fail when they are told to."""

import errno
import os
from collections.abc import Callable

import pytest

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


def strike(patch: pytest.MonkeyPatch, name: str, number: int, code: int, sticky: bool) -> list[int]:
    """Make the n-th call of a function of `os` fail, once or from then on; gives a list of the failures."""
    real: Callable[..., object] = getattr(os, name)
    calls = [0]
    struck: list[int] = []

    def fail(*given: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] == number or (sticky and calls[0] > number):
            struck.append(calls[0])
            if name == "close":
                real(*given)
            raise OSError(code, os.strerror(code))
        return real(*given, **named)

    patch.setattr(os, name, fail)
    return struck


def write_short(patch: pytest.MonkeyPatch) -> None:
    """Let every write take seven bytes at most, as a system may."""
    real = os.write
    patch.setattr(os, "write", lambda handle, content: real(handle, bytes(content)[:7]))
