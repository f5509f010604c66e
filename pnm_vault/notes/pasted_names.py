"""A pasted list of names, one a line, as people copy them from badges, mails, tables and slides.

Read: bullets and numbers before a name; `Name <address>`, `Name, Company`, `Name - Role at Company`, `Name (Company)`,
cells parted by tabs or bars, `[Name](address)`, `[[Name]]`, a handle or an address beside it; a note behind a colon
(`Ann Lee: wants the slides`), or behind a dash where it does not begin like a role or a company.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from pnm_vault.model.record import Record, Row
from pnm_vault.notes.signature import tells_role
from pnm_vault.notes.text.links import clean_target
from pnm_vault.patterns import pattern_of

MAX_LINES = 2_000
MAX_LINE = 1_000
MAX_NAME = 80
MAX_NAME_WORDS = 6

_UNSEEN = pattern_of("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BULLET = pattern_of(r"\A(?:[-*+•‣◦·–—▪●>]+\s+|\(?[0-9]{1,4}[.)\]]\s*|#{1,6}\s+|\[[ xX]\]\s*)+")
_EMAIL = pattern_of(r"<?(?:mailto:)?([\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})>?")
_URL = pattern_of(r"<?((?:https?://|www\.|(?:\w{2,3}\.)?linkedin\.com/|github\.com/)[^\s<>()\[\]\"']{2,200})>?", re.I)
_PROFILE = pattern_of(r"linkedin\.com/in/([^/?#\s]{2,100})", re.IGNORECASE)
_HANDLE = pattern_of(r"(?<![\w@])@([\w.-]{2,40})(?:@[\w.-]{3,60})?")
_WIKILINK = pattern_of(r"\[\[([^\[\]\n]{1,200})\]\]")
_MARKDOWN = pattern_of(r"\[([^\[\]\n]{1,200})\]\(([^()\s]{0,400})\)")
_QUOTED = pattern_of(r"\A[\"“”'‘]([^\"“”]{2,80})[\"“”'’](?=\s|,|\Z)")
_PRONOUNS = pattern_of(r"\((?:she|he|they|sie|er|ella|elle|il)(?:\s?/\s?\w{2,6}){1,2}\)", re.IGNORECASE)
_BRACKETS = pattern_of(r"\(([^()]{1,200})\)")
_TITLE = pattern_of(r"\A(?:(?:dr|prof|professor|mr|mrs|ms|mx|ing|dipl|herr|frau|sig|sig\.ra)\.?\s+){1,4}(?=\S)", re.I)
_SEPARATOR = pattern_of(r"(?P<colon>:)(?=\s|\Z)|(?P<dash>\s[-–—]{1,2}\s|—)|(?P<comma>,)|(?P<bar>[|·•\t/;])|\s@\s")
_AND = pattern_of(r";|\s(?:&|\+|and|und|e|y|et)\s")
_AT = pattern_of(r"\A(.{2,80}?)\s(?:at|@|bei|chez|presso)\s(.{2,100})\Z")
_RULE = pattern_of(r"\A[\s|:=_*~.-]+\Z")
_COUNT = pattern_of(r"[\[(]?\b[0-9]{1,5}\b[\])]?\Z")
_HEADING_WORDS = (
    "attendees attendee participants participant guests guest speakers speaker people persons names name members "
    "member contacts present registered organisers organizers team list company organisation organization employer "
    "role title job position email mail phone linkedin handle twitter website city country first last firstname "
    "lastname surname date time no nr badge id teilnehmer teilnehmende firma vorname nachname e who was there met new "
    "status notes note"
)
_HEADINGS = frozenset(_HEADING_WORDS.split())

Known = Callable[[str], bool]


class Pasted(Row, frozen=True):
    """Somebody in a pasted list, with the line (from 1). `said` is for the log; empty: nothing was said.

    `likely`: it looks like the name of a person, so that a note may be made for it; a handle alone does not.
    """

    line: int
    name: str
    said: str = ""
    organisation: str = ""
    role: str = ""
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    likely: bool = True


class LeftOut(Row, frozen=True):
    """A line of which nobody was made, and why."""

    line: int
    text: str
    why: str


class PastedNames(Record, frozen=True):
    """Who stands in a pasted list, each once, and what was left out: every line that is not empty is in one of both."""

    people: tuple[Pasted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def _nobody(_: str) -> bool:
    return False


def read_pasted(text: str, known: Known = _nobody) -> PastedNames:
    """Read a list with a name on each line. `known` tells whether a text is the whole name of a contact.

    Several names on one line are told apart by `;` and `and`, by commas only where all of them are known. Never raises.
    """
    people: list[Pasted] = []
    left_out: list[LeftOut] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number > MAX_LINES:
            left_out.append(LeftOut(number, line.strip()[:200], f"more than {MAX_LINES} lines at once"))
            continue
        found = _read_line(line, number, known)
        if isinstance(found, str):
            left_out.append(LeftOut(number, line.strip()[:200], found))
        else:
            people += found
    return _each_once(people, left_out)


def read_listed(words: Iterable[str], known: Known = _nobody) -> PastedNames:
    """Read names given as arguments: parted by commas, `;` and `and`; an argument with a colon is a line of its own."""
    lines: list[str] = []
    run: list[str] = []
    for word in words:
        if ":" in word and " " in word.strip():
            lines += [" ".join(run), word]
            run = []
        else:
            run.append(word)
    lines.append(" ".join(run))
    pieces: list[str] = []
    for line in lines:
        pieces += [line] if ":" in line else re.split(r"[,;\n]", line)
    return read_pasted("\n".join(pieces), known)


def _read_line(line: str, number: int, known: Known) -> list[Pasted] | str:
    """Give those on a line, or why there is nobody."""
    if len(line) > MAX_LINE:
        return f"it is longer than {MAX_LINE} characters"
    text = _cleaned(line)
    if not any(letter.isalpha() for letter in text):
        return "there is no name on it"
    if _is_heading(text):
        return "it is a heading"
    if known(text):
        return [Pasted(number, text)]
    several = _several(text, known)
    if several:
        found = [_read_one(part, number, known) for part in several]
        people = [one for one in found if one is not None]
        if len(people) == len(found):
            return people
    one = _read_one(text, number, known)
    return [one] if one is not None else "it does not begin with a name"


def _cleaned(line: str) -> str:
    text = unicodedata.normalize("NFC", line.encode("utf-8", "replace").decode("utf-8"))
    text = _UNSEEN.sub("", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()
    if text.startswith("|"):
        text = "\t".join([cell.strip() for cell in text.strip("|").split("|")])
    text = _BULLET.sub("", text).strip()
    cells = text.split("\t")
    while len(cells) > 1 and not any(letter.isalpha() for letter in cells[0]):
        cells = cells[1:]  # a running number
    text = "\t".join([" ".join(cell.split()) for cell in cells if cell.strip()])
    return text.replace("**", "").replace("__", "").strip(" \t,;").rstrip(":") if not text.endswith("::") else text


def _is_heading(text: str) -> bool:
    if _RULE.match(text):
        return True
    words = re.findall(r"[^\W\d_]+", _COUNT.sub("", text.rstrip()).casefold())
    return bool(words) and len(words) <= 12 and all(word in _HEADINGS for word in words)


def _several(text: str, known: Known) -> list[str]:
    if any(sign in text for sign in ":<@\t|("):
        return []
    parts = [part.strip() for part in re.split(r"[,;]|\s(?:and|&)\s", text) if part.strip()]
    if len(parts) > 1 and all(known(part) for part in parts):
        return parts
    if "," in text:
        return []
    parts = [part.strip() for part in _AND.split(text) if part.strip()]
    return parts if len(parts) > 1 and all(known(part) or _looks_like_name(part) for part in parts) else []


def _read_one(text: str, number: int, known: Known) -> Pasted | None:
    rest, emails, urls = _addresses(text)
    handle = ""
    linked = _WIKILINK.match(rest)
    shown = _MARKDOWN.match(rest)
    quoted = _QUOTED.match(rest)
    if linked is not None:
        target = clean_target(linked[1])
        name, rest = target if known(target) else target.rpartition("/")[2], rest[linked.end() :]
    elif shown is not None:
        name, rest = shown[1], rest[shown.end() :]
    elif quoted is not None:
        name, rest = _first_last(quoted[1]), rest[quoted.end() :]
    else:
        rest, handle = _without_handle(rest)
        name, rest = _name_and_rest(rest, known, bool(emails))
    name = _TITLE.sub("", name.strip(" \t,;:-–—|·.\"'“”<>[]()")).strip()
    if not name:
        return _by_address(number, handle, emails, urls, rest)
    if not _may_be_name(name) and not known(name):
        return None
    organisation, role, said = _about(rest)
    likely = known(name) or _looks_like_name(name)
    urls = (*urls, f"@{handle}") if handle else urls
    return Pasted(number, _in_usual_case(name), said, organisation, role, emails, urls, likely)


def _addresses(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Take e-mail and web addresses out of a line; one that a name links stays for its name."""
    emails = tuple(dict.fromkeys([match[1] for match in _EMAIL.finditer(text)]))
    urls = tuple(dict.fromkeys([match[1].rstrip(".,;:") for match in _URL.finditer(text)]))
    if _MARKDOWN.match(text) is None:
        text = _URL.sub(" ", _EMAIL.sub(" ", text))
    else:
        shown = _MARKDOWN.match(text)
        assert shown is not None
        text = shown[0] + _URL.sub(" ", _EMAIL.sub(" ", text[shown.end() :]))
    return re.sub(r" {2,}", " ", text).replace("()", "").strip(" ,;"), emails, urls


def _without_handle(text: str) -> tuple[str, str]:
    found = _HANDLE.search(text)
    if found is None:
        return text, ""
    rest = f"{text[: found.start()].rstrip('( ')}{text[found.end() :].lstrip(')')}"
    return rest, found[1]


def _name_and_rest(text: str, known: Known, has_email: bool) -> tuple[str, str]:
    text = _PRONOUNS.sub("", text).strip()
    for match in _SEPARATOR.finditer(text):
        before = text[: match.start()].rstrip()
        if match["comma"] and known(f"{before}, {text[match.end() :].partition(',')[0].strip()}"):
            continue  # `Lee, Ann` is a contact
        at = before.find("(")
        return (before[:at], text[at:]) if at > 0 else (before, text[match.start() :])
    at = text.find("(")
    if at > 0:
        return text[:at], text[at:]
    told = _AT.match(text)
    return (told[1], f", {told[2]}") if told is not None and _looks_like_name(told[1]) else (text, "")


def _first_last(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and first.strip() else name


def _by_address(number: int, handle: str, emails: tuple[str, ...], urls: tuple[str, ...], rest: str) -> Pasted | None:
    """Name somebody by the words of an address, where that is all there is."""
    organisation, role, said = _about(rest)
    for url in urls:
        profile = _PROFILE.search(url)
        if profile is not None:
            parts = [part for part in profile[1].split("-") if part.isalpha()]
            if len(parts) > 1:
                return Pasted(number, " ".join(parts).title(), said, organisation, role, emails, urls)
    for email in emails:
        parts = re.split(r"[._-]", email.partition("@")[0])
        if len(parts) > 1 and all(len(part) > 1 and part.isalpha() for part in parts):
            return Pasted(number, " ".join(parts).title(), said, organisation, role, emails, urls, False)
    name = handle or (emails[0] if emails else "")
    return Pasted(number, name, said, organisation, role, emails, urls, False) if name else None


def _about(rest: str) -> tuple[str, str, str]:
    """Part what stands behind a name into organisation, role and words for the log."""
    organisation = role = ""
    said: list[str] = []
    inside = [match[1] for match in _BRACKETS.finditer(rest)] if ":" not in rest else []
    if inside:
        rest = _BRACKETS.sub(" ", rest)
    at = 0
    pieces: list[tuple[str, str]] = []
    kind = "comma"
    for match in _SEPARATOR.finditer(rest):
        pieces.append((kind, rest[at : match.start()]))
        kind, at = next((name for name in ("colon", "dash", "comma", "bar") if match[name]), "at"), match.end()
        if kind == "colon":
            break
    pieces.append((kind, rest[at:]))
    for kind, piece in [*pieces, *[("comma", one) for one in inside]]:
        words = piece.strip(" \t,;:–—|·")
        if not words:
            continue
        told = _AT.match(words)
        if kind == "colon" or (kind == "dash" and not _begins_like_role(words)):
            said.append(words)
        elif told is not None and not role and not organisation:
            role, organisation = told[1].strip(), told[2].strip()
        elif not role and kind != "at" and tells_role(words):
            role = words
        elif not organisation and not words[0].islower():
            organisation = words
        else:
            said.append(words)
    return organisation, role, "; ".join(said)


def _begins_like_role(words: str) -> bool:
    """Tell whether words behind a dash are a role or a company rather than a note about what was said."""
    told = _AT.match(words)
    if told is not None:
        return tells_role(told[1]) or all(not word[0].islower() for word in words.split())
    parts = words.split()
    return (
        tells_role(words)
        if words[0].islower()
        else len(parts) <= 5 and (tells_role(words) or all(not part[0].islower() for part in parts))
    )


def _may_be_name(name: str) -> bool:
    words = name.split()
    letters = sum(letter.isalpha() for letter in name)
    return len(name) <= MAX_NAME and len(words) <= MAX_NAME_WORDS and 2 * letters > len(name) and name[-1] not in "?!"


def _looks_like_name(name: str) -> bool:
    """Tell whether words are written like the name of a person: capitals at both ends, few words, no digit."""
    words = name.split()
    if not words or not _may_be_name(name) or any(letter.isdigit() or letter in "/<>=#" for letter in name):
        return False
    return len(name) > 1 and all(word[0].isalpha() and not word[0].islower() for word in (words[0], words[-1]))


def _in_usual_case(name: str) -> str:
    """Write a name in capitals, as badges have it, with small letters; one of a single word may be initials."""
    return name.title() if name.isupper() and len(name.split()) > 1 else name


def _each_once(people: list[Pasted], left_out: list[LeftOut]) -> PastedNames:
    kept: dict[str, Pasted] = {}
    for one in people:
        key = " ".join(one.name.casefold().split())
        had = kept.get(key)
        if had is None:
            kept[key] = one
            continue
        said = "; ".join(dict.fromkeys(filter(None, (had.said, one.said))))
        more = replace(
            had,
            said=said,
            organisation=had.organisation or one.organisation,
            role=had.role or one.role,
            emails=tuple(dict.fromkeys((*had.emails, *one.emails))),
            urls=tuple(dict.fromkeys((*had.urls, *one.urls))),
        )
        if more == had:
            left_out.append(LeftOut(one.line, one.name, "it is there twice"))
        kept[key] = more
    return PastedNames(tuple(kept.values()), tuple(sorted(left_out, key=lambda one: one.line)))
