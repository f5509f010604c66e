"""`Follow-ups`: what the owner meant to do, by when it is due."""

from collections.abc import Mapping

from pnm_vault.insights.remembering.follow_ups import FollowUps
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.settings import Settings
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of, remembered
from pnm_vault.review.wording import plain, stem


@remembered
def follow_ups_context(
    follow_ups: FollowUps, settings: Settings, hidden: frozenset[str], names: Mapping[str, str]
) -> Context:
    """Return what `follow-ups` shows: open follow-ups by when they are due."""
    groups = (
        ("overdue", "Due before today", follow_ups.overdue),
        ("this-week", "The next seven days", follow_ups.this_week),
        ("later", "Later", follow_ups.later),
        ("undated", "Without a date", follow_ups.undated),
    )
    sections: list[Context] = []
    total = 0
    for label, title, group in groups:
        shown = [follow_up for follow_up in group if not concerns(follow_up, hidden)]
        total += len(shown)
        items = [follow_up_item(follow_up, names) for follow_up in shown[: settings.review.lines]]
        if items:
            sections.append({"label": label, "title": title} | handful(items, len(shown) - len(items)))
    return {"total": total, "sections": sections}


def concerns(follow_up: FollowUp, hidden: frozenset[str]) -> bool:
    """Tell whether a follow-up names a hidden contact or stands in the note of one."""
    return follow_up.source.path in hidden or not hidden.isdisjoint(follow_up.contacts)


def follow_up_item(follow_up: FollowUp, names: Mapping[str, str]) -> Context:
    """Return what a line about a follow-up shows."""
    return {
        "text": plain(follow_up.text),
        "due": day_text(follow_up.due),
        "start": day_text(follow_up.start),
        "recurrence": follow_up.recurrence,
        "contacts": [place(path, names.get(path) or stem(path)) for path in follow_up.contacts],
        "proof": proof_of(follow_up.source, stem(follow_up.source.path), frozenset()),
        "key": raw_key("follow-up", follow_up_digest(follow_up), day_text(follow_up.due)),
    }


def follow_up_digest(follow_up: FollowUp) -> str:
    """Return what a follow-up is known by on its line: its note and its words, dates included."""
    return digest_of_item(follow_up.source.path, follow_up.source.text)
