"""What the settings say about reading notes, made ready once for all of them."""

from collections.abc import Mapping

from msgspec import field

from pnm_vault.model.record import Record
from pnm_vault.model.settings import Settings
from pnm_vault.notes.values.daily_format import DailyFormat, compile_daily_format
from pnm_vault.notes.values.field_names import SPELLINGS, normal_key

# Folders that people keep contacts in, where the settings name none; compared by `plain_folder`.
CONTACT_FOLDERS = frozenset({"people", "person", "persons", "contact", "contacts", "friends", "friendtracker"})
TEMPLATE_FOLDERS = frozenset({"template", "templates", "plantillas", "vorlagen"})
MEETING_FOLDERS = frozenset({"meeting", "meetings", "meetingnotes"})
COMMUNITY_FOLDERS = frozenset({"community", "communities", "group", "groups"})
INTRODUCTION_FOLDERS = frozenset({"introductions", "intros"})
DAILY_FOLDERS = frozenset({"daily", "dailynotes", "journal", "journals", "dailies", "diary"})


class Rules(Record, frozen=True):
    """How to read the notes of one vault.

    Folders are case-folded, vault-relative and end in `/`; empty tuples of `contacts` and `meetings` mean: by the usual
    names. `me`, `synonyms` and `resources` are case-folded paths: of the owner's own note, and of the notes of synonyms
    and of resources. `spellings` maps a normal key (see `field_names.normal_key`) to a canonical field; `categories`
    maps a case-folded word to a category.
    """

    contacts: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    review: str = "reviews/"
    me: str = "me.md"
    synonyms: str = "synonyms.md"
    resources: str = "resources.md"
    daily_folder: str = ""
    daily_format: DailyFormat = field(default_factory=lambda: compile_daily_format("YYYY-MM-DD"))
    spellings: Mapping[str, str] = field(default_factory=lambda: SPELLINGS)
    categories: Mapping[str, str] = field(default_factory=dict)


def build_rules(settings: Settings) -> Rules:
    """Make ready what `settings` says about reading notes. Own spellings and categories win over the built-in ones."""
    vault = settings.vault
    own = {normal_key(spelling): name for name, spellings in settings.fields.items() for spelling in spellings}
    names = {normal_key(name): name for name in SPELLINGS.values()}
    return Rules(
        contacts=_folders(vault.contacts),
        templates=_folders((*vault.templates, settings.review.templates)),
        meetings=_folders(vault.meetings),
        review=_folder(settings.review.folder),
        me=vault.me.casefold(),
        synonyms=settings.matching.synonyms.casefold(),
        resources=settings.matching.resources.casefold(),
        daily_folder=_folder(vault.daily_folder),
        daily_format=compile_daily_format(vault.daily_format),
        spellings={**SPELLINGS, **{key: names.get(normal_key(name), name) for key, name in own.items()}},
        categories={word.casefold(): category.casefold() for word, category in settings.categories.items()},
    )


def plain_folder(name: str) -> str:
    """Reduce a folder's name to what is compared: `04_PEOPLE` and `1. People` are `people`."""
    return "".join(letter for letter in name.casefold().lstrip("0123456789") if letter.isalnum())


def _folders(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(prefix for folder in folders if (prefix := _folder(folder)))


def _folder(folder: str) -> str:
    bare = folder.replace("\\", "/").strip("/").removeprefix("./").casefold()
    return f"{bare}/" if bare and bare != "." else ""
