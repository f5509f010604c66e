from itertools import combinations
from math import cos, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.insights.social_map import OTHERS, MapCircle, MapContact, SocialMap
from pnm_vault.review.pictures.compass import TURN, point_at
from pnm_vault.review.pictures.layout import (
    CIRCLE_SIZE,
    DOT,
    INNER,
    NAME_SIZE,
    Box,
    Layout,
    Spot,
    circles_around,
    lay_out,
)
from pnm_vault.review.pictures.text_width import cut_to, text_width
from tests.review.made_map import made_map


def box_of(x: int, y: int, anchor: str, shown: str, size: int, bold: bool) -> Box:
    width = text_width(shown, size, bold=bold)
    left = x - {"start": 0, "end": width, "middle": width // 2}[anchor]
    return left, y - size + 2, left + width, y + 3


def boxes(layout: Layout, social: SocialMap) -> list[Box]:
    """Every name and dot, as wide as it may become."""
    found = [box_of(one.x, one.y, one.anchor, one.shown, CIRCLE_SIZE, True) for one in layout.sectors if one.shown]
    for one, spot in zip(social.contacts, layout.spots, strict=True):
        if spot.shown:
            found.append(box_of(spot.x, spot.y, spot.anchor, spot.shown, NAME_SIZE, bool(one.links)))
            x, y = spot.at
            found.append((x - DOT, y - DOT, x + DOT, y + DOT))
    return found


def overlapping(found: list[Box]) -> list[tuple[Box, Box]]:
    found = sorted(found)
    return [
        (one, other)
        for one, other in combinations(found, 2)
        if other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@pytest.mark.parametrize("count", [1, 2, 12, 60, 200, 500])
def test_no_two_names_or_dots_overlap_and_nobody_is_without_a_name(count: int) -> None:
    social = made_map(count)
    layout = lay_out(social)
    assert overlapping(boxes(layout, social)) == []
    assert [spot for spot in layout.spots if not spot.shown] == []


@pytest.mark.parametrize("count", [501, 5000])
def test_beyond_five_hundred_the_nearest_have_room_and_the_others_are_bubbles(count: int) -> None:
    social = made_map(count)
    layout = lay_out(social)
    assert overlapping(boxes(layout, social)) == []
    assert [spot for spot in layout.spots if not spot.shown] == []
    bubbles = [sector.bubble for sector in layout.sectors if sector.bubble is not None]
    assert len(bubbles) == len(layout.sectors)
    for (x, y, size), (other_x, other_y, other_size) in combinations(bubbles, 2):
        assert (x - other_x) ** 2 + (y - other_y) ** 2 > (size + other_size) ** 2
    for spot in layout.spots:
        for x, y, size in bubbles:
            assert (spot.at[0] - x) ** 2 + (spot.at[1] - y) ** 2 > (size + DOT) ** 2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 90), st.integers(0, 10_000), st.one_of(st.none(), st.integers(1, 40)))
def test_any_network_has_names_apart_and_everything_inside(count: int, seed: int, limit: int | None) -> None:
    social = made_map(count, limit, seed)
    layout = lay_out(social)
    found = boxes(layout, social)
    assert overlapping(found) == []
    left, top, right, bottom = layout.box
    for box in found:
        assert left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom


def test_the_nearer_the_more_a_tie_means() -> None:
    contacts = tuple(MapContact(f"{at}.md", f"C{at}", at % 4, 1000 - 100 * at) for at in range(9))
    circles = tuple(MapCircle(f"circle {at}", 2, 0) for at in range(4))
    layout = lay_out(SocialMap(circles, contacts, (), 9))
    distances = [x**2 + y**2 for x, y in (spot.at for spot in layout.spots)]
    assert distances == sorted(distances)
    assert distances[0] >= (INNER - 2) ** 2


def test_every_contact_stands_in_the_sector_of_its_circle() -> None:
    social = made_map(200)
    layout = lay_out(social)
    sectors = {one.circle: one for one in layout.sectors}
    for one, spot in zip(social.contacts, layout.spots, strict=True):
        sector = sectors[one.circle]
        steps = [step for step in range(sector.start, sector.stop + 1) if on_line(spot, step)]
        assert steps, one.name


def on_line(spot: Spot, step: int) -> bool:
    x, y = point_at(step, 10_000)
    across = abs(spot.at[0] * y - spot.at[1] * x) / 10_000
    return across < 2 and spot.at[0] * x + spot.at[1] * y > 0


def test_circles_with_much_between_them_are_neighbours() -> None:
    circles = tuple(MapCircle(name, 3, 0) for name in ("a", "b", "c", "d"))
    social = SocialMap(circles, (), (), 12, near={(0, 2): 5, (2, 3): 4, (0, 1): 1})
    assert circles_around(social) == [0, 2, 3, 1, OTHERS]


def test_directions_are_those_of_sine_and_cosine() -> None:
    for step in range(TURN):
        x, y = point_at(step, 100_000)
        angle = 2 * pi * step / TURN
        assert abs(x - 100_000 * sin(angle)) < 1 and abs(y + 100_000 * cos(angle)) < 1
    assert [point_at(step, 70) for step in (0, 900, 1800, 2700)] == [(0, -70), (70, 0), (0, 70), (-70, 0)]


def test_a_name_is_cut_where_it_would_be_too_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cut_to("Ann Lee", 100, 14) == "Ann Lee"
    cut = cut_to("A name of very many letters indeed", 100, 14)
    assert cut.endswith("…") and text_width(cut, 14) <= 100
    measured: list[int] = []

    def counted(text: str, size: int, *, bold: bool = False) -> int:
        measured.append(len(text))
        return text_width(text, size, bold=bold)

    with monkeypatch.context() as patched:
        patched.setattr("pnm_vault.review.pictures.text_width.text_width", counted)
        assert cut_to("x" * 10_000, 100, 14).endswith("x…")
    assert len(measured) < 20, "a name of ten thousand letters is measured a few times, not ten thousand times"
    assert cut_to("MMMM", 1, 14) == "…"
    assert text_width("日本語", 10) == 33
    assert text_width("\xe9", 10) == text_width("e\u0301", 10) + 1
    assert text_width("bold", 100, bold=True) > text_width("bold", 100)
