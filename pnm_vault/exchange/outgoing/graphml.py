"""The network as GraphML, which Gephi, yEd, igraph and networkx read.

Source: GraphML Primer, graphml.graphdrawing.org.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pnm_vault.exchange.outgoing.exported import Exported, one_line

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_KEYS = (
    ("node", "label", "string"),
    ("node", "category", "string"),
    ("node", "circles", "string"),
    ("node", "place", "string"),
    ("node", "strength", "double"),
    ("node", "path", "string"),
    ("edge", "kind", "string"),
    ("edge", "weight", "double"),
)
ME = "me"


def graph_of(contacts: Iterable[Exported], me: str) -> bytes:
    """Give the graph: a node for each contact and `me` for the owner, edges of who knows whom, both ways at once.

    `me` is the owner's name. An edge to the owner weighs what the strength of the tie is; contacts with whom no contact
    is recorded have none. Edges between contacts weigh 1.
    """
    exported = tuple(contacts)
    node_of = {one.uid: f"n{number}" for number, one in enumerate(exported)}
    lines = [
        f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{form}"/>' for kind, name, form in _KEYS
    ]
    lines += ['<graph id="network" edgedefault="undirected">', *_element("node", f'id="{ME}"', {"label": me or ME})]
    for one in exported:
        lines += _element("node", f'id="{node_of[one.uid]}"', _facts(one))
    for one in exported:
        node = node_of[one.uid]
        if one.strength is not None:
            lines += _element("edge", f'source="{ME}" target="{node}"', {"kind": "tie", "weight": f"{one.strength:g}"})
        for other in sorted({node_of[each.uid] for each in one.knows if each.uid in node_of}):
            if int(node[1:]) < int(other[1:]):
                known = {"kind": "knows", "weight": "1"}
                lines += _element("edge", f'source="{node}" target="{other}"', known)
    return (_HEAD + "\n".join([*lines, "</graph>", "</graphml>"]) + "\n").encode()


def _facts(one: Exported) -> dict[str, str]:
    return {
        "label": one_line(one.contact.name),
        "category": one_line(one.contact.category or ""),
        "circles": "; ".join(map(one_line, one.contact.circles)),
        "place": one_line(one.contact.place or ""),
        "strength": "" if one.strength is None else f"{one.strength:g}",
        "path": one_line(one.contact.path),
    }


def _element(kind: str, attributes: str, facts: dict[str, str]) -> Iterator[str]:
    yield f"<{kind} {attributes}>"
    for name, value in facts.items():
        if value:
            yield f"<data key={quoteattr(f'{kind}-{name}')}>{escape(value)}</data>"
    yield f"</{kind}>"
