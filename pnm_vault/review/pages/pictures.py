"""What the note with the pictures shows: the pictures, who alone links circles, and the map as Mermaid."""

from collections.abc import Mapping

from pnm_vault.insights.pictures import Pictures
from pnm_vault.insights.social_map import OTHERS, SocialMap
from pnm_vault.review.pages.parts import Context, place
from pnm_vault.review.wording import stem

LINKS_SHOWN = 12
# A diagram that Mermaid lays out is hard to read beyond so many.
DIAGRAM_SHOWN = 30


def pictures_context(pictures: Pictures) -> Context:
    """Return what `pictures` shows of the network, but for which files there are."""
    linking = [one for one in pictures.map.contacts if one.links]
    return {
        "until": pictures.until.isoformat(),
        "links": [
            {
                "contact": place(one.path, one.name),
                "circles": [{"first": first, "second": second} for first, second in one.links],
            }
            for one in linking[:LINKS_SHOWN]
        ],
        "more_links": max(0, len(linking) - LINKS_SHOWN),
        "diagram": diagram_of(pictures.map),
    }


def files_context(there: Mapping[str, str]) -> Context:
    """Return which pictures there are (paths by name): 1 or 0 for each, and where the canvas lies."""
    canvas = there.get("canvas")
    return {
        **{name: int(name in there) for name in ("network", "interactions", "attention", "layers")},
        "canvas": None if canvas is None else place(canvas, stem(canvas)),
    }


def diagram_of(social: SocialMap) -> Context:
    """Return the nearest contacts by circle, and who of them know each other, as `mermaid_text` reads it."""
    shown = list(enumerate(social.contacts[:DIAGRAM_SHOWN]))
    circles = [
        {"id": at, "name": circle.name, "contacts": [_box(seat, one.name) for seat, one in shown if one.circle == at]}
        for at, circle in enumerate(social.circles)
    ]
    return {
        "circles": [circle for circle in circles if circle["contacts"]],
        "loose": [_box(seat, one.name) for seat, one in shown if one.circle == OTHERS],
        "ties": [{"first": one, "second": other} for one, other in social.ties if other < len(shown)],
    }


def _box(seat: int, name: str) -> Context:
    return {"id": seat, "name": name}
