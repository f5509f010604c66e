"""How the contacts of a vault are written, as far as a base, templates and property types follow it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from pnm_vault.model.note import Sign
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.kinds import contact_sign, contact_tags, contact_types
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.rules import CONTACT_FOLDERS, Rules, plain_folder
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.notes.values.field_names import canonical_field, normal_key
from pnm_vault.patterns import pattern_of

# A filter of more parts than this is none that anybody reads; the commonest come first.
MOST_MARKS = 8
MOST_WORDS = 12

# The fields that a base, a template or a type is about.
FIELDS = (
    *("category", "circles", "cadence", "last_contact", "next_contact", "snooze", "birthday", "anniversary", "met_on"),
    *("organisation", "role", "place", "email", "phone", "interests", "asks", "offers", "knows", "introduced_by"),
    *("status", "archived", "deceased", "private", "suggest"),
)

# Other spellings of these say something of their own.
_TELLING = frozenset({"knows", "email", "phone", "organisation"})
_WORDED = frozenset({"category", "cadence", "status", "private"})

Mark = TypeVar("Mark")

_ISO_DAY = pattern_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBER = pattern_of(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_TRUTHS = frozenset({"true", "false"})


class Shapes(Row, frozen=True):
    """In which forms the values of a property are written, empty ones left out; each a number of notes."""

    days: int = 0
    numbers: int = 0
    truths: int = 0
    texts: int = 0
    lists: int = 0

    @property
    def filled(self) -> int:
        """Count the notes that say anything."""
        return self.days + self.numbers + self.truths + self.texts + self.lists


class Habits(Record, frozen=True):
    """How contacts are known and spelled.

    `folders` are vault-relative: whoever lies in one is known by it. `types` are pairs of a property and its text,
    `tags` tags, `names` what the names of notes begin with, `links` names of notes that are linked: each tells contacts
    outside of the folders. `spelled` maps the canonical fields that any contact has to their spellings, `words` those
    that hold one word (cadence, category, status, private) to what is written there. In all of these the commonest
    come first. `filled` counts the contacts that say something of a field, `shapes` the forms of every property in the
    whole vault.
    """

    contacts: int = 0
    folders: tuple[str, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    spelled: Mapping[str, tuple[str, ...]] = {}
    words: Mapping[str, tuple[str, ...]] = {}
    filled: Mapping[str, int] = {}
    shapes: Mapping[str, Shapes] = {}

    def spellings(self, field: str) -> tuple[str, ...]:
        """Give the spellings of a field, the usual one first; its own name where no contact has it."""
        return self.spelled.get(field, (field,))

    def key(self, field: str) -> str:
        """Give the usual spelling of a field."""
        return self.spellings(field)[0]


class _Tally:
    def __init__(self) -> None:
        self.contacts = 0
        self.folders: set[str] = set()
        self.types: Counter[tuple[str, str]] = Counter()
        self.tags: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.spelled: dict[str, Counter[str]] = {}
        self.words: dict[str, Counter[str]] = {}
        self.filled: Counter[str] = Counter()

    def add(self, path: str, block: Block, rules: Rules) -> None:
        """Count one contact."""
        self.contacts += 1
        folder = _contact_folder(path, rules)
        if folder:
            self.folders.add(folder)
        else:
            self._add_mark(path, block, rules)
        told: set[str] = set()
        for key, node in block.values.items():
            field = canonical_field(key, rules.spellings)
            if field not in FIELDS or (field in _TELLING and not _is_like(key, field)):
                continue
            self.spelled.setdefault(field, Counter())[key] += 1
            if shape_of(node):
                told.add(field)
            if field in _WORDED:
                self.words.setdefault(field, Counter()).update([str(text.value) for text in texts_of(node)[:20]])
        self.filled.update(told)

    def _add_mark(self, path: str, block: Block, rules: Rules) -> None:
        """Count by what a contact outside of the folders is known: by the first sign that holds."""
        sign = contact_sign(path, block, rules)
        if sign is Sign.TYPE:
            self.types.update(contact_types(block, rules)[:1])
        elif sign is Sign.TAG:
            self.tags.update(contact_tags(block)[:1])
        elif sign is Sign.NAME:
            self.names["@" if path.rpartition("/")[2].startswith("@") else "person-"] += 1
        elif sign is Sign.LINK:
            self.links["People MOC"] += 1


def survey_habits(
    notes: Iterable[tuple[str, Block]],
    contacts: Collection[str],
    rules: Rules,
    own: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Habits:
    """Survey the notes of a vault: vault-relative paths with their properties. `contacts` are the paths of contacts.

    `own` are the spellings that the settings name, by field: the first of them is usual where no contact has the field.
    """
    tally = _Tally()
    shapes: dict[str, Counter[str]] = {}
    for path, block in notes:
        if path in contacts:
            tally.add(path, block, rules)
        for key, node in block.values.items():
            if shape := shape_of(node):
                shapes.setdefault(key, Counter())[shape] += 1
    return Habits(
        contacts=tally.contacts,
        folders=tuple(sorted(tally.folders)),
        types=_common(tally.types),
        tags=_common(tally.tags),
        names=_common(tally.names),
        links=_common(tally.links),
        spelled={field: names[:1] for field, names in sorted(own.items()) if names}
        | {field: _common(counts) for field, counts in sorted(tally.spelled.items())},
        words={field: _common(counts, MOST_WORDS) for field, counts in sorted(tally.words.items())},
        filled=dict(sorted(tally.filled.items())),
        shapes={key: Shapes(**counts) for key, counts in sorted(shapes.items())},
    )


def shape_of(node: Node) -> str:
    """Name the form of a value as in `Shapes`; empty for one that says nothing."""
    value = node.value
    if not isinstance(value, str):
        return "lists" if texts_of(node) else ""
    if not value:
        return ""
    if _ISO_DAY.match(value) and parse_day(value) is not None:
        return "days"
    if node.quoted:
        return "texts"
    return "numbers" if _NUMBER.match(value) else "truths" if value in _TRUTHS else "texts"


def _contact_folder(path: str, rules: Rules) -> str:
    """Give the folder by which every note in it is a contact; empty for a note that lies in none."""
    folder = path.rpartition("/")[0]
    if rules.contacts:
        inside = f"{folder}/".casefold()
        fits = [prefix for prefix in rules.contacts if inside.startswith(prefix)]
        parts = min(prefix.count("/") for prefix in fits) if fits else 0
        return "/".join(folder.split("/")[:parts])
    names = folder.split("/")
    depth = next((place for place, name in enumerate(names, 1) if plain_folder(name) in CONTACT_FOLDERS), 0)
    return "/".join(names[:depth])


def _is_like(key: str, field: str) -> bool:
    """Tell whether a key is the field's own name, in any case and number: `spouse` says more than `knows`."""
    return normal_key(key).removesuffix("s") == normal_key(field).removesuffix("s")


def _common(counts: Counter[Mark], most: int = MOST_MARKS) -> tuple[Mark, ...]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple([mark for mark, _ in ranked[:most]])
