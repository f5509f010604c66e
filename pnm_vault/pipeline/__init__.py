"""The stages in order: a folder of notes goes in, review notes come out.

    vault.walk    which notes there are
    vault.read    a file's bytes to text                          (only files that changed)
    notes.parse   a text to what it states                        (only files that changed)
    index         links resolved, notes told apart, checks        (only what a change concerns)
    network       a tie, dates and a profile for each contact     (only contacts that a change concerns)
    insights      what it means today
    review        answers to pages, pages to a plan               (only pages whose content changed)
    vault.write   the plan carried out

`intake` is the first three, `session` holds what is known of one vault between questions, `regenerate` is the last
three, `watching` runs it all again at every change.
"""

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.pipeline.session import Session
from pnm_vault.vault import clock
from pnm_vault.vault.cache import Cache
from pnm_vault.vault.find import find_vault
from pnm_vault.vault.kept_settings import settings_of
from pnm_vault.vault.places import was_interrupted

if TYPE_CHECKING:
    from pnm_vault.model.settings import Settings
    from pnm_vault.notes.survey import Survey
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.vault.recover import Recovery


def open_session(
    vault: str | None,
    today: date | None = None,
    *,
    progress: "Progress | None" = None,
    force: bool = False,
    on_loss: Callable[[str], None] | None = None,
    cache: Callable[[str, str], Cache] = Cache.open,
) -> Session:
    """Open a vault: the folder `vault`, else the one that the environment or the current folder names.

    `today` None means the clock's day. `progress` is called with (done, total) while many notes are read. `force` lets
    a vault lose most of its contacts at once. `on_loss` is told of such a loss, as half a sentence; the questions are
    then answered from what is there, and nothing is kept. Without it and without `force`, such a loss is an error.

    Raises:
        VaultNotFoundError: there is none.
        SettingsError: its `pnm.toml` has faults.
    """
    root = find_vault(vault, os.environ, os.getcwd())
    settings = settings_of(root, kept=cache == Cache.open)
    day = today or clock.today()
    return Session(root, settings, day, progress=progress, force=force, on_loss=on_loss, cache=cache)


def survey_vault(root: str) -> "Survey":
    """Look through a folder of notes that pnm has never seen, for `init`."""
    from pnm_vault.notes.survey import survey_notes
    from pnm_vault.vault.obsidian import read_obsidian
    from pnm_vault.vault.read import read_note
    from pnm_vault.vault.walk import walk

    notes = (read_note(root, path) for path in walk(root).notes)
    return survey_notes(((note.path, note.text) for note in notes if note is not None), read_obsidian(root))


def notes_to_begin_with(root: str, settings: "Settings") -> tuple[str, ...]:
    """Give what `review.notes` of a vault without settings should say: `few`.

    It is `all` where a review note of ours that is not among the few lies there: nobody's are taken away unasked.
    """
    from pnm_vault.model.review_notes import ALL, CHOSEN, FEW, FEW_NOTES
    from pnm_vault.review.page_names import page_places
    from pnm_vault.review.region import is_ours
    from pnm_vault.vault.read import read_bytes

    places = page_places(settings, clock.today())
    others = [places[name].path for name in CHOSEN if name not in FEW_NOTES]
    found = [content for path in others if (content := read_bytes(root, path)) is not None]
    return (ALL if any(is_ours(content.decode(errors="replace")) for content in found) else FEW,)


def finish_interrupted(root: str) -> "tuple[Recovery, ...]":
    """Finish what a command that changes notes had begun when it was killed; says what was made of it."""
    if not was_interrupted(root):
        return ()
    from pnm_vault.vault.write_user import finish_interrupted

    return finish_interrupted(root)


def contact_names(vault: str | None) -> tuple[str, ...]:
    """Give the names of all contacts as of the last run, quickly, for completion; none on any trouble."""
    from pnm_vault.errors import PnmError

    try:
        with open_session(vault) as session:
            return session.remembered_names()
    except (PnmError, OSError):
        return ()


def event_names(vault: str | None) -> tuple[str, ...]:
    """Give the names of all events and communities likewise."""
    from pnm_vault.errors import PnmError

    try:
        with open_session(vault) as session:
            return session.remembered_events()
    except (PnmError, OSError):
        return ()


def circle_names(vault: str | None) -> tuple[str, ...]:
    """Give the names of all circles likewise."""
    from pnm_vault.errors import PnmError

    try:
        with open_session(vault) as session:
            return session.remembered_circles()
    except (PnmError, OSError):
        return ()


__all__ = ["Session", "circle_names", "contact_names", "event_names", "open_session", "survey_vault"]
