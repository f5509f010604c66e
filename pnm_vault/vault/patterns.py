"""Which paths the user's `ignore` patterns mean."""

import re
from collections.abc import Callable

_WILD = re.compile(r"[*?\[]")
_GLOB_TOKEN = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def compile_pattern(entry: str) -> Callable[[str], object]:
    """Make a test on vault-relative paths of one entry of `ignore`, which must match the whole of a folder or note."""
    entry = entry.strip("/")
    if not _WILD.search(entry):
        return entry.__eq__
    anywhere = "" if "/" in entry else "(?:.*/)?"
    parts = _GLOB_TOKEN.findall(entry)
    return re.compile(anywhere + "".join(_translate(part) for part in parts), re.DOTALL).fullmatch


def _translate(token: str) -> str:
    if token in _GLOB:
        return _GLOB[token]
    if token.startswith("[") and len(token) > 1:
        inside = token[1:-1].replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("^", "\\^")
        negated = inside.startswith("!")
        return f"[{'^/' if negated else ''}{inside[negated:]}]"
    return re.escape(token)
