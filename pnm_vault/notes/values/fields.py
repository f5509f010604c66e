"""From the properties of a note to what they state: a contact with its dated lines, or a meeting."""

from collections.abc import Sequence
from datetime import date

from pnm_vault.model.contact import Contact, Link, Status
from pnm_vault.model.note import Entry, Task
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.links import holds_link, split_link_values
from pnm_vault.notes.values import dated_fields as dated
from pnm_vault.notes.values.confirmed import read_confirmed
from pnm_vault.notes.values.dates import is_blank, parse_day
from pnm_vault.notes.values.draft import MAX_ITEMS, MAX_TEXT, Draft
from pnm_vault.notes.values.field_names import CANONICAL_FIELDS, MEETING_FIELDS, MEETING_SPELLINGS, canonical_field
from pnm_vault.notes.values.names import name_from_stem, shown_text, squash
from pnm_vault.notes.values.plain_fields import PLAIN_READERS, Reader
from pnm_vault.notes.values.words import TAG_CLOSENESS, TAG_STATUSES, category_of

__all__ = [
    "CANONICAL_FIELDS",
    "MEETING_FIELDS",
    "BodyField",
    "MeetingFields",
    "read_contact",
    "read_me",
    "read_meeting_fields",
]

_READERS: dict[str, Reader] = {
    **PLAIN_READERS,
    "cadence": dated.read_cadence,
    "last_contact": dated.read_last_contact,
    "next_contact": dated.read_reminder,
    "snooze": dated.read_reminder,
    "follow_up": dated.read_follow_up,
    "birthday": dated.read_birthday,
    "anniversary": dated.read_anniversary,
    "important_dates": dated.read_important_dates,
    "met_on": dated.read_met_on,
    "interactions": dated.read_interactions,
    "favours_given": dated.read_favours_given,
    "favours_received": dated.read_favours_received,
    "deceased": dated.read_deceased,
    "confirmed": read_confirmed,
}


_CREATED = ("created", "date created", "date_created", "created_at")


class BodyField(Row, frozen=True):
    """A property in the text of a note (`Birthday:: 05-12`): its key, value and the line that holds it, verbatim."""

    key: str
    node: Node
    source_text: str


class MeetingFields(Row, frozen=True):
    """What a meeting, call or event note says of itself; None or empty: it does not say."""

    day: date | None = None
    end: date | None = None
    attendees: tuple[Link, ...] = ()
    title: str = ""
    service: str = ""
    problems: tuple[Problem, ...] = ()


def read_contact(
    path: str, title: str, block: Block, rules: Rules, extra: Sequence[BodyField] = ()
) -> tuple[Contact, tuple[Entry, ...], tuple[Task, ...], tuple[Problem, ...]]:
    """Read what a contact's note states in its properties, then in `extra`. Never raises.

    `title` is the file's stem, the name where no field says it. A field that cannot be read is a problem and is lost;
    unknown fields say nothing. Where a field may be given once only, the first that says something counts.
    """
    draft = Draft(path, block, rules, {one.node.line: one.source_text for one in extra})
    spellings = rules.spellings
    for key, node in block.values.items():
        if node.value:
            reader = _READERS.get(spellings.get(key) or canonical_field(key, spellings) or "")
            if reader is not None:
                reader(draft, key, node)
    for one in extra:
        name = canonical_field(one.key, spellings)
        if name is not None and name in _READERS:
            _READERS[name](draft, one.key, one.node)
    _read_signs_in_tags(draft)
    return _contact(draft, title), tuple(draft.entries), tuple(draft.tasks), tuple(draft.problems)


def read_me(
    path: str, title: str, block: Block, rules: Rules, extra: Sequence[BodyField] = ()
) -> tuple[Contact, tuple[Problem, ...]]:
    """Read what the owner's own note states of the owner; the same fields as a contact's."""
    contact, _, _, problems = read_contact(path, title, block, rules, extra)
    return contact, problems


def read_meeting_fields(path: str, block: Block) -> MeetingFields:
    """Read day, last day, attendees and the like of a meeting, call or event note. `start` counts before `date`."""
    days: dict[str, date] = {}
    words: dict[str, str] = {}
    attendees: list[Link] = []
    problems: list[Problem] = []
    for key, node in block.values.items():
        name = canonical_field(key, MEETING_SPELLINGS) if node.value else None
        if name in ("date", "start", "end"):
            day = _meeting_day(path, key, node, problems)
            if day:
                days.setdefault(name, day)
        elif name == "attendees":
            for text in texts_of(node)[:MAX_ITEMS]:
                if isinstance(text.value, str) and not is_blank(text.value):
                    attendees += _attendees(text.value, text.line)
        elif name and isinstance(node.value, str) and not is_blank(node.value):
            words.setdefault(name, shown_text(node.value)[:MAX_TEXT])
    start = days.get("start") or days.get("date")
    return MeetingFields(
        start, days.get("end"), _distinct(attendees), words.get("title", ""), words.get("service", ""), tuple(problems)
    )


def _attendees(value: str, line: int) -> list[Link]:
    """Split a value; a slug (`ann-lee`) may stand for a note of that name or for `Ann Lee`."""
    if holds_link(value):
        return [Link(target, line) for target in split_link_values(value)]
    found: list[Link] = []
    for target in split_link_values(value):
        found.append(Link(target, line, True))
        if "-" in target and target.islower() and target.replace("-", "").isalpha():
            found.append(Link(target.replace("-", " "), line, True))
    return found


def _meeting_day(path: str, key: str, node: Node, problems: list[Problem]) -> date | None:
    text = next(iter(texts_of(node)), node).value
    if not isinstance(text, str) or is_blank(text):
        return None
    day = parse_day(text) or parse_day(text[:10])
    if day is None and not text.replace(":", "").replace(" ", "").isdigit():  # `start: 10:30` is a time of day
        message = f"{key[:80]}: {text[:80]} is no day that can be read: write it as YYYY-MM-DD."
        problems.append(Problem(path, node.line, Severity.WARNING, "bad-date", message))
    return day


def _read_signs_in_tags(draft: Draft) -> None:
    """Take category, closeness and status from tags where no field says them; `#person/work` says `work`."""
    for tag in draft.tags:
        word = tag.lower().rpartition("/")[2]
        if not draft.categories:
            category = category_of(word, draft.rules.categories)
            if category:
                draft.categories.append(category)
        if word in TAG_CLOSENESS:
            draft.closeness = draft.closeness or TAG_CLOSENESS[word]
            draft.suggest = draft.suggest and word != "flist"
        elif word in TAG_STATUSES and draft.status in (Status.ACTIVE, Status.INBOX):
            draft.status = TAG_STATUSES[word]


def _contact(draft: Draft, title: str) -> Contact:
    name, role = _name_and_role(draft, title)
    place = draft.place or ", ".join([part for part in (draft.city, draft.region, draft.country) if part])
    reminder = draft.next_contact
    return Contact(
        path=draft.path,
        name=name,
        aliases=_distinct_names(draft.aliases),
        category=draft.categories[0] if draft.categories else None,
        circles=_distinct_names(draft.circles),
        tags=_distinct_names([*draft.tags, *draft.categories[1:]]),
        priority=draft.priority,
        closeness=draft.closeness,
        cadence=draft.cadence,
        next_contact=date.fromisoformat(str(reminder.value)) if reminder else None,
        next_contact_line=reminder.line if reminder else 0,
        organisations=_distinct_names(draft.organisation),
        role=role or None,
        place=place or draft.hometown or None,
        time_zone=draft.time_zone or None,
        emails=_distinct_names(draft.email),
        phones=_distinct_names(draft.phone),
        urls=_distinct_names(draft.url),
        uid=draft.uid or None,
        last_name=draft.last_name or None,
        dates=tuple(draft.dates[:MAX_ITEMS]),
        how_met=draft.how_met,
        where_met=draft.where_met,
        met_on=date.fromisoformat(str(draft.met_on.value)) if draft.met_on else None,
        introduced_by=_distinct(draft.introduced_by),
        knows=_distinct(draft.knows),
        interests=tuple(draft.interests[:MAX_ITEMS]),
        offers=tuple(draft.offers[:MAX_ITEMS]),
        asks=tuple(draft.asks[:MAX_ITEMS]),
        goals=tuple(draft.goals[:MAX_ITEMS]),
        they_know=tuple(draft.they_know[:MAX_ITEMS]),
        learning=tuple(draft.learning[:MAX_ITEMS]),
        gift_ideas=tuple(draft.gift_ideas[:MAX_ITEMS]),
        favours=tuple(draft.favours[:MAX_ITEMS]),
        status=draft.status,
        private=draft.private,
        suggest=draft.suggest,
        apart=tuple(draft.apart[:MAX_ITEMS]),
        no_reminder=_distinct_names(draft.no_reminder),
        confirmed=tuple(draft.confirmed[:MAX_ITEMS]),
        created=_created(draft.block),
        strangers=tuple(draft.strangers[:MAX_ITEMS]),
        not_same_as=tuple(draft.not_same_as[:MAX_ITEMS]),
    )


def _created(block: Block) -> date | None:
    """Read on which day a note was made, as many tools write it, with a time or without."""
    for key in _CREATED:
        node = block.values.get(key)
        if node is not None and isinstance(node.value, str):
            return parse_day(node.value[:10])
    return None


def _name_and_role(draft: Draft, title: str) -> tuple[str, str]:
    """Tell the name from the job: `title` is the note's title when it repeats the name, else the job."""
    stem = name_from_stem(title)
    name = draft.name.strip() or f"{draft.first_name} {draft.last_name}".strip()
    job = draft.job_title
    if job and squash(job) in {squash(stem), squash(title), squash(name)}:
        name = name or job
        job = ""
    return (name or stem)[:MAX_TEXT], draft.role or job


def _distinct_names(names: list[str]) -> tuple[str, ...]:
    """Drop repetitions (case does not count), keeping the first of each."""
    if len(names) < 2:
        return tuple(names)
    kept: dict[str, str] = {}
    for name in names[:MAX_ITEMS]:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def _distinct(links: list[Link]) -> tuple[Link, ...]:
    """Drop further links to the same target."""
    if len(links) < 2:
        return tuple(links)
    kept: dict[str, Link] = {}
    for link in links[:MAX_ITEMS]:
        kept.setdefault(link.target, link)
    return tuple(kept.values())
