"""The expressions of a base: properties as this vault spells them, and what follows from them on a day.

Source: Obsidian Help, Bases syntax and Functions, as of 2026. A difference of two dates is a number there and a
duration in some versions; `number(date)` is milliseconds in all of them, so that is what days are counted with.
"""

from collections.abc import Iterable, Iterator, Mapping
from unicodedata import category

from pnm_vault.model.record import Record
from pnm_vault.model.settings import DEFAULT_CADENCE, CadenceSettings
from pnm_vault.notes.obsidian.habits import Habits
from pnm_vault.notes.values.cadence import NEVER, parse_cadences
from pnm_vault.notes.values.words import category_of, is_kind_word
from pnm_vault.patterns import pattern_of

# What is wished where neither contact nor category says anything; a wish for never is one for a day that nobody sees.
LAST_RESORT = 180
NEVER_DAYS = 36_500

_NAME = pattern_of(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Of these a formula takes whichever spelling a note has.
_MERGED = ("category", "circles", "last_contact", "cadence", "birthday", "asks", "offers")
_USUAL_WORDS = ("weekly", "monthly", "quarterly", "yearly", "never")


class Surroundings(Record, frozen=True):
    """What a base leaves out, and what the settings wish for.

    `folders` hold no contacts (templates, review notes), `notes` are paths of notes in a folder of contacts that are
    none. `categories` maps case-folded words of the owner's own to categories.
    """

    folders: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cadence: CadenceSettings = CadenceSettings()
    categories: Mapping[str, str] = {}


def reference(key: str) -> str:
    """Write a property of notes in an expression."""
    return f"note.{key}" if _NAME.match(key) else f"note[{text_in(key)}]"


def text_in(text: str) -> str:
    """Write a text in an expression. A backslash or control character cannot be part of one in every version."""
    quote = "'" if '"' in text else '"'
    kept = [letter for letter in text if letter not in ("\\", quote) and category(letter) != "Cc"]
    return f"{quote}{''.join(kept)}{quote}"


def texts_in(texts: Iterable[str]) -> str:
    """Write several texts, with commas between them."""
    return ", ".join(map(text_in, texts))


def link_or_text(text: str) -> str:
    """Write a text, or the link that it is."""
    if text.startswith("[[") and text.endswith("]]"):
        return f"link({text_in(text[2:-2].partition('|')[0].strip())})"
    return text_in(text)


def value_of(habits: Habits, field: str) -> str:
    """Write the value of a field: its property, or the formula for one that is spelled in several ways."""
    spellings = habits.spellings(field)
    return reference(spellings[0]) if len(spellings) == 1 else f"formula.{field}"


def column_of(habits: Habits, field: str) -> str:
    """Give the property id that shows a field: the property itself, where it can be edited, if it has one spelling."""
    spellings = habits.spellings(field)
    return f"formula.{field}" if field in _MERGED and len(spellings) > 1 else f"note.{spellings[0]}"


def formulas_for(habits: Habits, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Give the formulas of the base by their names."""
    for field in _MERGED:
        spellings = habits.spellings(field)
        if len(spellings) > 1:
            merged = '""'
            for key in reversed(spellings):
                merged = f"if({reference(key)}.isEmpty(), {merged}, {reference(key)})"
            yield field, merged
    last, birthday, kind = (value_of(habits, field) for field in ("last_contact", "birthday", "category"))
    yield "days", f'if({last}, ((number(today()) - number(date({last}))) / 86400000).round(), "")'
    yield "usual", _chain(kind, _usual_days(habits, around), str(_default(around)))
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
    cadence = value_of(habits, "cadence")
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
        known = category_of(word, around.categories) or word.casefold()
        days = own.get(word.casefold(), own.get(known))
        if days is None and around.cadence.default is None:
            days = DEFAULT_CADENCE.get(known)
        if days is not None and not is_kind_word(word):
            found[word] = days or NEVER_DAYS
    return found


def _default(around: Surroundings) -> int:
    default = around.cadence.default
    return LAST_RESORT if default is None else default or NEVER_DAYS


def _chain(value: str, cases: Mapping[str, int], otherwise: str) -> str:
    """Write a choice among numbers by a text, a truth or a link, or a list of some."""
    chain = otherwise
    for text, number in reversed(tuple(cases.items())):
        wanted = text if text in ("true", "false") else link_or_text(text)
        chain = f"if(list({value}).contains({wanted}), {number}, {chain})"
    return chain
