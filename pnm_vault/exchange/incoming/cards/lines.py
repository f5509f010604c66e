"""The lines of one vCard: unfolded, decoded, and taken apart into properties.

Source: RFC 6350, section 3; RFC 6868 (`^n` in parameters); vCard 2.1, section 2.1 (bare parameters
and encodings); what phones and programs really write.
"""

import binascii
import re
from collections.abc import Iterator
from functools import lru_cache

from pnm_vault.exchange.incoming.cards.cutting import RawCard
from pnm_vault.model.record import Row

MAX_PROPERTIES = 10_000
MAX_HEAD = 1000  # characters before the colon
MAX_TEXT = 200_000  # characters of any value that is no picture, sound or key: no note is longer
_BINARY = frozenset(["PHOTO", "LOGO", "SOUND", "KEY"])
AGENT = "AGENT."  # stands before the names of properties of a card within a card

_OLD = re.compile(rb"^VERSION[ \t]*:[ \t]*2\.1", re.IGNORECASE | re.MULTILINE)
_QUOTED_HEAD = re.compile(r'((?:[^":]|"[^"]*+")*+):')
_NAME = re.compile(r"[A-Za-z0-9_/-]{1,100}\Z")  # KDE writes `X-messaging/xmpp-All`
# Android's label of the user's own, in the middle of the parameters.
_OWN_TYPE = re.compile(r";X-CUSTOM\(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,([^();]*)\)", re.IGNORECASE)
_PARAM = re.compile(r';((?:[^";]|"[^"]*+"|")*+)')
_PARAM_VALUE = re.compile(r'(?:[^",]|"[^"]*+"|")++')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_OLD_ESCAPED = re.compile(r"\\([\\;:,])")
_MARKED = {mark: re.compile(rf"\\.|{mark}", re.DOTALL) for mark in ";,"}
_CARETS = re.compile(r"\^([n'^])")
_CARET_MEANS = {"n": "\n", "'": '"', "^": "^"}
_ENCODINGS = frozenset(["QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"])

# Only what address books use: some of Python's codecs are slow, and some are no charsets.
_CHARSET = re.compile(
    r"utf-?8|(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?\d|(?:windows|cp)-?125\d|shift[_-]?jis|sjis|cp932|euc-?(?:jp|kr)|"
    r"iso-?2022-?(?:jp|kr)|gb2312|gbk|gb18030|big5|koi8-?[ru]|mac-?roman",
    re.IGNORECASE,
)

Param = tuple[str, str]


class Property(Row, frozen=True):
    """One property of a card.

    `name` is in upper case, `group` in lower case (empty: none). `params` has one pair for each value of a parameter,
    names in upper case; a bare parameter of vCard 2.1 is a TYPE or an ENCODING. `value` is decoded, and still escaped.
    `old`: by the rules of vCard 2.1. `line` counts from 1 in the file.
    """

    name: str
    group: str
    params: tuple[Param, ...]
    value: str
    line: int
    old: bool

    def param(self, name: str) -> str:
        """Give the first value of a parameter, empty for none."""
        return next((value for key, value in self.params if key == name), "")

    def types(self) -> tuple[str, ...]:
        """Give what TYPE says, in lower case, in its order."""
        return tuple([value.lower() for key, value in self.params if key == "TYPE"])


class CardLines(Row, frozen=True):
    """What a card consists of.

    `unread` are lines that are left out, each with a sentence that says why. `foreign` is the first line that is
    neither in its own charset nor in UTF-8 and was read as Windows-1252 (0: none). `too_many`: there are more lines
    than are read.
    """

    properties: tuple[Property, ...]
    unread: tuple[tuple[int, str], ...]
    foreign: int
    too_many: bool


def lines_of(card: RawCard) -> CardLines:
    """Take a card apart. Never raises, and takes time by its size alone."""
    old = _OLD.search(card.content) is not None
    found: list[Property] = []
    unread: list[tuple[int, str]] = []
    foreign = depth = 0
    for line, raw in _unfolded(card):
        if not raw.strip():
            continue
        if len(found) + len(unread) >= MAX_PROPERTIES:
            return CardLines(tuple(found), tuple(unread), foreign, True)
        property_, guessed = _read(raw, line, old)
        foreign = foreign or (line if guessed else 0)
        if property_ is not None and property_.name in ("BEGIN", "END"):
            if property_.value.strip().upper() == "VCARD":
                depth += 1 if property_.name == "BEGIN" else -1
                continue
            property_ = None
        if property_ is None:
            unread.append((line, "This line of a card has no meaning (NAME:value is wanted): it is left out."))
        elif len(property_.value) > MAX_TEXT and property_.name not in _BINARY:
            unread.append((line, f"This value has more than {MAX_TEXT} characters: it is left out."))
        else:
            found.append(_within(property_) if depth > 0 else property_)
    return CardLines(tuple(found), tuple(unread), foreign, False)


def _within(one: Property) -> Property:
    return Property(AGENT + one.name, one.group, one.params, one.value, one.line, one.old)


def _unfolded(card: RawCard) -> Iterator[tuple[int, bytes]]:
    """Give the lines as they were before folding, each with the number of its first one.

    A fold may be within a character, so this is done before decoding. In vCard 2.1 a quoted-printable line that ends
    with `=` goes on below, and some old phones write base64 without a blank in front of its later lines.
    """
    start, parts = card.line, [b""]
    head = b""
    soft = False
    for number, text in enumerate(card.content.split(b"\n"), card.line):
        if soft:
            parts[-1] = parts[-1][:-1]
            parts.append(text)
        elif text.startswith((b" ", b"\t")):
            parts.append(text[1:])
        elif text and b"BASE64" in head and b":" not in text:
            parts.append(text)
        else:
            yield start, parts[0] if len(parts) == 1 else b"".join(parts)
            start, parts = number, [text]
            head = text.partition(b":")[0].upper() if b";" in text else b""
        soft = b"QUOTED-PRINTABLE" in head and text.endswith(b"=")
    yield start, b"".join(parts)


def _read(raw: bytes, line: int, old: bool) -> tuple[Property | None, bool]:
    """Read one line; the second value tells that its encoding was guessed."""
    guessed = False
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text, guessed = _decode_otherwise(raw)
    if "\0" in text:
        text = text.replace("\0", "")
    head, colon, value = text.partition(":")
    if '"' in head and (match := _QUOTED_HEAD.match(text)) is not None:
        head, colon, value = match[1], ":", text[match.end() :]
    if not colon or len(head) > MAX_HEAD:
        return None, False
    read = _read_head(head)
    if read is None:
        return None, False
    name, group, params = read
    encoded = [text for key, text in params if key in ("ENCODING", "CHARSET")]
    if encoded:
        if "QUOTED-PRINTABLE" in [text.upper() for text in encoded]:
            value, guessed = _decode_printable(value, params)
        elif "\x1b" in value:  # a charset of seven bits, so that it looks like ASCII
            value, guessed = _decode_charset(value.encode(), params)
    return Property(name, group, params, value, line, old), guessed


def _decode_otherwise(raw: bytes) -> tuple[str, bool]:
    """Decode a line that is not UTF-8 by its own charset, or else as Windows-1252."""
    head, colon, value = raw.partition(b":")
    plain = head.decode("cp1252", "replace")
    read = _read_head(plain) if len(plain) <= MAX_HEAD else None
    text, guessed = _decode_charset(value, read[2] if read is not None else ())
    return plain + colon.decode() + text, guessed


def _decode_printable(value: str, params: tuple[Param, ...]) -> tuple[str, bool]:
    return _decode_charset(binascii.a2b_qp(value.encode("utf-8", "replace")), params)


def _decode_charset(value: bytes, params: tuple[Param, ...]) -> tuple[str, bool]:
    """Decode by the CHARSET that is given, else as UTF-8, else as Windows-1252: the second value tells that."""
    named = next((text for key, text in params if key == "CHARSET"), "")
    for charset in (named, "utf-8"):
        if _CHARSET.fullmatch(charset):
            try:
                return value.decode(charset).replace("\0", ""), False
            except (UnicodeDecodeError, LookupError):
                continue
    return value.decode("cp1252", "replace").replace("\0", ""), True


@lru_cache(maxsize=1024)
def _read_head(head: str) -> tuple[str, str, tuple[Param, ...]] | None:
    """Read what stands before the colon: name, group and parameters. None: it is no property."""
    named, _, rest = head.partition(";")
    group, _, name = named.strip().rpartition(".")
    if not _NAME.match(name) or (group and not _NAME.match(group)):
        return None
    params: list[Param] = []
    rest = f";{rest}" if rest else ""
    if "(" in rest and (own := _OWN_TYPE.search(rest)) is not None:
        label = binascii.a2b_qp(own[1].encode("ascii", "ignore")).decode("utf-8", "replace")
        params.append(("TYPE", label.replace("\0", "")))
        rest = rest[: own.start()] + rest[own.end() :]
    for match in _PARAM.finditer(rest):
        params += _read_param(match[1])
    return name.upper().replace("_", "-"), group.lower(), tuple(params)


def _read_param(text: str) -> Iterator[Param]:
    key, equals, values = text.partition("=")
    key = key.strip().upper()
    if not equals:
        if key:
            yield ("ENCODING", key) if key in _ENCODINGS else ("VALUE" if key == "URL" else "TYPE", text.strip())
        return
    for match in _PARAM_VALUE.finditer(values):
        value = match[0].strip().replace('"', "")
        if "^" in value:
            value = _CARETS.sub(lambda found: _CARET_MEANS[found[1]], value)
        # TYPE="home,voice" is two of them, whatever the quotes.
        for one in value.split(",") if key == "TYPE" else (value,):
            if one:
                yield key, one


def unescaped(value: str, old: bool) -> str:
    """Give a value, or a part of one, as it was meant. A backslash that escapes nothing stays."""
    if "\\" not in value:
        return value
    if old:
        return _OLD_ESCAPED.sub(r"\1", value)
    return _ESCAPED.sub(_meant, value)


def _meant(escape: re.Match[str]) -> str:
    mark = escape[1]
    if mark in "nN":
        return "\n"
    return mark if mark in "\\;,:" else escape[0]


def parts_of(value: str, mark: str, old: bool) -> list[str]:
    """Give the parts of a value between semicolons or commas that are not escaped, each as it was meant."""
    if "\\" not in value:
        return value.split(mark)
    split = _MARKED[mark].sub(lambda found: found[0] if len(found[0]) == 2 else "\0", value).split("\0")
    return [unescaped(part, old) for part in split]
