"""The state of the network in words: sections with sentences and lines, for the terminal and the review note.

Every number comes with what it was counted on; none is a grade, and there is no sum of them.
"""

from collections.abc import Iterable, Sequence

from pnm_vault.insights.comparing.shared_values import say_common
from pnm_vault.insights.helping.needs import MeetNeed
from pnm_vault.insights.introducing.acquainted import Proved
from pnm_vault.insights.looking_back.attention import Attention, CircleShare
from pnm_vault.insights.looking_back.periods import PeriodKind, period_around
from pnm_vault.insights.network_state.standing import LoneLink, Named
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.structure import Broker, CirclePair, Structure
from pnm_vault.insights.network_state.synergy import Synergy
from pnm_vault.insights.network_state.trend import Quarter, change_of_alive, change_of_days
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.network.brokerage import Mixing, Role
from pnm_vault.review.wording import plain

# To be recorded next: as many pairs as are answered in a minute.
PAIRS_TO_RECORD = 5
_CIRCLES_SHOWN = 4
# A circle that has so much less of the days than of the contacts is worth a line.
_GAP = 0.03
_OFTEN = {
    52: "about every week or more often",
    12: "about every month or more often",
    2: "twice or more",
    1: "once or more",
}
_ROLES = {
    Role.COORDINATOR: "within their own circle",
    Role.CONSULTANT: "within a circle that is not theirs",
    Role.GATEKEEPER: "between their own circle and another",
    Role.LIAISON: "between two circles that are not theirs",
}
TOO_FEW = "With fewer than ten contacts there is no network to measure yet."


class NetworkRow(Row, frozen=True):
    """One line, read from left to right: words, contacts, words, more contacts, words; each may be empty.

    `proof` is the line that proves `text`, `other_proof` that of `tail`.
    """

    lead: str = ""
    contacts: tuple[Named, ...] = ()
    text: str = ""
    proof: Source | None = None
    others: tuple[Named, ...] = ()
    tail: str = ""
    other_proof: Source | None = None


class NetworkSection(Row, frozen=True):
    """A heading with sentences and lines below it, one at least of either."""

    name: str
    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[NetworkRow, ...] = ()


def often_words(days: int) -> str:
    """Say how often there was contact in a year with so many days of it, one at least."""
    return next(words for least, words in _OFTEN.items() if days >= least)


def coverage_words(state: NetworkState) -> str:
    """Say of how many contacts it is written down whom they know."""
    return f"Who knows whom is recorded for {state.recorded} of {_count(state.contacts, 'contact')}"


def network_sections(state: NetworkState, synergy: Synergy, pairs: Sequence[Proved] = ()) -> tuple[NetworkSection, ...]:
    """Return what there is to tell, in reading order; `pairs` are those that probably know each other, likeliest first.

    Empty sections are left out.
    """
    structure = state.structure
    found = (
        _standing(state),
        _trend(state),
        _attention(state.attention, state),
        NetworkSection("lone", "Circles that hang by one contact", (), tuple(map(_lone, state.lone))),
        *((_cohesion(state, structure), _bridges(structure), _circles(structure)) if structure is not None else ()),
        NetworkSection("synergy", "Private and professional", (), tuple(_synergy(synergy))),
        _to_record(state, pairs),
    )
    return tuple([one for one in found if one.sentences or one.rows])


def _standing(state: NetworkState) -> NetworkSection:
    found = state.standing
    if not found.layers:
        return NetworkSection("ties", "Ties")
    said = [f"In the year up to {state.until}, of {_count(state.contacts, 'contact')}, you were in touch with so many."]
    rows = [
        NetworkRow(
            f"{_OFTEN[layer.days]}: {layer.count}",
            layer.named if layer.days > 2 else (),
            f"and {layer.more} more" if layer.days > 2 and layer.more else "",
        )
        for layer in found.layers
        if layer.count
    ]
    if found.silent:
        dormant = f", of these {found.dormant} for three years or longer" if found.dormant else ""
        rows.append(NetworkRow(f"silent for a year or longer: {found.silent}{dormant}"))
    if found.never:
        rows.append(NetworkRow(f"no contact noted: {found.never}"))
    return NetworkSection("ties", "Ties", tuple(said), tuple(rows))


def _trend(state: NetworkState) -> NetworkSection:
    found = state.capacity
    if found is None:
        return NetworkSection("trend", "How it moves")
    now = found.now
    first = f"{_count(now.alive, 'tie')} were alive on {now.until}, with contact in the 90 days up to it"
    first += "." if now.came is None else f"; since {now.since} {now.came} came in and {now.went} went quiet."
    rows = [
        NetworkRow(word, named, f"and {total - len(named)} more" if total > len(named) else "")
        for word, named, total in (("came in", state.came, now.came or 0), ("went quiet", state.went, now.went or 0))
        if named
    ]
    rows += [NetworkRow(_quarter(one)) for one in state.quarters]
    return NetworkSection("trend", "How it moves", (first, *_changes(state.quarters)), tuple(rows))


def _changes(quarters: Sequence[Quarter]) -> Iterable[str]:
    """Say what is another number than a year before, and nothing where nothing is."""
    alive, days = change_of_alive(quarters), change_of_days(quarters)
    if alive is not None and alive.moved:
        yield (
            f"At the end of {_key(quarters[-1])} {_count(alive.after, 'tie')} were alive, a year before {alive.before}."
        )
    if days is not None and days.moved:
        yield (
            f"The four quarters up to {_key(quarters[-1])} had {_count(days.after, 'day')} of contact, "
            f"the four before {days.before}."
        )


def _quarter(one: Quarter) -> str:
    alive = one.alive
    change = "" if alive.came is None else f", {alive.came} came in, {alive.went} went quiet"
    return f"end of {_key(one)}: {alive.alive} alive{change}; {_count(one.days, 'day')} of contact in it"


def _key(one: Quarter) -> str:
    return period_around(PeriodKind.QUARTER, one.alive.until).key


def _attention(found: Attention, state: NetworkState) -> NetworkSection:
    if not found.circles:
        return NetworkSection("attention", "Circles and your attention")
    said: list[str] = []
    if found.variety is not None and found.variety_of_days is not None:
        gap = f"By contacts your circles are as varied as {found.variety:.1f} equal ones, "
        said.append(f"{gap}by days of contact in the year up to {state.until} as {found.variety_of_days:.1f}.")
    if found.without:
        said.append(f"{found.without} of {found.days} days were with contacts who have no circle.")
    rows = [*_order(found)]
    rows += [NetworkRow(f"{one.name}: {_shares(one)}") for one in found.circles[:_CIRCLES_SHOWN] if one.attention]
    behind = sorted(
        [one for one in found.circles[_CIRCLES_SHOWN:] if one.contacts - one.attention >= _GAP],
        key=lambda one: (one.attention - one.contacts, one.name),
    )
    rows += [NetworkRow(f"more contacts than days, {one.name}: {_shares(one)}") for one in behind[:_CIRCLES_SHOWN]]
    return NetworkSection("attention", "Circles and your attention", tuple(said), tuple(rows))


def _order(found: Attention) -> Iterable[NetworkRow]:
    """Put the order in which the owner wrote that circles matter beside that of the days, where they are not the same.

    Only those circles count that are anybody's.
    """
    shares = {one.name.casefold(): one for one in found.circles}
    written = [shares[name.casefold()] for name in found.matters if name.casefold() in shares]
    by_days = sorted(written, key=lambda one: -one.attention)
    if found.proof is None or len(written) < 2 or written == by_days:
        return
    text = f"the circles that matter, in your order: {', '.join([one.name for one in written])}"
    days = ", ".join([f"{_percent(one.attention)} {one.name}" for one in by_days])
    yield NetworkRow("", (), text, found.proof, (), f"by days: {days}")


def _shares(one: CircleShare) -> str:
    return f"{_percent(one.attention)} of your days, {_percent(one.contacts)} of your contacts"


def _lone(one: LoneLink) -> NetworkRow:
    others = f"and {one.more} more" if one.more else ""
    words = f"the only one you were in touch with in the year, on {one.last}; not with"
    return NetworkRow(one.circle, (one.contact,), words, None, one.others, others)


def _cohesion(state: NetworkState, found: Structure) -> NetworkSection:
    said = [
        f"{coverage_words(state)}; this is about these {found.contacts}. "
        "A tie that nobody wrote down looks like a gap: there are at least so many ties, and at most so many gaps.",
        f"{_count(found.ties, 'tie')} between them, {_percent(found.density)} of {_count(found.pairs, 'pair')}. "
        f"You alone hold together {_count(len(found.parts), 'group')} of them{_largest(found.parts)}.",
    ]
    if found.transitivity is not None:
        said.append(
            f"Where two know the same contact, they know each other in {_percent(found.transitivity)} of cases."
        )
    size = f"Effective size: {found.effective_size:.0f} of {found.contacts}, since those who know each other overlap."
    between = "" if found.between is None else f" You stand between about {found.between:.0f} of the pairs."
    said.append(size + between)
    if found.constraint is not None:
        order = "" if found.hierarchy is None else f", hierarchy {found.hierarchy:.2g} (0: even, 1: all by one)"
        said.append(
            f"Constraint: {found.constraint:.2g} (the more goes by few who know each other, the higher){order}."
        )
    rows = [
        NetworkRow(
            "most goes by" if place == 0 else "then by",
            (one.contact,),
            f"{_percent(one.share)} of the constraint, {_percent(one.contact_share)} of your recent contact, "
            f"knows {one.knows} of the others",
        )
        for place, one in enumerate(found.depends)
    ]
    return NetworkSection("cohesion", "Who knows whom", tuple(said), tuple(rows))


def _largest(parts: Sequence[int]) -> str:
    if len(parts) < 2:
        return ""
    return f", the largest of {' and '.join(map(str, parts[:2]))} contacts"


def _bridges(found: Structure) -> NetworkSection:
    rows = [
        NetworkRow(
            "",
            (one.contact,),
            "without whom nobody you know would link these with the others",
            None,
            one.cut_off,
            " · ".join(
                [*([f"and {one.size - len(one.cut_off)} more"] if one.size > len(one.cut_off) else []), *one.circles]
            ),
        )
        for one in found.bridges
    ]
    if found.more_bridges:
        rows.append(NetworkRow(f"and {found.more_bridges} more"))
    rows += [NetworkRow("", (one.contact,), _broker(one)) for one in found.brokers]
    return NetworkSection("bridges", "Who bridges", (), tuple(rows))


def _broker(one: Broker) -> str:
    roles = ", ".join([_ROLES[role] for role, _ in one.roles])
    return f"stands between others who do not know each other, {roles} (pairs: {_number(one.pairs)})"


def _circles(found: Structure) -> NetworkSection:
    said = [_mixing(found.mixing)] if found.mixing is not None else []
    rows = [NetworkRow(f"no tie recorded between {_pair(one)}: they meet in you alone") for one in found.apart]
    if found.more_apart:
        rows.append(NetworkRow(f"and {_count(found.more_apart, 'more pair')} of circles"))
    rows += [NetworkRow(f"one tie alone between {_pair(one)}") for one in found.held]
    if rows or said:
        said.append("Of several circles the first one of a contact counts here.")
    return NetworkSection("circles", "Between circles", tuple(said), tuple(rows))


def _pair(one: CirclePair) -> str:
    return f"{one.first} ({one.sizes[0]}) and {one.second} ({one.sizes[1]})"


def _mixing(found: Mixing) -> str:
    total = found.within + found.across
    return (
        f"{found.within} of {_count(total, 'tie')} lie within a circle, about {_number(total * found.by_chance)} would "
        f"by chance (E-I index {found.index:.2f}, by chance {found.index_by_chance:.2f})."
    )


def _synergy(found: Synergy) -> Iterable[NetworkRow]:
    sides = (
        ("for work, from private life", found.for_work, found.more_for_work),
        ("for private life, from work", found.for_life, found.more_for_life),
    )
    for lead, needs, more in sides:
        yield from [_need(lead, one) for one in needs]
        if more:
            yield NetworkRow(f"{lead}, {more} more")


def _need(lead: str, one: MeetNeed) -> NetworkRow:
    need = one.need
    return NetworkRow(
        lead,
        (Named(need.path, need.name),),
        f"looks for {plain(need.text)}",
        need.proof,
        (Named(one.path, one.name),),
        f"offers {plain(one.offer)}",
        one.proof,
    )


def _to_record(state: NetworkState, pairs: Sequence[Proved]) -> NetworkSection:
    """Say what to write down next, where it is too little to tell how contacts are tied to each other."""
    if state.structure is not None:
        return NetworkSection("record", "To record next")
    said = [f"{coverage_words(state)}, too few to tell how they are tied to each other."]
    if state.is_small:
        said.insert(0, TOO_FEW)
    rows = [
        NetworkRow(
            "",
            (Named(one.pair.first, one.pair.first_name), Named(one.pair.second, one.pair.second_name)),
            f"may know each other: {plain(say_common(one.pair.terms[0]))}" if one.pair.terms else "may know each other",
        )
        for one in pairs[:PAIRS_TO_RECORD]
    ]
    said.append("Write down who knows whom in the property “knows” of their notes, or with the command “pnm link”.")
    return NetworkSection("record", "To record next", tuple(said), tuple(rows))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _number(value: float) -> str:
    """Write two digits at most behind nothing that is needless."""
    return f"{value:.1f}".removesuffix(".0")
