"""The map of the network as SVG."""

from collections.abc import Iterator
from datetime import date

from pnm_vault.insights.social_map import OTHERS, MapContact, SocialMap
from pnm_vault.review.pictures.compass import TURN, point_at
from pnm_vault.review.pictures.layout import CIRCLE_SIZE, DOT, INNER, NAME_SIZE, RING, Layout, Sector, lay_out
from pnm_vault.review.pictures.palette import hue_of
from pnm_vault.review.pictures.svg import document, dot, escaped, fill, group, sentences, text, wrapped

_MARGIN = 16
_LEGEND = 13


def network_svg(social: SocialMap, until: date, about: str = "") -> str:
    """Return the picture. `about` names the circle that it is about, if it is about one."""
    layout = lay_out(social)
    left, top, right, bottom = layout.box
    words = map_words(social, until, about)
    if hidden := sum([not spot.shown for spot in layout.spots]):
        words.append(f"For {'one name' if hidden == 1 else f'{hidden} names'} there was no room.")
    legend = [line for sentence in words for line in wrapped(sentence, right - left, _LEGEND)]
    x, y = _MARGIN - left, _MARGIN - top
    width = right - left + 2 * _MARGIN
    height = bottom - top + 2 * _MARGIN + 20 * len(legend) + 8
    body = [
        f'<g transform="translate({x} {y})">',
        *_rings(layout),
        *_rim(layout),
        *_ties(social, layout),
        *_bubbles(social, layout),
        *_dots(social, layout),
        *_names(social, layout),
        "</g>",
        *sentences(legend, _MARGIN, height - 20 * len(legend) - 2, size=_LEGEND),
    ]
    title = f"Map of the circle {about}" if about else "Map of the network"
    return document(width, height, title, " ".join(words), body)


def map_words(social: SocialMap, until: date, about: str = "") -> list[str]:
    """Say in a few sentences what the map shows and how it is to be read."""
    one = "contact" if social.total == 1 else "contacts"
    whole = f"{social.total} {one}" + (f" of {about} and whom they know" if about else "")
    said = [f"{whole}, by contact up to {until.isoformat()}: the nearer to the middle, the more the tie means to you."]
    if social.ties:
        said.append("A line: they know each other.")
    if any(contact.links for contact in social.contacts):
        said.append("A ring and a bold name: nobody else is known to link two of the circles.")
    if social.total > len(social.contacts):
        said.append(f"By name the {len(social.contacts)} nearest, all others as a bubble for each circle.")
    return said


def link_words(contact: MapContact) -> str:
    """Say which circles a contact alone links; empty for none."""
    pairs = [f"{first} and {second}" for first, second in contact.links]
    return f"the only known link between {'; '.join(pairs)}" if pairs else ""


def _rings(layout: Layout) -> list[str]:
    """Draw three rings of equal areas, faint: they mean nothing but distance."""
    return group(
        [f'<circle cx="0" cy="0" r="{INNER + (layout.radius - INNER) * part // 100}"/>' for part in (38, 71, 100)],
        'class="guide" fill="none" stroke="#E4E7EB" stroke-width="1"',
    )


def _rim(layout: Layout) -> list[str]:
    """Draw along the rim how far each circle reaches, and its name."""
    if len(layout.sectors) == 1 and layout.sectors[0].circle == OTHERS:
        return []
    around = layout.radius + 6
    lines: list[str] = []
    for sector in layout.sectors:
        inner, outer = _arc(sector, around), _arc(sector, around + 7, back=True)
        lines.append(f'<path {fill(hue_of(layout.seats[sector.circle]))} d="M{inner}L{outer}Z"/>')
    rims = group(lines, 'class="rim" stroke="#1F2328" stroke-width="1"')
    names = [text(one.x, one.y, one.shown, one.anchor) for one in layout.sectors if one.shown]
    return [*rims, *group(names, f'{fill("ink")} font-size="{CIRCLE_SIZE}" font-weight="bold"')]


def _arc(sector: Sector, radius: int, back: bool = False) -> str:
    start, stop = (sector.stop, sector.start) if back else (sector.start, sector.stop)
    (x, y), (to_x, to_y) = point_at(start, radius), point_at(stop, radius)
    large = int(sector.stop - sector.start > TURN // 2)
    return f"{x} {y}A{radius} {radius} 0 {large} {int(not back)} {to_x} {to_y}"


def _ties(social: SocialMap, layout: Layout) -> list[str]:
    """Draw who knows whom: straight inside a circle, bent towards the middle between two."""
    within: list[str] = []
    across: list[str] = []
    for one, other in social.ties:
        (x, y), (to_x, to_y) = layout.spots[one].at, layout.spots[other].at
        if social.contacts[one].circle == social.contacts[other].circle:
            within.append(f"M{x} {y}L{to_x} {to_y}")
        else:
            across.append(f"M{x} {y}Q{(x + to_x) * 3 // 8} {(y + to_y) * 3 // 8} {to_x} {to_y}")
    paths = [f'<path d="{"".join(lines)}"/>' for lines in (within, across) if lines]
    return group(paths, 'class="line" fill="none" stroke="#7D8590" stroke-width="1"')


def _bubbles(social: SocialMap, layout: Layout) -> list[str]:
    lines: list[str] = []
    names: list[str] = []
    for sector in layout.sectors:
        if sector.bubble is not None:
            x, y, radius = sector.bubble
            hue = fill(hue_of(layout.seats[sector.circle]))
            lines += [
                f'<circle {fill("faint")} cx="{x}" cy="{y}" r="{radius}"/>',
                f'<circle {hue} fill-opacity="0.35" cx="{x}" cy="{y}" r="{radius}"/>',
            ]
            more = social.others_unnamed if sector.circle == OTHERS else social.circles[sector.circle].unnamed
            names.append(text(x, y + 5, f"+{more}", "middle"))
    return [
        *group(lines, 'class="rim" stroke="#1F2328" stroke-width="1"'),
        *group(names, f'{fill("ink")} font-size="{NAME_SIZE}" font-weight="bold"'),
    ]


def _dots(social: SocialMap, layout: Layout) -> list[str]:
    rings = [
        f'<circle cx="{spot.at[0]}" cy="{spot.at[1]}" r="{RING}"/>'
        for one, spot in zip(social.contacts, layout.spots, strict=True)
        if one.links
    ]
    dots = [
        line
        for one, spot in zip(social.contacts, layout.spots, strict=True)
        for line in dot(*spot.at, DOT, layout.seats[one.circle], ": ".join(filter(None, (one.name, link_words(one)))))
    ]
    return [
        *group(rings, 'class="rim" fill="none" stroke="#1F2328" stroke-width="2"'),
        *group(dots, 'class="rim" stroke="#1F2328" stroke-width="1"'),
        f'<circle {fill("ink")} cx="0" cy="0" r="26"/>',
        f'<text {fill("ground")} x="0" y="5" font-size="15" font-weight="bold" text-anchor="middle">You</text>',
    ]


def _names(social: SocialMap, layout: Layout) -> list[str]:
    """Write the names, each with a seam in the colour of the ground, so that lines do not run through its letters."""
    return group(
        _name_lines(social, layout),
        f'{_both("ink halo")} font-size="{NAME_SIZE}" stroke="#FFFFFF" stroke-width="3" stroke-linejoin="round"'
        ' paint-order="stroke"',
    )


def _both(classes: str) -> str:
    return fill("ink").replace('"ink"', f'"{classes}"', 1)


def _name_lines(social: SocialMap, layout: Layout) -> Iterator[str]:
    for one, spot in zip(social.contacts, layout.spots, strict=True):
        if spot.shown:
            weight = ' font-weight="bold"' if one.links else ""
            where = f' text-anchor="{spot.anchor}"' if spot.anchor != "start" else ""
            yield f'<text x="{spot.x}" y="{spot.y}"{where}{weight}>{escaped(spot.shown)}</text>'
