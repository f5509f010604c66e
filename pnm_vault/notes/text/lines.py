"""One pass over the body of a note: its sections, the lines that count as text, its task lines and its links."""

from pnm_vault.notes.text.conflicts import lines_left_out, may_hold_conflict
from pnm_vault.notes.text.headings import announces
from pnm_vault.notes.text.inert import blank_inert, may_hold_inert, without_remarks
from pnm_vault.notes.text.links import find_links, unstruck
from pnm_vault.patterns import pattern_of

# A longer line is cut before any pattern sees it.
MAX_LINE = 10_000
MAX_TEXT = 200

_MARKER = pattern_of(r"(?:[-*+•]|[0-9]{1,9}[.)])(?=\s)\s*+")
_BOX = pattern_of(r"(?:(?:[-*+•]|[0-9]{1,9}[.)])\s++)?\[([^\]\n])\](?:\s++|\Z)")
_ROAM_BOX = pattern_of(r"(?:[-*+•]\s++)?\{\{(?:\[\[)?(TODO|DONE)(?:\]\])?\}\}\s*+")
_CLOSING_HASHES = pattern_of(r"\s#+\Z")
_UNDERLINE = pattern_of(r"(={3,}+|-{3,}+)[ \t]*+\Z")
_NO_TITLE = pattern_of(r"[\s0-9#>|\[!`~<$%=-]|[*+•]\s")
_LONGEST_TITLE = 60

TextLine = tuple[int, str, bool]  # line number, text without surrounding white space, whether it was indented
TaskLine = tuple[int, str, int, bool]  # line number, status character, where its text begins, whether it is quoted


class Section:
    """A heading with the lines below it up to the next heading of any level; level 0 is what precedes the first.

    `end` is the last line of the heading itself: the one after `line` where the heading is underlined.
    """

    __slots__ = ("end", "level", "line", "lines", "parent", "role", "title")

    def __init__(self, level: int, title: str, line: int, parent: "Section | None") -> None:
        self.level = level
        self.title = title
        self.line = self.end = line
        self.parent = parent
        self.role: str | None = None  # what the heading announces; set by `headings.assign_roles`
        self.lines: list[TextLine] = []


class Scan:
    """What the body of a note holds.

    Code, comments, formulas, indented code and quotes are in none of these. `links` maps a line to the targets in it,
    task lines and headings included. Task lines are in `tasks` and not in `sections`. `conflict_line` is the first line
    on which a merge left a marker, 0 for none.
    """

    __slots__ = ("_lines", "_seen", "conflict_line", "first_line", "links", "sections", "tasks")

    def __init__(self, raw: str, seen: str, first_line: int) -> None:
        self.first_line = first_line
        self.sections: list[Section] = []
        self.tasks: list[TaskLine] = []
        self.links: dict[int, tuple[str, ...]] = {}
        self.conflict_line = 0
        self._seen = _cut_lines(seen)
        self._lines = self._seen if raw is seen else _cut_lines(raw)

    @property
    def as_written(self) -> bool:
        """Whether nothing is blanked: no code, no comment, no conflict."""
        return self._lines is self._seen

    def line(self, number: int) -> str:
        """Return a line of the note as it stands there, white space around it cut."""
        return self._lines[number - self.first_line].strip()

    def seen(self, number: int) -> str:
        """Return a line with code and comments blanked, quote signs left out, white space around it cut."""
        return self._seen[number - self.first_line].strip().lstrip("> \t")

    def present(self, number: int) -> tuple[str, ...]:
        """Return the targets of the links in a line, those that are struck through left out."""
        targets = self.links.get(number, ())
        if not targets or "~~" not in (seen := self.seen(number)):
            return targets
        kept = find_links(unstruck(seen))
        return tuple([target for target in targets if target in kept])

    def proof(self, number: int, text: str = "") -> str:
        """Return the verbatim part of a line that proves something: no list marker, at most 200 characters.

        `text` is the line as a section holds it, where that is at hand: where nothing was blanked the two are the same.
        """
        return proof_of(text if text and self._lines is self._seen else self.line(number))

    def words(self, number: int, text: str) -> str:
        """Return `text` (of that line) as the user wrote it: with its code spans, without comments."""
        return text if self._lines is self._seen else without_remarks(self.line(number)).strip()


def proof_of(text: str) -> str:
    """Cut the list marker off a stripped line and bound its length; what remains is found verbatim in it."""
    return without_marker(text)[:MAX_TEXT].rstrip()


def without_marker(text: str) -> str:
    """Return the text of a list item, or the line itself when it is none."""
    if text[:2] == "- ":  # as most items begin
        return text[2:].lstrip()
    marker = _MARKER.match(text)
    return text[marker.end() :] if marker else text


def is_item(text: str) -> bool:
    """Tell whether a stripped line is a list item."""
    return text[:2] == "- " or _MARKER.match(text) is not None


def _cut_lines(body: str) -> list[str]:
    lines = body.split("\n")
    if len(body) > MAX_LINE:
        return [line if len(line) <= MAX_LINE else line[:MAX_LINE] for line in lines]
    return lines


def scan(body: str, first_line: int) -> Scan:
    r"""Look through a body whose lines end in `\n`; its first line is line `first_line` of the note.

    Source: CommonMark 0.31 (headings, indented code, block quotes); Obsidian help: Basic formatting syntax.
    """
    found = Scan(body, blank_inert(body) if may_hold_inert(body) else body, first_line)
    has_links = "[[" in body or "](" in body
    if may_hold_conflict(body):
        _leave_out_conflicts(found)
    underlined = _find_underlined(found) if "\n---" in body or "\n===" in body else {}
    section = Section(0, "", first_line, None)
    sections, links = found.sections, found.links
    sections.append(section)
    in_list = False
    after_blank = True
    raw = None if found.as_written else found._lines
    for number, line in enumerate(found._seen, first_line):
        text = line.strip()
        if not text:
            after_blank = True
            continue
        if underlined and number in underlined:
            level = underlined[number]
            if level:
                section = _open_section(level, text, number, section)
                section.end = number + 1
                sections.append(section)
                if has_links and "[" in text:
                    _add_links(links, number, text)
            in_list, after_blank = False, True
            continue
        first = text[0]
        # What is blanked at the beginning of a line does not indent it.
        indented = line[0] in " \t" and (raw is None or raw[number - first_line][0] in " \t")
        if indented:
            if not in_list and after_blank and (line[0] == "\t" or line.startswith("    ")):
                continue  # indented code; `after_blank` stays, so the following lines of it are code as well
        elif first == "#":
            heading = _heading(text, number, section)
            if heading is not None:
                section = heading
                sections.append(section)
                in_list, after_blank = False, True
                if has_links and "[" in text:
                    _add_links(links, number, text)
                continue
        after_blank = False
        if first == ">":
            if "[ ]" in text:
                _add_quoted_task(found, number, text)
            continue
        item = first in "-*+•" or first.isdigit()
        if not indented:
            in_list = item
        if (item and ("[" in text or "{{" in text)) or first == "{":
            box = _BOX.match(text) if "[" in text else None
            if box is None and "{{" in text:
                box = _ROAM_BOX.match(text)
            if box is not None:
                found.tasks.append(
                    (number, "x" if box[1] == "DONE" else " " if box[1] == "TODO" else box[1], box.end(), False)
                )
                if has_links:
                    _add_links(links, number, text[box.end() :])
                continue
        section.lines.append((number, text, indented))
        if has_links and "[" in text:
            _add_links(links, number, text)
    return found


def _add_links(links: dict[int, tuple[str, ...]], number: int, text: str) -> None:
    targets = find_links(text)
    if targets:
        links[number] = targets


def _heading(text: str, number: int, before: Section) -> Section | None:
    level = len(text) - len(text.lstrip("#"))
    if level > 6 or (len(text) > level and text[level] not in " \t"):
        return None
    title = text[level:].strip()
    if title.endswith("#"):
        title = _CLOSING_HASHES.sub("", " " + title).strip()
    return _open_section(level, title, number, before)


def _open_section(level: int, title: str, number: int, before: Section) -> Section:
    parent: Section | None = before
    while parent is not None and parent.level >= level:
        parent = parent.parent
    return Section(level, title, number, parent)


def _find_underlined(found: Scan) -> dict[int, int]:
    """Find the headings that are underlined: the level by the line of each title, and 0 by the line below it.

    A title is one line of its own, with nothing right above it. Whoever wants a rule writes `---`: it makes a heading
    of the line above only where that announces something.
    """
    levels: dict[int, int] = {}
    lines = found._seen
    for at in range(1, len(lines)):
        rule = _UNDERLINE.match(lines[at]) if lines[at][:3] in ("---", "===") else None
        if rule is None or (at > 1 and lines[at - 2].strip()):
            continue
        title = lines[at - 1].rstrip()
        if _may_be_title(title) and (rule[1] != "---" or announces(title)):
            levels[found.first_line + at - 1] = 1 if rule[1][0] == "=" else 2
            levels[found.first_line + at] = 0
    return levels


def _may_be_title(text: str) -> bool:
    """Tell a title from a sentence, a list item, a dated line, or a property in running text."""
    if not text or len(text) > _LONGEST_TITLE or text[-1] in ".!?,;":
        return False
    return ":" not in text[:-1] and _NO_TITLE.match(text) is None


def _add_quoted_task(found: Scan, number: int, text: str) -> None:
    """Keep an open task in a callout: it is something to do, though nothing in a quote is contact."""
    bare = text.lstrip("> \t")
    box = _BOX.match(bare)
    if box is not None and box[1] == " ":
        found.tasks.append((number, " ", box.end(), True))
        _add_links(found.links, number, bare[box.end() :])


def _leave_out_conflicts(found: Scan) -> None:
    """Blank what is not to be read of the conflicts that a merge left; every line keeps its place."""
    marked, left_out = lines_left_out(found._seen)
    if marked >= 0:
        found.conflict_line = found.first_line + marked
    for at in left_out:
        found._seen[at] = found._lines[at] = ""
