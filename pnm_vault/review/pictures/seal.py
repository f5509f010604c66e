"""How pnm knows its own pictures: each bears a sum over all that it made, and one that was changed is its owner's."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pnm_vault.blake import blake2b
from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

FORMAT = 1
_BEGIN = "<!-- pnm:picture "
_SEAL = pattern_of(r"<!-- pnm:picture format=(\d{1,6}) limit=(\d{1,9}) sum=([0-9a-f]{16}) -->\s*\Z")
_ID = pattern_of(r"pnm-(\d{1,6})-(\d{1,9})-([0-9a-f]{16})")


class Seal(Row, frozen=True):
    """What a picture of ours says of itself: how many contacts were to be drawn by themselves, 0 for no limit."""

    limit: int


def sealed_svg(text: str, limit: int) -> str:
    """Return an SVG with the seal as its last line."""
    words = f"format={FORMAT} limit={limit}"
    return f"{text}{_BEGIN}{words} sum={_sum(words + text)} -->\n"


def read_svg_seal(content: bytes) -> Seal | None:
    """Return the seal of an SVG that is as pnm made it, line ends aside; None for any other file."""
    text = _text(content)
    body, begin, rest = text.rpartition(_BEGIN)
    found = _SEAL.match(begin + rest)
    if found is None or int(found[1]) != FORMAT:
        return None
    limit = int(found[2])
    return Seal(limit) if _sum(f"format={FORMAT} limit={limit}{body}") == found[3] else None


def canvas_seal(nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]], limit: int) -> str:
    """Return the id of the card that seals a canvas of these nodes, the card left out, and edges.

    The files of cards are not in the sum: they follow when a note is renamed. The id of a card stays.
    """
    told = [[_told(one) for one in nodes], [_told(one) for one in edges]]
    for part in told:
        part.sort()
    return f"pnm-{FORMAT}-{limit}-{_sum(json.dumps([limit, told]))}"


def _told(one: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in one.items() if key != "file"}, sort_keys=True)


def read_canvas_seal(content: bytes, contacts: Iterable[str]) -> Seal | None:
    """Return the seal of a canvas that is as pnm made it, whatever program saved it; None for any other file.

    A card may show another file than it did only where that is a contact of the map (`contacts`, paths) whom no other
    card shows: then the note was renamed.
    """
    try:
        made = json.loads(_text(content))
        nodes, edges = list(made["nodes"]), list(made["edges"])
        seals = [one for one in nodes if _ID.fullmatch(str(one["id"]))]
        found = _ID.fullmatch(str(seals[0]["id"]))
        files = [str(one["file"]) for one in nodes if one["type"] == "file"]
        others = [one for one in nodes if one is not seals[0]]
        if found is None or len(seals) > 1 or int(found[1]) != FORMAT or len(set(files)) < len(files):
            return None
        limit = int(found[2])
        if canvas_seal([*others, {**seals[0], "id": ""}], edges, limit) != found[0]:
            return None
        moved = [one["file"] for one in nodes if one["type"] == "file" and one["id"] != id_of(one["file"])]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None
    return Seal(limit) if not moved or set(moved) <= set(contacts) else None


def id_of(text: str) -> str:
    """Return the id of a node or edge, from what it stands for."""
    return _sum(text)


def _sum(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
