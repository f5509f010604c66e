"""Conflict copies: what sync services call the version of a note that lost, and whether a note is one.

Source: the manuals and code of Syncthing, Obsidian Sync, Dropbox, Nextcloud and OneDrive; reports of users for iCloud
and Google Drive, which document no name.
"""

import re

from pnm_vault.model.record import Row
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.field_names import normal_key
from pnm_vault.patterns import pattern_of

# What is in every name that is certain, in lower case.
HINT = "onfli"

_SYNCTHING = r"\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[a-z0-9]{7}(?![a-z0-9]))?"
_ENGLISH = r" ?\((?:[^()]{1,80}\s)?conflicted copy\b[^()]{0,80}\)"
# Dropbox and Nextcloud in other languages: in brackets a word for conflict, one for copy, and a day.
_LOCALISED = (
    r" ?\((?=[^()]{0,80}(?:conflict|konflikt|conflit|conflitt))(?=[^()]{0,80}(?:cop|kop|còp|cóp))"
    r"[^()]{0,80}[0-9]{4}-[0-9]{2}-[0-9]{2}[^()]{0,40}\)"
)
_OWNCLOUD = r"_conflict-[0-9][0-9-]*"
_CERTAIN = pattern_of(f"{_SYNCTHING}|{_ENGLISH}|{_LOCALISED}|{_OWNCLOUD}", re.IGNORECASE)

_NUMBERED = pattern_of(r"(?:[ _](?:[2-9]|[1-9][0-9])| ?\((?:[1-9]|[1-9][0-9])\))\Z")
# A computer's name, as OneDrive puts it: letters and figures, something among them that no surname has.
_HOST_BEGINS = pattern_of(r"-[0-9]*+[A-Za-z]")
_DEVICE = pattern_of(
    r"[0-9]|\A[A-Z]{4,}|(?i:desktop|laptop|macbook|imac|iphone|ipad|surface|thinkpad|notebook|phone|pixel|galaxy)"
)
_MAY_END = frozenset("0123456789)")
_LONGEST_NAME = 255  # of a file, on every system

_IDENTITY_KEYS = {
    **dict.fromkeys(("email", "emails", "mail", "mails", "emailaddress", "emailaddresses"), "email"),
    **dict.fromkeys(("phone", "phones", "mobile", "tel", "telephone", "phonenumber"), "phone"),
    **dict.fromkeys(("birthday", "born", "birthdate", "bday"), "birthday"),
    **dict.fromkeys(("name", "fullname"), "name"),
    **dict.fromkeys(("aliases", "alias"), "aliases"),
    **dict.fromkeys(("date", "day", "start"), "day"),
}
_AGREEING = frozenset({"email", "phone", "birthday", "name", "aliases"})
_SHORT = 8  # characters of a line that may stand in any note
_MUCH, _HALF = 2 / 3, 1 / 2


class CopyName(Row, frozen=True):
    """What the name of a file says: `bases` are the names without the mark of a service, the likeliest first.

    `certain`: no file is called so but by a service. `host`: the mark may be a computer's name.
    """

    bases: tuple[str, ...]
    certain: bool
    host: bool = False


def read_copy_name(stem: str) -> CopyName | None:
    """Read a file's name without its ending; None for one that no service gives."""
    found = _CERTAIN.search(stem) if HINT in stem.casefold() else None
    if found is not None:
        return CopyName((stem[: found.start()].rstrip() or stem,), True)
    numbered = _NUMBERED.search(stem) if stem[-1:] in _MAY_END else None
    before = stem[: numbered.start()] if numbered is not None else ""
    bases = ([before] if before.rstrip() == before != "" else []) + _hosted(stem)
    return CopyName(tuple(dict.fromkeys(bases)), False, numbered is None) if bases else None


def _hosted(stem: str) -> list[str]:
    """Give what may stand before a computer's name, the longest name of a computer last: either may hold a hyphen."""
    if "-" not in stem or len(stem) > _LONGEST_NAME or not _HOST_BEGINS.search(stem):
        return []
    ends = [at for at, sign in enumerate(stem) if sign == "-" and at and not stem[at - 1].isspace()]
    return [stem[:at] for at in reversed(ends) if _is_host(stem[at + 1 :])]


def _is_host(name: str) -> bool:
    plain = name.isascii() and name.replace("-", "").isalnum() and name[0] != "-"
    return plain and _DEVICE.search(name) is not None and any(map(str.isalpha, name))


def base_paths(path: str) -> tuple[str, ...]:
    """Give the paths that the note may lie at of which `path` may be a copy; none for a name that no service gives."""
    folder, slash, file = path.rpartition("/")
    if file[-3:].lower() != ".md":
        return ()
    found = read_copy_name(file[:-3])
    return () if found is None else tuple([f"{folder}{slash}{base}{file[-3:]}" for base in found.bases])


def may_be_copy(path: str) -> bool:
    """Tell whether a name is one that a service gives and that somebody may give too, cheaply for most names."""
    stem = path.rpartition("/")[2][:-3]
    if stem[-1:] not in _MAY_END and "-" not in stem:
        return False
    found = read_copy_name(stem)
    return found is not None and not found.certain


def is_copy_of(path: str, text: str, base: str) -> bool:
    """Tell whether a note with a doubtful name is another version of the note `base` (a text), not another note.

    Where any of their e-mail addresses, telephone numbers, birthdays, names or days are told otherwise, it is another
    one. Else much of the text has to be the same: two thirds of the shorter one, or half of it where one of those
    facts agrees; without text, an address or number. Of a name that may end in a computer's, text has to agree.
    """
    found = read_copy_name(path.rpartition("/")[2][:-3])
    if found is None or found.certain:
        return found is not None
    mine, others = _facts(text), _facts(base)
    agreeing = 0
    for key in mine.keys() & others.keys():
        if mine[key].isdisjoint(others[key]):
            if key != "aliases":
                return False
        elif key in _AGREEING:
            agreeing += 1
    lines, more = _evidence(text), _evidence(base)
    if lines and more:
        same = len(lines & more) / min(len(lines), len(more))
        return same >= (_HALF if agreeing else _MUCH)
    reachable = any(not mine.get(key, frozenset()).isdisjoint(others.get(key, ())) for key in ("email", "phone"))
    return reachable and not found.host


def _facts(text: str) -> dict[str, frozenset[str]]:
    """Give what tells who or what a note is about, by kind; telephone numbers as their figures."""
    found: dict[str, set[str]] = {}
    for key, node in read_frontmatter("", _with_plain_ends(text)).values.items():
        kind = _IDENTITY_KEYS.get(normal_key(key))
        if kind is None:
            continue
        for value in _values(node.value):
            said = "".join(filter(str.isdigit, value)) if kind == "phone" else " ".join(value.casefold().split())
            if said:
                found.setdefault(kind, set()).add(said)
    return {kind: frozenset(said) for kind, said in found.items()}


def _values(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in _values(item.value)]
    return [text for item in value.values() for text in _values(item.value)] if isinstance(value, dict) else []


def _evidence(text: str) -> frozenset[str]:
    """Give the lines of the text that hardly stand in any other note: no headings, no short ones."""
    plain = _with_plain_ends(text)
    body = plain[read_frontmatter("", plain).body_offset :]
    lines = (line.strip() for line in body.split("\n"))
    return frozenset(line for line in lines if len(line) >= _SHORT and not line.startswith(("#", "```", "> [!")))


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
