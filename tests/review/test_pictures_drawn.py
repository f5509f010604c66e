"""The pictures drawn to points: what a program that shows SVG makes of them, in light and dark."""

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

import pytest

from pnm_vault.insights.looking_back.attention import Attention, CircleShare
from pnm_vault.review.pictures.charts import attention_svg, interactions_svg, layers_svg
from pnm_vault.review.pictures.layout import lay_out
from pnm_vault.review.pictures.network_map import network_svg
from pnm_vault.review.pictures.palette import DARK, HUES, LIGHT, Scheme
from tests.review.made_map import UNTIL, around, made_map

resvg_py = pytest.importorskip("resvg_py", reason="without resvg-py nothing here draws an SVG")

Colour = tuple[int, int, int]
# A whole dark sheet; the program that draws here knows no media queries.
MEDIA = re.compile(r"@media \(prefers-color-scheme:dark\)\{(.*)\}</style>")
SHARES = Attention((CircleShare("family", 0.4, 0.5, 5.0), CircleShare("choir", 0.6, 0.5, 5.0)), 10)


class Points:
    """A picture as points: `at(x, y)` is the colour of one."""

    def __init__(self, svg: str, *, dark: bool = False, styled: bool = True) -> None:
        if not styled:
            svg = re.sub(r"<style>.*</style>", "", svg)
        text = MEDIA.sub(r"\1</style>", svg) if dark else MEDIA.sub("</style>", svg)
        self.width, self.height, rows = decoded(bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True)))
        self._rows = list(rows)

    def at(self, x: int, y: int) -> Colour:
        red, green, blue = self._rows[y][4 * x : 4 * x + 3]
        return red, green, blue

    def colours(self) -> set[Colour]:
        return {self.at(x, y) for y in range(0, self.height, 2) for x in range(0, self.width, 2)}


def decoded(png: bytes) -> tuple[int, int, Iterator[bytes]]:
    """Read a PNG of eight bits and four channels. Source: PNG (Third Edition), 7 and 9."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, bits, kind, *_ = struct.unpack(">IIBBBBB", png[16:29])
    assert (bits, kind) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    return width, height, rows_of(zlib.decompress(packed), 4 * width)


def rows_of(raw: bytes, wide: int) -> Iterator[bytes]:
    above = bytearray(wide)
    for start in range(0, len(raw), wide + 1):
        way, row = raw[start], bytearray(raw[start + 1 : start + 1 + wide])
        if way == 2:
            row = bytearray([(one + up) & 255 for one, up in zip(row, above, strict=True)])
        elif way:
            for at in range(wide):
                left = row[at - 4] if at >= 4 else 0
                corner = above[at - 4] if at >= 4 else 0
                row[at] = (row[at] + guessed(way, left, above[at], corner)) & 255
        yield bytes(row)
        above = row


def guessed(way: int, left: int, up: int, corner: int) -> int:
    if way in (1, 3):
        return left if way == 1 else (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def colour(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@pytest.mark.parametrize(("dark", "scheme"), [(False, LIGHT), (True, DARK)], ids=["light", "dark"])
def test_dots_have_the_colour_of_their_circle_on_the_ground_of_the_scheme(dark: bool, scheme: Scheme) -> None:
    social = made_map(40)
    layout = lay_out(social)
    svg = network_svg(social, UNTIL)
    points = Points(svg, dark=dark)
    moved = re.search(r"translate\((\d+) (\d+)\)", svg)
    assert moved is not None
    left, top = int(moved[1]), int(moved[2])
    assert points.at(2, 2) == points.at(points.width - 3, points.height - 3) == colour(scheme.ground)
    assert points.at(left, top - 20) == colour(scheme.ink)  # the owner, in the middle
    plain = [
        (spot.at, layout.seats[one.circle])
        for one, spot in zip(social.contacts, layout.spots, strict=True)
        if 0 <= layout.seats[one.circle] < len(HUES)
    ]
    assert len(plain) > 10
    for (x, y), seat in plain:
        assert points.at(left + x, top + y) == colour(HUES[seat])


def test_without_a_style_sheet_the_light_colours_are_there() -> None:
    svg = network_svg(made_map(12), UNTIL)
    assert Points(svg, styled=False).colours() == Points(svg).colours()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_chart_is_drawn(dark: bool) -> None:
    pictures = around(made_map(60), attention=SHARES)
    scheme = DARK if dark else LIGHT
    for svg in (interactions_svg(pictures), attention_svg(pictures)):
        points = Points(svg, dark=dark)
        found = points.colours()
        assert colour(scheme.ground) in found
        assert len(found & {colour(hue) for hue in HUES}) >= 2
    assert colour(scheme.ink) in Points(interactions_svg(pictures), dark=dark).colours()  # the bars of all contacts
    assert colour(scheme.ground) in Points(layers_svg(pictures), dark=dark).colours()


def test_many_contacts_are_drawn_as_bubbles() -> None:
    social = made_map(90, limit=20)
    layout = lay_out(social)
    svg = network_svg(social, UNTIL)
    points = Points(svg)
    moved = re.search(r"translate\((\d+) (\d+)\)", svg)
    assert moved is not None
    for sector in islice(layout.sectors, 5):
        assert sector.bubble is not None
        x, y, radius = sector.bubble
        assert points.at(int(moved[1]) + x, int(moved[2]) + y - radius + 4) != colour(LIGHT.ground)
