"""Review notes that their owner wants no more: what becomes of those that are there yet.

One in which nothing of the owner's stands goes, as the next run could make it anew. Any other stays for what they
wrote, with a sentence in place of our part; it goes once their words are gone.
"""

from collections.abc import Mapping

from pnm_vault.model.plan import Plan, Remove, RenderedPage
from pnm_vault.model.record import Record
from pnm_vault.model.review_notes import PAGES
from pnm_vault.review.conflicts import join_sides
from pnm_vault.review.plan import NO_OUTCOMES, PageOutcome, PagesPlan, answers_left, plan_pages
from pnm_vault.review.region import BOM, begin_line, cut_region, read_region

_TEXT = (
    "# {}\n\nThe setting `notes` in `pnm.toml` asks for this note no more, so it is not brought up to date. "
    "It stays for what you wrote in it; delete it when you need that no more.\n"
)


class EndedPlan(Record, frozen=True):
    """What becomes of notes that are wanted no more: `planned` of those that stay, `plan` of all."""

    planned: PagesPlan
    plan: Plan


def plan_ended(
    ended: Mapping[str, str],
    present: Mapping[str, bytes | None],
    outcomes: Mapping[str, PageOutcome] = NO_OUTCOMES,
    *,
    plain: bool = False,
) -> EndedPlan:
    """Return what becomes of the notes `ended`, template names by path; the other arguments are as in `plan_pages`.

    A note that is none of ours, not sound, or by a later version, is left alone, without a word: nobody wants to write
    there.
    """
    there = {path: content for path in ended if (content := present.get(path)) is not None}
    bare = [path for path, content in there.items() if _is_bare(path, content, ended[path], outcomes.get(path))]
    kept = [RenderedPage(path, _TEXT.format(PAGES[ended[path]]), ended[path]) for path in there if path not in bare]
    planned = plan_pages(kept, present, outcomes, plain=plain)
    removed = [Remove(path, there[path]) for path in bare]
    return EndedPlan(planned, Plan((*planned.plan.steps, *removed)))


def _is_bare(path: str, content: bytes, name: str, outcome: PageOutcome | None) -> bool:
    """Tell whether nothing of the owner's stands in a note of ours, neither around our part nor in it."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    cut, region = cut_region(text), read_region(text, name)
    if cut is None or region is None or region.manifest is None or join_sides(text) != text:
        return False
    left = answers_left(content, name, outcome or PageOutcome())
    before = cut.before.replace(BOM, "").replace("\r\n", "\n").strip()
    return not (left.answers or left.strays or cut.behind.strip()) and before in ("", _class_block(path))


def _class_block(path: str) -> str:
    """Return the properties that `pnm obsidian` puts above a review note: they are ours too."""
    from pnm_vault.notes.edit import add_to_property
    from pnm_vault.notes.obsidian.snippet import CLASSES, CSS_CLASS

    bare = f"{begin_line('note')}\n"
    return (add_to_property(path, bare, CLASSES, [CSS_CLASS]).text or "").removesuffix(bare).strip()
