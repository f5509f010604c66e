"""`Reconnect`: every tie that it is time to hear from again."""

from collections.abc import Iterable

from pnm_vault.insights.stale import Label, StaleContact
from pnm_vault.model.settings import Settings
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of
from pnm_vault.review.wording import cadence_words, plain

# The order of the sections: ties that a word can still save come first.
_LABELS = (
    (Label.SLIPPING, "Slipping", "It has been quiet for a good while. A short hello is enough."),
    (Label.OVERDUE, "Overdue", "More than twice the usual time between you."),
    (Label.DUE, "Due", "About time for a word."),
    (Label.DORMANT, "Dormant", "Long out of touch, and often glad to hear from you out of the blue."),
    (
        Label.NEVER,
        "No contact recorded",
        "No dated line speaks of them yet. One such as `- 2026-01-31: coffee` in their note is enough.",
    ),
)


def reconnect_context(stale: Iterable[StaleContact], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `reconnect` shows: every tie that is due or beyond, by label, in the order given."""
    by_label: dict[Label, list[StaleContact]] = {label: [] for label, _, _ in _LABELS}
    for tie in stale:
        if tie.label in by_label and not tie.snoozed and is_shown(tie, hidden):
            by_label[tie.label].append(tie)
    sections = [
        {"label": str(label), "title": title, "hint": hint}
        | handful([reconnect_item(tie, hidden) for tie in by_label[label][: settings.review.lines]])
        | {"more": max(0, len(by_label[label]) - settings.review.lines)}
        for label, title, hint in _LABELS
        if by_label[label]
    ]
    return {"total": sum(map(len, by_label.values())), "sections": sections}


def is_shown(tie: StaleContact, hidden: frozenset[str]) -> bool:
    """Tell whether a tie may stand on a review note."""
    return not tie.private and tie.path not in hidden


def reconnect_item(tie: StaleContact, hidden: frozenset[str]) -> Context:
    """Return what a line about a tie shows."""
    return {
        "contact": place(tie.path, tie.name),
        "label": str(tie.label),
        "cadence": cadence_words(tie.gap, tie.rule),
        "last": day_text(tie.last),
        "due": day_text(tie.due),
        "asked": day_text(tie.due) if _is_reminder(tie) else "",
        "planned": day_text(tie.planned),
        "proof": proof_of(tie.proof, day_text(tie.last), hidden),
        "reasons": [plain(reason) for reason in tie.reasons],
        "key": raw_key("contact", digest_of_item(tie.path), day_text(tie.last)),
    }


def _is_reminder(tie: StaleContact) -> bool:
    """Tell whether the due day is one that the owner named, rather than the end of the expected gap."""
    return tie.due is not None and (tie.last is None or (tie.due - tie.last).days != tie.gap)
