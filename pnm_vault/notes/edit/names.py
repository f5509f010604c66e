"""Names of new files that every system takes and every link can hold.

Source: Microsoft, Naming Files, Paths, and Namespaces; Obsidian help: Internal links, Status icon and messages (names
to avoid in synced vaults); ext4 (255 bytes a name).
"""

import re
from unicodedata import normalize

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.patterns import pattern_of

MAX_BYTES = 255

_RESERVED = pattern_of(r'[<>:"/\\|?*#^\[\]]')
_NOT_SHOWN = pattern_of(
    "[\x00-\x1f\x7f-\xa0\xad\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060-\u2069\u3000\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_DEVICE = pattern_of(r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\Z", re.IGNORECASE)
_COPY_NAME = pattern_of(r"\.sync-conflict-|conflicted copy|_conflict-[0-9]", re.IGNORECASE)


def safe_stem(name: str) -> str | Problem:
    """Return the name of a new note without `.md`, in normal form C; or why it cannot be one.

    Nothing is replaced or cut: a name made to fit could be that of another note. Whether a note of this name is there
    already, also in capitals or another normal form, is for the caller to see.
    """
    stem = normalize("NFC", name)
    why = _why_not(stem)
    return stem if why is None else Problem("", 0, Severity.WARNING, "edit-name", f"{_shown(name)}: {why}")


def _why_not(stem: str) -> str | None:
    checks = (
        (not stem.strip(), "a name needs at least one letter."),
        (
            _NOT_SHOWN.search(stem),
            "the name holds characters that nobody sees or a space of another kind: leave them out.",
        ),
        (
            _RESERVED.search(stem),
            'a file name or a link cannot hold any of < > : " / \\ | ? * # ^ [ ]: leave them out.',
        ),
        ("%%" in stem, "%% begins a comment in Obsidian: leave it out."),
        (
            stem != stem.strip() or stem.endswith("."),
            "a name ends with no dot, and neither begins nor ends with a space.",
        ),
        (stem.startswith("."), "a name that begins with a dot is hidden."),
        (
            stem.startswith("~") or stem.endswith("~"),
            "a name with ~ at an end is taken for a copy that an editor made.",
        ),
        (stem.lower().endswith(".md"), "leave out .md: it is added."),
        (_DEVICE.match(stem.partition(".")[0].rstrip(" ")), "Windows keeps this name for a device."),
        (_COPY_NAME.search(stem), "a name like this is taken for a copy that a sync made."),
        (
            len(stem.encode("utf-8", "surrogatepass")) > MAX_BYTES - len(".md"),
            "the name is too long: a file name has at most 255 bytes.",
        ),
    )
    return next((why for found, why in checks if found), None)


def _shown(name: str) -> str:
    return "".join([letter if letter.isprintable() else "�" for letter in name[:60]]) or "An empty name"
