"""What event and community notes say of themselves: where, about what, who will be there, who belongs to them."""

from collections.abc import Iterable

from msgspec.structs import replace

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.note import Entry
from pnm_vault.model.occasion import Community, Occasion, Standing, Visit
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.text.headings import title_key
from pnm_vault.notes.text.lines import Scan, Section, is_item, without_marker
from pnm_vault.notes.text.links import is_day_name, split_link_values, unstruck
from pnm_vault.notes.text.log import read_other_log, read_own_log
from pnm_vault.notes.text.sections import MAX_ITEMS, MAX_STATEMENT, statement_text
from pnm_vault.notes.values.dates import is_blank, parse_day
from pnm_vault.notes.values.field_names import canonical_field
from pnm_vault.notes.values.gathering_names import COMMUNITY_SPELLINGS, EVENT_SPELLINGS
from pnm_vault.notes.values.names import shown_text
from pnm_vault.notes.values.rhythm import parse_rhythm

_EXPECTED_WORDS = (
    "expected whowillbethere willbethere whoiscoming whoscoming whoisgoing whosgoing coming registered signedup "
    "invited invitees whomiknowthere whoiknowthere"
)
EXPECTED_TITLES = frozenset(_EXPECTED_WORDS.split())
_TO_MEET_WORDS = "whomtomeet whotomeet peopletomeet tomeet wanttomeet iwanttomeet whomtointroduce whotointroduce"
_WANTED_TITLES = frozenset([*_TO_MEET_WORDS.split(), "goals", "goal", "aims", "whatiwant"])
# What is linked below these was not there for that alone.
PLANNED_TITLES = EXPECTED_TITLES | frozenset(_TO_MEET_WORDS.split())
_MEMBER_WORDS = "members member whoiswho whoishere whoisin people participants regulars mitglieder membres miembros"
_MEMBER_TITLES = frozenset(_MEMBER_WORDS.split())
# Tags that tell what kind of note it is say nothing about its topics.
_KIND_TAG_WORDS = (
    "event events conference conferences meetup meetups meeting meetings call calls workshop party gathering note "
    "community communities group groups forum club"
)
_KIND_TAGS = frozenset(_KIND_TAG_WORDS.split())
_OFF = frozenset(["cancelled", "canceled", "declined", "skipped", "missed", "off", "notgoing", "no", "dropped"])
_DONE = frozenset(["done", "closed", "finished", "followedup", "complete", "completed"])
_YES, _NO = frozenset(["yes", "true"]), frozenset(["no", "false"])
MAX_TEXT = 200
_NOTHING = Occasion()


def read_occasion(block: Block, scan: Scan) -> Occasion | None:
    """Read what the note of a gathering says besides days and attendees; None: nothing."""
    texts: dict[str, str] = {}
    expected: list[Link] = []
    wanted: list[Statement] = []
    topics: list[str] = []
    communities: list[Link] = []
    standing = Standing.OPEN
    for key, node in block.values.items():
        name = canonical_field(key, EVENT_SPELLINGS) if node.value else None
        if name == "expected":
            expected += _links(node)
        elif name == "to_meet":
            wanted += _statements(node)
        elif name == "communities":
            communities += _links(node)
        elif name == "status":
            standing = _standing(key, node) or standing
        elif name == "topics" or (name is None and key.lower() in ("tags", "tag")):
            topics += _topics(node, tags=name is None)
        elif name:
            texts.setdefault(name, _text(node))
    for section in scan.sections:
        title = title_key(section.title) if section.level else ""
        if title in EXPECTED_TITLES:
            expected += people_of(scan, section)
        elif title in _WANTED_TITLES:
            wanted += _items(scan, section)
    found = Occasion(
        place=texts.get("place", ""),
        topics=_distinct_words(topics),
        url=texts.get("url", ""),
        expected=_distinct(expected),
        wanted=tuple(wanted[:MAX_ITEMS]),
        communities=_distinct(communities),
        standing=standing,
    )
    return None if found == _NOTHING else found


def read_community(path: str, block: Block, scan: Scan) -> tuple[Community, list[Entry], list[Problem]]:
    """Read what a community's note says; also the dated lines in it, and what could not be read.

    A dated line is a visit of the owner's, and contact with those whom it links. What stands in a list of members is
    neither.
    """
    community, problems = _read_community_fields(path, block)
    listed = list(community.members)
    member_lines: set[int] = set()
    for section in scan.sections:
        if section.level and title_key(section.title) in _MEMBER_TITLES:
            listed += people_of(scan, section)
            member_lines.update([number for number, _, _ in section.lines])
    told = [entry for entry in read_other_log(scan) if entry.line not in member_lines]
    linked = {entry.line for entry in told}
    own = [
        replace(entry, targets=())
        for entry in read_own_log(path, scan, problems)
        if entry.line not in linked and entry.line not in member_lines
    ]
    return replace(community, members=_distinct(listed)), [*told, *own], problems


def _read_community_fields(path: str, block: Block) -> tuple[Community, list[Problem]]:
    members: list[Link] = []
    topics: list[str] = []
    texts: dict[str, str] = {}
    days: dict[str, list[Visit]] = {"last_visit": [], "next_visit": []}
    problems: list[Problem] = []
    for key, node in block.values.items():
        name = canonical_field(key, COMMUNITY_SPELLINGS) if node.value else None
        if name == "members":
            members += _links(node)
        elif name in days:
            days[name] += _days(path, key, node, block, problems)
        elif name == "topics" or (name is None and key.lower() in ("tags", "tag")):
            topics += _topics(node, tags=name is None)
        elif name and name not in texts and (text := _text(node)):
            texts[name] = text
    rhythm = texts.get("rhythm", "")
    wanted = max(days["next_visit"], key=lambda visit: visit.day, default=None)
    community = Community(
        members=tuple(members),
        rhythm=rhythm,
        days=parse_rhythm(rhythm) if rhythm else None,
        last_visit=max(days["last_visit"], key=lambda visit: visit.day, default=None),
        next_visit=wanted.day if wanted is not None else None,
        place=texts.get("place", ""),
        topics=_distinct_words(topics),
        url=texts.get("url", ""),
    )
    return community, problems


def _days(path: str, key: str, node: Node, block: Block, problems: list[Problem]) -> list[Visit]:
    found: list[Visit] = []
    for one in texts_of(node)[:MAX_ITEMS]:
        if not isinstance(one.value, str) or is_blank(one.value):
            continue
        day = parse_day(one.value)
        if day is None:
            message = f"{key[:80]}: {one.value[:80]} is no day that can be read: write it as YYYY-MM-DD."
            problems.append(Problem(path, one.line, Severity.WARNING, "bad-date", message))
        else:
            found.append(Visit(day, one.line, block.source_text(one.line)))
    return found


def people_of(scan: Scan, section: Section) -> list[Link]:
    """Read the people that a section lists: links, and plain names as list items."""
    found: list[Link] = []
    for number, text, _ in section.lines:
        if number in scan.links:
            found += [Link(name, number) for name in scan.present(number) if not is_day_name(name)]
        elif is_item(text):
            found += [Link(name, number, True) for name in split_link_values(unstruck(without_marker(text)[:100]))]
    return found[:MAX_ITEMS]


def _links(node: Node) -> list[Link]:
    found: list[Link] = []
    for text in texts_of(node)[:MAX_ITEMS]:
        if isinstance(text.value, str) and not is_blank(text.value):
            plain = "[[" not in text.value and "](" not in text.value
            found += [Link(target, text.line, plain) for target in split_link_values(text.value)]
    return found


def _statements(node: Node) -> list[Statement]:
    return [
        Statement(text.value.strip()[:MAX_STATEMENT], text.line)
        for text in texts_of(node)[:MAX_ITEMS]
        if isinstance(text.value, str) and not is_blank(text.value)
    ]


def _items(scan: Scan, section: Section) -> list[Statement]:
    found: list[Statement] = []
    for number, text, _ in section.lines[:MAX_ITEMS]:
        if text[0] not in "|!":
            words = statement_text(scan, number, text)
            if words:
                found.append(Statement(words, number))
    return found


def _text(node: Node) -> str:
    text = next(iter(texts_of(node)), node).value
    return shown_text(text)[:MAX_TEXT] if isinstance(text, str) and not is_blank(text) else ""


def _topics(node: Node, *, tags: bool) -> list[str]:
    found: list[str] = []
    for text in texts_of(node)[:MAX_ITEMS]:
        if isinstance(text.value, str) and not is_blank(text.value):
            parts = text.value.replace(",", " ").split() if tags else text.value.split(",")
            words = [shown_text(part).lstrip("#").strip()[:80] for part in parts]
            found += [word for word in words if word and not (tags and word.partition("/")[0].lower() in _KIND_TAGS)]
    return found


def _standing(key: str, node: Node) -> Standing | None:
    word = title_key(_text(node))
    asked = title_key(key)
    if asked.startswith("cancel"):
        return Standing.OFF if word in _YES else None
    if asked in ("going", "attending", "attended"):
        return Standing.OFF if word in _NO else None
    if word in _OFF:
        return Standing.OFF
    done = word in _DONE or (asked == "followedup" and word in _YES)
    return Standing.DONE if done else None


def _distinct(links: Iterable[Link]) -> tuple[Link, ...]:
    kept: dict[str, Link] = {}
    for link in links:
        kept.setdefault(link.target, link)
    return tuple(kept.values())


def _distinct_words(words: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(word.casefold(), word)
    return tuple(kept.values())[:MAX_ITEMS]
