"""Which paths the user's `ignore` patterns mean."""

import re
from collections.abc import Callable, Sequence

from pnm_vault.patterns import pattern_of

_WILD = pattern_of(r"[*?\[]")
_GLOB_TOKEN = pattern_of(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def compile_pattern(entry: str) -> Callable[[str], object]:
    """Make a test on vault-relative paths of one entry of `ignore`, which must match the whole of a folder or note."""
    return re.compile(_source(entry), re.DOTALL).fullmatch


def is_pattern(entry: str) -> bool:
    """Tell whether an entry of `ignore` is a pattern, not just the path of a folder or note."""
    return _WILD.search(entry) is not None


class Ignored:
    """Which paths the entries of `ignore` mean, quick to ask for each of many notes."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._entries = tuple(entries)
        self._plain = frozenset(entry.strip("/") for entry in entries if not is_pattern(entry))
        sources = [f"(?:{_source(entry)})" for entry in entries if is_pattern(entry)]
        self._matches = re.compile("|".join(sources), re.DOTALL).fullmatch if sources else None

    def __contains__(self, path: str) -> bool:
        return path in self._plain or (self._matches is not None and self._matches(path) is not None)

    def __bool__(self) -> bool:
        return bool(self._entries)

    def entry_for(self, path: str) -> str:
        """Give the first entry that means `path`, which must be one of those meant."""
        return next(entry for entry in self._entries if compile_pattern(entry)(path))


def _source(entry: str) -> str:
    entry = entry.strip("/")
    if not is_pattern(entry):
        return re.escape(entry)
    anywhere = "" if "/" in entry else "(?:.*/)?"
    return anywhere + "".join(_translate(part) for part in _GLOB_TOKEN.findall(entry))


def _translate(token: str) -> str:
    if token in _GLOB:
        return _GLOB[token]
    if token.startswith("[") and len(token) > 1:
        inside = token[1:-1].replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("^", "\\^")
        negated = inside.startswith("!")
        return f"[{'^/' if negated else ''}{inside[negated:]}]"
    return re.escape(token)
