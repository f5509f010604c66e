"""A field as somebody sets it: under which key of the note it goes, and its value as the field's reader takes it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.text.links import split_link_values
from pnm_vault.notes.values.cadence import cadence_fault, parse_cadences
from pnm_vault.notes.values.dates import parse_day, parse_partial_date
from pnm_vault.notes.values.day_words import coming_day, past_day
from pnm_vault.notes.values.field_names import canonical_field, normal_key
from pnm_vault.notes.values.words import STATUSES, bare_word, closeness_of, priority_of, truth_of

FieldValue = str | int | date | tuple[str, ...]

# Words of these fields are short, and commas part them; in the others a comma belongs to a sentence.
WORD_LISTS = frozenset(
    {"aliases", "circles", "tags", "categories", "interests", "email", "phone", "url", "organisation", "no_reminder"}
)
LINK_LISTS = frozenset({"knows", "introduced_by"})
SENTENCE_LISTS = frozenset(
    {
        *(
            "offers",
            "asks",
            "they_know",
            "learning",
            "gift_ideas",
            "favours_given",
            "favours_received",
            "interactions",
            "follow_up",
        ),
        *("goals", "no_introduction", "confirmed"),
        *("no_acquaintance", "not_same_as"),
    }
)
LISTS = WORD_LISTS | LINK_LISTS | SENTENCE_LISTS
_ALWAYS_LISTS = frozenset(
    {
        "aliases",
        "circles",
        "tags",
        "categories",
        "interests",
        "knows",
        "no_introduction",
        "no_acquaintance",
        "not_same_as",
        "no_reminder",
        "confirmed",
    }
)
# Other spellings of these say something of their own: `spouse` is not just `knows`, nor `linkedin` just `url`.
_TELLING = frozenset({"knows", "url", "phone", "email", "asks", "offers", "organisation", "categories", "follow_up"})
_BEHIND = frozenset({"last_contact", "met_on"})
_AHEAD = frozenset({"next_contact", "snooze"})
_YEARLY = frozenset({"birthday", "anniversary"})
_YES_NO = frozenset({"private", "archived"})


class ValueFault(Exception):  # noqa: N818 - what was typed is no value of the field; the text says what would be
    """A value that its field's reader would not take; the text is a sentence with the remedy."""


def key_in(block: Block, name: str, typed: str, spellings: Mapping[str, str]) -> str | None:
    """Return the key under which a note has the field `name`; None when it has none.

    A key that is spelled as `typed` comes first, then one with a value, then an empty one.
    """
    keys = [key for key in block.values if canonical_field(key, spellings) == name]
    exact = [key for key in keys if normal_key(key) == normal_key(typed)]
    if exact:
        return exact[0]
    if name in _TELLING:
        near = {normal_key(name), normal_key(name) + "s", normal_key(name).removesuffix("s")}
        keys = [key for key in keys if normal_key(key) in near]
    filled = [key for key in keys if block.values[key].value]
    return next(iter(filled or keys), None)


def usual_key(name: str, blocks: Iterable[Block], spellings: Mapping[str, str]) -> str:
    """Return the spelling of a field that most notes use; the canonical name where none has the field."""
    votes: Counter[str] = Counter()
    for block in blocks:
        key = key_in(block, name, name, spellings)
        if key is not None:
            votes[key] += 1
    return votes.most_common(1)[0][0] if votes else name


def holds_list(block: Block, key: str) -> bool:
    """Tell whether the note has a list under a key."""
    return key in block.values and isinstance(block.values[key].value, tuple)


def read_value(name: str, typed: str, today: date, *, as_list: bool) -> FieldValue:
    """Return what to write for `typed` in the field `name`; `as_list`: the note has a list there.

    Raises:
        ValueFault: the reader of the field would make nothing of it.
    """
    text = " ".join(typed.split())
    if not text:
        raise ValueFault("There is no value: give one, or --clear to take the property away.")
    if name in LISTS:
        return _list_value(name, text, as_list)
    value = _single_value(name, text, today)
    if as_list:
        raise ValueFault("The note has a list there: add to it with --add.")
    return value


def items_of(name: str, typed: str) -> tuple[str, ...]:
    """Part what was typed for a list into its items."""
    if name in LINK_LISTS:
        return split_link_values(typed) if "[[" not in typed else tuple(_with_brackets(typed))
    if name in WORD_LISTS:
        return tuple(dict.fromkeys([part.strip() for part in typed.split(",") if part.strip()]))
    return (typed.strip(),) if typed.strip() else ()


def _with_brackets(typed: str) -> list[str]:
    return [f"[[{target}]]" for target in split_link_values(typed)]


def _list_value(name: str, text: str, as_list: bool) -> FieldValue:
    items = items_of(name, text)
    if name == "email" and not all("@" in item for item in items):
        raise ValueFault(f"{text[:80]} is no e-mail address: write name@example.org.")
    if name == "phone" and not all(sum(letter.isdigit() for letter in item) >= 3 for item in items):
        raise ValueFault(f"{text[:80]} is no telephone number: write it with its country code.")
    return items if as_list or len(items) > 1 or name in _ALWAYS_LISTS else items[0]


def _single_value(name: str, text: str, today: date) -> FieldValue:
    if name in _BEHIND or name in _AHEAD:
        return _day_value(name, text, today)
    if name in _YEARLY:
        parts = parse_partial_date(text)
        if parts is None:
            raise ValueFault(f"{text[:80]} is no date: write YYYY-MM-DD, or MM-DD without the year.")
        month, day, year = parts
        return date(year, month, day) if year else f"{month:02d}-{day:02d}"
    if name == "cadence" and parse_cadences(text) is None:
        raise ValueFault(cadence_fault(text))
    if name == "priority" and priority_of(text) is None:
        raise ValueFault(f"{text[:80]} is no priority: write 1 (high), 2 or 3 (low).")
    if name == "closeness" and closeness_of(text) is None:
        raise ValueFault(f"{text[:80]} is no closeness: write 1 (distant) to 5 (closest).")
    if name == "status" and bare_word(text) not in {"active", *STATUSES}:
        raise ValueFault(f"{text[:80]} is no status: write active, inbox, archived or deceased.")
    if name in _YES_NO or name == "suggest":
        return _yes_no(name, text)
    if name == "deceased" and truth_of(text) is None:
        return _day_value(name, text, today)
    return int(text) if text.isascii() and text.isdigit() and name in ("cadence", "priority", "closeness") else text


def _yes_no(name: str, text: str) -> FieldValue:
    truth = truth_of(text)
    if truth is None:
        raise ValueFault(f"{text[:80]} is neither yes nor no.")
    return "never" if name == "suggest" and not truth else truth


def _day_value(name: str, text: str, today: date) -> date:
    day = parse_day(text) or (coming_day(text, today) if name in _AHEAD else past_day(text, today))
    if day is None:
        remedy = "2 weeks, friday, march or YYYY-MM-DD" if name in _AHEAD else "yesterday, 14 nov or YYYY-MM-DD"
        raise ValueFault(f"{text[:80]} is no day that can be read: write {remedy}.")
    return day
