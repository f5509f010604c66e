"""What a folder of notes looks like before anybody told us: where things are, which fields are used, what fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pnm_vault.model.note import NoteKind
from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import ObsidianSettings, ReviewSettings, Settings, VaultSettings
from pnm_vault.notes.daily_shape import compile_once, daily_shape
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import CONTACT_FOLDERS, DAILY_FOLDERS, TEMPLATE_FOLDERS, build_rules, plain_folder
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field, normal_key

# A folder is a contact folder when nearly every note in it is one: the few others would become contacts by the setting.
# A handful that happens to lie in a folder of another name says nothing about what the folder is for.
CONTACT_SHARE = 0.8
CONTACT_LEAST = 5
# Notes without a type or tag are taken for contacts when most of their folder carries such fields, and there are some.
LIKELY_SHARE = 0.6
LIKELY_LEAST = 3
MEETING_SHARE = 0.5
# Dated file names are taken for daily notes when there are some, or when their folder is called as such folders are.
DAILY_LEAST = 3
# Where review notes go when the usual folder is in use.
OTHER_REVIEW_FOLDER = "pnm"

_TELLING_FIELDS = frozenset({"email", "phone", "birthday", "last_contact", "cadence", "how_met", "met_on"})
_NOT_THERE = frozenset({NoteKind.TEMPLATE, NoteKind.INDEX, NoteKind.GENERATED, NoteKind.CONFLICT_COPY})
_MEETING_KINDS = frozenset({NoteKind.MEETING, NoteKind.CALL})
_EVERYDAY_KEYS = frozenset(
    {
        *("created", "updated", "modified", "datecreated", "datemodified", "ctime", "mtime", "id", "type"),
        *("fileclass", "title", "date", "source", "publish", "permalink", "cssclasses", "cssclass", "cover", "image"),
    }
)


class FolderCount(Row, frozen=True):
    """A folder with how many of its notes (sub-folders included) are what it is listed for, and how many there are."""

    folder: str
    found: int
    notes: int


class FieldUse(Row, frozen=True):
    """One spelling of a property in contact notes; `canonical` is empty when pnm does not know it."""

    spelling: str
    canonical: str
    notes: int


class Survey(Record, frozen=True):
    """What was found in a folder of notes.

    `contacts` counts the notes that are contacts without any setting. `scattered` are those outside
    `contact_folders`. `likely` are folders whose notes look like contacts by their fields and are not recognised
    without a setting. `daily_by_obsidian` is True when Obsidian's own settings gave folder and format. `fields` are
    sorted by use, then name. `suggested` holds the settings that fit.
    """

    notes: int = 0
    contacts: int = 0
    contact_folders: tuple[FolderCount, ...] = ()
    scattered: int = 0
    likely: tuple[FolderCount, ...] = ()
    daily_notes: int = 0
    daily_by_obsidian: bool = False
    meetings: tuple[FolderCount, ...] = ()
    templates: tuple[str, ...] = ()
    me: str = ""
    fields: tuple[FieldUse, ...] = ()
    suggested: Settings = Settings()


class _Folder:
    """Counts of one folder, sub-folders included."""

    __slots__ = ("contacts", "likely", "meetings", "notes", "templates")

    def __init__(self) -> None:
        self.notes = self.contacts = self.likely = self.meetings = self.templates = 0


class _Tally:
    """Everything counted in one pass over the notes."""

    def __init__(self) -> None:
        self.notes = self.contacts = 0
        self.me = ""
        self.folders: dict[str, _Folder] = {}
        self.contact_folders: Counter[str] = Counter()
        self.likely_folders: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.dated: Counter[tuple[str, str]] = Counter()

    def add(self, path: str, kind: NoteKind, keys: tuple[str, ...]) -> None:
        self.notes += 1
        folder = path.rpartition("/")[0]
        likely = kind is NoteKind.OTHER and _looks_like_contact(keys)
        if kind is NoteKind.CONTACT:
            self.contacts += 1
            self.contact_folders[folder] += 1
        if likely:
            self.likely_folders[folder] += 1
        if likely or kind is NoteKind.CONTACT:
            self.fields.update(set(keys))
        if kind is NoteKind.ME and not self.me:
            self.me = path
        for count in _folders_of(folder, self.folders):
            count.notes += kind not in _NOT_THERE
            count.contacts += kind is NoteKind.CONTACT
            count.likely += likely
            count.meetings += kind in _MEETING_KINDS
            count.templates += kind is NoteKind.TEMPLATE
        if kind in (NoteKind.OTHER, NoteKind.DAILY):
            shape = daily_shape(path)
            if shape:
                self.dated[shape] += 1


def survey_notes(files: Iterable[tuple[str, str]], obsidian: ObsidianSettings | None = None) -> Survey:
    """Survey a folder of notes: vault-relative paths with their texts, in any order."""
    obsidian = obsidian or ObsidianSettings()
    told = _settings_told(obsidian)
    rules = build_rules(Settings(vault=told))
    tally = _Tally()
    for path, text in files:
        kind = parse_note(path, text, rules).kind
        keys = tuple(read_frontmatter(path, text).values) if kind in (NoteKind.CONTACT, NoteKind.OTHER) else ()
        tally.add(path, kind, keys)
    return _conclude(tally, told, obsidian.daily)


def _conclude(tally: _Tally, told: VaultSettings, by_obsidian: bool) -> Survey:
    contact_folders = _contact_folders(tally)
    inside = sum(row.found for row in contact_folders)
    likely = _likely_folders(tally)
    meetings = _tops(
        FolderCount(folder, count.meetings, count.notes)
        for folder, count in tally.folders.items()
        if count.meetings
        and (count.meetings >= MEETING_SHARE * count.notes and _name(folder) not in DAILY_FOLDERS)
        and not count.contacts
    )
    templates = told.templates or tuple(
        row.folder
        for row in _tops(
            FolderCount(folder, count.templates, count.notes)
            for folder, count in tally.folders.items()
            if _name(folder) in TEMPLATE_FOLDERS and count.templates
        )
    )
    daily_folder, daily_format, daily_notes = _daily(tally, told, by_obsidian)
    vault = VaultSettings(
        contacts=tuple(sorted({row.folder for row in (*contact_folders, *likely)})),
        templates=templates,
        daily_folder=daily_folder,
        daily_format=daily_format,
        meetings=tuple(row.folder for row in meetings),
        me=tally.me or VaultSettings().me,
    )
    return Survey(
        notes=tally.notes,
        contacts=tally.contacts,
        contact_folders=contact_folders,
        scattered=tally.contacts - inside,
        likely=likely,
        daily_notes=daily_notes,
        daily_by_obsidian=by_obsidian,
        meetings=meetings,
        templates=templates,
        me=tally.me,
        fields=_field_uses(tally),
        suggested=Settings(vault=vault, review=ReviewSettings(folder=_review_folder(vault))),
    )


def _review_folder(vault: VaultSettings) -> str:
    """Give the usual folder, or another where that one has notes of the user's own that the settings name."""
    usual = ReviewSettings().folder
    named = (*vault.contacts, *vault.meetings, *vault.templates)
    taken = any(f"{folder}/".casefold().startswith(f"{usual}/".casefold()) for folder in named)
    return OTHER_REVIEW_FOLDER if taken else usual


def _contact_folders(tally: _Tally) -> tuple[FolderCount, ...]:
    return _tops(
        FolderCount(folder, count.contacts, count.notes)
        for folder, count in tally.folders.items()
        # Folders of the usual names count without any setting: one left out of it would lose its contacts.
        if (count.contacts and _name(folder) in CONTACT_FOLDERS)
        or (count.contacts >= CONTACT_LEAST and count.contacts >= CONTACT_SHARE * count.notes)
    )


def _likely_folders(tally: _Tally) -> tuple[FolderCount, ...]:
    return _tops(
        FolderCount(folder, count.likely, count.notes)
        for folder, count in tally.folders.items()
        if count.likely >= LIKELY_LEAST and count.likely + count.contacts >= LIKELY_SHARE * count.notes
    )


def _daily(tally: _Tally, told: VaultSettings, by_obsidian: bool) -> tuple[str, str, int]:
    """Give folder, format and number of the daily notes; Obsidian's own settings win over what file names suggest."""
    if by_obsidian:
        compiled = compile_once(told.daily_format)
        return told.daily_folder, told.daily_format, _count_dated(tally, told.daily_folder, compiled.pattern.pattern)
    ranked = sorted(tally.dated.items(), key=lambda item: (-item[1], item[0]))
    for (folder, shape), number in ranked:
        if number >= DAILY_LEAST or _name(folder) in DAILY_FOLDERS:
            return folder, shape, number
    return told.daily_folder, told.daily_format, 0


def _count_dated(tally: _Tally, folder: str, pattern: str) -> int:
    wanted = folder.strip("/")
    return sum(
        number
        for (found, shape), number in tally.dated.items()
        if found == wanted and compile_once(shape).pattern.pattern == pattern
    )


def _looks_like_contact(keys: tuple[str, ...]) -> bool:
    return any(canonical_field(key, SPELLINGS) in _TELLING_FIELDS for key in keys)


def _folders_of(folder: str, folders: dict[str, _Folder]) -> list[_Folder]:
    found = []
    while folder:
        found.append(folders.setdefault(folder, _Folder()))
        folder = folder.rpartition("/")[0]
    return found


def _name(folder: str) -> str:
    return plain_folder(folder.rpartition("/")[2])


def _tops(rows: Iterable[FolderCount]) -> tuple[FolderCount, ...]:
    """Keep the folders that lie in no other of them, sorted."""
    kept: list[FolderCount] = []
    for row in sorted(rows, key=lambda row: row.folder.split("/")):
        if not kept or not row.folder.startswith(kept[-1].folder + "/"):
            kept.append(row)
    return tuple(kept)


def _field_uses(tally: _Tally) -> tuple[FieldUse, ...]:
    least = max(2, tally.contacts // 10)
    uses = [FieldUse(key, canonical_field(key, SPELLINGS) or "", number) for key, number in tally.fields.items()]
    worth_a_word = [
        use for use in uses if use.canonical or (use.notes >= least and normal_key(use.spelling) not in _EVERYDAY_KEYS)
    ]
    return tuple(sorted(worth_a_word, key=lambda use: (-use.notes, use.spelling)))


def _settings_told(obsidian: ObsidianSettings) -> VaultSettings:
    return VaultSettings(
        templates=obsidian.templates,
        daily_folder=obsidian.daily_folder,
        daily_format=obsidian.daily_format or VaultSettings().daily_format,
    )
