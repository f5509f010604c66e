"""What either side said they would do, and no later line tells of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pnm_vault.index.contribution import SMALL_MEETING
from pnm_vault.index.told_lines import lines_told
from pnm_vault.insights.briefing.telling import Line, Telling, stems_in, takes_up, unquoted
from pnm_vault.model.contact import CalledOff, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.event import Event
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, NoteKind, Origin
from pnm_vault.model.record import Row
from pnm_vault.notes.text.lines import MAX_TEXT
from pnm_vault.notes.text.log import leading_day
from pnm_vault.patterns import pattern_of

# What was said longer ago than this, nobody waits for any more.
WAITED_FOR = 365

# Nothing is promised with `I will not`, and nothing to be done with `she will be 40`.
_NO_ACT = r"(?!\s+(?:not|never|be|have|see|know|need)\b)"
_MINE = pattern_of(
    rf"\b(?:I['’]ll|I will|I(?:['’]m| am) going to|I (?:have )?promised|I said (?:that )?I(?:['’]d| would))\b{_NO_ACT}"
    r"|\bI said yes to\b"
    # A log is its owner's: a verb without a subject is what they did.
    rf"|(?:\A|[:,;—–-]\s+|\A[*_]+)(?:[Pp]romised (?:to|that|h(?:er|im)|them)\b|[Ww]ill\b{_NO_ACT})"
)
_THEIRS = (
    r"(?:['’]ll| will|(?:['’]s| is| are|['’]re) going to| (?:has |have )?promised"
    rf"| said (?:s?he|they)(?:['’]d| would))\b{_NO_ACT}"
)
_ANYBODYS = pattern_of(_THEIRS)
_SENTENCE = pattern_of(r"[^.!?;]+(?:[.!?;]+(?!\s|\Z)[^.!?;]*)*")


# Every pattern of a promise holds one of these: asked first, for most lines do not, and the patterns are slow.
_HINTS = ("will ", "Will ", "'ll ", "’ll ", "going to", "romised", "I said", "said he", "said she", "said they")
_AFTER_DAY = " \t:—–=-|,*_"


class Promise(Row, frozen=True):
    """Something that one side said they would do: `mine` when the owner did. `said` holds the sentence.

    `kept` is the line of the first later day that takes it up, None for none. `stands`: something that is open stands
    for it, or it was called off.
    """

    mine: bool
    said: Line
    kept: Line | None = None
    stands: bool = False

    def is_open(self, today: date) -> bool:
        """Tell whether no line up to a day says what became of it, for a year."""
        return not self.is_settled(today) and 0 <= (today - self.said.day).days <= WAITED_FOR

    def is_settled(self, today: date) -> bool:
        """Tell whether the notes say up to a day what became of it."""
        return self.stands or (self.kept is not None and self.kept.day <= today)


class OpenPromise(Row, frozen=True):
    """A promise of the list for all contacts: those with whom it was made (sorted paths, one at least)."""

    mine: bool
    said: Line
    contacts: tuple[str, ...]


def promises_in(
    tellings: Sequence[Telling],
    names: Iterable[str],
    meant: Iterable[str] = (),
    called_off: Iterable[CalledOff] = (),
) -> tuple[Promise, ...]:
    """Return what was promised, in the order in which it was told; each sentence of a line once.

    `names` are those by which the contact is called; `meant` are texts that stand for a promise elsewhere (follow-ups).
    A promise that a line of a later day takes up is taken for kept, and so is one for which a task of that day or later
    was ticked. Where several took part, `she` is nobody.
    """
    names = tuple(names)
    theirs = _theirs(names)
    alone = re.compile(rf"\b(?:[Ss]he|[Hh]e|[Tt]hey){_THEIRS}")
    names_stems = stems_in(" ".join(names))
    hindsight = _Hindsight(tellings, meant, called_off)
    promised: dict[tuple[str, int, str], Promise] = {}
    for telling in tellings:
        # A task that was done tells what became of a promise, whatever its words.
        for line in () if telling.ticked else telling.lines:
            if not _may_promise(line.text):
                continue
            for sentence in _SENTENCE.findall(undated(line.text)):
                heard = unquoted(sentence)
                by_me = _MINE.search(heard)
                heard_in = by_me or theirs.search(heard) or (alone.search(heard) if telling.alone else None)
                if heard_in is not None:
                    mine = by_me is not None
                    said = Line(telling.day, line.path, line.line, sentence.strip())
                    # That it was promised is no part of what was.
                    stems = stems_in(heard.replace(heard_in[0], " ")) - names_stems
                    promise = Promise(mine, said, hindsight.kept(stems, said), hindsight.stands(stems, said.day))
                    promised.setdefault((line.path, line.line, said.text), promise)
    return tuple(promised.values())


def open_promises(promises: Iterable[Promise], today: date) -> tuple[Promise, ...]:
    """Return those that were made within a year and are still open as far as the notes say, the newest first."""
    still = [one for one in promises if one.is_open(today)]
    return tuple(sorted(still, key=lambda one: (-one.said.day.toordinal(), one.said.path, one.said.line)))


def promises_of(record: ContactRecord) -> tuple[Promise, ...] | None:
    """Return what an active contact and the owner promised each other, by the lines that tell of contact.

    A small meeting is told by the first lines of its note. That is less than a brief knows, which reads the notes
    themselves. None for those of whom there is nothing to say,
    or of whom nobody wants to hear (`suggest: never`).
    """
    contact = record.contact
    if contact.status is not Status.ACTIVE or not contact.suggest:
        return None
    gists = {event.path: event.gist for event in record.events if event.gist and is_small(event)}
    gist = [said.text for gist in gists.values() for said in gist]
    # All lines at once first, since hardly any promises anything.
    told = lines_told(record)
    hints = [hint for hint in _HINTS if hint in told]
    lines = [entry.source.text for entry in record.interactions] if hints else []
    if not any(_may_promise(text, hints) for text in lines) and not any(map(_may_promise, gist)):
        return None
    tellings = [_told_by(entry, gists) for entry in record.interactions if entry.source.line]
    meant = [one.text for one in record.follow_ups]
    return promises_in(tellings, called(contact.name, *contact.aliases), meant, contact.called_off) or None


def promises_of_all(made: Mapping[str, Sequence[Promise]], today: date) -> tuple[OpenPromise, ...]:
    """Return the open promises of all contacts (`made` by contact path), the newest first.

    What one line says to several is one promise, and kept when it is with any of them.
    """
    settled = {one.said for promises in made.values() for one in promises if not one.is_open(today)}
    mine = {one.said for promises in made.values() for one in promises if one.mine}
    still = [
        OpenPromise(said in mine, said, contacts)
        for said, contacts in contacts_by_line(made).items()
        if said not in settled
    ]
    return tuple(sorted(still, key=lambda one: (-one.said.day.toordinal(), one.said.path, one.said.line)))


def contacts_by_line(made: Mapping[str, Sequence[Promise]]) -> dict[Line, tuple[str, ...]]:
    """Return the contacts (sorted paths) to whom or by whom each thing was promised; `made` is by contact path."""
    found: dict[Line, tuple[str, ...]] = {}
    for path, promises in sorted(made.items()):
        for one in promises:
            found[one.said] = (*found.get(one.said, ()), path)
    return found


def called(*names: str) -> tuple[str, ...]:
    """Return names with the first name of each, by which prose calls somebody."""
    return tuple(dict.fromkeys([*names, *[name.split()[0] for name in names if name.split()]]))


class _Hindsight:
    """What the notes tell of a promise after it was made. The words of a line are compared when they are needed."""

    def __init__(self, tellings: Sequence[Telling], meant: Iterable[str], called_off: Iterable[CalledOff]) -> None:
        self._told = sorted(
            [(telling.day, telling.ticked, line) for telling in tellings for line in telling.lines],
            key=lambda told: (told[0], told[1], told[2].text),
        )
        self._meant = [stems_in(text) for text in meant]
        self._off = [(one.day, stems_in(one.text)) for one in called_off]

    def kept(self, stems: frozenset[str], said: Line) -> Line | None:
        """Give the first later line that takes a promise up; one without words of its own ends with the next talk."""
        for day, ticked, line in self._told:
            is_later = day > said.day or (ticked and day == said.day)
            if is_later and (not stems or takes_up(stems, [stems_in(line.text)])):
                return Line(day, line.path, line.line, line.text)
        return None

    def stands(self, stems: frozenset[str], said: date) -> bool:
        """Tell whether a follow-up stands for it, or it was called off since."""
        return takes_up(stems, self._meant) or any(
            day >= said and (not stems or takes_up(stems, [off])) for day, off in self._off
        )


def is_small(event: Event) -> bool:
    """Tell whether what the note of a gathering says was said among all who were there."""
    return event.kind is not NoteKind.EVENT and len(event.attendees) <= SMALL_MEETING


def _told_by(entry: Interaction, gists: Mapping[str, Sequence[Statement]]) -> Telling:
    gist = gists.get(entry.source.path, ()) if entry.origin is Origin.MEETING else ()
    if gist:
        lines = tuple([Line(entry.day, entry.source.path, said.line, said.text) for said in gist])
        return Telling(entry.day, Channel.NOTE, lines, not entry.company)
    text = entry.source.text
    if len(text) >= MAX_TEXT - 1:
        text = text.rpartition(" ")[0]  # it is cut there, perhaps within a word
    line = Line(entry.day, entry.source.path, entry.source.line, text)
    return Telling(entry.day, Channel.NOTE, (line,), not entry.company, ticked=entry.origin is Origin.TASK)


def _may_promise(text: str, hints: Sequence[str] = _HINTS) -> bool:
    # What anybody promises is asked before whose it is: the names of each contact make a pattern of their own.
    for hint in hints:
        if hint in text:
            return _MINE.search(text) is not None or _ANYBODYS.search(text) is not None
    return False


def undated(text: str) -> str:
    """Return a line without the day with which it begins."""
    found = leading_day(text) if text[:1] in "0123456789[*_(" or text[:2] in ("- ", "* ") else None
    return text if found is None else text[found[1] :].lstrip(_AFTER_DAY)


def _theirs(names: Iterable[str]) -> re.Pattern[str]:
    called = "|".join(re.escape(name) for name in sorted(set(names)) if name)
    # Nobody's name: the pattern then fits nothing.
    return re.compile(rf"(?<!\w)(?:\[\[)?(?:{called or '(?!)'})(?:\]\])?{_THEIRS}")
