"""The nearest part of the map as Mermaid, for where no picture can be shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from pnm_vault.patterns import pattern_of
from pnm_vault.review.escape import one_line

# Also a full stop or hyphen inside a name; at the beginning of a label, or after a digit, one would begin a list.
_ACTS = pattern_of(r"[^ ,0-9A-Za-z\x80-\U0010ffff.-]|(?<![A-Za-z\x80-\U0010ffff])[.-]")


def mermaid_label(text: str) -> str:
    """Return text for the inside of a quoted label: what could act as its number."""
    return _ACTS.sub(lambda found: f"#{ord(found[0])};", one_line(text, 60))


def mermaid_text(diagram: Mapping[str, Any]) -> str:
    """Return the diagram as a fenced block: a box for each circle, a line between those who know each other.

    `circles` have a number `id`, a `name` and `contacts` with the same two keys; `loose` are contacts in none of them,
    `ties` pairs of ids.
    """
    lines = ["```mermaid", "graph LR", '  you(("You"))']
    for circle in diagram["circles"]:
        lines += [f'  subgraph g{int(circle["id"])}["{mermaid_label(circle["name"])}"]']
        lines += [*_boxes(circle["contacts"], "    "), "  end"]
    lines += _boxes(diagram["loose"], "  ")
    lines += [f"  you --- g{int(circle['id'])}" for circle in diagram["circles"]]
    lines += [f"  you --- c{int(one['id'])}" for one in diagram["loose"]]
    lines += [f"  c{int(tie['first'])} --- c{int(tie['second'])}" for tie in diagram["ties"]]
    return "\n".join([*lines, "```"])


def _boxes(contacts: Iterable[Mapping[str, Any]], indent: str) -> list[str]:
    return [f'{indent}c{int(one["id"])}["{mermaid_label(one["name"])}"]' for one in contacts]
