"""Vaults to run the whole pipeline on."""

from datetime import date
from pathlib import Path

from pnm_vault.insights.looking_back.periods import PeriodKind
from pnm_vault.model.review_notes import PAGES
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.regenerate import Regenerated

REPOSITORY = Path(__file__).parents[1]
EXAMPLE_DAY = date(2026, 11, 23)
# The review notes that there are on every day, whatever months, quarters and years there are to look back on; the
# ones with the pictures and the duplicates have to be asked for, and so have those about circles.
DAILY_PAGES = len(PAGES) - len(PeriodKind) - 3
# A line that a test prints and that begins so stands at the end of the whole run.
FIGURE = "figure: "


def write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def regenerate(root: Path, day: date = EXAMPLE_DAY, *, look_only: bool = False, force: bool = False) -> Regenerated:
    with open_session(str(root), day, force=force) as session:
        return session.regenerate(write=not look_only)


def reviews(root: Path, folder: str = "Reviews") -> dict[str, bytes]:
    """Give the review notes by their path in the folder (`Agenda.md`, `Months/2026-10 in review.md`)."""
    inside = root / folder
    return {path.relative_to(inside).as_posix(): path.read_bytes() for path in sorted(inside.rglob("*.md"))}
