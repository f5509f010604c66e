"""Our part of a review note: the lines between two markers. All other text is the user's and stays to the byte."""

from collections.abc import Sequence

from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

FORMAT = 1
BOM = "\ufeff"
IMPORT = "import"
"""The name of the region that holds the review of an import: a list to edit, which no run makes anew."""
_BEGIN = "<!-- pnm:begin "
_END = "<!-- pnm:end "
_NOTICE = " · made by pnm: tick and write here, the rest is made anew -->"
_MANIFEST = pattern_of(r"[0-9a-z]{5}(?:\.[0-9a-z]{5})*+")


class Merged(Row, frozen=True):
    """A note with our region brought up to date, or the code of the problem that kept us from touching it."""

    text: str | None
    problem: str | None


class Region(Row, frozen=True):
    """What stands in our region of a note (LF line ends).

    `manifest` holds the sums of those of our lines that are no items; None: they are not known.
    """

    body: str
    manifest: frozenset[str] | None


class _Marker(Row, frozen=True):
    """A marker line: where it begins and ends (without its line end). `sound` is False when it is damaged."""

    start: int
    end: int
    begins: bool
    name: str
    format: int
    sound: bool
    manifest: str = ""


def begin_line(name: str) -> str:
    """Return the line that opens the region `name`."""
    return f"{_BEGIN}{name} format={FORMAT}{_NOTICE}"


def end_line(name: str, manifest: Sequence[str] = ()) -> str:
    """Return the line that closes the region `name`. `manifest` are the sums of its lines that are no items."""
    return f"{_END}{name}{' ' if manifest else ''}{'.'.join(manifest)} -->"


def is_ours(text: str) -> bool:
    """Tell whether a note holds a region of ours, sound or not."""
    return any(True for _ in _markers(text))


class Cut(Row, frozen=True):
    """A note cut at our region: the text before it, its opening line, what stands in it, its closing line, the rest."""

    before: str
    begin: str
    body: str
    end: str
    behind: str
    name: str


def cut_region(existing: str) -> Cut | None:
    """Cut a note at its one region of ours; None when it has none, several, or one that is not sound or newer."""
    markers = _markers(existing)
    pair = _pair(markers, markers[0].name) if len(markers) == 2 else None
    if pair is None or pair[0].format > FORMAT:
        return None
    begin, end = pair
    return Cut(
        existing[: begin.start],
        existing[begin.start : begin.end],
        existing[begin.end : end.start],
        existing[end.start : end.end],
        existing[end.end :],
        begin.name,
    )


def read_region(existing: str, name: str) -> Region | None:
    """Read our region of a note; None when it has none, or none that is sound."""
    pair = _pair(_markers(existing), name)
    if pair is None or pair[0].format > FORMAT:
        return None
    begin, end = pair
    body = existing[begin.end : end.start].replace("\r\n", "\n").strip("\n")
    return Region(body, frozenset(end.manifest.split(".")) if end.manifest else None)


def merge_region(
    existing: str | None, page: str, name: str, manifest: Sequence[str] = (), strays: Sequence[str] = ()
) -> Merged:
    """Put `page` (LF line ends) into the region `name` of a note's text; None means that there is no note yet.

    The region takes the line ends of its opening line; a byte order mark and everything outside stay. Nothing is
    changed when the note has no region (`review-not-ours`), when its markers are not exactly one sound pair
    (`review-markers`), or when a later version of pnm wrote it (`review-newer`). A page that contains marker lines
    itself is refused (`template-error`): the next run could not find its end.
    `strays` are lines that their owner wrote inside the region; they go to the end of the note.
    """
    body = page.replace("\r\n", "\n").strip("\n")
    if is_ours(body):
        return Merged(None, "template-error")
    region = f"{begin_line(name)}\n\n{body}\n\n{end_line(name, manifest)}"
    if existing is None:
        return Merged(region + "\n", None)
    markers = _markers(existing)
    if not markers:
        return Merged(None, "review-not-ours")
    if any(marker.begins and marker.format > FORMAT for marker in markers):
        # Asked first: what a later version does with its markers may look damaged from here.
        return Merged(None, "review-newer")
    pair = _pair(markers, name)
    if pair is None:
        return Merged(None, "review-markers")
    begin, end = pair
    line_end = "\r\n" if existing.startswith("\r\n", begin.end) else "\n"
    text = existing[: begin.start] + region.replace("\n", line_end) + existing[end.end :]
    if strays:
        text += ("" if text.endswith("\n") else line_end) + line_end + line_end.join(strays) + line_end
    return Merged(text, None)


def _pair(markers: list[_Marker], name: str) -> tuple[_Marker, _Marker] | None:
    """Return the one sound pair called `name`. Regions of other names may stand before or after it, not inside."""
    if not all(marker.sound for marker in markers):
        return None
    ours = [index for index, marker in enumerate(markers) if marker.name == name]
    if len(ours) != 2 or ours[1] != ours[0] + 1:
        return None
    begin, end = markers[ours[0]], markers[ours[1]]
    return (begin, end) if begin.begins and not end.begins else None


def _markers(text: str) -> list[_Marker]:
    """Return every line that begins, white space aside, like a marker of ours."""
    found: list[_Marker] = []
    position = text.find("<!-- pnm:")
    while position >= 0:
        start = text.rfind("\n", 0, position) + 1
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if text.startswith(BOM, start) and start == 0:
            start += len(BOM)
        stop = end - 1 if text[end - 1] == "\r" else end
        if not text[start:position].strip() and text.startswith((_BEGIN, _END), position):
            found.append(_read_marker(text[start:stop], start, stop))
        position = text.find("<!-- pnm:", end)
    return found


def _read_marker(line: str, start: int, end: int) -> _Marker:
    """Read one marker line. A damaged one (cut, indented, no format) is kept as such so that nothing is replaced."""
    stripped = line.strip()
    begins = stripped.startswith(_BEGIN)
    words = stripped[len(_BEGIN if begins else _END) :].split()
    name = words[0] if words else ""
    number = words[1][len("format=") :] if len(words) > 1 and words[1].startswith("format=") else ""
    digits = number if number.isascii() and number.isdigit() and len(number) <= 6 else ""
    sound = line.startswith("<") and stripped.endswith(" -->") and name not in ("", "-->")
    manifest = words[1] if not begins and len(words) == 3 and _MANIFEST.fullmatch(words[1]) else ""
    sound = sound and (bool(digits) if begins else words[1:] == ([manifest, "-->"] if manifest else ["-->"]))
    return _Marker(start, end, begins, name, int(digits or "0"), sound, manifest)
