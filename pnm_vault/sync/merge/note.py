"""A note merged three ways: its properties key by key, its text unit by unit, and the proof that nothing is lost."""

from pnm_vault.notes.text.merge_marks import END, PROPERTIES
from pnm_vault.sync.merge.body import merge_body
from pnm_vault.sync.merge.merged import Conflict, Merged
from pnm_vault.sync.merge.proof import is_proved
from pnm_vault.sync.merge.properties import merge_block
from pnm_vault.sync.merge.text import BOM, Note, cut_note, has_final, merged_fences, normal, put_together, with_ends
from pnm_vault.sync.merge.whole import fenced, keep_both, merge_whole

_ASIDE = "The properties of the two sides could not be joined: those of the other one stand in the text."


def merge_note(base: str | None, ours: str, theirs: str) -> Merged:
    """Merge the two versions of a note that came from `base`; None: they share no history, and nothing was deleted.

    Never raises. The result has the line ends of `ours`, and its byte order mark. Which side is ours
    matters for nothing else: both machines get the same text, so that they agree at once.
    What cannot be joined stands there twice, between marks (docs/sync.md), and is in `conflicts`.
    """
    if theirs in (base, ours):
        return Merged(ours, (), _is_review_note(ours) and theirs != ours)
    if ours == base:
        return Merged(theirs, (), _is_review_note(theirs))
    had = None if base is None else normal(base)
    mine, other = normal(ours), normal(theirs)
    if mine == other or other == had:
        return Merged(ours, (), _is_review_note(ours))
    merged = (
        Merged(other, (), _is_review_note(other)) if mine == had else _merge(had, min(mine, other), max(mine, other))
    )
    mark = BOM if _has_mark(base, ours, theirs) else ""
    return Merged(mark + with_ends(merged.text, ours, theirs), merged.conflicts, merged.remake)


def _is_review_note(text: str) -> bool:
    if "<!-- pnm:" not in text:
        return False
    from pnm_vault.review.region import is_ours

    return is_ours(text)


def _has_mark(base: str | None, ours: str, theirs: str) -> bool:
    mark = ours.startswith(BOM)
    return theirs.startswith(BOM) if base is not None and base.startswith(BOM) is mark else mark


def _merge(base: str | None, first: str, second: str) -> Merged:
    if _is_review_note(first) or _is_review_note(second):
        from pnm_vault.sync.merge.review_note import merge_review_note

        return merge_review_note(base, first, second)
    had = None if base is None else cut_note(base)
    left, right = cut_note(first), cut_note(second)
    if not (left.odd or right.odd or (had is not None and had.odd)):
        merged = _merge_parts(had, left, right)
        if is_proved(had, left, right, merged.text):
            return merged
    text = merge_whole(had, left, right)
    if text is not None and is_proved(had, left, right, text):
        return Merged(text)
    text, conflict = keep_both(left, right)
    return Merged(text, (conflict,))


def _merge_parts(base: Note | None, first: Note, second: Note) -> Merged:
    block = merge_block(None if base is None else base.block, first.block, second.block)
    body = merge_body(None if base is None else base.body, first.body, second.body)
    fences = merged_fences(base, first, second, not block.lines)
    lines = [fences[0], *block.lines, fences[1]] if fences is not None else []
    conflicts = [Conflict(one.line + 2, one.message) for one in block.conflicts]
    if block.aside is not None:
        conflicts.append(Conflict(len(lines) + 1, _ASIDE))
        lines += [PROPERTIES, "", *fenced(block.aside), END, ""]
    conflicts += [Conflict(one.line + len(lines) + 1, one.message) for one in body.conflicts]
    return Merged(put_together([*lines, *body.lines], has_final(base, first, second)), tuple(conflicts))
