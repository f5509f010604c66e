"""The pictures as texts."""

from pnm_vault.insights.pictures import Pictures
from pnm_vault.review.pictures.canvas import network_canvas
from pnm_vault.review.pictures.charts import attention_svg, interactions_svg, layers_svg
from pnm_vault.review.pictures.network_map import map_words, network_svg
from pnm_vault.review.pictures.seal import sealed_svg


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
