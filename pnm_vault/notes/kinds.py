"""What kind of note a file is, from its path, its properties and the marks in its text."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from pnm_vault.model.note import NoteKind, Sign
from pnm_vault.model.record import Row
from pnm_vault.notes.conflict_copies import HINT as CONFLICT_HINT
from pnm_vault.notes.conflict_copies import read_copy_name
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.rules import (
    COMMUNITY_FOLDERS,
    CONTACT_FOLDERS,
    DAILY_FOLDERS,
    INTRODUCTION_FOLDERS,
    MEETING_FOLDERS,
    TEMPLATE_FOLDERS,
    Rules,
    plain_folder,
)
from pnm_vault.notes.values.dates import find_day_in_name, is_template_text
from pnm_vault.notes.values.field_names import INTRODUCTION_SPELLINGS, MEETING_SPELLINGS, canonical_field, normal_key
from pnm_vault.notes.values.words import bare_word, category_of
from pnm_vault.patterns import pattern_of

GENERATED_MARK = "<!-- pnm:begin "
# In which git's plugin for Obsidian lists what is in conflict, with the lines themselves.
CONFLICT_LIST = "conflict-files-obsidian-git"

_TEMPLATE_NAME = pattern_of(r"(?:\A|[^a-z])templates?(?:\Z|[^a-z])")
_INDEX_NAME = pattern_of(r"(?:\A|[\W_])(?:moc|index)(?:\Z|[\W_])|\A(?:readme|home|dashboard|contributing|changelog)\Z")
_ISO_NAME = pattern_of(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ _-](?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)?\Z",
    re.IGNORECASE,
)

_KIND_WORDS: Mapping[NoteKind, str] = {
    NoteKind.CONTACT: "person people persons persona personas contact contacts contactprofile contactnotes contactnote "
    "personnote peoplenote individual",
    NoteKind.MEETING: "meeting meetings meetingnote meetingnotes 1on1 oneonone coffee coffeechat",
    NoteKind.CALL: "call calls phonecall videocall chat chats callnote callnotes",
    NoteKind.EVENT: "event events conference conferences conferencesession party gathering meetup workshop dinner",
    NoteKind.INTRODUCTION: "introduction introductions",
    NoteKind.DAILY: "daily dailynote dailynotes",
    NoteKind.INDEX: "moc mocs index dashboard hub mapofcontent overview",
    NoteKind.TEMPLATE: "template templates",
    NoteKind.COMMUNITY: "community communities onlinecommunity group groups usergroup meetupgroup meetupseries club "
    "clubs forum forums",
    NoteKind.OTHER: "company companies organization organizations organisation organisations org orgs team "
    "place places location book books movie movies project projects article note notes area resource "
    "category categories product topic decision idea task journal source",
}
_KIND_OF_TYPE = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_KIND_KEYS = frozenset({"type", "fileclass", "categories", "kind", "notetype", "navigateup", "up", "doctype"})

# A type that says what somebody is to the owner makes a contact of a note that also says when they are in touch.
_TRADE_WORDS = "client clients customer customers lead leads prospect prospects investor donor supplier vendor"
_TRADE = frozenset(_TRADE_WORDS.split())
_IN_TOUCH = frozenset({"last_contact", "next_contact", "cadence", "birthday"})
_PERSON_NAME = pattern_of(r"person(?:-[^\W\d_]+){2,}\Z")

_CONTACT_TAG_WORDS = "person people persons contact contacts friend friends persona 👤 👥 🧑 👩 👨"
_CONTACT_TAGS = frozenset(_CONTACT_TAG_WORDS.split())
_KIND_OF_TAG: Mapping[str, NoteKind] = {
    "meeting": NoteKind.MEETING,
    "meetings": NoteKind.MEETING,
    "call": NoteKind.CALL,
    "calls": NoteKind.CALL,
    "event": NoteKind.EVENT,
    "events": NoteKind.EVENT,
    "daily": NoteKind.DAILY,
    "moc": NoteKind.INDEX,
    "index": NoteKind.INDEX,
    "template": NoteKind.TEMPLATE,
}
_COMMUNITY_TAGS = frozenset({"community", "communities"})
_GATHERINGS = frozenset({NoteKind.MEETING, NoteKind.CALL, NoteKind.EVENT})
# What any other kind that the same properties name goes before.
_WEAK = frozenset({None, NoteKind.OTHER, NoteKind.COMMUNITY})
_EVENT_FOLDERS: Mapping[str, NoteKind] = {
    **dict.fromkeys(MEETING_FOLDERS, NoteKind.MEETING),
    "calls": NoteKind.CALL,
    "chats": NoteKind.CALL,
    "events": NoteKind.EVENT,
    "conferences": NoteKind.EVENT,
}


class _FolderSigns(Row, frozen=True):
    """What the usual names of a folder and its parents say about the notes in it."""

    template: bool
    contact: bool
    daily: bool
    gathering: NoteKind | None
    name: str


def classify(path: str, block: Block, text: str, rules: Rules) -> NoteKind:
    """Tell what kind of note this is. `text` is the whole text or its beginning.

    What must not be read as itself comes first: conflict copies, generated notes, templates. Then what the properties
    say, then tags, then the file's name, then its folder.
    """
    folder, _, file = path.casefold().rpartition("/")
    stem = file.removesuffix(".md")
    if CONFLICT_HINT in stem and is_conflict_copy(stem):
        return NoteKind.CONFLICT_COPY
    if GENERATED_MARK in text and (text.startswith(GENERATED_MARK) or "\n" + GENERATED_MARK in text):
        return NoteKind.GENERATED
    whole = f"{folder}/{file}".lstrip("/")
    if whole == rules.me:
        return NoteKind.ME
    if whole == rules.synonyms:
        return NoteKind.SYNONYMS
    if whole == rules.resources and _says_resources(block):
        return NoteKind.RESOURCES
    signs = _folder_signs(folder)
    if _is_template(folder, stem, signs, block, rules):
        return NoteKind.TEMPLATE
    said = _kind_by_properties(stem, block, rules)
    if said is NoteKind.INTRODUCTION and not _is_between_two(block):
        said = None  # an introduction to a book or a subject
    return said or _kind_by_place(folder, stem, signs, block, text, rules)


def contact_sign(path: str, block: Block, rules: Rules) -> Sign:
    """Tell by what `classify` knew a contact's note: by the first of these that holds."""
    folder, _, file = path.casefold().rpartition("/")
    said = {normal_key(key): node for key, node in block.values.items()}
    types = [text for key in _KIND_KEYS & said.keys() for text in _types(said[key])]
    if any(_kind_of_type(text) is NoteKind.CONTACT for text in types):
        return Sign.TYPE
    if any(_is_relation(text, rules) for text in types) and _tells_of_touch(block, rules):
        return Sign.TYPE
    if any(first in _CONTACT_TAGS for key in ("tags", "tag") if key in said for first, _ in _tags(said[key])):
        return Sign.TAG
    if _is_name_of_contact(file.removesuffix(".md")):
        return Sign.NAME
    return Sign.FOLDER if _in_contacts(folder, _folder_signs(folder), rules) else Sign.LINK


def contact_types(block: Block, rules: Rules) -> tuple[tuple[str, str], ...]:
    """Give the properties that make a contact of a note, each with its text, both as written."""
    said = [(key, text) for key, node in block.values.items() if normal_key(key) in _KIND_KEYS for text in _types(node)]
    touch = _tells_of_touch(block, rules)
    return tuple(
        [one for one in said if _kind_of_type(one[1]) is NoteKind.CONTACT or (touch and _is_relation(one[1], rules))]
    )


def contact_tags(block: Block) -> tuple[str, ...]:
    """Give the tags, as written up to their first `/`, that make a contact of a note."""
    keys = [key for key in block.values if normal_key(key) in ("tags", "tag")]
    return tuple([first for key in keys for first, _ in _tags(block.values[key]) if first in _CONTACT_TAGS])


def is_conflict_copy(name: str) -> bool:
    """Tell by a file's name whether a sync service made it of a version that lost, or git's plugin to list such."""
    found = read_copy_name(name)
    return (found is not None and found.certain) or name.casefold().removesuffix(".md") == CONFLICT_LIST


def daily_day(path: str, rules: Rules) -> date | None:
    """Return the day of a daily note by its path, or None when the path is none of a daily note.

    The format counts in the daily folder; `2026-01-02` and `2026-01-02 Fri` are daily notes wherever they lie.
    """
    name = path.removesuffix(".md")
    folder = rules.daily_folder
    below = name[len(folder) :] if name.casefold().startswith(folder) else None
    day = rules.daily_format.day_of(below) if below is not None else None
    if day is None:
        stem = name.rpartition("/")[2]
        day = find_day_in_name(stem) if _ISO_NAME.match(stem) else None
    return day


@lru_cache(maxsize=2048)
def _folder_signs(folder: str) -> _FolderSigns:
    names = [plain_folder(part) for part in folder.split("/")]
    gathering = next((_EVENT_FOLDERS[name] for name in reversed(names) if name in _EVENT_FOLDERS), None)
    template = not TEMPLATE_FOLDERS.isdisjoint(names)
    contact = not CONTACT_FOLDERS.isdisjoint(names)
    return _FolderSigns(template, contact, not DAILY_FOLDERS.isdisjoint(names), gathering, names[-1])


def _is_template(folder: str, stem: str, signs: _FolderSigns, block: Block, rules: Rules) -> bool:
    if signs.template or f"{folder}/".startswith(rules.templates):
        return True
    if "template" in stem and _TEMPLATE_NAME.search(stem):
        return True
    if "{{" not in block.raw and "<%" not in block.raw:
        return False
    # One value that was never filled in may be left in a real note; a name or several make it a template.
    left = 0
    for key, node in block.values.items():
        texts = [str(text.value) for text in texts_of(node)]
        if any("{{" in text or "<%" in text for text in texts):
            left += 2 if normal_key(key) in ("name", "title", "fullname", "aliases") else 1
    return left > 1 or is_template_text(stem)


def _kind_by_properties(stem: str, block: Block, rules: Rules) -> NoteKind | None:
    """Return what type, categories and tags say; None when they say nothing."""
    contact_tag = relation = False
    found: NoteKind | None = None
    tagged: NoteKind | None = None
    for key, node in block.values.items():
        normal = normal_key(key)
        if normal in _KIND_KEYS:
            for text in _types(node):
                kind = _kind_of_type(text)
                if kind is not None and found in _WEAK and not (found is not None and kind is NoteKind.OTHER):
                    found = kind
                relation = relation or (kind is None and _is_relation(text, rules))
        elif normal in ("tags", "tag"):
            for first, rest in _tags(node):
                contact_tag = contact_tag or first in _CONTACT_TAGS
                tagged = tagged or _KIND_OF_TAG.get(first) or _KIND_OF_TAG.get(rest)
    if found is not None:
        return found
    if relation and _tells_of_touch(block, rules):
        return NoteKind.CONTACT
    if tagged in _GATHERINGS and contact_tag and find_day_in_name(stem) is None:
        return NoteKind.CONTACT
    if tagged is not None:
        return tagged
    return NoteKind.CONTACT if contact_tag and not _ISO_NAME.match(stem) and not _INDEX_NAME.search(stem) else None


def _says_resources(block: Block) -> bool:
    """Tell whether a note says by its type that it lists resources, as not every `Resources.md` does."""
    nodes = [node for key, node in block.values.items() if normal_key(key) in _KIND_KEYS]
    return any(text.strip().casefold() == "resources" for node in nodes for text in _types(node))


def _is_relation(text: str, rules: Rules) -> bool:
    return category_of(text, rules.categories) is not None or bare_word(text) in _TRADE


def _tells_of_touch(block: Block, rules: Rules) -> bool:
    return any(node.value and canonical_field(key, rules.spellings) in _IN_TOUCH for key, node in block.values.items())


def _is_name_of_contact(stem: str) -> bool:
    return (stem.startswith("@") and len(stem) > 1) or _PERSON_NAME.match(stem) is not None


def _types(node: Node) -> list[str]:
    return [str(text.value) for text in texts_of(node)[:20]]


def _tags(node: Node) -> Iterator[tuple[str, str]]:
    """Give each tag as what stands before its first `/`, and what after."""
    for text in texts_of(node)[:100]:
        for tag in str(text.value).lower().replace(",", " ").split():
            first, _, rest = tag.lstrip("#").partition("/")
            yield first, rest


def _kind_of_type(text: str) -> NoteKind | None:
    kind = _KIND_OF_TYPE.get(bare_word(text))
    return kind if kind is not None or "/" not in text else _KIND_OF_TYPE.get(bare_word(text.rpartition("/")[2]))


def _kind_by_place(folder: str, stem: str, signs: _FolderSigns, block: Block, text: str, rules: Rules) -> NoteKind:
    inside = f"{folder}/"
    if signs.name in INTRODUCTION_FOLDERS and _is_between_two(block):
        return NoteKind.INTRODUCTION
    if _is_name_of_contact(stem):
        return NoteKind.CONTACT
    if _INDEX_NAME.search(stem) or plain_folder(stem) in CONTACT_FOLDERS:
        return NoteKind.INDEX
    in_contacts = _in_contacts(folder, signs, rules)
    attended = _names_attendees(block)
    if stem[-1:].isalnum() and daily_day(f"{folder}/{stem}".lstrip("/"), rules):
        among_dailies = signs.daily or (rules.daily_folder and inside.startswith(rules.daily_folder))
        return NoteKind.MEETING if attended and not among_dailies else NoteKind.DAILY
    if inside.startswith(rules.review):
        return NoteKind.OTHER
    day_named = find_day_in_name(stem) is not None
    if in_contacts and not day_named:
        return NoteKind.CONTACT
    dated = day_named or _has_day(block)
    if dated and rules.meetings and inside.startswith(rules.meetings):
        return signs.gathering or NoteKind.MEETING
    if dated and signs.gathering is not None:
        return signs.gathering
    if dated and attended:
        return NoteKind.MEETING
    if "[[People MOC" in text and not dated and signs.name not in DAILY_FOLDERS:
        return NoteKind.CONTACT
    return NoteKind.COMMUNITY if not dated and _is_community(stem, signs, block) else NoteKind.OTHER


def _is_community(stem: str, signs: _FolderSigns, block: Block) -> bool:
    """Tell whether a note that nothing else claims is one of a community: by its tag, or as a file of their folder."""
    if signs.name in COMMUNITY_FOLDERS and plain_folder(stem) not in COMMUNITY_FOLDERS:
        return True
    return any(
        first in _COMMUNITY_TAGS
        for key, node in block.values.items()
        if normal_key(key) in ("tags", "tag")
        for first, _ in _tags(node)
    )


def _in_contacts(folder: str, signs: _FolderSigns, rules: Rules) -> bool:
    return f"{folder}/".startswith(rules.contacts) if rules.contacts else signs.contact


def _names_attendees(block: Block) -> bool:
    return any(
        node.value and canonical_field(key, MEETING_SPELLINGS) == "attendees" for key, node in block.values.items()
    )


def _is_between_two(block: Block) -> bool:
    return any(canonical_field(key, INTRODUCTION_SPELLINGS) == "between" for key in block.values)


def _has_day(block: Block) -> bool:
    return any(
        node.value and canonical_field(key, MEETING_SPELLINGS) in ("date", "start")
        for key, node in block.values.items()
    )
