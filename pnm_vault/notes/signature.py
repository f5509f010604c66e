"""A pasted e-mail signature or business card: name, e-mail, telephone, role, organisation, page.

Only what a line says plainly is taken; the rest of the lines is left out, so that nothing has to be taken away again.
"""

import re

from pnm_vault.model.record import Record
from pnm_vault.patterns import pattern_of

MAX_LINES = 40
MAX_LINE = 200

_EMAIL = pattern_of(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = pattern_of(r"(?:https?://|www\.)[^\s<>()\[\]\"']{3,150}", re.IGNORECASE)
_PHONE = pattern_of(r"(?<![\w/.])\+?\(?[0-9][0-9 ()./-]{5,22}[0-9](?![\w/])")
_DATE_LIKE = pattern_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_LABEL = pattern_of(
    r"\A(?:tel|telephone|phone|mobile|mob|cell|office|fax|t|m|p|f|e|e-?mail|mail|web|w|www|url)\b\.?\s*:?\s*", re.I
)
_FAX = pattern_of(r"\A(?:fax|f)\b", re.IGNORECASE)
_NAME = pattern_of(
    r"\A(?:(?:dr|prof|mr|mrs|ms|mx|ing|dipl)\.?\s++){0,4}([^\W\d_][\w'’.-]*+(?:\s++[^\W\d_][\w'’.-]*+){1,4})\Z",
    re.IGNORECASE,
)
_AT = pattern_of(r"\A(.{2,80}?)(?:\s{1,3}(?:at|@)\s|\s{0,3}[|·•,–—]|\s{1,3}-\s)\s*+(.{2,80})\Z")
_ROLE_WORDS = (
    "engineer developer manager director head lead leader chief officer ceo cto cfo coo founder cofounder co-founder "
    "president professor lecturer teacher researcher scientist analyst consultant designer architect editor writer "
    "journalist nurse doctor physician surgeon therapist physiotherapist lawyer attorney partner associate assistant "
    "coordinator secretary owner student postdoc fellow producer curator conductor translator photographer specialist "
    "librarian accountant advisor adviser coach recruiter representative sales marketing administrator technician "
    "leiter leiterin geschäftsführer geschäftsführerin professorin"
)
_ROLES = frozenset(_ROLE_WORDS.split())
_ORG_WORDS = (
    "inc ltd llc gmbh ag kg srl spa bv ab oy plc corp corporation company co university universität università college "
    "institute institut school hospital clinic foundation association society ministry museum library bank group labs "
    "lab laboratory studio studios agency department press verein e.v."
)
_ORGS = frozenset(_ORG_WORDS.split())
_GREETINGS = pattern_of(
    r"\A(?:(?:best|kind|warm|many)?\s*(?:regards|wishes|greetings)|best|cheers|thanks|thank you|sincerely|yours.*|--"
    r"|sent from.*)\W*\Z",
    re.IGNORECASE,
)


class Signature(Record, frozen=True):
    """What a signature says; empty where it says nothing plainly."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    role: str = ""
    organisation: str = ""


def read_signature(text: str) -> Signature:
    """Read a signature. Never raises."""
    lines = [line.strip(" \t>|*_") for line in text.splitlines()[:MAX_LINES]]
    lines = [line[:MAX_LINE] for line in lines if line and not _GREETINGS.match(line)]
    emails = [found.rstrip(".") for line in lines for found in _EMAIL.findall(line)]
    urls = [found.rstrip(".,;") for line in lines for found in _URL.findall(line)]
    phones = [phone for line in lines if not _FAX.match(line) for phone in _phones(line)]
    words = [
        line
        for line in lines
        if not (_EMAIL.search(line) or _URL.search(line) or _phones(line) or _LABEL.fullmatch(line))
    ]
    name = _name(words[0]) if words else ""
    role, organisation = _role_and_organisation(words[1:] if name else words)
    return Signature(name, _distinct(emails), _distinct(phones), _distinct(urls), role, organisation)


def _phones(line: str) -> list[str]:
    bare = _DATE_LIKE.sub(" ", _URL.sub(" ", _EMAIL.sub(" ", line)))
    found = [match.strip() for match in _PHONE.findall(bare)]
    # A postal address has short runs of digits; a number that is meant to be called has at least seven.
    return [phone for phone in found if 7 <= sum(letter.isdigit() for letter in phone) <= 15]


def _name(line: str) -> str:
    first = re.split(r"[,|·•]|\s[–—-]\s", line)[0].strip()
    match = _NAME.match(first)
    if match is None or not _words(first).isdisjoint(_ROLES | _ORGS):
        return ""
    name = match[1]
    return (
        name
        if all(
            word[:1].isupper() or word in ("de", "van", "von", "der", "di", "da", "la", "le") for word in name.split()
        )
        else ""
    )


def _role_and_organisation(lines: list[str]) -> tuple[str, str]:
    role = organisation = ""
    for line in lines:
        words = _words(line)
        parts = _AT.match(line)
        if not role and not words.isdisjoint(_ROLES):
            if parts is not None and not _words(parts[1]).isdisjoint(_ROLES):
                role, rest = parts[1].strip(), parts[2].strip()
                if not organisation and _words(rest).isdisjoint(_ROLES):
                    organisation = rest
            else:
                role = line
        elif not organisation and not words.isdisjoint(_ORGS):
            organisation = line
    return role, organisation


def _words(text: str) -> set[str]:
    return {word.strip(".,;:()").lower() for word in text.replace("/", " ").split()}


def _distinct(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def tells_role(text: str) -> bool:
    """Tell whether words name a job."""
    return not _words(text).isdisjoint(_ROLES)
