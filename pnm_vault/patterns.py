"""Patterns that are compiled when they are first used: of the two hundred in the house one run needs three dozen.

Compiling all of them takes as long as looking at thousands of notes.
"""

import re
from collections.abc import Iterable
from typing import Any, cast

_SHARED = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups")


class WaitingPattern:
    """Stands for a compiled pattern; the first question asked of it compiles it, and from then on it costs no more."""

    def __init__(self, text: str, flags: int) -> None:
        self._written = (text, flags)

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern and take over what it can do; only called for what is not taken over yet."""
        compiled = re.compile(*self._written)
        for shared in _SHARED:
            setattr(self, shared, getattr(compiled, shared))
        return getattr(compiled, name)


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text holds one of some words: asked of every line before a pattern is tried."""
    for word in words:  # noqa: SIM110 - takes half as long as `any`
        if word in text:
            return True
    return False


def pattern_of(text: str, flags: int = 0) -> re.Pattern[str]:
    """Give a pattern as `re.compile` does, but later."""
    return cast("re.Pattern[str]", WaitingPattern(text, flags))
