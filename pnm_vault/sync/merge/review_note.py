"""A review note that both sides changed: marks and words of both are kept, the generated part is to be made anew."""

from collections.abc import Sequence
from itertools import takewhile

from pnm_vault.model.record import Row
from pnm_vault.review.answers import Answer, read_answers
from pnm_vault.review.item_key import read_item
from pnm_vault.review.region import IMPORT, Cut, cut_region
from pnm_vault.sync.merge.body import merge_body
from pnm_vault.sync.merge.merged import Conflict, Merged

_TWICE = "This was marked differently on both sides: keep one of the two lines."
_APART = "The marker lines of this review note are damaged: the other version stands at its end."

_Target = tuple[str, str]


class _Item(Row, frozen=True):
    """An item of a region, with the lines below it, and what its owner left on it (None: nothing)."""

    lines: tuple[str, ...]
    answer: Answer | None


def merge_review_note(base: str | None, first: str, second: str) -> Merged:
    r"""Merge a review note whose lines end in `\n`.

    The region is that of a side that made it anew; marks of the other one are put on the same item, or at its end where
    that item is gone. Lines of the owner's outside are merged as in any note. A mark that was there before and is gone
    on one side has been carried out or taken back there, and does not come again.
    """
    cuts = (cut_region(first), cut_region(second))
    if cuts[0] is None or cuts[1] is None or cuts[0].name != cuts[1].name:
        return _keep_apart(first, second, cuts)
    had = cut_region(base) if base is not None else None
    taken, other = cuts if had is None or cuts[0].body != had.body else cuts[::-1]
    assert taken is not None
    assert other is not None
    strays: list[str] = []
    if taken.name == IMPORT and had is not None and had.name == IMPORT:
        # A list to edit: its lines are merged as those of any note, each box by itself.
        edited = _merge_lines(had.body, cuts[0].body, cuts[1].body)
        region, twice = edited.text, [one.line for one in edited.conflicts]
    else:
        region, strays, twice = _merge_region(had, taken, other)
    before = _merge_lines(had.before if had is not None else None, cuts[0].before, cuts[1].before)
    behind = _merge_lines(had.behind if had is not None else None, cuts[0].behind, cuts[1].behind)
    text = "".join([before.text, taken.begin, region, taken.end, behind.text])
    if strays:
        text += ("" if text.endswith("\n") else "\n") + "\n" + "\n".join(strays) + "\n"
    shift = (before.text + taken.begin + region + taken.end).count("\n")
    conflicts = [
        *before.conflicts,
        *[Conflict(line + before.text.count("\n"), _TWICE) for line in twice],
        *[Conflict(one.line + shift, one.message) for one in behind.conflicts],
    ]
    return Merged(text, tuple(conflicts), remake=True)


def _merge_lines(base: str | None, first: str, second: str) -> Merged:
    """Merge what stands before or behind the region; its first line is the rest of the marker line."""
    if first == second or second == base:
        return Merged(first)
    if first == base:
        return Merged(second)
    cut = [None if text is None else text.removesuffix("\n").split("\n") for text in (base, first, second)]
    merged = merge_body(cut[0], cut[1] or [], cut[2] or [])
    final = "\n" if first.endswith("\n") or second.endswith("\n") else ""
    return Merged("\n".join(merged.lines) + final, tuple(_counted(merged.conflicts)))


def _counted(conflicts: Sequence[Conflict]) -> list[Conflict]:
    return [Conflict(one.line + 1, one.message) for one in conflicts]


def _merge_region(had: Cut | None, taken: Cut, other: Cut) -> tuple[str, list[str], list[int]]:
    """Put the answers of `other` into the region `taken`.

    Gives its text, lines of the owner's in `other`, and the lines (from 1) where two answers stand one below the other.
    """
    lines = taken.body.split("\n")
    before = _answers_by_target(had) if had is not None else {}
    there, twice = _answers_by_target(taken), list[int]()
    for target, items in _answers_by_target(other).items():
        for item in items:
            known = [*before.get(target, ()), *there.get(target, ())]
            if any(_left(item) == _left(one) for one in known):
                continue
            _put(item, target, lines, twice)
    return "\n".join(lines), _new_strays(had, taken, other), twice


def _put(item: _Item, target: _Target, lines: list[str], twice: list[int]) -> None:
    """Put an answered item where it stands without an answer; beside another answer; or at the end of the region."""
    at = next((at for at, line in enumerate(lines) if _target_of(line) == target), None)
    if at is None:
        end = len(lines)
        while end and not lines[end - 1].strip():
            end -= 1
        lines[end:end] = [*([""] if end and read_item(lines[end - 1].strip()) is None else []), *item.lines]
        return
    stop = at + 1 + len(_below(lines, at))
    if _answer_of(lines[at:stop]) is None:
        lines[at:stop] = item.lines
        return
    twice.append(at + 1)
    lines[stop:stop] = item.lines


def _below(lines: Sequence[str], at: int) -> list[str]:
    return list(takewhile(lambda line: line[:1] in (" ", "\t") and line.strip(), lines[at + 1 :]))


def _target_of(line: str) -> _Target | None:
    item = read_item(line)
    return (item.key.kind, item.key.target) if item is not None else None


def _answer_of(lines: Sequence[str]) -> Answer | None:
    """Return what the owner left on an item; lines without a seal are theirs."""
    answers = read_answers("\n".join(lines), None).answers
    return answers[0] if answers else None


def _answers_by_target(cut: Cut) -> dict[_Target, list[_Item]]:
    found: dict[_Target, list[_Item]] = {}
    lines = cut.body.split("\n")
    for at, line in enumerate(lines):
        target = _target_of(line)
        if target is not None:
            item = (line, *_below(lines, at))
            answer = _answer_of(item)
            if answer is not None:
                found.setdefault(target, []).append(_Item(item, answer))
    return found


def _left(item: _Item) -> tuple[object, ...]:
    """Return what the owner left, whatever our words beside it are."""
    answer = item.answer
    assert answer is not None
    return (answer.key.since, answer.box, answer.typed, answer.tail.strip(), answer.below, answer.ours is None)


def _new_strays(had: Cut | None, taken: Cut, other: Cut) -> list[str]:
    """Return the owner's own lines in the region that is not taken, those left out that are known already."""
    known = {line.strip() for cut in (had, taken) if cut is not None for line in cut.body.split("\n")}
    return [line for line in _strays(other) if line.strip() and line.strip() not in known]


def _strays(cut: Cut) -> Sequence[str]:
    sums = cut.end.split()[3:-1]
    manifest = frozenset(sums[0].split(".")) if sums else None
    return read_answers(cut.body.strip("\n"), manifest).strays


def _keep_apart(first: str, second: str, cuts: tuple[Cut | None, Cut | None]) -> Merged:
    """Keep one note, the other one whole in a quote, where its marker lines do not count."""
    taken, other = (second, first) if cuts[0] is None and cuts[1] is not None else (first, second)
    text = taken if taken.endswith("\n") else taken + "\n"
    shown = [f"> {line}".rstrip(" ") for line in other.removesuffix("\n").split("\n")]
    return Merged(text + "\n" + "\n".join(shown) + "\n", (Conflict(text.count("\n") + 2, _APART),), remake=True)
