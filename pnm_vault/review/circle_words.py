"""A circle or an organisation in words, for its review note: sections with sentences and lines."""

from collections.abc import Iterable, Sequence

from pnm_vault.insights.helping.needs import MeetNeed
from pnm_vault.insights.network_state.circle import GroupKind, Wish
from pnm_vault.insights.network_state.group_review import Bridge, GroupMember, GroupReview, Occasion
from pnm_vault.insights.network_state.standing import Named
from pnm_vault.model.record import Row
from pnm_vault.review.network_words import NetworkRow, NetworkSection, often_words
from pnm_vault.review.wording import plain

# A circle of hundreds is no reading matter: the note names so many and counts the others.
MOST_MEMBERS, MOST_WISHES, MOST_TIES, MOST_BRIDGES, MOST_NAMES = 60, 30, 20, 12, 8
RHYTHM = 12
_KINDS = {GroupKind.CIRCLE: "A circle", GroupKind.ORGANISATION: "An organisation"}


class NextStep(Row, frozen=True):
    """Two whom to introduce, and why."""

    first: Named
    second: Named
    why: str


def group_opening(review: GroupReview) -> str:
    """Say what the group is, of how many contacts, and as of when they are told of."""
    count = len(review.members)
    if not count:
        return f"{_KINDS[review.group.kind]} nobody is in now."
    said = f"{_KINDS[review.group.kind]} of {_count(count, 'contact')}"
    said += ", as far as your notes tell." if review.group.kind is GroupKind.CIRCLE else " of yours."
    if review.until is not None:
        said += f" How often is told for the year up to {review.until}, the last contact as of now."
    return said


def group_sections(review: GroupReview) -> tuple[NetworkSection, ...]:
    """Return what there is to tell of a group, in reading order; empty sections are left out."""
    found = (
        _members(review.members),
        _wishes("asks", "What they look for", review.asks, review.meets),
        _wishes("offers", "What they offer", review.offers, ()),
        _ties(review),
        _bridges(review.bridges),
        NetworkSection("occasions", "Events and communities", (), tuple(map(_occasion, _occasions(review)))),
    )
    return tuple([one for one in found if one.sentences or one.rows])


def next_steps(review: GroupReview) -> tuple[NextStep, ...]:
    """Return whom to introduce to each other, by what one looks for and the other offers."""
    found: dict[frozenset[str], NextStep] = {}
    for one in review.meets:
        pair = frozenset((one.need.path, one.path))
        first, second = Named(one.need.path, one.need.name), Named(one.path, one.name)
        found.setdefault(pair, NextStep(first, second, f"for “{plain(one.need.text)}”"))
    return tuple(found.values())


def to_record(review: GroupReview) -> str:
    """Say what to write down where it is too little to tell how members are tied; empty where it is enough."""
    if len(review.members) < 2 or review.ties:
        return ""
    return (
        "Nobody here is known to know anybody else here. "
        "Write down who does in the property “knows” of their notes, or with the command “pnm link”."
    )


def _members(members: Sequence[GroupMember]) -> NetworkSection:
    rows = [NetworkRow("", (one.contact,), _standing(one), one.proof) for one in members[:MOST_MEMBERS]]
    return NetworkSection("members", "Who is in it", (), (*rows, *_more(len(members) - MOST_MEMBERS)))


def _standing(one: GroupMember) -> str:
    said = [*(["close, by your own word"] if one.close else []), *([_often(one.days)] if one.days else [])]
    said.append("no contact noted" if one.last is None else f"last contact {one.last}")
    return ", ".join(said)


def _often(days: int) -> str:
    """Say it in words from twelve days on, where these tell of a rhythm; below that the days say more."""
    return often_words(days) if days >= RHYTHM else f"{_count(days, 'day')} in the year"


def _wishes(name: str, title: str, wishes: Sequence[Wish], meets: Iterable[MeetNeed]) -> NetworkSection:
    met = {(one.need.path, one.need.text): one for one in meets}
    rows: list[NetworkRow] = []
    for one in wishes[:MOST_WISHES]:
        row = NetworkRow("", (one.contact,), plain(one.source.text), one.source)
        found = met.get((one.contact.path, one.source.text))
        if found is not None:
            others = (Named(found.path, found.name),)
            tail = f"offers {plain(found.offer)}"
            row = NetworkRow("", row.contacts, row.text, row.proof, others, tail, found.proof)
        rows.append(row)
    return NetworkSection(name, title, (), (*rows, *_more(len(wishes) - MOST_WISHES)))


def _ties(review: GroupReview) -> NetworkSection:
    if not review.ties:
        return NetworkSection("ties", "Who knows whom")
    count = len(review.members)
    tied = f"{len(review.ties)} of {_count(count * (count - 1) // 2, 'pair')} are known to know each other"
    recorded = f"whom they know at all is recorded for {review.recorded} of {_count(count, 'contact')}"
    said = f"{tied}; {recorded}. A tie that nobody wrote down looks like a gap."
    rows = [NetworkRow("", (first,), "knows", None, (second,)) for first, second in review.ties[:MOST_TIES]]
    rows += _more(len(review.ties) - MOST_TIES)
    if review.apart:
        alone = "whom nobody else here is known to know: as far as your notes tell, you alone connect "
        alone += "them with the others" if len(review.apart) > 1 else "this one with the others"
        rows.append(NetworkRow("", review.apart[:MOST_NAMES], alone, None, (), _and_more(len(review.apart))))
    return NetworkSection("ties", "Who knows whom", (said,), tuple(rows))


def _bridges(bridges: Sequence[Bridge]) -> NetworkSection:
    rows = [
        NetworkRow(
            f"to {one.circle}" if one.circle else "to contacts in no circle",
            (one.contact,),
            _belonging(one),
            None,
            one.others[:MOST_NAMES],
            _and_more(len(one.others)),
        )
        for one in bridges[:MOST_BRIDGES]
    ]
    return NetworkSection("bridges", "Who bridges to where", (), (*rows, *_more(len(bridges) - MOST_BRIDGES)))


def _belonging(one: Bridge) -> str:
    if not one.belongs:
        return "knows"
    return "is in it too, and knows" if one.others else "is in it too"


def _occasions(review: GroupReview) -> tuple[Occasion, ...]:
    return (*review.communities, *review.events)


def _occasion(one: Occasion) -> NetworkRow:
    lead = "community" if one.day is None else f"{one.day}"
    said, others = "with" if one.members else "", one.members[:MOST_NAMES]
    return NetworkRow(lead, (one.note,), said, None, others, _and_more(len(one.members)))


def _and_more(count: int) -> str:
    return f"and {count - MOST_NAMES} more" if count > MOST_NAMES else ""


def _more(count: int) -> list[NetworkRow]:
    return [NetworkRow(f"and {count} more")] if count > 0 else []


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
