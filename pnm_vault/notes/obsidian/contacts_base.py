"""`Contacts.base`: views of the contacts in Obsidian, over the properties as this vault spells them.

Source: Obsidian Help, Bases syntax, Functions and Views, as of 2026. A difference of two dates is a number there and a
duration in some versions; `number(date)` is milliseconds in all of them, so that is what days are counted with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import DEFAULT_CADENCE, CadenceSettings
from pnm_vault.notes.obsidian.habits import Habits
from pnm_vault.notes.values.cadence import NEVER, parse_cadences
from pnm_vault.notes.values.words import PRIVATE_WORDS, STATUSES, bare_word, category_of, is_kind_word
from pnm_vault.patterns import pattern_of

PATH = "Contacts.base"

# What is wished where neither contact nor category says anything; a wish for never is one for a day that nobody sees.
LAST_RESORT = 180
NEVER_DAYS = 36_500

_NAME = pattern_of(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Of these a formula takes whichever spelling a note has.
_MERGED = ("category", "circles", "last_contact", "cadence", "birthday", "asks", "offers")
_USUAL_WORDS = ("weekly", "monthly", "quarterly", "yearly", "never")
_PRIVATE = ("private", "confidential", "yes")
_LEFT_ALONE = ("archived", "inactive", "paused", "deceased")


class Surroundings(Record, frozen=True):
    """What a base leaves out, and what the settings wish for.

    `folders` hold no contacts (templates, review notes), `notes` are paths of notes in a folder of contacts that are
    none. `categories` maps case-folded words of the owner's own to categories.
    """

    folders: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cadence: CadenceSettings = CadenceSettings()
    categories: Mapping[str, str] = {}


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
        *[f"  {name}: {_quoted(formula)}" for name, formula in _formulas(habits, around)],
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


def reference(key: str) -> str:
    """Write a property of notes in an expression."""
    return f"note.{key}" if _NAME.match(key) else f"note[{_text(key)}]"


def _text(text: str) -> str:
    """Write a text in an expression. A backslash or line break cannot be part of one in every version."""
    quote = "'" if '"' in text else '"'
    return quote + "".join([letter for letter in text if letter not in "\\\n\r" and letter != quote]) + quote


def _texts(texts: Iterable[str]) -> str:
    return ", ".join(map(_text, texts))


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _kept(habits: Habits) -> Iterator[str]:
    """Give what tells contacts, one condition each, of which one must hold."""
    for folder in habits.folders:
        yield f"file.inFolder({_text(folder)})"
    for key, text in habits.types:
        yield f"list({reference(key)}).contains({_link_or_text(text)})"
    for tag in habits.tags:
        yield f"file.hasTag({_text(tag)})"
    for start in habits.names:
        yield f"file.name.startsWith({_text(start)})"
    for name in habits.links:
        yield f"file.hasLink({_text(name)})"
    if not habits.contacts:
        yield 'list(note.type).contains("person")'


def _link_or_text(text: str) -> str:
    if text.startswith("[[") and text.endswith("]]"):
        return f"link({_text(text[2:-2].partition('|')[0].strip())})"
    return _text(text)


def _left_out(habits: Habits, around: Surroundings) -> Iterator[str]:
    for folder in around.folders:
        yield f"file.inFolder({_text(folder)})"
    for path in around.notes:
        yield f"file.path == {_text(path)}"
    yield 'file.name.contains(".sync-conflict-")'
    words = [word for word in habits.words.get("private", ()) if bare_word(word) in PRIVATE_WORDS | {"yes"}]
    private_words = _texts(dict.fromkeys([*words, *_PRIVATE]))
    for private in map(reference, dict.fromkeys([*habits.spellings("private"), "private"])):
        yield f"{private} == true"
        yield f"list({private}).containsAny({private_words})"


def _value(habits: Habits, field: str) -> str:
    """Write the value of a field: its property, or the formula for one that is spelled in several ways."""
    spellings = habits.spellings(field)
    return reference(spellings[0]) if len(spellings) == 1 else f"formula.{field}"


def _column(habits: Habits, field: str) -> str:
    spellings = habits.spellings(field)
    return f"formula.{field}" if field in _MERGED and len(spellings) > 1 else f"note.{spellings[0]}"


def _formulas(habits: Habits, around: Surroundings) -> Iterator[tuple[str, str]]:
    for field in _MERGED:
        spellings = habits.spellings(field)
        if len(spellings) > 1:
            merged = '""'
            for key in reversed(spellings):
                merged = f"if({reference(key)}.isEmpty(), {merged}, {reference(key)})"
            yield field, merged
    last, birthday, category = (_value(habits, field) for field in ("last_contact", "birthday", "category"))
    yield "days", f'if({last}, ((number(today()) - number(date({last}))) / 86400000).round(), "")'
    yield "usual", _chain(category, _usual_days(habits, around), str(_default(around)))
    yield "wish", _wish(habits)
    yield "due", f'if({last}, date({last}) + (formula.wish.toString() + "d"), "")'
    yield (
        "month_day",
        f'if({birthday}.isType("date"), {birthday}.format("MM-DD"), '
        f'if({birthday}, {birthday}.toString().split("-").reverse().slice(0, 2).reverse().join("-"), ""))',
    )
    # 2000 had a 29 February, so that every birthday is a day of it.
    this_year = 'date("2000-" + formula.month_day) + ((today().year - 2000).toString() + "y")'
    yield "this_year", f'if(/^[0-9][0-9]-[0-9][0-9]$/.matches(formula.month_day), {this_year}, "")'
    yield (
        "next_birthday",
        'if(formula.this_year, if(formula.this_year < today(), formula.this_year + "1y", formula.this_year), "")',
    )


def _wish(habits: Habits) -> str:
    cadence = _value(habits, "cadence")
    words = [*habits.words.get("cadence", ()), *_USUAL_WORDS]
    days = {word: read[0] for word in words if not word.isdigit() and (read := parse_cadences(word)) is not None}
    told = _chain(cadence, {word: one or NEVER_DAYS for word, one in days.items()}, "formula.usual")
    return f'if({cadence}.isType("number"), if({cadence} > {NEVER}, {cadence}, {NEVER_DAYS}), {told})'


def _usual_days(habits: Habits, around: Surroundings) -> Mapping[str, int]:
    """Give the days for each category, by the words that the notes have for it."""
    own = {key.casefold(): days for key, days in around.cadence.by.items()}
    words = [*habits.words.get("category", ()), *DEFAULT_CADENCE]
    found: dict[str, int] = {}
    for word in words:
        category = category_of(word, around.categories) or word.casefold()
        days = own.get(word.casefold(), own.get(category))
        if days is None and around.cadence.default is None:
            days = DEFAULT_CADENCE.get(category)
        if days is not None and not is_kind_word(word):
            found[word] = days or NEVER_DAYS
    return found


def _default(around: Surroundings) -> int:
    default = around.cadence.default
    return LAST_RESORT if default is None else default or NEVER_DAYS


def _chain(value: str, cases: Mapping[str, int], otherwise: str) -> str:
    """Write a choice among numbers by a text, a truth or a link."""
    chain = otherwise
    for text, number in reversed(tuple(cases.items())):
        wanted = text if text in ("true", "false") else _link_or_text(text)
        chain = f"if({value} == {wanted}, {number}, {chain})"
    return chain


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
        yield _column(habits, field), shown
    yield "formula.days", "Days since"
    yield "formula.due", "Due"
    yield "formula.next_birthday", "Next birthday"


def _views(habits: Habits) -> Iterator[_View]:
    def columns(*fields: str) -> tuple[str, ...]:
        return tuple([_column(habits, field) for field in fields])

    active = tuple(_inactive(habits))
    by_name = ("file.name", "ASC")
    asks, offers = (f"!{_value(habits, field)}.isEmpty()" for field in ("asks", "offers"))
    yield _View(
        "Time to catch up",
        (
            *("file.name", *columns("category", "circles", "last_contact"), "formula.days"),
            *(*columns("cadence"), "formula.due"),
        ),
        (("formula.due", "ASC"), by_name),
        keep=(f"!{_value(habits, 'last_contact')}.isEmpty()", "formula.due <= today()", *_awake(habits)),
        leave=(*active, *_not_suggested(habits)),
    )
    yield _View(
        "By circle",
        ("file.name", *columns("category", "organisation", "place", "last_contact")),
        (by_name,),
        leave=active,
        group=_column(habits, "circles"),
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
        yield f"list({reference(key)}).containsAny({_texts(dict.fromkeys([*words, *_LEFT_ALONE]))})"
    for field in ("archived", "deceased"):
        for said in map(reference, habits.spellings(field)):
            yield f'!{said}.isEmpty() && {said} != false && {said} != "no"'


def _not_suggested(habits: Habits) -> Iterator[str]:
    unwished = f"{_value(habits, 'cadence')}.isEmpty()"
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
