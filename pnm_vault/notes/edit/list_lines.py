"""How a list stands in the properties, one item a line or in brackets, and how it is changed item by item."""

from collections.abc import Sequence

from pnm_vault.notes.edit.block_lines import BlockLines, Entry, Value
from pnm_vault.notes.edit.quote import write_scalar
from pnm_vault.notes.edit.text_lines import Splice, bare, insertion, offsets_of

_Texts = tuple[str, ...]


def item_lines(dash: str, texts: Sequence[str]) -> list[str]:
    """Write the items of a list, one a line."""
    return [dash + write_scalar(text) for text in texts]


def usual_dash(block: BlockLines) -> str:
    """Return what stands before the first item of the first list, `  - ` where there is none."""
    for entry in block.entries:
        for item in entry.items:
            dash = bare(block.lines[item.at])[: item.value.start]
            return dash if dash.endswith(" ") else dash + " "
    return "  - "


def lists_are_flow(block: BlockLines) -> bool:
    """Tell whether the lists of a block stand in brackets, as far as it has any."""
    kinds = [bool(entry.items) for entry in block.entries if entry.items or (entry.value and entry.value.items)]
    return bool(kinds) and not any(kinds)


def set_items(block: BlockLines, entry: Entry, texts: _Texts) -> list[Splice]:
    """Keep the lines of the items at the beginning and at the end that stay; replace those between."""
    offsets = offsets_of(block.lines)
    old = [item.value.text for item in entry.items]
    head, tail = _common(old, list(texts))
    first = bare(block.lines[entry.items[0].at])
    dash = first[: entry.items[0].value.start]
    dash = dash if dash.endswith((" ", "\t")) else dash + " "
    splices = [(offsets[item.at], offsets[item.at + 1], "") for item in entry.items[head : len(old) - tail]]
    new = item_lines(dash, texts[head : len(texts) - tail])
    if new:
        at = entry.items[head].at if head < len(old) else entry.items[-1].at + 1
        splices.insert(0, insertion(block.lines, at, new))
    return splices


def _common(old: list[str], new: list[str]) -> tuple[int, int]:
    """Count the items that both lists have at the beginning, and those at the end behind them."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    return head, tail


def flow_source(line: str, had: Value, texts: _Texts) -> str:
    """Write `[a, b]`, the items that stay as they are written and parted as they are parted."""
    if had.kind != "flow" or not had.items:
        inner = line[had.start + 1 : had.stop - 1] if had.kind == "flow" else ""
        return f"[{', '.join([write_scalar(text, flow=True) for text in texts])}{inner}]"
    sources = {item.text: line[item.start : item.stop] for item in had.items}
    parting = line[had.items[0].stop : had.items[1].start] if len(had.items) > 1 else ", "
    inside = parting.join([sources[text] if text in sources else write_scalar(text, flow=True) for text in texts])
    return line[had.start : had.items[0].start] + inside + line[had.items[-1].stop : had.stop]


def without_flow_items(line: str, start: int, value: Value, values: frozenset[str]) -> list[Splice]:
    """Take items out of `[a, b]`, each with the comma that parts it from the item before it (or behind it)."""
    items = value.items
    kept = [at for at, item in enumerate(items) if item.text not in values]
    if not kept:
        return [(start + items[0].start, start + items[-1].stop + _comma_after(line, items[-1].stop), "")]
    splices: list[Splice] = []
    for at, item in enumerate(items):
        if item.text in values and at > kept[0]:
            splices.append((start + items[at - 1].stop, start + item.stop, ""))
        elif item.text in values:
            splices.append((start + item.start, start + items[at + 1].start, ""))
    return splices


def _comma_after(line: str, at: int) -> int:
    """Return how far behind an item the comma ends that stands before the bracket; 0 for none."""
    rest = line[at:]
    return len(rest) - len(rest.lstrip(" \t")) + 1 if rest.lstrip(" \t").startswith(",") else 0
