"""Two or three questions that the figures of a period put, none of them a grade."""

from pnm_vault.insights.looking_back.attention import Attention, CircleShare
from pnm_vault.insights.looking_back.period_review import PeriodReview

MOST_QUESTIONS = 3
# So large a part of all days with one contact is worth a thought.
LARGE = 0.3
# A few days are too little to ask about shares.
ENOUGH_DAYS = 10
_NAMED = 3


def questions_about(review: PeriodReview) -> tuple[str, ...]:
    """Return at most three questions, the nearest to what happened first; none about a period without contact.

    Whoever is named may have died since: only those who have gone quiet are asked about as somebody to hear from again,
    and they are alive by the notes.
    """
    if not review.days:
        return ()
    asked: list[str] = []
    short = behind(review.attention)
    if short is not None:
        asked.append(f"What would a good time with {short.name} look like, and which of the days ahead could it have?")
    if review.quiet:
        names = _names([one.name for one in review.quiet])
        asked.append(f"It has become quiet with {names}. From whom would you like to hear again?")
    if review.back:
        asked.append(f"What made it possible to hear from {review.back[0].name} again?")
    if review.came:
        names = _names([one.name for one in review.came])
        asked.append(f"You came to know {names}. What will you remember of the first time?")
    often = review.often[0] if review.often else None
    if often is not None and review.days >= ENOUGH_DAYS and often.days >= LARGE * review.days:
        asked.append(f"Much of your time was with {often.name}. What stays with you of it?")
    if review.capacity is not None and (review.capacity.now.came or 0) > (review.capacity.now.went or 0) + 2:
        asked.append("More ties came alive than went quiet. Is there room for all of them in your weeks?")
    asked += ["Whom did you enjoy most, and what were you doing?", "Whom would you like to thank?"]
    return tuple(asked[: MOST_QUESTIONS if len(asked) > MOST_QUESTIONS else 2])


def behind(attention: Attention) -> CircleShare | None:
    """Return the circle that stands first among those that matter, where others had more of the days; else None."""
    if not attention.circles or not attention.matters or attention.proof is None:
        return None
    wanted = attention.matters[0].casefold()
    first = next((circle for circle in attention.circles if circle.name.casefold() == wanted), None)
    if first is None or first.attention >= attention.circles[0].attention:
        return None
    return first


def _names(names: list[str]) -> str:
    shown = names[:_NAMED]
    if len(names) > _NAMED:
        return f"{', '.join(shown)} and others"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
