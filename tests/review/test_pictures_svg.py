"""The pictures as XML: well-formed whatever stands in a note, readable in light and dark, the same bytes everywhere."""

import re
import subprocess
import sys
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from pnm_vault.insights.looking_back.attention import Attention, CircleShare
from pnm_vault.insights.pictures import LayerRow, Pictures
from pnm_vault.insights.social_map import OTHERS, MapCircle, MapContact, SocialMap
from pnm_vault.model.source import Source
from pnm_vault.review.pictures.album import picture_texts
from pnm_vault.review.pictures.charts import attention_svg, interactions_svg, layers_svg
from pnm_vault.review.pictures.network_map import network_svg
from pnm_vault.review.pictures.palette import DARK, HUES, LIGHT, Scheme, style_sheet
from tests.review.made_map import UNTIL, around, made_map
from tests.review.test_hostile import NAUGHTY
from tests.vaults import REPOSITORY

SVG = "{http://www.w3.org/2000/svg}"
SEEN = {"svg", "title", "desc", "style", "rect", "circle", "path", "text", "g"}
PLAIN = {
    *("width", "height", "viewBox", "role", "aria-labelledby", "font-family", "id", "class", "fill", "fill-opacity"),
    *("cx", "cy", "r", "x", "y", "rx", "d", "text-anchor", "font-size", "font-weight", "stroke", "stroke-width"),
    *("stroke-linejoin", "paint-order", "transform"),
}


def named(name: str) -> Pictures:
    circles = (MapCircle(name, 2, 1), MapCircle(f"{name} b", 2, 0))
    contacts = (
        MapContact("A.md", name, 0, 900, ((name, f"{name} b"),)),
        MapContact("B.md", name, 1, 500),
        MapContact("C.md", name, OTHERS, 200),
    )
    social = SocialMap(circles, contacts, ((0, 1), (0, 2)), 5, 1)
    attention = Attention((CircleShare(name, 0.5, 0.5, 5.0),), 9, 0, (name,), Source("Me.md", 3, name))
    made = around(social, attention=attention)
    return Pictures(made.until, social, made.weeks, attention, (LayerRow(1, 2, (name, name), (0, 1)),), 1)


def svgs(pictures: Pictures) -> list[str]:
    about = pictures.map.circles[0].name if pictures.map.circles else ""
    return [
        network_svg(pictures.map, pictures.until),
        network_svg(pictures.map, pictures.until, about),
        interactions_svg(pictures),
        attention_svg(pictures),
        layers_svg(pictures),
    ]


def test_nothing_that_a_note_says_acts_in_a_picture() -> None:
    for naughty in (*NAUGHTY, "&amp;", "]]>", "<!--", "-->", "'\"", "\ufffe\uffff", "\x1b[1m"):
        calm = [[element.tag for element in ElementTree.fromstring(text).iter()] for text in svgs(named("calm"))]
        for text, tags in zip(svgs(named(naughty)), calm, strict=True):
            root = ElementTree.fromstring(text.encode("utf-8"))
            found = [element.tag for element in root.iter()]
            assert {tag.removeprefix(SVG) for tag in found} <= SEEN
            # A long name takes more lines of the legend; nothing else is there that was not before.
            assert sorted(set(found)) == sorted(set(tags)), naughty
            for element in root.iter():
                assert set(element.attrib) <= PLAIN
                assert not any("url(" in value or "script" in value for value in element.attrib.values())


def test_every_picture_has_words_for_those_who_cannot_see_it() -> None:
    for text in svgs(around(made_map(40))):
        root = ElementTree.fromstring(text)
        assert root.attrib["role"] == "img"
        ids = root.attrib["aria-labelledby"].split()
        told = {element.attrib.get("id"): element.text or "" for element in root if element.attrib.get("id")}
        assert [bool(told[one]) for one in ids] == [True, True]
        assert root[0].tag == f"{SVG}title"


def test_every_colour_is_an_attribute_and_a_class_of_the_sheet() -> None:
    classes = set(re.findall(r"\.([a-z]+\d?)\{", style_sheet()))
    for text in svgs(around(made_map(60))):
        for element in ElementTree.fromstring(text).iter():
            given = set(element.attrib.get("class", "").split())
            assert given <= classes
            if "class" in element.attrib:
                assert "fill" in element.attrib or "stroke" in element.attrib


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(scheme: Scheme) -> None:
    """Text 4.5 to 1, what is drawn 3 to 1: every hue has a rim of ink around it."""
    assert contrast(scheme.ink, scheme.ground) >= 7
    assert contrast(scheme.quiet, scheme.ground) >= 4.5
    assert contrast(scheme.line, scheme.ground) >= 3
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_in_the_dark_hues_stand_out_by_themselves_too() -> None:
    assert min(contrast(hue, DARK.ground) for hue in HUES) >= 3


# Machado, Oliveira & Fernandes 2009, severity 1: protanopia, deuteranopia, tritanopia, on linear RGB.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def seen(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """Give a colour as somebody sees it, in CIE Lab."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = [
        min(1.0, max(0.0, sum(by * part for by, part in zip(row, linear, strict=True)))) for row in matrix
    ]
    white = (0.95047, 1.0, 1.08883)
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    ratios = [(r * red + g * green + b * blue) / w for (r, g, b), w in zip(rows, white, strict=True)]
    x, y, z = [ratio ** (1 / 3) if ratio > 0.008856 else 7.787 * ratio + 16 / 116 for ratio in ratios]
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", BLINDNESS)
def test_hues_can_be_told_apart_with_any_colour_vision(kind: str) -> None:
    """A difference of 10 in CIE Lab is seen at a glance."""
    shades = [seen(hue, BLINDNESS[kind]) for hue in HUES]
    for one, other in combinations(shades, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 10


def test_too_little_is_said_and_not_drawn() -> None:
    empty = around(SocialMap())
    assert "Too little yet" in attention_svg(empty)
    assert "0 contacts" in network_svg(SocialMap(), UNTIL)
    for text in svgs(empty):
        ElementTree.fromstring(text)


def test_only_whole_numbers_and_no_day_but_that_of_the_picture() -> None:
    for text in svgs(around(made_map(120))):
        body = text.partition("</style>")[2]
        assert not re.findall(r'="[^"]*\d\.\d', body.replace('fill-opacity="0.35"', ""))
        assert set(re.findall(r"\d{4}-\d\d-\d\d", text)) <= {"2026-11-22", "2025-11-24"}


def test_hash_seed_and_locale_do_not_show() -> None:
    script = (
        "from tests.review.made_map import *; from pnm_vault.review.pictures.album import picture_texts;"
        "import hashlib;"
        "print(hashlib.sha256(repr(picture_texts(around(made_map(150)), 'Me.md', 0)).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            cwd=REPOSITORY,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(found) == 1


def test_the_names_of_weeks_and_layers_stand_beside_their_rows() -> None:
    pictures = around(made_map(60))
    text = interactions_svg(pictures)
    for row in pictures.weeks.rows:
        assert f">{row.name}</text>" in text
    assert ">Dec<" in text and ">Nov<" in text
    assert date(2025, 11, 24).isoweekday() == 1
    assert set(picture_texts(pictures, None, 0)) == {"network", "canvas", "interactions", "attention", "layers"}
