"""Readers of the fields that hold names, words, links and lists."""

import re
from collections.abc import Callable

from pnm_vault.model.contact import Apart, Link, Statement, Status
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.text.links import holds_link, split_link_values
from pnm_vault.notes.values.dates import is_template_text, parse_day
from pnm_vault.notes.values.draft import MAX_ITEMS, MAX_TEXT, Draft
from pnm_vault.notes.values.field_names import normal_key
from pnm_vault.notes.values.names import shown_text
from pnm_vault.notes.values.words import (
    CIRCLE_CLOSENESS,
    PRIVATE_WORDS,
    STATUSES,
    bare_word,
    category_of,
    closeness_of,
    is_kind_word,
    priority_of,
    truth_of,
)
from pnm_vault.patterns import pattern_of

Reader = Callable[[Draft, str, Node], None]

_EMAIL = pattern_of(r"(?<![^\s<>,;:()\[\]\"'@])[^\s<>,;:()\[\]\"'@]{1,100}+@[^\s<>,;:()\[\]\"'@]{1,200}")
_COMMA = pattern_of(r"[,;\n]")
_UNTIL = pattern_of(r"[ \t,(]until[ \t]+([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})\)?[ \t]*\Z")
_NO_NAME = frozenset(["null", "~", "-", "--", "?", "n/a"])
_ORDER = (Status.ACTIVE, Status.INBOX, Status.ARCHIVED, Status.DECEASED)  # of several statuses the last one counts
_NEVER_SUGGEST = frozenset(["never", "no", "false", "none", "off"])


def read_name(draft: Draft, key: str, node: Node) -> None:
    """Read the full name; the first field that holds one counts."""
    value = node.value
    if isinstance(value, dict):
        parts = {normal_key(one): child.value for one, child in value.items() if isinstance(child.value, str)}
        for part in ("full", "fullname", "display", "fn"):
            if parts.get(part):
                draft.name = draft.name or str(parts[part])
                return
        draft.first_name = draft.first_name or str(
            parts.get("first") or parts.get("given") or parts.get("firstname") or ""
        )
        draft.last_name = draft.last_name or str(
            parts.get("last") or parts.get("family") or parts.get("lastname") or ""
        )
    elif isinstance(value, str) and not draft.name:
        if is_template_text(value):
            draft.report_leftover(key, node)
        elif node.quoted or value.strip() not in _NO_NAME:  # Null is somebody's name
            draft.name = shown_text(value)[:MAX_TEXT]


def read_last_name(draft: Draft, key: str, node: Node) -> None:
    """Read the family name; as `last` it may be a day of something else."""
    if isinstance(node.value, str) and node.value and parse_day(node.value) is None:
        _first_text("last_name")(draft, key, node)


def read_category(draft: Draft, key: str, node: Node) -> None:
    """Read the word for what somebody is to the owner. Several choices left by a template count as none."""
    for text in draft.texts(key, node):
        value = str(text.value)
        if "|" in value and "[[" not in value:
            draft.report_leftover(key, text)
            continue
        known = category_of(value, draft.rules.categories)
        parts = [value] if known or not re.search(r"[,;/]", value) else re.split(r"[,;/]", value)
        for part in parts:
            word = known or category_of(part, draft.rules.categories) or shown_text(part).lstrip("#").strip().lower()
            if word and not is_kind_word(part):
                draft.categories.append(word)


def read_categories(draft: Draft, key: str, node: Node) -> None:
    """Read words some of which may be a category; the others are tags."""
    for text in draft.texts(key, node):
        for part in split_link_values(str(text.value)):
            word = category_of(part.rpartition("/")[2], draft.rules.categories)
            if word:
                draft.categories.append(word)
            elif not is_kind_word(part.rpartition("/")[2]):
                draft.tags.append(part.lstrip("#").strip())


def read_circles(draft: Draft, key: str, node: Node) -> None:
    """Read circles; a single inner, active, network or dormant is a closeness."""
    for text in draft.texts(key, node):
        value = str(text.value)
        closeness = CIRCLE_CLOSENESS.get(bare_word(value)) if normal_key(key) == "circle" else None
        if closeness:
            draft.closeness = draft.closeness or closeness
        else:
            draft.circles += _listed(value, node)


def read_tags(draft: Draft, key: str, node: Node) -> None:
    """Read tags: a list, or text with commas or spaces between them."""
    for text in draft.texts(key, node):
        value = str(text.value)
        if value.isalnum():
            draft.tags.append(value)
        else:
            draft.tags += [tag for part in re.split(r"[,\s]+", value) if (tag := part.lstrip("#"))]


def read_aliases(draft: Draft, key: str, node: Node) -> None:
    """Read other names; a single text may hold several with commas."""
    for text in draft.texts(key, node):
        draft.aliases += _listed(str(text.value), node)


def read_priority(draft: Draft, key: str, node: Node) -> None:
    """Read 1 to 3, or a word for it."""
    for text in draft.texts(key, node)[:1]:
        priority = priority_of(str(text.value))
        if priority is None:
            message = f"{key[:80]}: {str(text.value)[:80]} is no priority: write 1 (high), 2 or 3 (low)."
            draft.report(text.line, "bad-priority", message)
        draft.priority = draft.priority or priority


def read_closeness(draft: Draft, key: str, node: Node) -> None:
    """Read 1 to 5, or a word for it."""
    for text in draft.texts(key, node)[:1]:
        closeness = closeness_of(str(text.value))
        if closeness is None:
            message = f"{key[:80]}: {str(text.value)[:80]} is no closeness: write 1 (distant) to 5 (closest)."
            draft.report(text.line, "bad-closeness", message)
        draft.closeness = draft.closeness or closeness


def read_organisation(draft: Draft, key: str, node: Node) -> None:
    """Read where they work."""
    for text in draft.texts(key, node):
        value = str(text.value)
        shown = split_link_values(value) if value.count("[[") > 1 else (shown_text(value),)
        draft.organisation += [name.rpartition("/")[2] if len(shown) > 1 else name for name in shown if name]


def read_email(draft: Draft, key: str, node: Node) -> None:
    """Read every address in a value."""
    for text in draft.texts(key, node):
        value = str(text.value)
        found = _EMAIL.findall(value)
        if found:
            draft.email += found
        elif not isinstance(node.value, tuple) or not _is_label(value):
            message = f"{key[:80]}: {value[:80]} is no e-mail address: write name@example.org."
            draft.report(text.line, "bad-email", message)


def read_phone(draft: Draft, key: str, node: Node) -> None:
    """Read telephone numbers as they are written."""
    for text in draft.texts(key, node):
        value = str(text.value)
        for part in _COMMA.split(value):
            number = part.strip().removeprefix("tel:").strip()
            if sum(map(str.isdigit, number)) >= 3:
                draft.phone.append(number)
            elif number and not _is_label(number):
                message = (
                    f"{key[:80]}: {number[:80]} is no telephone number: write it with its country code, in quotes."
                )
                draft.report(text.line, "bad-phone", message)


def read_links(draft: Draft, key: str, node: Node) -> None:
    """Read contacts whom they know."""
    draft.knows += _links(draft, key, node)


def read_introduced_by(draft: Draft, key: str, node: Node) -> None:
    """Read who introduced them."""
    draft.introduced_by += _links(draft, key, node)


def read_interests(draft: Draft, key: str, node: Node) -> None:
    """Read interests; a single text may hold several with commas."""
    draft.interests += _words(draft, key, node)


def read_offers(draft: Draft, key: str, node: Node) -> None:
    """Read what they can help with; skills in a single text are words with commas, anything else may be a sentence."""
    listed = normal_key(key).startswith(("skill", "expertise", "strength"))
    draft.offers += _words(draft, key, node) if listed else draft.statements(key, node)


def _words(draft: Draft, key: str, node: Node) -> list[Statement]:
    found: list[Statement] = []
    listed = not isinstance(node.value, str)
    for one in draft.statements(key, node):
        parts = [one.text] if listed else _COMMA.split(one.text)
        for part in parts:
            bare = _link_text(part.strip())
            if bare:
                found.append(one if bare == one.text else Statement(bare, one.line))
    return found


def read_how_met(draft: Draft, key: str, node: Node) -> None:
    """Read how they met."""
    draft.how_met = draft.how_met or next(iter(draft.statements(key, node)), None)


def read_where_met(draft: Draft, key: str, node: Node) -> None:
    """Read where they met."""
    draft.where_met = draft.where_met or next(iter(draft.statements(key, node)), None)


def read_status(draft: Draft, key: str, node: Node) -> None:
    """Read the status; words of other systems say nothing."""
    for text in draft.texts(key, node):
        _lower_status(draft, STATUSES.get(bare_word(str(text.value))))


def read_archived(draft: Draft, key: str, node: Node) -> None:
    """Read whether they are archived; a day means since then."""
    for text in draft.texts(key, node)[:1]:
        value = str(text.value)
        if truth_of(value) or parse_day(value):
            _lower_status(draft, Status.ARCHIVED)


def read_private(draft: Draft, key: str, node: Node) -> None:
    """Read whether they are private: true, or the word private or confidential."""
    for text in draft.texts(key, node):
        word = bare_word(str(text.value))
        named = normal_key(key) in ("private", "confidential", "isprivate")
        if word in PRIVATE_WORDS or (named and truth_of(word)):
            draft.private = True


def read_suggest(draft: Draft, key: str, node: Node) -> None:
    """Read whether introductions may be suggested."""
    value = node.value
    if isinstance(value, str) and value.strip().lower() in _NEVER_SUGGEST:
        draft.suggest = False


def read_no_reminder(draft: Draft, key: str, node: Node) -> None:
    """Read the labels of dates of which no reminder is wanted."""
    for text in draft.texts(key, node):
        draft.no_reminder += [label.casefold() for label in _listed(str(text.value), node)]


def read_no_introduction(draft: Draft, key: str, node: Node) -> None:
    """Read to whom they are not to be introduced; a day behind a name says until when."""
    draft.apart += _apart(draft, key, node)


def read_no_acquaintance(draft: Draft, key: str, node: Node) -> None:
    """Read of whom it is not to be asked whether they know each other; a day behind a name says until when."""
    draft.strangers += _apart(draft, key, node)


def read_not_same_as(draft: Draft, key: str, node: Node) -> None:
    """Read who is somebody else for all their likeness; a day behind a name says until when."""
    draft.not_same_as += _apart(draft, key, node)


def _apart(draft: Draft, key: str, node: Node) -> list[Apart]:
    found: list[Apart] = []
    for text in draft.texts(key, node):
        value = str(text.value)
        until = _UNTIL.search(value)
        day = parse_day(until[1]) if until else None
        if until and day is None:
            message = f"{key[:80]}: {until[1]} is no day of the calendar: write it as 2027-01-14."
            draft.report(text.line, "bad-date", message)
        names = split_link_values(value[: until.start()] if until else value)
        found += [Apart(name, day) for name in names if name]
    return found


def _lower_status(draft: Draft, status: Status | None) -> None:
    if status and _ORDER.index(status) > _ORDER.index(draft.status):
        draft.status = status


def _links(draft: Draft, key: str, node: Node) -> list[Link]:
    found: list[Link] = []
    for text in draft.texts(key, node):
        value = str(text.value)
        if truth_of(value) is None and not value.isdigit():
            names = [name.strip("† ") for name in split_link_values(value)]
            plain = not holds_link(value)
            found += [Link(name, text.line, plain) for name in names if name and not name.isdigit()]
    return found


def _listed(value: str, node: Node) -> list[str]:
    """Split text that stands alone at commas; an item of a list is one."""
    parts = _COMMA.split(value)[:MAX_ITEMS] if isinstance(node.value, str) and "[[" not in value else [value]
    return [shown for part in parts if (shown := shown_text(part).lstrip("#").strip())]


def _link_text(text: str) -> str:
    """Return what a link shows; the result is still a verbatim part of the line."""
    if text.startswith("[[") and text.endswith("]]") and text.count("[[") == 1:
        target, bar, shown = text[2:-2].partition("|")
        return (shown if bar else target.rpartition("/")[2]).strip()
    return text.lstrip("#").strip()


def _is_label(text: str) -> bool:
    """Tell whether text is the label of a number in a list of maps (`home`, `work`)."""
    return text.isalpha() and len(text) < 12


def _first_text(attribute: str) -> Reader:
    """Make a reader that keeps the first text of a field, links as they are shown."""

    def read(draft: Draft, key: str, node: Node) -> None:
        if not getattr(draft, attribute):
            for text in draft.texts(key, node)[:1]:
                setattr(draft, attribute, shown_text(str(text.value)))

    return read


def _statements(attribute: str) -> Reader:
    """Make a reader that adds every text of a field as a statement."""

    def read(draft: Draft, key: str, node: Node) -> None:
        getattr(draft, attribute).extend(draft.statements(key, node))

    return read


def read_goals(draft: Draft, key: str, node: Node) -> None:
    """Take goals, which are asks as well."""
    told = draft.statements(key, node)
    draft.goals += told
    draft.asks += told


def _shown_texts(attribute: str) -> Reader:
    """Make a reader that adds every text of a field."""

    def read(draft: Draft, key: str, node: Node) -> None:
        getattr(draft, attribute).extend([shown_text(str(text.value)) for text in draft.texts(key, node)])

    return read


PLAIN_READERS: dict[str, Reader] = {
    "name": read_name,
    "first_name": _first_text("first_name"),
    "last_name": read_last_name,
    "aliases": read_aliases,
    "category": read_category,
    "categories": read_categories,
    "circles": read_circles,
    "tags": read_tags,
    "priority": read_priority,
    "closeness": read_closeness,
    "organisation": read_organisation,
    "role": _first_text("role"),
    "job_title": _first_text("job_title"),
    "place": _first_text("place"),
    "city": _first_text("city"),
    "region": _first_text("region"),
    "country": _first_text("country"),
    "hometown": _first_text("hometown"),
    "time_zone": _first_text("time_zone"),
    "email": read_email,
    "phone": read_phone,
    "url": _shown_texts("url"),
    "uid": _first_text("uid"),
    "how_met": read_how_met,
    "where_met": read_where_met,
    "introduced_by": read_introduced_by,
    "knows": read_links,
    "interests": read_interests,
    "offers": read_offers,
    "asks": _statements("asks"),
    "goals": read_goals,
    "they_know": _statements("they_know"),
    "gift_ideas": _statements("gift_ideas"),
    "learning": _statements("learning"),
    "status": read_status,
    "archived": read_archived,
    "private": read_private,
    "suggest": read_suggest,
    "no_introduction": read_no_introduction,
    "no_acquaintance": read_no_acquaintance,
    "no_reminder": read_no_reminder,
    "not_same_as": read_not_same_as,
}
