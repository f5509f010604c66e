"""What is written into a contact's note for one item of an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pnm_vault.model.incoming import Stated
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.edit import Edited, add_to_property, append_log_lines, remove_from_property, set_property
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.passage_lines import add_passage
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.channels import read_channel, read_how
from pnm_vault.notes.text.log import read_own_log
from pnm_vault.notes.values.field_names import normal_key
from pnm_vault.notes.values.field_value import ValueFault, holds_list, key_in, read_value
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.importing.items import Change, DayOf
from pnm_vault.pipeline.importing.standing import ASKED, LISTS, is_said, spelled_as, values_of
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.review.escape import md, one_line

_ALWAYS_LISTS = frozenset({"aliases", "circles", "tags", "interests", "knows", "important_dates"})
_NUMBERED = frozenset({"email", "phone", "url"})
_LONGEST = 1_500
_FORMER = pattern_of(r"- [0-9]{4}-[0-9]{2}: (?:organisation|role|place) was ")
_SUBJECT = 120
_HOW = {
    Channel.MEETING: "meeting",
    Channel.CALL: "call",
    Channel.VIDEO: "video call",
    Channel.MESSAGE: "message",
    Channel.EMAIL: "email",
    Channel.LETTER: "letter",
    Channel.EVENT: "event",
    Channel.NOTE: "in touch",
}


def change_edits(style: HouseStyle, change: Change, today: date) -> list[Edit]:
    """Give the edits for one change; a job or place that it replaces stays as a line of what was."""
    if change.field == "words":
        return [words_edit(change.new.split("\n"))]
    edits = [field_edit(style, change.field, change.new, today, old=change.old, label=change.label)]
    if change.old and change.field in ASKED:
        edits.append(former_edit(f"{change.field} was {change.old}", today))
    return edits


def field_edit(style: HouseStyle, field: str, new: str, today: date, *, old: str = "", label: str = "") -> Edit:
    """Give a field a value more, or another one in the place of `old`; refused where it would not be read back."""

    def edit(path: str, text: str) -> Edited:
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        key = key_in(block, field, field, style.rules.spellings)
        key = key or spelled_as(Stated(field, new, label)) or style.key(field)
        there = key in block.values and bool(block.values[key].value)
        if field in LISTS or field == "organisation":
            many = there and holds_list(block, key)
            value = block.values[key].value if there else ()
            if old and there and not (many and len(value) > 1):
                edited = (
                    _renamed(path, text, key, value, new) if many else set_property(path, text, key, one_line(new, 500))
                )
            elif there or field in _ALWAYS_LISTS:
                edited = add_to_property(path, text, key, (one_line(new, 500),))
                if edited.text is None and field in _NUMBERED and f"{field}_2" not in block.values:
                    # What holds labels is changed by hand only; a second property of the field is read as well.
                    edited = set_property(path, text, f"{field}_2", one_line(new, 500))
            else:
                edited = set_property(path, text, key, one_line(new, 500))
        elif there and not old:
            message = f"{key}: the note has a value there that is not understood, so it stays."
            return Edited(None, Problem(path, 0, Severity.WARNING, "edit-value", message))
        else:
            try:
                meant = read_value(field, new, today, as_list=holds_list(block, key))
                if field == "private" and "private" not in normal_key(key):
                    meant = "private"  # `scope`, `class` and the like name who may see it
            except ValueFault as fault:
                return Edited(None, Problem(path, 0, Severity.WARNING, "edit-value", f"{field}: {fault}"))
            edited = set_property(path, text, key, meant)
        if edited.text is None:
            return edited
        contact = parse_note(path, edited.text, style.rules).contact
        if contact is None or not is_said(field, new, values_of(contact, field)):
            message = f"{field}: {one_line(new, 80)} would not be read back."
            return Edited(None, Problem(path, 0, Severity.WARNING, "edit-unproved", message))
        return edited

    return edit


def _renamed(path: str, text: str, key: str, value: object, new: str) -> Edited:
    """Put a value in the place of the only one of a list."""
    added = add_to_property(path, text, key, (one_line(new, 500),))
    if added.text is None or not isinstance(value, tuple):
        return added
    return remove_from_property(path, added.text, key, tuple([str(node.value) for node in value]))


def words_edit(words: list[str]) -> Edit:
    """Put words of a source into the text of a note, as a quotation in which nothing acts."""
    lines = [f"> {md(piece, 2 * _LONGEST)}" for line in words for piece in _pieces(line)]

    def edit(path: str, text: str) -> Edited:
        kept = add_passage(path, text, lines)
        if kept.text is not None:
            return kept
        # Where even quoted words would state something, they are shown as they are, letter by letter.
        fenced = [one_line(piece, 2 * _LONGEST).replace("~~~", "~ ~ ~") for line in words for piece in _pieces(line)]
        return add_passage(path, text, ["~~~text", *fenced, "~~~"])

    return edit


def _pieces(line: str) -> list[str]:
    line = line.strip()
    return [line[at : at + _LONGEST] for at in range(0, len(line), _LONGEST)]


def former_edit(words: str, today: date) -> Edit:
    """Keep what was: a month and words, which no log counts as contact."""

    def edit(path: str, text: str) -> Edited:
        return add_passage(path, text, [f"- {today.isoformat()[:7]}: {md(words)}"], beside=_FORMER)

    return edit


def day_words(channel: Channel, day: DayOf) -> str:
    """Give the words of the log for one day, which are read back as of this channel and direction."""
    how = _HOW[channel]
    begun = {Direction.FROM_ME: f"{how}, I wrote", Direction.FROM_THEM: f"{how} from them", Direction.UNKNOWN: how}
    subject = md(day.subject, _SUBJECT)
    if channel in (Channel.EMAIL, Channel.MESSAGE, Channel.LETTER):
        told = [f"{begun[day.direction]}: {subject}"] if subject and channel is Channel.LETTER else []
        told.append(begun[day.direction])
    else:
        told = [f"{how}: {subject}", f"{how} about “{subject}”"] if subject else []
        told.append(how)
    # What it was about may hold words that would be read as another way of being in touch.
    wanted = day.direction if channel in (Channel.EMAIL, Channel.MESSAGE, Channel.LETTER) else None
    for words in [f"{one} ({day.source})" for one in told]:
        read, direction = read_channel(words)
        if read is channel and wanted in (None, direction):
            return words
    return told[-1]


def days_edit(style: HouseStyle, channel: Channel, days: Sequence[DayOf], written: set[str]) -> Edit:
    """Write days into the log, but for those of which it says so already; those that are written go into `written`."""

    def edit(path: str, text: str) -> Edited:
        written.clear()
        log = read_own_log(path, scan_note(path, text), [])
        there = {entry.day for entry in log if read_how(entry)[0] is channel}
        new = [day for day in days if day.day not in there]
        edited = append_log_lines(path, text, [(day.day, day_words(channel, day)) for day in new], style.log)
        if edited.text is not None:
            written.update([day.day.isoformat() for day in new])
        return edited

    return edit
