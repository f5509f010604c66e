"""What the review notes are called and where they lie."""

from collections.abc import Iterable
from datetime import date
from unicodedata import normalize

from pnm_vault.insights.looking_back.periods import Period, PeriodKind, last_complete
from pnm_vault.model.record import Row
from pnm_vault.model.review_notes import CHOSEN, PAGES, wanted_notes
from pnm_vault.model.settings import Settings

# What no file may be called everywhere, or no link can name.
NO_NAME = frozenset('/\\:*?"<>|#^[]%')
_CIRCLE_ENDS = (" (circle).md", " (organisation).md")

CIRCLE = "circle"
_IN_FOLDERS = frozenset([*PeriodKind, CIRCLE])


class Place(Row, frozen=True):
    """A review note's vault-relative path and its title."""

    path: str
    title: str


def page_places(settings: Settings, today: date) -> dict[str, Place]:
    """Return where each review note lies on a day, by template name, in writing order.

    Of months, quarters and years it is the note about the last one that is over.
    """
    inside = _inside(settings)
    places = {name: Place(f"{inside}{title}.md", title) for name, title in PAGES.items() if name not in _IN_FOLDERS}
    for kind in settings.review.periods:
        if (period := last_complete(PeriodKind(kind), today)) is not None:
            places[kind] = period_place(settings, period)
    return places


def linked_places(settings: Settings, today: date) -> dict[str, Place]:
    """Return the same with an empty path for each note that `review.notes` does not ask for: no link leads there."""
    wanted = wanted_notes(settings.review.notes)
    return {
        name: place if name in wanted or name not in CHOSEN else Place("", place.title)
        for name, place in page_places(settings, today).items()
    }


def ended_places(settings: Settings, today: date) -> dict[str, str]:
    """Return by path the template names of the notes that `review.notes` does not ask for; they may lie there yet."""
    named = linked_places(settings, today)
    return {place.path: name for name, place in page_places(settings, today).items() if not named[name].path}


def period_place(settings: Settings, period: Period) -> Place:
    """Return where the note about a period lies: `Reviews/Months/2026-10 in review.md`, titled `October 2026`."""
    return Place(f"{_inside(settings)}{PAGES[period.kind]}/{period.key} in review.md", period.title)


def circle_key(path: str) -> str:
    """Return what the path of a note about a circle is known by: in any case, with accents stored in any way."""
    return normalize("NFC", path).casefold()


def circle_notes(settings: Settings, paths: Iterable[str]) -> frozenset[str]:
    """Pick the notes about circles and organisations out of the paths of all notes."""
    inside = circles_folder(settings)
    return frozenset([path for path in paths if path.startswith(inside) and path.endswith(_CIRCLE_ENDS)])


def circle_title(path: str) -> str:
    """Return what the circle or organisation is called by the path of its note."""
    return path.rpartition("/")[2].rpartition(" (")[0]


def circles_folder(settings: Settings) -> str:
    """Return where the notes about circles and organisations lie, with a slash at the end."""
    return f"{_inside(settings)}{PAGES[CIRCLE]}/"


def _inside(settings: Settings) -> str:
    folder = settings.review.folder.strip("/")
    return f"{folder}/" if folder else ""
