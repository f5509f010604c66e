"""`Contacts.base`: views of the contacts in Obsidian, over the properties as this vault spells them.

Source: Obsidian Help, Bases syntax and Views, as of 2026; `base_formulas` writes the expressions.
"""

from collections.abc import Iterable, Iterator, Sequence

from pnm_vault.model.record import Row
from pnm_vault.notes.obsidian.base_formulas import (
    Surroundings,
    column_of,
    formulas_for,
    link_or_text,
    reference,
    text_in,
    texts_in,
    value_of,
)
from pnm_vault.notes.obsidian.habits import Habits
from pnm_vault.notes.values.words import PRIVATE_WORDS, STATUSES, bare_word

PATH = "Contacts.base"


_PRIVATE = ("private", "confidential", "yes")
_LEFT_ALONE = ("inbox", "archived", "inactive", "paused", "deceased")


class _View(Row, frozen=True):
    """A table: its columns as property ids, what it is sorted by (with the direction) and grouped by, if at all."""

    name: str
    columns: tuple[str, ...]
    sort: tuple[tuple[str, str], ...]
    keep: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    group: str = ""


def write_base(habits: Habits, around: Surroundings) -> str:
    """Write the whole file."""
    lines = [
        "# Made by `pnm obsidian` from how your notes are written. It is yours: change it as you like, pnm never does.",
        "# Obsidian sees properties only. What pnm reads in logs, daily notes and meetings is on its review notes.",
        "filters:",
        "  and:",
        "    - 'file.ext == \"md\"'",
        "    - or:",
        *[f"        - {_quoted(one)}" for one in _kept(habits)],
        "    - not:",
        *[f"        - {_quoted(one)}" for one in _left_out(habits, around)],
        "formulas:",
        *[f"  {name}: {_quoted(formula)}" for name, formula in formulas_for(habits, around)],
        "properties:",
    ]
    for property_id, shown in _shown(habits):
        lines += [f"  {_quoted(property_id)}:", f"    displayName: {_quoted(shown)}"]
    lines.append("views:")
    views = tuple(_views(habits))
    # The first is the one that opens: not one that sees few of the contacts.
    sees_most = 2 * habits.filled.get("last_contact", 0) >= habits.contacts
    for view in views if sees_most else (views[-1], *views[1:-1], views[0]):
        lines += _view_lines(view)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _kept(habits: Habits) -> Iterator[str]:
    """Give what tells contacts, one condition each, of which one must hold."""
    for folder in habits.folders:
        yield f"file.inFolder({text_in(folder)})"
    for key, text in habits.types:
        yield f"list({reference(key)}).contains({link_or_text(text)})"
    for tag in habits.tags:
        yield f"file.hasTag({text_in(tag)})"
    for start in habits.names:
        yield f"file.name.startsWith({text_in(start)})"
    for name in habits.links:
        yield f"file.hasLink({text_in(name)})"
    if not habits.contacts:
        yield 'list(note.type).contains("person")'


def _left_out(habits: Habits, around: Surroundings) -> Iterator[str]:
    for folder in around.folders:
        yield f"file.inFolder({text_in(folder)})"
    for path in around.notes:
        yield f"file.path == {text_in(path)}"
    yield 'file.name.contains(".sync-conflict-")'
    words = [word for word in habits.words.get("private", ()) if bare_word(word) in PRIVATE_WORDS | {"yes"}]
    private_words = texts_in(dict.fromkeys([*words, *_PRIVATE]))
    for private in map(reference, dict.fromkeys([*habits.spellings("private"), "private"])):
        yield f"{private} == true"
        yield f"list({private}).containsAny({private_words})"


def _shown(habits: Habits) -> Iterator[tuple[str, str]]:
    yield "file.name", "Name"
    for field, shown in (
        ("category", "Category"),
        ("circles", "Circles"),
        ("last_contact", "Last contact"),
        ("cadence", "Cadence"),
        ("birthday", "Birthday"),
        ("asks", "Looking for"),
        ("offers", "Can help with"),
        ("interests", "Interests"),
        ("organisation", "Organisation"),
        ("place", "Place"),
        ("email", "E-mail"),
        ("phone", "Phone"),
    ):
        yield column_of(habits, field), shown
    yield "formula.days", "Days since"
    yield "formula.due", "Due"
    yield "formula.next_birthday", "Next birthday"


def _views(habits: Habits) -> Iterator[_View]:
    def columns(*fields: str) -> tuple[str, ...]:
        return tuple([column_of(habits, field) for field in fields])

    active = tuple(_inactive(habits))
    by_name = ("file.name", "ASC")
    asks, offers = (f"!{value_of(habits, field)}.isEmpty()" for field in ("asks", "offers"))
    yield _View(
        "Time to catch up",
        (
            *("file.name", *columns("category", "circles", "last_contact"), "formula.days"),
            *(*columns("cadence"), "formula.due"),
        ),
        (("formula.due", "ASC"), by_name),
        keep=(f"!{value_of(habits, 'last_contact')}.isEmpty()", "formula.due <= today()", *_awake(habits)),
        leave=(*active, *_not_suggested(habits)),
    )
    yield _View(
        "By circle",
        ("file.name", *columns("category", "organisation", "place", "last_contact")),
        (by_name,),
        leave=active,
        group=column_of(habits, "circles"),
    )
    yield _View(
        "Birthdays",
        ("file.name", "formula.next_birthday", *columns("birthday", "category")),
        (("formula.next_birthday", "ASC"), by_name),
        keep=("!formula.next_birthday.isEmpty()",),
        leave=active,
    )
    yield _View(
        "Asks and offers",
        ("file.name", *columns("asks", "offers", "interests", "circles")),
        (by_name,),
        keep=(f"{asks} || {offers}",),
        leave=active,
    )
    everything = ("category", "circles", "organisation", "place", "email", "phone", "cadence", "last_contact")
    yield _View("All contacts", ("file.name", *columns(*everything)), (by_name,))


def _awake(habits: Habits) -> Iterator[str]:
    """Give what holds of a contact that nobody asked silence for."""
    for field in ("snooze", "next_contact"):
        for until in map(reference, habits.spellings(field)):
            yield f"if({until}, date({until}) <= today(), true)"


def _inactive(habits: Habits) -> Iterator[str]:
    words = [word for word in habits.words.get("status", ()) if bare_word(word) in STATUSES]
    for key in habits.spellings("status"):
        yield f"list({reference(key)}).containsAny({texts_in(dict.fromkeys([*words, *_LEFT_ALONE]))})"
    for field in ("archived", "deceased"):
        for said in map(reference, habits.spellings(field)):
            yield f'!{said}.isEmpty() && {said} != false && {said} != "no"'


def _not_suggested(habits: Habits) -> Iterator[str]:
    unwished = f"{value_of(habits, 'cadence')}.isEmpty()"
    for suggest in map(reference, habits.spellings("suggest")):
        yield f'{unwished} && ({suggest} == false || list({suggest}).containsAny("never", "no"))'


def _view_lines(view: _View) -> Iterator[str]:
    yield "  - type: table"
    yield f"    name: {_quoted(view.name)}"
    if view.keep or view.leave:
        yield "    filters:"
        yield "      and:"
        yield from _items(view.keep, 8)
        if view.leave:
            yield "        - not:"
            yield from _items(view.leave, 12)
    if view.group:
        yield "    groupBy:"
        yield f"      property: {_quoted(view.group)}"
        yield "      direction: ASC"
    yield "    order:"
    yield from _items(view.columns, 6)
    yield "    sort:"
    for property_id, direction in view.sort:
        yield f"      - property: {_quoted(property_id)}"
        yield f"        direction: {direction}"


def _items(texts: Iterable[str] | Sequence[str], indent: int) -> Iterator[str]:
    return (f"{' ' * indent}- {_quoted(text)}" for text in texts)
