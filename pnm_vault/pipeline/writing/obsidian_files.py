"""`pnm obsidian`: files for Obsidian, planned as data from how the vault is written, carried out through the journal.

A file that is there already stays as it is. Of Obsidian's own settings only missing keys are added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pnm_vault.model.note import NoteKind
from pnm_vault.model.plan import Create, Plan, Replace
from pnm_vault.model.record import Record
from pnm_vault.notes.obsidian import contacts_base, property_types, snippet
from pnm_vault.notes.obsidian.base_formulas import Surroundings
from pnm_vault.notes.obsidian.habits import Habits, survey_habits
from pnm_vault.notes.obsidian.json_lines import add_item, add_members, members_at
from pnm_vault.notes.obsidian.note_templates import FOLDER, NAMES, kind_made_by, write_templates
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import TEMPLATE_FOLDERS, Rules, build_rules, plain_folder
from pnm_vault.notes.values.field_names import MEETING_SPELLINGS
from pnm_vault.notes.values.field_value import usual_key
from pnm_vault.pipeline.writing.carry_out import Written, carry_out
from pnm_vault.pipeline.writing.review_class import plan_class, write_class
from pnm_vault.vault.find import OBSIDIAN_FOLDER
from pnm_vault.vault.obsidian_folder import ObsidianFolder, name_beside, read_obsidian_folder
from pnm_vault.vault.read import read_bytes, read_note, real_path_inside

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

BASE, TEMPLATES, TYPES, SNIPPET = PARTS = ("base", "templates", "types", "snippet")

# So many notes of events settle how they are spelled; so many notes among the contacts that are none are left out of
# the base one by one.
_EVENTS = 200
_STRANGERS = 8
_NO_SETTINGS = "{\n}\n"
# Where Obsidian keeps which snippets are on.
_APPEARANCE, _SNIPPETS = "appearance.json", "enabledCssSnippets"
_SWITCHES = {
    "bases": "Obsidian's own plugin Bases is off: turn it on under Settings, Core plugins.",
    "templates": "Obsidian's own plugin Templates is off: turn it on under Settings, Core plugins.",
}
_CALLED = {NoteKind.CONTACT: ("person", "people", "contact"), NoteKind.EVENT: ("event",)}
_NAMES = {NoteKind.CONTACT: "contacts", NoteKind.EVENT: "events", NoteKind.INTRODUCTION: "introductions"}


class ObsidianPlan(Record, frozen=True):
    """What would be written. `folder` is Obsidian's own, empty when there is none; `remarks` are sentences."""

    folder: str
    plan: Plan
    remarks: tuple[str, ...] = ()


class Installed(Record, frozen=True):
    """What was done, or with a dry run would be, and sentences on it. `dressed` are review notes that got the class."""

    written: Written
    remarks: tuple[str, ...] = ()
    dressed: Plan = Plan()


def install(
    session: Session,
    parts: Collection[str],
    words: Sequence[str],
    *,
    enable_snippet: bool = False,
    dry_run: bool = False,
) -> Installed:
    """Write the files of these parts that are not there; see `carry_out`.

    Raises:
        PnmError: a file cannot be written; nothing was.
        VaultBusyError: another process is writing to this vault.
    """
    remarks: tuple[str, ...] = ()

    def build() -> Plan:
        nonlocal remarks
        found = plan_files(session, parts, enable_snippet=enable_snippet)
        remarks = found.remarks
        return found.plan

    written = carry_out(session, build, words, dry_run=dry_run)
    if SNIPPET not in parts:
        return Installed(written, remarks)
    # Review notes are pnm's own: they are written as `regenerate` writes them, and `pnm undo` need not know of it. Else
    # it could take nothing back once they were made anew.
    dressed, doubts = plan_class(session, give=True)
    skipped = () if dry_run else write_class(session, dressed)
    return Installed(written, (*remarks, *doubts, *skipped), dressed)


def plan_files(session: Session, parts: Collection[str], *, enable_snippet: bool = False) -> ObsidianPlan:
    """Plan what is missing of these parts, as the vault is now."""
    desk = _Desk(session)
    work: Mapping[str, Callable[[], None]] = {
        BASE: desk.plan_base,
        TEMPLATES: desk.plan_templates,
        TYPES: desk.plan_types,
        SNIPPET: lambda: desk.plan_snippet(enable=enable_snippet),
    }
    for part in PARTS:
        if part in parts:
            work[part]()
    return ObsidianPlan(desk.folder.path, Plan(tuple(desk.steps)), tuple(desk.remarks))


class _Desk:
    """Gathers the steps of one plan; what is asked of the notes is read once, and only when it is asked."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.root = session.root
        self.rules: Rules = build_rules(session.settings)
        self.folder: ObsidianFolder = read_obsidian_folder(session.root)
        self.steps: list[Create | Replace] = []
        self.remarks: list[str] = []
        self._habits: Habits | None = None
        self._events: tuple[Block, ...] | None = None

    @property
    def habits(self) -> Habits:
        if self._habits is None:
            # What a template holds is no value, but a place for one.
            folders = tuple([f"{folder}/" for folder in (self.templates, *self.session.settings.vault.templates)])
            paths = [path for path in self.session.note_paths() if not path.startswith(folders)]
            self._habits = survey_habits(
                self._blocks(paths), self.session.index().contacts, self.rules, self.session.settings.fields
            )
        return self._habits

    @property
    def events(self) -> tuple[Block, ...]:
        if self._events is None:
            paths = sorted(self.session.table("events"))[:_EVENTS]
            self._events = tuple([block for _, block in self._blocks(paths)])
        return self._events

    @property
    def templates(self) -> str:
        """Name the folder of templates: Obsidian's, the settings', one of a usual name, or one to be made."""
        named = (self.folder.templates, *self.session.settings.vault.templates)
        folders = sorted({path.rpartition("/")[0] for path in self.session.note_paths()})
        usual = [folder for folder in folders if plain_folder(folder.rpartition("/")[2]) in TEMPLATE_FOLDERS]
        return next(filter(None, (*named, *usual)), FOLDER)

    def plan_base(self) -> None:
        settings = self.session.settings
        around = Surroundings(
            folders=tuple(dict.fromkeys([*settings.vault.templates, self.templates, settings.review.folder])),
            notes=self._strangers(),
            cadence=settings.cadence,
            categories=settings.categories,
        )
        is_new = self._create(contacts_base.PATH, contacts_base.write_base(self.habits, around))
        known = self.habits.filled.get("last_contact", 0)
        if is_new and 2 * known < self.habits.contacts:
            self.remarks.append(
                "Obsidian sees a last contact only where it is among a note's properties: "
                f"{known} of {self.habits.contacts} contacts. The review notes count logs, meetings, daily notes too."
            )
        self._say_switch("bases")

    def plan_templates(self) -> None:
        folder = self.templates
        theirs = self._template_kinds(folder)
        keys = {name: usual_key(name, self.events, MEETING_SPELLINGS) for name in ("date", "attendees")}
        for kind, text in write_templates(self.habits, keys).items():
            path = f"{folder}/{NAMES[kind]}"
            if kind in theirs and theirs[kind] != path:
                self.remarks.append(f"{theirs[kind]} is a template for {_NAMES[kind]} already; none was added.")
            elif parse_note(path, text, self.rules).kind is not NoteKind.TEMPLATE:
                self.remarks.append(
                    f"{path} was not written, as it would be taken for a note: put {folder!r} among `templates` under "
                    "[vault] in pnm.toml."
                )
            else:
                self._create(path, text)
        if not self.folder.templates:
            self.remarks.append(f"Choose {folder} as the template folder under Settings, Templates in Obsidian.")
        self._say_switch("templates")

    def plan_types(self) -> None:
        wanted = property_types.types_for(self.habits)

        def add(text: str) -> str | None:
            present = members_at(text, property_types.KEY)
            missing = property_types.missing_types(present, wanted)
            return add_members(text, property_types.KEY, missing)

        self._settings(property_types.FILE, add)

    def plan_snippet(self, *, enable: bool) -> None:
        if not self._is_outside():
            self._create(f"{self._config}/{snippet.FILE}", snippet.SNIPPET)
            if enable:
                self._settings(_APPEARANCE, lambda text: add_item(text, _SNIPPETS, snippet.NAME))
            elif not self._is_enabled():
                self.remarks.append(
                    f"Turn the snippet {snippet.NAME} on under Settings, Appearance, CSS snippets, or give "
                    "--enable-snippet."
                )

    def _is_enabled(self) -> bool:
        content = read_bytes(self.root, f"{self._config}/{_APPEARANCE}") or b""
        return _added(content, lambda text: add_item(text, _SNIPPETS, snippet.NAME)) == content

    @property
    def _config(self) -> str:
        return self.folder.path or OBSIDIAN_FOLDER

    def _is_outside(self) -> bool:
        said = f"{self._config} lies outside of the vault, by a symbolic link, so nothing was written there."
        if not self.folder.inside and said not in self.remarks:
            self.remarks.append(said)
        return not self.folder.inside

    def _create(self, path: str, text: str) -> bool:
        """Plan a file that is not there; one that is there stays, whatever it holds. Gives whether it is planned."""
        if real_path_inside(self.root, path) is None:
            self.remarks.append(f"{path} would lie outside of the vault, by a symbolic link, so it was not written.")
            return False
        present = name_beside(self.root, path)
        if not present:
            self.steps.append(Create(path, text.encode()))
        elif read_bytes(self.root, present) != text.encode():
            self.remarks.append(f"{present} is there already and stays as it is.")
        return not present

    def _settings(self, name: str, add: Callable[[str], str | None]) -> None:
        """Plan to add to one of Obsidian's own settings files."""
        if self._is_outside():
            return
        path = f"{self._config}/{name}"
        if not name_beside(self.root, path):
            text = add(_NO_SETTINGS)
            if text is not None and text != _NO_SETTINGS:
                self.steps.append(Create(path, text.encode()))
            return
        before = read_bytes(self.root, path)
        after = None if before is None else _added(before, add)
        if before is None or after is None:
            self.remarks.append(f"{path} is not in the form that Obsidian writes, so it was left alone.")
        elif after != before:
            self.steps.append(Replace(path, after, before))

    def _strangers(self) -> tuple[str, ...]:
        """Name the notes in the contacts' folders that are no contacts, if they are few."""
        index = self.session.index()
        inside = tuple([f"{folder}/" for folder in self.habits.folders])
        settings = self.session.settings
        known = tuple([f"{folder}/" for folder in (*settings.vault.templates, self.templates, settings.review.folder)])
        found = [
            path
            for path in self.session.note_paths()
            if path.startswith(inside)
            and path not in index.contacts
            and not path.startswith(known)
            and ".sync-conflict-" not in path
        ]
        return tuple(found) if len(found) <= _STRANGERS else ()

    def _template_kinds(self, folder: str) -> Mapping[NoteKind, str]:
        """Give the user's own templates by what they make; of several the one that says so in its name."""
        kinds: dict[NoteKind, list[str]] = {}
        for path in sorted(path for path in self.session.note_paths() if path.startswith(f"{folder}/")):
            note = read_note(self.root, path)
            if note is not None:
                kinds.setdefault(kind_made_by(note.text, self.rules), []).append(path)
        return {kind: _best_named(paths, kind) for kind, paths in kinds.items()}

    def _blocks(self, paths: Sequence[str]) -> Iterator[tuple[str, Block]]:
        for path in paths:
            note = read_note(self.root, path)
            if note is not None:
                yield path, read_frontmatter(path, note.text)

    def _say_switch(self, plugin: str) -> None:
        if plugin in self.folder.off:
            self.remarks.append(_SWITCHES[plugin])


def _best_named(paths: Sequence[str], kind: NoteKind) -> str:
    words = _CALLED.get(kind, ())
    return min(paths, key=lambda path: (not any(word in path.rpartition("/")[2].lower() for word in words), path))


def _added(before: bytes, add: Callable[[str], str | None]) -> bytes | None:
    """Add to the bytes of a file; a byte order mark stays. None: it is no such file."""
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    try:
        after = add(before[len(mark) :].decode())
    except UnicodeDecodeError:
        return None
    return None if after is None else mark + after.encode()
