"""The proof of a change of properties: one is read otherwise, as it was meant, and no other byte changes."""

from collections import Counter
from typing import Any

from pnm_vault.model.record import Row
from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.edit.text_lines import normal, split_lines
from pnm_vault.notes.properties.block import Block, Node
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.patterns import pattern_of

# What the core schema of YAML 1.2 takes for null, true, false, a whole number or another number (10.3.2).
_CORE = pattern_of(
    r"(?:null|Null|NULL|~||true|True|TRUE|false|False|FALSE|[-+]?[0-9]++|0o[0-7]++|0x[0-9a-fA-F]++"
    r"|[-+]?(?:\.[0-9]++|[0-9]++(?:\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)


class PropertyChange(Row, frozen=True):
    """The property `key` now holds `wanted` (text or texts, as read), or is gone (None).

    With `as_text`, every reader of YAML must see texts in what is new; else a number, a day or a yes was meant.
    """

    key: str
    wanted: str | tuple[str, ...] | None
    as_text: bool = True


def require(holds: bool, what: str, line: int = 0) -> None:
    """Refuse the edit unless something holds; `what` would happen otherwise.

    Raises:
        EditRefusedError: it does not hold.
    """
    if not holds:
        raise EditRefusedError("edit-unproved", f"Nothing was changed, as {what}: make this change by hand.", line)


def prove_property(path: str, before: str, after: str, intended: PropertyChange) -> None:
    """Compare the properties of both texts.

    Raises:
        EditRefusedError: they differ in another way than was meant.
    """
    require(before.startswith("\ufeff") == after.startswith("\ufeff"), "the byte order mark would change")
    old, new = read_frontmatter(path, normal(before)), read_frontmatter(path, normal(after))
    key, wanted = intended.key, intended.wanted
    require(
        normal(before)[old.body_offset :] == normal(after)[new.body_offset :],
        "the text below the properties would change",
    )
    expected = {name: _shape(node) for name, node in old.values.items()}
    found = {name: _shape(node) for name, node in new.values.items()}
    kept = found.pop(key, None)
    expected.pop(key, None)
    require(list(found.items()) == list(expected.items()), "another property would be read differently")
    if wanted is None:
        require(kept is None, f"{key[:60]} would not be gone")
    else:
        require(kept is not None and _texts(new.values[key]) == wanted, f"{key[:60]} would not be read as it was meant")
    order = [name for name in old.values if name in new.values]
    require([name for name in new.values if name in old.values] == order, "properties would change places")
    codes = Counter([problem.code for problem in new.problems])
    codes.subtract([problem.code for problem in old.problems])
    require(max(codes.values(), default=0) <= 0, "the properties would have a fault that they did not have")
    _prove_place(before, after, old, new, key)
    if wanted is not None and intended.as_text:
        had = _texts(old.values[key]) if key in old.values else ()
        known = frozenset(had) if isinstance(had, tuple) else frozenset([had])
        _prove_text(after, new, key, frozenset([wanted] if isinstance(wanted, str) else wanted) - known)


def _prove_text(after: str, read: Block, key: str, new: frozenset[object]) -> None:
    """Each new text must be text to YAML 1.1 and to the core schema of YAML 1.2."""
    if not new or new == {""}:
        return
    # Kept out of the import of this module: it loads the YAML library.
    import yaml

    first = read.values[key].line
    last = min([node.line for node in read.values.values() if node.line > first], default=read.body_line - 1)
    chunk = normal(after).removeprefix("\ufeff").split("\n")[first - 1 : last - 1]
    resolver: Any = yaml.resolver.Resolver()
    found: set[object] = set()
    try:
        scalars = [event for event in yaml.parse("\n".join(chunk)) if isinstance(event, yaml.ScalarEvent)]
    except (yaml.YAMLError, ValueError, RecursionError):
        raise EditRefusedError(
            "edit-unproved", f"Nothing was changed: {key[:60]} would not be valid YAML.", first
        ) from None
    for event in scalars[1:]:
        found.add(event.value)
        if event.style is None and event.value in new:
            tag = resolver.resolve(yaml.ScalarNode, event.value, (True, False))
            text = tag == "tag:yaml.org,2002:str" and _CORE.match(event.value) is None
            require(text, f"{key[:60]} would not be read as text everywhere", first)
    require(new <= found, f"{key[:60]} would be read differently by another reader of YAML", first)


def _prove_place(before: str, after: str, old: Block, new: Block, key: str) -> None:
    """Only lines of the property itself may change, or a place between two others."""
    first, gone = _changed_lines(before, after)
    if not gone:
        return
    if new.body_line == 1:
        require(first + gone <= old.body_line, "other lines would change", first)
        return
    node = old.values.get(key)
    require(node is not None, "lines of other properties would change", first)
    starts = sorted([other.line for name, other in old.values.items() if name != key])
    assert node is not None
    last = next((line for line in starts if line > node.line), old.body_line)
    head = max([line for line in starts if line < node.line], default=1)
    require(head < first and first + gone <= last + (last == old.body_line), "other lines would change", first)


def _changed_lines(before: str, after: str) -> tuple[int, int]:
    """Return the first line (from 1) that differs, and how many lines of `before` are no longer there from it on."""
    # Properties may come between a byte order mark and the first line.
    old, new = split_lines(before.removeprefix("\ufeff")), split_lines(after.removeprefix("\ufeff"))
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head + 1, len(old) - head - tail


def _shape(node: Node) -> object:
    value = node.value
    if isinstance(value, str):
        return value, node.quoted
    if isinstance(value, tuple):
        return tuple([_shape(one) for one in value])
    return tuple([(name, _shape(one)) for name, one in value.items()])


def _texts(node: Node) -> object:
    value = node.value
    if isinstance(value, tuple):
        return tuple([one.value if isinstance(one.value, str) else None for one in value])
    return value if isinstance(value, str) else None
