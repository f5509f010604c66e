"""The pictures as files: what each is called, where it lies, and its text."""

from collections.abc import Mapping

from pnm_vault.insights.pictures import Pictures
from pnm_vault.model.settings import Settings
from pnm_vault.review.escape import one_line
from pnm_vault.review.pictures.canvas import network_canvas
from pnm_vault.review.pictures.charts import attention_svg, interactions_svg, layers_svg
from pnm_vault.review.pictures.network_map import map_words, network_svg
from pnm_vault.review.pictures.seal import sealed_svg

FOLDER = "Pictures"
# In the order in which the note shows them.
PICTURES: Mapping[str, str] = {
    "network": "Network.svg",
    "interactions": "Interactions.svg",
    "attention": "Attention.svg",
    "layers": "Layers.svg",
    "canvas": "Network.canvas",
}
TITLES: Mapping[str, str] = {
    "network": "Network",
    "interactions": "Interactions by week",
    "attention": "Where the days went",
    "layers": "Layers",
}
# What no file may be called everywhere, or no link can name.
_NO_NAME = frozenset('/\\:*?"<>|#^[]%')


def picture_places(settings: Settings) -> dict[str, str]:
    """Return where each picture lies, by name."""
    return {name: f"{_folder(settings)}{file}" for name, file in PICTURES.items()}


def circle_places(settings: Settings, circle: str) -> dict[str, str]:
    """Return where the map of one circle lies, as picture and canvas."""
    kept = "".join(["-" if letter in _NO_NAME else letter for letter in one_line(circle, 60)]).strip(" .")
    stem = f"{_folder(settings)}Network of {kept or 'a circle'}"
    return {"network": f"{stem}.svg", "canvas": f"{stem}.canvas"}


def _folder(settings: Settings) -> str:
    inside = settings.review.folder.strip("/")
    return f"{inside}/{FOLDER}/" if inside else f"{FOLDER}/"


def picture_texts(pictures: Pictures, me: str | None, limit: int, circle: str = "") -> dict[str, str]:
    """Return the text of each picture, sealed; of one circle its map alone. `limit` is 0 for none.

    `me` is the path of the owner's own note, None for none.
    """
    words = map_words(pictures.map, pictures.until, circle)
    texts = {
        "network": sealed_svg(network_svg(pictures.map, pictures.until, circle), limit),
        "canvas": network_canvas(pictures.map, ["# Network", *words], me, limit),
    }
    if circle:
        return texts
    return texts | {
        "interactions": sealed_svg(interactions_svg(pictures), 0),
        "attention": sealed_svg(attention_svg(pictures), 0),
        "layers": sealed_svg(layers_svg(pictures), 0),
    }
