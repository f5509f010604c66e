"""Where the days went by circle, against what the owner wrote that matters."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import exp, fsum, log

from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.patterns import pattern_of

# Fewer contact days with circles, or fewer circles, are too little to speak of shares.
ENOUGH_DAYS = 10
ENOUGH_CIRCLES = 2
# Fewer contacts with circles are too little to speak of their variety.
ENOUGH_CONTACTS = 10
# Whom the owner marked so is meant to be near.
NEAR_CLOSENESS = 4
NEAR_PRIORITY = 1

_LINK = pattern_of(r"\[\[(?:[^\[\]|]*[|/])?([^\[\]|/]*)\]\]")
_NAME = pattern_of(r"[^:;(–—]*")


class CircleShare(Row, frozen=True):
    """One circle: its contacts and its days of contact, each as a share of all that have a circle (0 to 1).

    A contact in several circles counts in each for its part, so that shares add up to 1. `days` is that sum in days.
    """

    name: str
    contacts: float
    attention: float
    days: float


class Attention(Record, frozen=True):
    """Days of contact by circle, the most first. Empty `circles`: too little to say.

    `days` are all days of contact, `without` those with contacts who have no circle. `matters` are the circles that the
    owner wrote matter, in their order, `proof` where that stands. `variety` and `variety_of_days` are so many equal
    circles that would be as varied, by contacts and by days (None: too little). `near` are the contacts marked as near
    (paths by name) with whom there was a day, `far` those with none.
    """

    circles: tuple[CircleShare, ...] = ()
    days: int = 0
    without: int = 0
    matters: tuple[str, ...] = ()
    proof: Source | None = None
    variety: float | None = None
    variety_of_days: float | None = None
    near: tuple[str, ...] = ()
    far: tuple[str, ...] = ()


def circles_that_matter(me: Contact | None) -> tuple[str, ...]:
    """Return the circles that the owner named in their order: of the section on them, else of the property `circles`.

    `- family: more telephone than I manage` names family.
    """
    if me is None:
        return ()
    named = [circle_in(statement) for statement in me.circle_order] or list(me.circles)
    return tuple(dict.fromkeys([name for name in named if name]))


def circle_in(statement: Statement) -> str:
    """Return the circle that an item begins with: up to a colon, a bracket or a dash with blanks."""
    text = _LINK.sub(r"\1", statement.text).replace("*", "").replace("_", "")
    found = _NAME.match(text.partition(" - ")[0])
    return found[0].strip().removeprefix("#") if found is not None else ""


def proof_of_order(me: Contact | None) -> Source | None:
    """Return where the owner wrote which circle comes first; None where the order says nothing of the kind."""
    if me is None or not me.circle_order:
        return None
    first = me.circle_order[0]
    return Source(me.path, first.line, first.text)


def attention_to(ties: Iterable[Tie], days: Mapping[str, int], me: Contact | None) -> Attention:
    """Share out the days of contact of each contact (by path, 0 where there is no entry) among circles.

    `ties` are all contacts that were known by then. A category counts as a circle where the owner names it among those
    that matter. A contact of k circles counts 1/k in each.

    Source: Hill 1973 (Diversity and evenness, Ecology 54:427-432) and Jost 2006 (Entropy and diversity, Oikos 113:
    363-375) for exp of the entropy as a number of equal circles.
    """
    ties = list(ties)
    matters = circles_that_matter(me)
    wanted = {name.casefold() for name in matters}
    wordings: dict[tuple[tuple[str, ...], str | None], int] = {}
    contacts: dict[str, float] = {}
    attention: dict[str, float] = {}
    counted = total = without = in_circles = 0
    for tie in ties:
        own = days.get(tie.path, 0)
        total += own
        names = circles_of(tie, wanted)
        if not names:
            without += own
            continue
        in_circles += 1
        counted += own
        wording = (tie.circles, tie.category)
        wordings[wording] = wordings.get(wording, 0) + 1
        one, part = 1 / len(names), own / len(names)
        for key in names:
            contacts[key] = contacts.get(key, 0.0) + one
            attention[key] = attention.get(key, 0.0) + part
    near = sorted([tie for tie in ties if _is_near(tie)], key=lambda tie: (tie.name.casefold(), tie.path))
    answer = Attention(
        days=total,
        without=without,
        matters=matters,
        proof=proof_of_order(me),
        near=tuple([tie.path for tie in near if days.get(tie.path)]),
        far=tuple([tie.path for tie in near if not days.get(tie.path)]),
    )
    if counted < ENOUGH_DAYS or len(contacts) < ENOUGH_CIRCLES:
        return answer
    spelled: dict[str, Counter[str]] = {}
    for (circles, category), times in wordings.items():
        for key, name in _circles(circles, category if _is_wanted(category, wanted) else None).items():
            spelled.setdefault(key, Counter())[name] += times
    order = {name.casefold(): place for place, name in enumerate(matters)}
    shown = {name.casefold(): name for name in reversed(matters)}
    shares = [
        CircleShare(
            shown.get(key) or _usual(spelled[key]),
            round(contacts[key] / in_circles, 4),
            round(attention[key] / counted, 4),
            round(attention[key], 2),
        )
        for key in sorted(contacts, key=lambda key: (-round(attention[key], 6), order.get(key, len(order)), key))
    ]
    varied = in_circles >= ENOUGH_CONTACTS
    return Attention(
        circles=tuple(shares),
        days=total,
        without=without,
        matters=matters,
        proof=answer.proof,
        variety=round(hill_number(list(contacts.values())), 2) if varied else None,
        variety_of_days=round(hill_number(list(attention.values())), 2) if varied else None,
        near=answer.near,
        far=answer.far,
    )


def hill_number(amounts: Sequence[float]) -> float:
    """Return so many equal parts that would be as varied as these: exp of the entropy of their shares; 0 for none.

    1 when all is in one part, n when n parts are equal.
    """
    total = fsum(amounts)
    shares = [amount / total for amount in sorted(amounts) if amount > 0] if total else []
    return exp(-fsum([share * log(share) for share in shares])) if shares else 0.0


def circles_of(tie: Tie, wanted: Collection[str]) -> Mapping[str, str]:
    """Return the circles of a contact as written, by name case-folded; its category where that is among `wanted`."""
    return _circles(tie.circles, tie.category if wanted and _is_wanted(tie.category, wanted) else None)


def _is_wanted(category: str | None, wanted: Collection[str]) -> bool:
    return category is not None and category.casefold() in wanted


@lru_cache(maxsize=4096)
def _circles(circles: tuple[str, ...], category: str | None) -> Mapping[str, str]:
    """Return circles by name case-folded, with a category that is one too; thousands of contacts are in the same."""
    names = {circle.casefold().removeprefix("#"): circle.removeprefix("#") for circle in circles}
    if category is not None:
        names.setdefault(category.casefold(), category)
    return names


def _usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))


def _is_near(tie: Tie) -> bool:
    if tie.status is not Status.ACTIVE or not tie.suggest:
        return False
    return (tie.closeness or 0) >= NEAR_CLOSENESS or tie.priority == NEAR_PRIORITY
