"""Add lines to the log of a note, in the form and at the place that the note itself has for them."""

from collections.abc import Sequence
from datetime import date

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_placing import (
    LogNote,
    NewLines,
    best_log,
    cell_text,
    is_newest_first_in,
    outside_boxes,
    place_among,
    places_for,
)
from pnm_vault.notes.edit.log_style import LogStyle, find_logs, is_year, scan_note
from pnm_vault.notes.edit.prove import LogLines, prove
from pnm_vault.notes.edit.text_lines import apply_splices, insertion, refuse_conflicts, split_lines
from pnm_vault.notes.text.headings import LOG
from pnm_vault.patterns import pattern_of

MAX_WORDS = 2_000

_NOT_SHOWN = pattern_of("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_PAIRS = pattern_of(r"%(?=%)|\$(?=\$)|<(?=!--)")

Said = tuple[date, str]
"""A day and the words for it."""


def append_log_line(path: str, text: str, day: date, words: str, style: LogStyle) -> Edited:
    """Add `words` of `day` to the log of a note, where its order puts that day; `style` is what the note leaves open.

    A note without a log gets one at its end. Words of several lines become one; what would open a comment or a formula,
    or part the cells of a table, is written so that it shows as typed.
    """
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        note = LogNote(lines, scan_note(path, text), style, day, plain_words(words))
        refusal: Edited | None = None
        for new in [outside_boxes(lines, way) for way in places_for(path, note)]:
            after = apply_splices(text, [insertion(lines, new.at, new.lines)])
            problem = prove(path, text, after, LogLines(new.at + 1, len(new.lines), ((day, _told(new, note)),)))
            if problem is None:
                return Edited(after)
            refusal = refusal or Edited(None, problem)
    except EditRefusedError as error:
        return Edited(None, error.at(path))
    assert refusal is not None
    return refusal


def append_log_lines(path: str, text: str, said: Sequence[Said], style: LogStyle) -> Edited:
    """Add many lines to the log of a note, as adding one after the other would; several of one day keep their order.

    Those that belong between the same two entries of the log go there together, and are proved together: a line by
    itself is read with the whole note, so that the days of ten years would take hours.
    """
    left = sorted(said, key=lambda one: one[0])
    while left:
        run = _run_of(path, text, left, style)
        if run is None:
            day, words = left.pop(0)
            edited = append_log_line(path, text, day, words, style)
        else:
            edited = run[1]
            left = left[run[0] :]
        if edited.text is None:
            return edited
        text = edited.text
    return Edited(text)


def _run_of(path: str, text: str, left: Sequence[Said], style: LogStyle) -> tuple[int, Edited] | None:
    """Write the first days that belong between the same two entries; None where each has to look for its own place."""
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        found = scan_note(path, text)
        places = find_logs(path, found)
        if not places or len(left) == 1:
            return None
        first = LogNote(lines, found, style, left[0][0], plain_words(left[0][1]))
        place = best_log(places, first)
        if place.section.role != LOG or is_year(place.section) or not place.entries:
            return None
        notes = [first]
        ways = [place_among(first, place)]
        for day, words in left[1:]:
            note = LogNote(lines, found, style, day, plain_words(words))
            way = place_among(note, place)
            if way.at != ways[0].at:
                break
            notes.append(note)
            ways.append(way)
        if len(notes) == 1 or outside_boxes(lines, ways[0]) != ways[0]:
            return None
        order = slice(None, None, -1) if is_newest_first_in(first, place) else slice(None)
        notes, ways = notes[order], ways[order]
    except EditRefusedError as error:
        return 1, Edited(None, error.at(path))
    new = [line for way in ways for line in way.lines]
    told = tuple([(note.day, _told(way, note)) for note, way in zip(notes, ways, strict=True)])
    after = apply_splices(text, [insertion(lines, ways[0].at, new)])
    problem = prove(path, text, after, LogLines(ways[0].at + 1, len(new), told))
    return (len(notes), Edited(after)) if problem is None else None


def plain_words(words: str) -> str:
    r"""Make words one line of text that opens nothing: `%%`, `$$` and `<!--` get a backslash, which does not show.

    Raises:
        EditRefusedError: nothing is left of them, or they are too long for a line.
    """
    text = " ".join(_NOT_SHOWN.sub(" ", words).split())
    if not text:
        raise EditRefusedError("edit-words", "There are no words for the log: say what it was.")
    if len(text) > MAX_WORDS:
        raise EditRefusedError(
            "edit-words", f"A log line has at most {MAX_WORDS} characters: put the rest in the note."
        )
    return _PAIRS.sub(lambda match: match[0] + "\\", text)


def _told(new: NewLines, note: LogNote) -> str:
    escaped = cell_text(note.words)
    return escaped if any(escaped in line for line in new.lines) else note.words
