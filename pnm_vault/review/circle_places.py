"""What the note about a circle or an organisation is called."""

from unicodedata import normalize

from pnm_vault.model.settings import Settings
from pnm_vault.review.escape import one_line
from pnm_vault.review.page_names import NO_NAME, Place, circles_folder

# With four bytes to a letter and what follows no longer than the name of a file may be.
_LONGEST = 55


def circle_place(settings: Settings, kind: str, name: str) -> Place:
    """Return where the note about a circle or organisation (`kind`) lies: `Reviews/Circles/choir (circle).md`.

    What no file may be called everywhere, or no link can name, becomes a dash. It never bears the bare name, by which
    the owner's own note about the same thing is linked.
    """
    kept = "".join(["-" if letter in NO_NAME else letter for letter in one_line(normalize("NFC", name), _LONGEST)])
    return Place(f"{circles_folder(settings)}{kept.strip(' .') or '-'} ({kind}).md", name)
