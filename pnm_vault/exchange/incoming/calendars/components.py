"""An iCalendar file cut into its calendars and their parts, by bytes and with line numbers.

Nothing here fails: what is no content line is passed over, and nesting is counted, never followed.
Source: RFC 5545, section 3.1; RFC 6868 for carets in parameters.
"""

from collections.abc import Iterator, Mapping

from pnm_vault.exchange.incoming.cards.cutting import narrowed
from pnm_vault.model.record import Record, Row
from pnm_vault.patterns import pattern_of

LONGEST_LINE = 10_000  # bytes of an unfolded line that are kept; only descriptions are longer, and nobody reads them
_MOST_LINES = 5_000  # of one part; a meeting of a thousand invited has a thousand
_DEEPEST = 4
_PARTS = frozenset([b"VEVENT", b"VTODO", b"VJOURNAL", b"VFREEBUSY", b"VTIMEZONE"])

_NAME = pattern_of(r"[A-Za-z0-9-]+")
_PARAMETER = pattern_of(r';\s*([A-Za-z0-9-]+)=("[^"]*"|[^;"]*)')
_ESCAPED = pattern_of(r"\\(.)")
_CARET = pattern_of(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}


class Property(Row, frozen=True):
    """One content line: name and names of parameters in upper case, `value` as written."""

    line: int
    name: str
    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, without its backslashes."""
        return unescape(self.value)


class Part(Record, frozen=True):
    """A part of a calendar, or what a calendar says of itself (`kind` VCALENDAR): its lines, unfolded.

    `fault` says why the part cannot be trusted, empty where it can. Lines of parts within it are left out, but for
    those of a VTIMEZONE.
    """

    kind: str
    line: int
    lines: tuple[tuple[int, bytes], ...]
    fault: str = ""


class Calendar(Record, frozen=True):
    """One VCALENDAR and its parts in their order."""

    head: Part
    parts: tuple[Part, ...]


class Cut(Record, frozen=True):
    """The calendars of a file. `cut_off` is the line of what was still open at its end, 0 where nothing was."""

    calendars: tuple[Calendar, ...]
    cut_off: int = 0


def calendars_of(content: bytes) -> Cut:
    """Cut a file into calendars. Parts outside of any are a calendar of their own."""
    cutter = _Cutter()
    for number, line in _unfolded(narrowed(content)):
        cutter.take(number, line)
    return cutter.finish()


def properties_of(part: Part, wanted: frozenset[bytes]) -> Iterator[Property]:
    """Give the content lines whose name is wanted, or begins with `X-` where `X-` is; no other is looked into."""
    for number, line in part.lines:
        name = line.partition(b":")[0].partition(b";")[0].strip().upper()
        if name in wanted or (name[:2] == b"X-" and b"X-" in wanted):
            found = _property(number, line)
            if found is not None:
                yield found


def unescape(value: str) -> str:
    r"""Give a value of text without its backslashes; `\n` is a line feed."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


class _Cutter:
    """Gathers lines into parts and calendars. Mutable, and gone when the file is read."""

    def __init__(self) -> None:
        self._calendars: list[Calendar] = []
        self._head: tuple[int, list[tuple[int, bytes]]] | None = None
        self._parts: list[Part] = []
        self._open: tuple[bytes, int, list[tuple[int, bytes]]] | None = None
        self._depth = 0
        self._fault = ""

    def take(self, number: int, line: bytes) -> None:
        """Take the next line, unfolded."""
        start = line[:6].upper()
        if start == b"BEGIN:":
            self._begin(number, line[6:].strip().upper())
        elif start[:4] == b"END:":
            self._end(line[4:].strip().upper())
        elif self._open is not None:
            kind, _, lines = self._open
            if not self._depth or (kind == b"VTIMEZONE" and self._depth == 1):
                if len(lines) < _MOST_LINES:
                    lines.append((number, line))
                else:
                    self._fault = f"it has more than {_MOST_LINES:,} lines"
        elif self._head is not None and len(self._head[1]) < _MOST_LINES:
            self._head[1].append((number, line))

    def finish(self) -> Cut:
        """Give all calendars."""
        cut_off = self._open[1] if self._open is not None else self._head[0] if self._head is not None else 0
        self._close_calendar()
        return Cut(tuple(self._calendars), cut_off)

    def _begin(self, number: int, kind: bytes) -> None:
        if kind == b"VCALENDAR":
            self._close_calendar()
            self._head = (number, [])
        elif kind in _PARTS:
            self._close_part("it has no end")
            self._open, self._depth, self._fault = (kind, number, []), 0, ""
        elif self._open is not None:
            self._depth += 1
            if self._depth > _DEEPEST:
                self._fault = "its parts are nested too deeply"

    def _end(self, kind: bytes) -> None:
        if kind == b"VCALENDAR":
            self._close_calendar()
        elif self._open is not None and kind == self._open[0]:
            self._close_part("")
        elif self._depth:
            self._depth -= 1

    def _close_part(self, fault: str) -> None:
        if self._open is not None:
            kind, line, lines = self._open
            self._parts.append(Part(kind.decode(), line, tuple(lines), fault or self._fault))
        self._open, self._depth, self._fault = None, 0, ""

    def _close_calendar(self) -> None:
        self._close_part("it has no end")
        if self._head is not None or self._parts:
            line, lines = self._head or (1, [])
            self._calendars.append(Calendar(Part("VCALENDAR", line, tuple(lines)), tuple(self._parts)))
        self._head, self._parts = None, []


def _unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each line that is not empty with its number; a line end may be LF, CR LF or CR."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    first, pieces, length = 0, list[bytes](), 0
    for number, line in enumerate(content.split(b"\n"), 1):
        if line[:1] in (b" ", b"\t") and pieces:
            if length < LONGEST_LINE:
                pieces.append(line[1 : 1 + LONGEST_LINE - length])
                length += len(line) - 1
            continue
        if pieces:
            yield first, b"".join(pieces)
        first, pieces, length = number, [line[:LONGEST_LINE]] if line else [], len(line)
    if pieces:
        yield first, b"".join(pieces)


def _property(number: int, line: bytes) -> Property | None:
    text = _decoded(line)
    name = _NAME.match(text.lstrip())
    colon = _colon(text)
    if name is None or colon < 0:
        return None
    parameters = {
        found[1].upper(): _CARET.sub(lambda caret: _CARETS[caret[1]], found[2].strip().strip('"'))
        for found in _PARAMETER.finditer(text, 0, colon)
    }
    return Property(number, name[0].upper(), parameters, text[colon + 1 :].strip())


def _colon(text: str) -> int:
    """Find the colon before the value: the first that is not within quotes; of an open quote, the first at all."""
    start = 0
    while True:
        colon, quote = text.find(":", start), text.find('"', start)
        if quote < 0 or colon < quote:
            return colon
        closing = text.find('"', quote + 1)
        if closing < 0:
            return colon
        start = closing + 1


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
