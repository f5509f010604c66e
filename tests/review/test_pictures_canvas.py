"""The canvas held against the published grammar (JSON Canvas 1.0), and against what a map needs of it."""

import json
from itertools import combinations
from typing import Any

import pytest

from pnm_vault.insights.social_map import MapCircle, MapContact, SocialMap
from pnm_vault.review.pictures.canvas import network_canvas
from pnm_vault.review.pictures.seal import read_canvas_seal, read_svg_seal, sealed_svg
from tests.review.made_map import made_map
from tests.review.test_hostile import NAUGHTY

NODE = {"id": str, "type": str, "x": int, "y": int, "width": int, "height": int}
OF_TYPE: dict[str, dict[str, type]] = {"file": {"file": str}, "text": {"text": str}, "group": {"label": str}}
EDGE = {"id": str, "fromNode": str, "toNode": str, "toEnd": str}


def grammar(text: str) -> dict[str, Any]:
    made = json.loads(text)
    assert set(made) == {"nodes", "edges"}
    for node in made["nodes"]:
        wanted = NODE | OF_TYPE[node["type"]]
        assert set(node) - {"color"} == set(wanted)
        for key, kind in wanted.items():
            assert type(node[key]) is kind
        colour = node.get("color", "#000000")
        assert colour in "123456" or (len(colour) == 7 and int(colour[1:], 16) >= 0)
        assert node["width"] > 0 and node["height"] > 0
    ids = [one["id"] for one in (*made["nodes"], *made["edges"])]
    assert len(set(ids)) == len(ids)
    for edge in made["edges"]:
        assert set(edge) == set(EDGE)
        assert {edge["fromNode"], edge["toNode"]} <= {node["id"] for node in made["nodes"]}
        assert edge["toEnd"] in ("none", "arrow")
    return dict(made)


def inside(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        other["x"] <= one["x"]
        and other["y"] <= one["y"]
        and one["x"] + one["width"] <= other["x"] + other["width"]
        and one["y"] + one["height"] <= other["y"] + other["height"]
    )


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )


@pytest.mark.parametrize("count", [0, 1, 40, 300, 700])
@pytest.mark.parametrize("me", [None, "Me.md"])
def test_grammar_and_order(count: int, me: str | None) -> None:
    social = made_map(count)
    made = grammar(network_canvas(social, ["# Network", "words"], me))
    nodes = made["nodes"]
    groups = [node for node in nodes if node["type"] == "group"]
    cards = [node for node in nodes if node["type"] != "group"]
    assert all(apart(*pair) for pair in combinations(groups, 2))
    assert all(apart(*pair) for pair in combinations(cards, 2))
    for card in cards:
        assert all(inside(card, group) or apart(card, group) for group in groups)
    files = {node["file"] for node in nodes if node["type"] == "file"}
    assert files == {one.path for one in social.contacts} | ({me} if me else set())
    assert len(made["edges"]) == len(social.ties)


def test_whatever_stands_in_a_note_is_text() -> None:
    for naughty in NAUGHTY:
        contacts = (MapContact(f"{naughty[:80]}.md", naughty, 0, 500),)
        grammar(network_canvas(SocialMap((MapCircle(naughty, 1, 3),), contacts, (), 4), [naughty], None))


def test_a_canvas_is_known_as_ours_until_somebody_changes_it() -> None:
    social = made_map(30)
    paths = [one.path for one in social.contacts]
    text = network_canvas(social, ["words"], "Me.md", 7)
    sound = read_canvas_seal(text.encode(), paths)
    assert sound is not None and sound.limit == 7
    made = json.loads(text)
    saved = json.dumps({"edges": made["edges"], "nodes": made["nodes"][::-1]}, indent="\t").replace("\n", "\r\n")
    assert read_canvas_seal(saved.encode(), paths) == sound
    for at, node in enumerate(made["nodes"]):
        changes: list[dict[str, Any]] = [{"x": node["x"] + 1}, {"color": "1"}, {"styleAttributes": {}}]
        if node["type"] == "text":
            changes.append({"text": f"{node['text']}, and a word of mine"})
        for change in changes:
            nodes = [*made["nodes"][:at], node | change, *made["nodes"][at + 1 :]]
            assert read_canvas_seal(json.dumps({**made, "nodes": nodes}).encode(), paths) is None
        nodes = [*made["nodes"][:at], *made["nodes"][at + 1 :]]
        assert read_canvas_seal(json.dumps({**made, "nodes": nodes}).encode(), paths) is None
    own = {"id": "mine", "type": "text", "text": "mine", "x": 0, "y": 0, "width": 9, "height": 9}
    for more in ({**made, "nodes": [*made["nodes"], own]}, {**made, "edges": made["edges"][1:]}):
        assert read_canvas_seal(json.dumps(more).encode(), paths) is None


def test_a_renamed_note_leaves_the_canvas_ours_and_another_file_does_not() -> None:
    social = made_map(6)
    paths = [one.path for one in social.contacts]
    text = network_canvas(social, ["words"], None)
    moved = text.replace('"file":"0.md"', '"file":"People/New name.md"')
    assert moved != text
    assert read_canvas_seal(moved.encode(), [*paths[1:], "People/New name.md"]) is not None
    assert read_canvas_seal(moved.encode(), paths) is None
    assert read_canvas_seal(text.replace('"file":"0.md"', '"file":"1.md"').encode(), paths) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"nodes":[],"edges":[]}', b'{"nodes":5,"edges":[]}', b"[" * 9999],
)
def test_any_other_file_is_not_ours(content: bytes) -> None:
    assert read_canvas_seal(content, []) is None
    assert read_svg_seal(content) is None


def test_an_svg_is_known_as_ours_until_somebody_changes_it() -> None:
    text = sealed_svg("<svg>\n</svg>\n", 5)
    seal = read_svg_seal(text.encode())
    assert seal is not None and seal.limit == 5
    assert read_svg_seal(text.replace("\n", "\r\n").encode()) == seal
    for changed in (
        text.replace("<svg>", "<svg >"),
        text.replace("limit=5", "limit=6"),
        text.replace("format=1", "format=2"),
        text + "<!-- mine -->",
        text.replace("sum=", "sum=0"),
        "<!-- mine -->" + text,
    ):
        assert read_svg_seal(changed.encode()) is None
