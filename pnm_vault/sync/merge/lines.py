"""Plain lines, merged as git does: what one side changed is taken, what both changed in one place is a conflict."""

from collections.abc import Sequence

from pnm_vault.sync.merge.align import align

Lines = Sequence[str]


def merge_lines(base: Lines, first: Lines, second: Lines) -> list[str] | None:
    """Merge lines three ways; None when both sides changed the same place, or places right beside each other.

    Source: Khanna, Kunal, Pierce, A Formal Investigation of Diff3 (2007).
    """
    base, first, second = list(base), list(first), list(second)
    in_first, in_second = dict(align(base, first)), dict(align(base, second))
    merged: list[str] = []
    at = left = right = 0
    for anchor in [*[one for one in range(len(base)) if one in in_first and one in in_second], len(base)]:
        one, other = in_first.get(anchor, len(first)), in_second.get(anchor, len(second))
        part = _take(base[at:anchor], first[left:one], second[right:other])
        if part is None:
            return None
        merged += part
        if anchor < len(base):
            merged.append(base[anchor])
        at, left, right = anchor + 1, one + 1, other + 1
    return merged


def _take(base: Lines, first: Lines, second: Lines) -> Lines | None:
    if first == base:
        return second
    if second in (base, first):
        return first
    return None
