"""The review note of an import: a list to edit, with a box for every item, and what its owner made of it.

It is no page of `regenerate`, which would make it anew: it stands until it is applied or made again by `--review`. A
box, once set, stays as its owner left it. So that a reading can be trusted, the hidden key of a line is all that
counts: lines may be moved, shortened or removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import IncomingContact
from pnm_vault.model.note import Channel
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.importing.days import TOGETHER
from pnm_vault.pipeline.importing.edits import day_words
from pnm_vault.pipeline.importing.items import Change, Days, Double, NewContact, Proposal
from pnm_vault.review.escape import md, wikilink
from pnm_vault.review.item_key import sum_of
from pnm_vault.review.region import IMPORT, Merged, merge_region, read_region

NAME = IMPORT
TITLE = "Import"
MOST_LINES = 5_000
_MOST_PROBLEMS = 50
_MOST_STRANGERS = 10
_SHOWN = 80

_ITEM = pattern_of(
    r"[ ]{0,3}[-*+] (?:\[([^\]\n])\]|\(([^)\n])\))[ ]?(.*?)[ \t]*<!-- pnm:import ([0-9a-z]{8}) ([0-9a-z]{5}) -->(.*)\Z"
)
_FILES = pattern_of(r"<!-- pnm:import-files ([0-9a-f]{32}) -->")
_LINK = pattern_of(r"\[\[([^\[\]|\n]{1,600})(?:\|[^\[\]\n]*)?\]\]")

_INTRODUCTION = (
    "Nothing of this is in your notes yet. Set or take out a sign in the boxes, in any editor, then run "
    "`pnm import --apply`: all that is ticked is done at once, and `pnm undo` takes it back. `[-]` means never: you "
    "are not asked again. Lines may be moved or removed."
)


class Ticks(Row, frozen=True):
    """What the owner made of the note: the sign in each box by key, and the first link of each line.

    `files` is the digest of what was read when the note was made; empty where it does not say.
    """

    files: str
    boxes: Mapping[str, str]
    links: Mapping[str, str]

    def marked(self, signs: str) -> frozenset[str]:
        """Give the keys of the lines with one of these signs in their box."""
        return frozenset([key for key, box in self.boxes.items() if box in signs])


DONE = "xX✓✔☑"
NO = "-"


class Shown(Record, frozen=True):
    """What is said above the items: the files as they were named, each with the words for its format."""

    files: tuple[tuple[str, str], ...]
    digest: str
    contacts: Mapping[str, Contact]
    boxes: Mapping[str, str] = {}
    plain: bool = False


def read_ticks(text: str) -> Ticks | None:
    """Read the note; None where it is none of ours or its markers are damaged."""
    region = read_region(text, NAME)
    if region is None:
        return None
    boxes: dict[str, str] = {}
    links: dict[str, str] = {}
    files = _FILES.search(region.body)
    for line in region.body.split("\n"):
        if (found := _ITEM.match(line)) is not None:
            # Where a merge left two answers, none of them is one.
            box = found[1] or found[2]
            boxes[found[4]] = box if boxes.get(found[4], box) == box else " "
            link = _LINK.search(found[3])
            if link is not None:
                links[found[4]] = link[1]
    return Ticks(files[1] if files else "", boxes, links)


def merge_note(existing: str | None, proposal: Proposal, shown: Shown) -> Merged:
    """Put the items into the note; what its owner wrote into it stays, at its end.

    `existing` is the note's text, None where there is none.
    """
    lines = list(_page(proposal, shown))
    manifest = dict.fromkeys(sum_of(line) for line in lines if line.strip() and _ITEM.match(line) is None)
    strays = [] if existing is None else _strays(existing)
    return merge_region(existing, "\n".join(lines), NAME, tuple(manifest), strays)


def _strays(existing: str) -> list[str]:
    """Give what its owner wrote into our part of the note: lines of their own, and words on lines of ours."""
    region = read_region(existing, NAME)
    if region is None or region.manifest is None:
        return []
    found: list[str] = []
    for line in region.body.split("\n"):
        item = _ITEM.match(line)
        if item is None:
            if line.strip() and sum_of(line) not in region.manifest:
                found.append(line)
        elif item[6].strip():
            found.append(f"- {item[3]} {item[6].strip()}")
        elif sum_of(item[3]) != item[5] and _LINK.sub("", item[3]).strip(" ·") and not _is_part(item[3]):
            found.append(f"- {item[3]}")
    return found


def _is_part(words: str) -> bool:
    """Tell whether words are what a double's line has: there another link is an answer, not a remark."""
    return "the same as " in words


def _page(proposal: Proposal, shown: Shown) -> Iterator[str]:
    yield f"# {TITLE}"
    yield ""
    head = [f"From {', '.join([f'{md(file)} ({form})' for file, form in shown.files])}."]
    yield " ".join(filter(None, [*head, _counted(proposal), _new(proposal, shown)]))
    yield ""
    yield _INTRODUCTION if proposal.items else "Nothing of this is left to be done."
    yield ""
    yield f"<!-- pnm:import-files {shown.digest} -->"
    writer = _Writer(proposal, shown)
    questions = [one for one in proposal.changes if not one.ticked]
    yield from writer.section("New contacts", "", proposal.news)
    yield from writer.section("What changes in your notes", "", [one for one in proposal.changes if one.ticked])
    asks = "For you to say. Of a job or place that is replaced, a line in the note says what was."
    yield from writer.section("Questions", asks, questions)
    same = "`[x]` the same: the note gets what it lacks (leave the link of the one who is meant). `[-]` somebody else."
    yield from writer.section("The same?", same, proposal.doubles)
    yield from writer.section("Days of contact", "Each becomes a line in the log.", proposal.days)
    yield from _left(proposal, writer.cut)


def _counted(proposal: Proposal) -> str:
    told = f"{len(proposal.entries)} contacts" if len(proposal.entries) != 1 else "1 contact"
    return f"{told} in there; of {proposal.same} your notes say everything." if proposal.entries else ""


def _new(proposal: Proposal, shown: Shown) -> str:
    boxes = [shown.boxes.get(one.key, sign_of(one)) for one in proposal.news if one.key not in proposal.hidden]
    return f"{new_words(len(boxes), len([box for box in boxes if box in DONE]))}." if boxes else ""


def new_words(number: int, ticked: int) -> str:
    """Say how many new contacts there are, and how many of them are ticked."""
    many = f"{ticked} ticked" if 0 < ticked < number else "all ticked" if ticked else "none ticked"
    if number == 1:
        many = "ticked" if ticked else "not ticked"
    return f"{number} new contact{'' if number == 1 else 's'} ({many})"


def sign_of(one: NewContact | Change | Double | Days) -> str:
    """Give what stands in the box of an item before its owner set it."""
    return "x" if not isinstance(one, Double) and one.ticked else " "


class _Writer:
    def __init__(self, proposal: Proposal, shown: Shown) -> None:
        self.proposal = proposal
        self.shown = shown
        self.names = {one.key: one.contact.name for one in proposal.news}
        self.written = 0
        self.cut = 0

    def section(self, title: str, words: str, items: Sequence[NewContact | Change | Double | Days]) -> Iterator[str]:
        """Write a heading with its items, those about private contacts left out."""
        seen = [one for one in items if one.key not in self.proposal.hidden]
        told = seen[: max(MOST_LINES - self.written, 0)]
        self.written += len(told)
        self.cut += len(seen) - len(told)
        if not told:
            return
        yield ""
        yield f"## {title} ({len(seen)})"
        yield ""
        if words:
            yield words
            yield ""
        for one in told:
            yield self._line(one)

    def _line(self, one: NewContact | Change | Double | Days) -> str:
        box = self.shown.boxes.get(one.key, sign_of(one))
        words = " · ".join(filter(None, self._words(one)))
        sign = f"({box})" if self.shown.plain else f"[{box}]"
        return f"- {sign} {words} <!-- pnm:import {one.key} {sum_of(words)} -->"

    def _words(self, one: NewContact | Change | Double | Days) -> tuple[str, ...]:
        if isinstance(one, NewContact):
            return (md(one.contact.name), *[md(text) for text in told_of(one.contact)], md(one.why))
        if isinstance(one, Change):
            return (self._link(one.path), md(change_words(one), 300), md(one.why))
        if isinstance(one, Double):
            return (md(one.contact.name), *[md(text) for text in told_of(one.contact)], self._same(one))
        link = self._link(one.path) if one.path else md(self.names.get(one.newcomer, ""))
        return (link, md(days_words(one)), md(one.why))

    def _link(self, path: str) -> str:
        return wikilink(path, self.shown.contacts[path].name)

    def _same(self, one: Double) -> str:
        parts = []
        for seen in one.seen[:3]:
            reasons = ", ".join(seen.reasons) + (f"; but {', '.join(seen.against)}" if seen.against else "")
            parts.append(self._link(seen.path) + (f" ({md(reasons)})" if reasons else ""))
        return f"the same as {' or '.join(parts)}?"


def _left(proposal: Proposal, cut: int) -> Iterator[str]:
    lines = [f"- {md(words)}: {number}" for words, number in proposal.left]
    if proposal.strangers:
        most = ", ".join([f"{md(name)} ({days})" for name, days in proposal.strangers[:_MOST_STRANGERS]])
        lines.append(f"- days of contact with {len(proposal.strangers)} who have no note, most days first: {most}")
    if proposal.hidden:
        lines.append(f"- about private contacts, which are on no note: {len(proposal.hidden)}")
    if cut:
        lines.append(f"- more than fits here: {cut}; they come when these are done")
    problems = proposal.problems[:_MOST_PROBLEMS]
    lines += [f"- {problem_words(one)}" for one in problems]
    if len(proposal.problems) > len(problems):
        lines.append(f"- and {len(proposal.problems) - len(problems)} more that could not be read")
    if lines:
        yield from ("", "## Left out", "", *lines)


def problem_words(one: Problem) -> str:
    """Give a problem of a file in words for a note."""
    place = f"{one.path}:{one.line}" if one.line else one.path
    return f"{md(place)}: {md(one.message)}"


def told_of(one: IncomingContact) -> tuple[str, ...]:
    """Give what tells a contact from others in few words: what they do, and how to reach them."""
    job = ", ".join([*one.texts("role")[:1], *one.texts("organisation")[:1]])
    reach = next((text for field in ("email", "phone", "url") for text in one.texts(field)), "")
    return tuple([text[:_SHOWN] for text in (job, reach) if text])


def change_words(one: Change) -> str:
    """Give a change in words: `role: Engineer → Designer`."""
    name = one.field.replace("_", " ")
    first, _, rest = one.new.partition("\n")
    new = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}…"
    more = len(rest.split("\n")) if rest else 0
    new += f" (and {more} more {'line' if more == 1 else 'lines'})" if more else ""
    label = f" ({one.label})" if one.label and not one.new.startswith(one.label) else ""
    return f"{name}{label}: {one.old} → {new}" if one.old else f"{name}{label}: {new}"


def days_words(one: Days) -> str:
    """Give days of contact in words: the one with what it was about, or how many there are."""
    first, last = one.days[0].day.isoformat(), one.days[-1].day.isoformat()
    if one.channel not in TOGETHER or len(one.days) == 1:
        return f"{first} {day_words(one.channel, one.days[0])}".replace("\\", "")
    how = {Channel.EMAIL: "email"}.get(one.channel, one.channel.value)
    return f"{how} on {len(one.days)} days, {first} to {last} ({one.days[0].source})"
