"""What the pictures are called and where they lie."""

from collections.abc import Mapping

from pnm_vault.model.settings import Settings
from pnm_vault.review.escape import one_line
from pnm_vault.review.page_names import NO_NAME

FOLDER = "Pictures"
# In the order in which the note shows them.
PICTURES: Mapping[str, str] = {
    "network": "Network.svg",
    "interactions": "Interactions.svg",
    "attention": "Attention.svg",
    "layers": "Layers.svg",
    "canvas": "Network.canvas",
}


def picture_places(settings: Settings) -> dict[str, str]:
    """Return where each picture lies, by name."""
    return {name: f"{_folder(settings)}{file}" for name, file in PICTURES.items()}


def circle_places(settings: Settings, circle: str) -> dict[str, str]:
    """Return where the map of one circle lies, as picture and canvas."""
    kept = "".join(["-" if letter in NO_NAME else letter for letter in one_line(circle, 60)]).strip(" .")
    stem = f"{_folder(settings)}Network of {kept or 'a circle'}"
    return {"network": f"{stem}.svg", "canvas": f"{stem}.canvas"}


def _folder(settings: Settings) -> str:
    inside = settings.review.folder.strip("/")
    return f"{inside}/{FOLDER}/" if inside else f"{FOLDER}/"
