"""The note about one circle or organisation, there where its owner asked for it."""

from collections.abc import Iterable

from pnm_vault.insights.catching_up.stale import StaleContact
from pnm_vault.insights.network_state.group_review import GroupReview
from pnm_vault.review.circle_words import group_opening, group_sections, next_steps, to_record
from pnm_vault.review.pages.network import item_of
from pnm_vault.review.pages.parts import Context, day_text, place, proof_of
from pnm_vault.review.wording import stem

MOST_TO_CATCH_UP = 5


def circle_context(review: GroupReview, name: str) -> Context:
    """Return what `circle` shows but for whom to catch up with, which is asked anew each time; `name` heads it.

    `members` (contact paths) are for `with_catch_up`.
    """
    return {
        "name": name,
        "kind": review.group.kind.value,
        "opening": group_opening(review),
        "members": [one.contact.path for one in review.members],
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "sentences": list(section.sentences),
                "items": [item_of(row, frozenset()) for row in section.rows],
            }
            for section in group_sections(review)
        ],
        "introduce": [
            {
                "first": place(one.first.path, one.first.name),
                "second": place(one.second.path, one.second.name),
                "why": one.why,
            }
            for one in next_steps(review)
        ],
        "record": to_record(review),
    }


def with_catch_up(context: Context, stale: Iterable[StaleContact]) -> Context:
    """Add those members with whom it is time to catch up, whose day came first first."""
    members = context["members"]
    assert isinstance(members, list)
    inside = frozenset(members)
    due = [one for one in stale if one.path in inside and not one.private and not one.snoozed]
    due.sort(key=lambda one: (day_text(one.due), one.name.casefold(), one.path))
    rows = [
        {
            "contact": place(one.path, one.name),
            "due": day_text(one.due),
            "last": day_text(one.last),
            "planned": day_text(one.planned),
            "proof": proof_of(one.proof, day_text(one.last) or stem(one.path), frozenset()),
        }
        for one in due[:MOST_TO_CATCH_UP]
    ]
    shown = {key: value for key, value in context.items() if key != "members"}
    return shown | {"catch_up": rows, "more_to_catch_up": max(0, len(due) - MOST_TO_CATCH_UP)}
