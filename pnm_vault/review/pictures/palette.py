"""Colours that people with any kind of colour vision can tell apart, on a light ground and on a dark one.

Whatever is drawn in one of them has a line of ink around it, since yellow on white could not be seen; and no meaning is
in a colour alone: the circles stand in sectors and rows of their own, with their names.

Source: Okabe & Ito 2008 (Color Universal Design), for the seven hues; WCAG 2.2, 1.4.3 and 1.4.11, for the contrast of
text (4.5 to 1) and of what is drawn (3 to 1).
"""

from pnm_vault.model.record import Row

# In the order in which circles get them: neighbours differ in lightness too.
HUES = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442")


class Scheme(Row, frozen=True):
    """The colours of ground, text and lines. `ground` is drawn too, so that no page shows through."""

    ground: str
    ink: str
    quiet: str
    line: str
    faint: str
    other: str


LIGHT = Scheme("#FFFFFF", "#1F2328", "#57606A", "#7D8590", "#E4E7EB", "#9AA3AD")
DARK = Scheme("#1E1E1E", "#E8E8E8", "#B0B6BD", "#8A929B", "#34383D", "#8A929B")


def hue_of(seat: int) -> str:
    """Return the class of what belongs to a circle, by its seat around the map; a negative one belongs to none."""
    return "other" if seat < 0 else f"hue{seat % len(HUES)}"


def is_pierced(seat: int) -> bool:
    """Tell whether dots of a circle have a mark in their middle: the hues are used a second time then."""
    return seat >= len(HUES)


def style_sheet() -> str:
    """Return the rules of all pictures: the light ones, and those for a reader who prefers dark."""
    hues = "".join([f".hue{at}{{fill:{hue}}}" for at, hue in enumerate(HUES)])
    dark = _rules(DARK)
    return f"<style>{_rules(LIGHT)}{hues}@media (prefers-color-scheme:dark){{{dark}}}</style>"


def _rules(scheme: Scheme) -> str:
    return (
        f".ground{{fill:{scheme.ground}}}.ink{{fill:{scheme.ink}}}.quiet{{fill:{scheme.quiet}}}"
        f".faint{{fill:{scheme.faint}}}.other{{fill:{scheme.other}}}"
        f".rim{{stroke:{scheme.ink}}}.line{{stroke:{scheme.line}}}.guide{{stroke:{scheme.faint}}}"
        f".halo{{stroke:{scheme.ground}}}"
    )
