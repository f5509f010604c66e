"""The map as a JSON Canvas: a group for each circle, in it a card for each contact, which is their note.

Source: JSON Canvas 1.0 (jsoncanvas.org).
"""

import json
from collections.abc import Sequence
from math import isqrt
from typing import Any

from pnm_vault.insights.social_map import OTHERS, SocialMap
from pnm_vault.review.escape import one_line
from pnm_vault.review.pictures.layout import circles_around, seats_of
from pnm_vault.review.pictures.palette import HUES
from pnm_vault.review.pictures.seal import canvas_seal, id_of

_WIDE, _HIGH, _GAP = 300, 120, 20
_PAD = 40
# Between two groups, for the lines.
_APART = 80

Node = dict[str, Any]


def network_canvas(social: SocialMap, words: Sequence[str], me: str | None, limit: int = 0) -> str:
    """Return the canvas; `words` say how to read it, `me` is the path of the owner's own note, None for none."""
    members: dict[int, list[int]] = {}
    for at, one in enumerate(social.contacts):
        members.setdefault(one.circle, []).append(at)
    order = [circle for circle in circles_around(social) if circle in members or _unnamed(social, circle)]
    nodes: list[Node] = []
    sizes = {circle: _size(len(members.get(circle, ())) + bool(_unnamed(social, circle))) for circle in order}
    across = max([_WIDE * 3, isqrt(sum([wide * high for wide, high in sizes.values()]) * 3 // 2)])
    rows = _shelves(order, sizes, across)
    middle = (len(rows) + 1) // 2
    y = 0
    for row in [*rows[:middle], None, *rows[middle:]]:
        if row is None:  # the owner, in the middle
            nodes += _owner(words, me, across, y)
            y += 200 + _APART
            continue
        x = (across - sum([sizes[circle][0] + _APART for circle in row]) + _APART) // 2
        for circle in row:
            nodes += _group(social, circle, members.get(circle, []), (x, y, *sizes[circle]))
            x += sizes[circle][0] + _APART
        y += max([sizes[circle][1] for circle in row]) + _APART
    edges = [_edge(social, one, other) for one, other in social.ties]
    seal = next(node for node in nodes if node["id"] == "")
    seal["id"] = canvas_seal(nodes, edges, limit)
    return _written(nodes, edges)


def _unnamed(social: SocialMap, circle: int) -> int:
    return social.others_unnamed if circle == OTHERS else social.circles[circle].unnamed


def _columns(cards: int) -> int:
    """Return how many cards stand side by side: cards are wider than high."""
    return max(1, isqrt(max(1, cards * 2 // 3)))


def _size(cards: int) -> tuple[int, int]:
    columns = _columns(cards)
    rows = -(-max(1, cards) // columns)
    return columns * (_WIDE + _GAP) - _GAP + 2 * _PAD, rows * (_HIGH + _GAP) - _GAP + 2 * _PAD


def _shelves(order: Sequence[int], sizes: dict[int, tuple[int, int]], across: int) -> list[list[int]]:
    rows: list[list[int]] = []
    used = across + 1
    for circle in order:
        wide = sizes[circle][0] + _APART
        if used + wide > across + _APART:
            rows.append([])
            used = 0
        rows[-1].append(circle)
        used += wide
    return rows


def _owner(words: Sequence[str], me: str | None, across: int, y: int) -> list[Node]:
    told = "\n\n".join(words)
    seal: Node = {"id": "", "type": "text", "text": told, "x": across // 2 - 660, "y": y, "width": 600, "height": 200}
    if me is None:
        you: Node = {"id": id_of("you"), "type": "text", "text": "# You"}
    else:
        you = {"id": id_of(me), "type": "file", "file": me}
    return [seal, {**you, "x": across // 2 - 30, "y": y, "width": 600, "height": 200}]


def _group(social: SocialMap, circle: int, members: Sequence[int], box: tuple[int, int, int, int]) -> list[Node]:
    x, y, wide, high = box
    name = "other circles or none" if circle == OTHERS else one_line(social.circles[circle].name, 80)
    colour = _colour(social, circle)
    nodes: list[Node] = [
        {"id": id_of(f"circle {circle}"), "type": "group", "label": name, "x": x, "y": y, "width": wide, "height": high}
        | colour
    ]
    unnamed = _unnamed(social, circle)
    columns = _columns(len(members) + bool(unnamed))
    for seat, at in enumerate([*members, None] if unnamed else members):
        place = {
            "x": x + _PAD + seat % columns * (_WIDE + _GAP),
            "y": y + _PAD + seat // columns * (_HIGH + _GAP),
            "width": _WIDE,
            "height": _HIGH,
        }
        if at is None:
            more = f"and {unnamed} more"
            nodes.append({"id": id_of(f"more {circle}"), "type": "text", "text": more} | place | colour)
        else:
            path = social.contacts[at].path
            nodes.append({"id": id_of(path), "type": "file", "file": path} | place | colour)
    return nodes


def _colour(social: SocialMap, circle: int) -> Node:
    return {} if circle == OTHERS else {"color": HUES[seats_of(social)[circle] % len(HUES)]}


def _edge(social: SocialMap, one: int, other: int) -> Node:
    ends = [id_of(social.contacts[one].path), id_of(social.contacts[other].path)]
    return {"id": id_of(" ".join(ends)), "fromNode": ends[0], "toNode": ends[1], "toEnd": "none"}


def _written(nodes: Sequence[Node], edges: Sequence[Node]) -> str:
    """Write it as Obsidian does, one node a line."""

    def listed(items: Sequence[Node]) -> str:
        return ",\n".join([f"\t\t{json.dumps(item, ensure_ascii=False, separators=(',', ':'))}" for item in items])

    return f'{{\n\t"nodes":[\n{listed(nodes)}\n\t],\n\t"edges":[\n{listed(edges)}\n\t]\n}}\n'
