"""Names as they are shown and compared."""

import re

from pnm_vault.patterns import pattern_of

_WIKILINK = pattern_of(r"\[\[([^\[\]\n]*+)\]\]")

# Of ASCII: letters in lower case, and what is neither letter nor digit.
_LOWER = bytes(range(256)).lower()
_NEITHER = bytes([code for code in range(128) if not chr(code).isalnum()])


def shown_text(text: str) -> str:
    """Return text as a reader sees it, in one line: `[[People/Bob|Bobby]]` is `Bobby`, `[[orgs/Acme]]` is `Acme`."""
    if "[[" not in text and "\n" not in text:
        return text.strip()
    return " ".join(_WIKILINK.sub(_shown_link, text).split())


def _shown_link(link: re.Match[str]) -> str:
    target, bar, shown = link[1].partition("|")
    return shown if bar else target.partition("#")[0].rpartition("/")[2]


def squash(text: str) -> str:
    """Reduce a name to its letters and digits, case-folded: `Jane Doe` and `jane-doe` are the same."""
    if text.isascii():
        return text.encode("ascii").translate(_LOWER, _NEITHER).decode("ascii")
    return "".join(filter(str.isalnum, text.casefold()))


def name_from_stem(stem: str) -> str:
    """Return the name that a file name stands for: `@Ann Lee` is `Ann Lee`, `person-ann-lee` is `Ann Lee`."""
    if stem.startswith("@") and len(stem) > 1:
        return stem[1:].strip() or stem
    if stem.startswith("person-") and len(stem) > len("person-"):
        return stem[len("person-") :].replace("-", " ").title()
    return stem
