"""Values of a vCard that have a form of their own: days, pictures, names, addresses and labels.

Source: RFC 6350, section 4.3 (dates); Apple's address book (`X-APPLE-OMIT-YEAR`, labels between `_$!<` and `>!$_`).
"""

import binascii
import re
from datetime import date

from pnm_vault.exchange.incoming.cards.lines import Property, parts_of, unescaped
from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.model.incoming import Photo

_DAY = re.compile(r"(?:([0-9]{4})-?|--)([0-9]{2})-?([0-9]{2})(?:[T ].{0,40})?\Z")
_NO_YEAR = 1604  # a leap year, by which Apple and many servers mean "no year"
_COMMA = re.compile(r"\\.|,", re.DOTALL)
_DATA = re.compile(r"data:[^,]{0,200}?,", re.IGNORECASE)
_STARTS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
)
# What TYPE says of any value, so that it tells nothing of this one.
_IDLE_TYPES = frozenset(
    ["internet", "x-internet", "pref", "voice", "msg", "text", "x-user", "uri", "intl", "parcel", "postal"]
)


def day_of(one: Property) -> str | None:
    """Give a day as a note has it, `1980-04-15` or `--04-15`; None when it is none, or not in the calendar.

    A time of day behind it is left out. A year that the card says to omit, 0000 and 1604 are no years.
    """
    match = _DAY.match(one.value.strip())
    if match is None or one.param("VALUE").lower() == "text":
        return None
    year = int(match[1] or 0)
    if year == _NO_YEAR or match[1] == one.param("X-APPLE-OMIT-YEAR"):
        year = 0
    try:
        day = date(year or _NO_YEAR, int(match[2]), int(match[3]))
    except ValueError:
        return None
    return day.isoformat() if year else f"--{day.month:02d}-{day.day:02d}"


def is_elsewhere(one: Property) -> bool:
    """Tell whether a picture is an address; it is never fetched."""
    return one.value.lstrip()[:8].lower().startswith(("http:", "https:", "file:", "ftp:", "cid:"))


def photo_of(one: Property) -> Photo | None:
    """Give the picture of a PHOTO in base64 or a `data:` address; None when its bytes are none that is known."""
    value = one.value.replace("\\,", ",").strip()
    if (match := _DATA.match(value)) is not None:
        value = value[match.end() :]
    try:
        content = binascii.a2b_base64(value.encode("ascii", "ignore"))
    except binascii.Error:
        return None
    ending = _ending_of(content)
    return Photo(ending, content) if ending else None


def _ending_of(content: bytes) -> str:
    for start, ending in _STARTS:
        if content.startswith(start):
            return ending
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return "heic" if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") else ""


def plain_label(text: str) -> str:
    """Give a label in words: `_$!<HomePage>!$_` is `homepage`; one of the user's own stays as it is."""
    label = one_line(text)
    if label.startswith("_$!<") and label.endswith(">!$_"):
        return label[4:-4].lower()
    return label


def label_of(one: Property, labels: dict[str, str]) -> str:
    """Give what the card calls a value: the label of its group, else its types without those that say nothing."""
    if one.group and (label := labels.get(one.group)):
        return label
    if not one.params:
        return ""
    types = [kind.removeprefix("x-") for kind in dict.fromkeys(one.types()) if kind not in _IDLE_TYPES]
    return one_line(" ".join(types))


def preference_of(one: Property) -> int:
    """Give the place of a value among its like: 1 is the preferred one, 100 where nothing is said."""
    if not one.params:
        return 100
    told = one.param("PREF")
    if told.isascii() and told.isdigit() and len(told) <= 3:
        return int(told) or 1
    return 1 if "pref" in one.types() else 100


def name_parts(one: Property) -> tuple[str, ...]:
    """Give family name, given name, additional names, prefixes and suffixes; several of one kind with blanks."""
    value = one.value
    if "," in value:
        value = _COMMA.sub(lambda found: found[0] if len(found[0]) == 2 else " ", value)
    parts = [one_line(part) for part in parts_of(value, ";", one.old)[:5]]
    return tuple(parts + [""] * (5 - len(parts)))


def address_parts(one: Property) -> tuple[str, ...]:
    """Give box, extension, street, town, region, postal code and country, each on one line."""
    parts = [", ".join(filter(None, map(one_line, part.split("\n")))) for part in parts_of(one.value, ";", one.old)[:7]]
    return tuple(parts + [""] * (7 - len(parts)))


def address_line(parts: tuple[str, ...]) -> str:
    """Give a postal address on one line."""
    box, extension, street, town, region, code, country = parts
    return ", ".join(filter(None, [street, extension, box, f"{code} {town}".strip(), region, country]))


def text_of(one: Property) -> str:
    """Give a whole value as text on one line."""
    return one_line(unescaped(one.value, one.old))


def texts_of(one: Property, mark: str = ",") -> list[str]:
    """Give the texts of a value with several, without empty ones."""
    return [text for part in parts_of(one.value, mark, one.old) if (text := one_line(part))]
