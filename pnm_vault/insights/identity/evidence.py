"""What speaks for two being the same contact, what against, and how much it is worth together."""

from collections.abc import Iterator
from enum import StrEnum

from pnm_vault.insights.identity.addresses import UrlKind, firm_of_address, is_shared_mailbox, same_phone
from pnm_vault.insights.identity.name_likeness import FITTING, Compared, Likeness, compare_names, is_common
from pnm_vault.insights.identity.traits import Traits
from pnm_vault.model.record import Record, Row

# From these scores on two are likely, or possibly, the same. Derived from the labelled pairs of
# tests/insights/identity/labelled_pairs.py, where test_thresholds.py prints what each bound would find.
LIKELY = 0.6
POSSIBLE = 0.3

_NAME_WEIGHTS = {
    Likeness.SAME: 0.75,
    Likeness.ORDER: 0.72,
    Likeness.SPELLING: 0.7,
    Likeness.SHORT: 0.62,
    Likeness.MIDDLE: 0.6,
    Likeness.TYPO: 0.5,
    Likeness.INITIALS: 0.42,
    Likeness.SINGLE: 0.45,
    Likeness.OTHER_MIDDLE: 0.6,
    Likeness.SAME_GIVEN: 0.2,
    Likeness.PART: 0.2,
}
# A name that many bear tells less.
_COMMON = 0.6
# A name read from an address was never written by anybody.
_GUESSED = 0.7
# An address that weighs so much is hardly anybody else's.
_OWN = 0.75
_URL_WEIGHTS = {UrlKind.PROFILE: 0.92, UrlKind.PAGE: 0.45, UrlKind.SITE: 0.3}


class Verdict(StrEnum):
    """How sure it is that two are the same: `certain` by an address of their own, with nothing against it."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class About(StrEnum):
    """What a reason is about."""

    UID = "uid"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    NAME = "name"
    BIRTHDAY = "birthday"
    ORGANISATION = "organisation"
    PLACE = "place"
    ROLE = "role"


class Reason(Row, frozen=True):
    """One thing that speaks for or against: in words, and the value as each of the two has it (empty: none)."""

    about: About
    words: str
    one: str = ""
    other: str = ""


class Evidence(Record, frozen=True):
    """How sure it is that two are the same contact, from 0 to 1, and why; the weightiest reasons first."""

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()


_Weighed = tuple[float, Reason]


def compare(one: Traits, other: Traits) -> Evidence | None:
    """Compare two; None: nothing says that they are the same.

    Reasons count as independent: the score is what is left when each takes its share of the doubt; what speaks
    against takes its share of the score. Source: Fellegi & Sunter 1969 (A theory for record linkage) for weighing
    agreement and disagreement of each field apart; the weights are ours.
    """
    names = _compared_names(one, other)
    addresses = [*_addresses(one, other)]
    likeness = names.likeness
    own = max([weight for weight, _ in addresses], default=0.0) >= _OWN
    if not own and likeness not in _NAME_WEIGHTS and not (addresses and _unnamed(names)):
        return None
    if likeness is Likeness.SAME_GIVEN and addresses and not own:
        return None
    reasons = [*addresses, *_name_reason(one, other, names, bool(addresses))]
    if likeness in _NAME_WEIGHTS or likeness is Likeness.UNKNOWN:
        reasons += _circumstances(one, other)
    against = [*_against(one, other, names, bool(addresses))]
    doubt = 1.0
    for weight, _ in reasons:
        doubt *= 1 - weight
    score = 1 - doubt
    for share, _ in against:
        score *= share
    if likeness in (Likeness.SAME_GIVEN, Likeness.PART) and not addresses and score < LIKELY:
        return None
    return _judged(round(score, 4), names, addresses, reasons, against)


def _judged(
    score: float, names: Compared, addresses: list[_Weighed], reasons: list[_Weighed], against: list[_Weighed]
) -> Evidence | None:
    if score < POSSIBLE:
        return None
    own = max([weight for weight, _ in addresses], default=0.0) >= _OWN
    if own and not against and (names.likeness in FITTING or _unnamed(names)):
        verdict = Verdict.CERTAIN
    else:
        verdict = Verdict.LIKELY if score >= LIKELY else Verdict.POSSIBLE
    ordered = [reason for _, reason in sorted(reasons, key=lambda pair: -pair[0])]
    doubts = [reason for _, reason in sorted(against, key=lambda pair: pair[0])]
    return Evidence(score, verdict, tuple(ordered), tuple(doubts))


def _unnamed(names: Compared) -> bool:
    """Tell whether one of the two has no name at all, so that none contradicts."""
    return names.likeness is Likeness.UNKNOWN and not (names.one and names.other)


def _compared_names(one: Traits, other: Traits) -> Compared:
    if one.names and other.names:
        return compare_names(one.names, other.names)
    ones = one.names or tuple(filter(None, [one.guessed]))
    others = other.names or tuple(filter(None, [other.guessed]))
    return compare_names(ones, others)


def _name_reason(one: Traits, other: Traits, names: Compared, address: bool) -> Iterator[_Weighed]:
    weight = _NAME_WEIGHTS.get(names.likeness, 0.0)
    if not weight or (names.likeness is Likeness.SAME_GIVEN and address):
        return
    words = names.words
    if names.likeness is Likeness.SAME_GIVEN:
        words = "same first name"
    if not (one.names and other.names):
        weight *= _GUESSED
        words += " in the address"
    if any(is_common(name) for name in one.names[:1]) and any(is_common(name) for name in other.names[:1]):
        weight *= _COMMON
        words += ", which many bear"
    yield weight, Reason(About.NAME, words, names.one, names.other)


def _addresses(one: Traits, other: Traits) -> Iterator[_Weighed]:
    """Give what both can be reached by, each kind once, and what an address book knows both by."""
    if both := [uid for uid in one.uids if uid in other.uids]:
        yield 0.97, Reason(About.UID, "the same entry of an address book", both[0], both[0])
    theirs = {email.key: email for email in other.emails}
    found = [(email, theirs[email.key]) for email in one.emails if email.key in theirs]
    if found:
        mine, same = min(found, key=lambda pair: is_shared_mailbox(pair[0].key))
        weight = 0.35 if is_shared_mailbox(mine.key) else 0.9
        yield weight, Reason(About.EMAIL, f"same e-mail {mine.key}", mine.written, same.written)
    for number in one.phones:
        same_number = next((had for had in other.phones if same_phone(number.phone, had.phone)), None)
        if same_number is not None:
            yield 0.8, Reason(About.PHONE, f"same phone {number.written}", number.written, same_number.written)
            break
    pages = {page.key: page for page in other.urls}
    shared = [(_URL_WEIGHTS[page.kind], page, pages[page.key]) for page in one.urls if page.key in pages]
    if shared:
        weight, page, same_page = max(shared, key=lambda one: one[0])
        yield weight, Reason(About.URL, f"same page {page.key}", page.written, same_page.written)


def _circumstances(one: Traits, other: Traits) -> Iterator[_Weighed]:
    """Give what both are and have that others are and have too."""
    for mine in one.birthdays:
        for same in other.birthdays:
            if (mine.month, mine.day) == (same.month, same.day) and (
                mine.year == same.year or not mine.year * same.year
            ):
                yield 0.7 if mine.year and same.year else 0.45, Reason(About.BIRTHDAY, "same birthday")
                break
    if firm := _same_firm(one, other):
        yield firm
    places = {place.key: place for place in other.places}
    if town := next((place for place in one.places if place.key in places), None):
        yield 0.2, Reason(About.PLACE, f"both in {town.written}", town.written, places[town.key].written)
    roles = {role.key: role for role in other.roles}
    if work := next((role for role in one.roles if role.key in roles), None):
        yield 0.2, Reason(About.ROLE, f"both {work.written}", work.written, roles[work.key].written)


def _same_firm(one: Traits, other: Traits) -> _Weighed | None:
    for mine in one.organisations:
        for same in other.organisations:
            if mine.key == same.key or _is_part(mine.key, same.key) or _is_part(same.key, mine.key):
                return 0.4, Reason(About.ORGANISATION, f"same organisation {mine.written}", mine.written, same.written)
    same_mail = {email.key for email in one.emails} & {email.key for email in other.emails}
    for firm in sorted(_firms(one) & _firms(other)) if not same_mail else ():
        return 0.35, Reason(About.ORGANISATION, f"same organisation by their addresses ({firm})")
    return None


def _both_firms(one: Traits, other: Traits) -> tuple[str, str] | None:
    """Name an organisation of each: by the address that a name was read from where no other is known."""
    found = []
    for who in (one, other):
        firms = [firm.written for firm in who.organisations]
        if not firms and who.guessed is not None:
            firms = [firm for email in who.emails if (firm := firm_of_address(email.key))]
        found += firms[:1]
    return (found[0], found[1]) if len(found) == 2 else None


def _is_part(short: str, long: str) -> bool:
    """Tell whether one name of a firm begins the other: Acme and Acme Robotics."""
    return len(short) >= 4 and long.startswith(f"{short} ")


def _firms(one: Traits) -> set[str]:
    """Give the words by which their firms are known in addresses: those of the addresses, and the names as one word."""
    firms = {firm_of_address(email.key) for email in one.emails if not is_shared_mailbox(email.key)}
    return {*firms, *[firm.key.replace(" ", "") for firm in one.organisations]} - {""}


def _against(one: Traits, other: Traits, names: Compared, address: bool) -> Iterator[_Weighed]:
    yield from _names_against(one, other, names, address)
    yield from _birthdays_against(one, other)
    mine, theirs = ([page for page in who.urls if page.key.startswith("linkedin.com/in/")] for who in (one, other))
    if mine and theirs and not {page.key for page in mine} & {page.key for page in theirs}:
        yield 0.4, Reason(About.URL, "two profiles at LinkedIn", mine[0].written, theirs[0].written)
    if address:
        return
    if (firms := _both_firms(one, other)) and _same_firm(one, other) is None:
        yield 0.6, Reason(About.ORGANISATION, f"different organisations: {', '.join(firms)}", *firms)
    if one.places and other.places and not {place.key for place in one.places} & {place.key for place in other.places}:
        towns = (one.places[0].written, other.places[0].written)
        yield 0.75, Reason(About.PLACE, f"different places: {', '.join(towns)}", *towns)


def _names_against(one: Traits, other: Traits, names: Compared, address: bool) -> Iterator[_Weighed]:
    shares = {
        Likeness.SAME_FAMILY: 0.35,
        Likeness.DIFFERENT: 0.35,
        Likeness.SAME_GIVEN: 0.75,
        Likeness.OTHER_MIDDLE: 0.5,
    }
    if names.likeness in shares and one.names and other.names:
        words = names.words
        if names.likeness is Likeness.OTHER_MIDDLE:
            words = "different middle names"
        elif address and names.likeness is Likeness.SAME_FAMILY:
            words += ", as in one household"
        yield shares[names.likeness], Reason(About.NAME, words, names.one, names.other)
    if one.names and other.names:
        mine, theirs = one.names[0].generation, other.names[0].generation
        if mine != theirs:
            both = bool(mine and theirs)
            words = "senior and junior" if both else "only one of them is called junior or senior"
            yield 0.15 if both else 0.5, Reason(About.NAME, words, one.names[0].written, other.names[0].written)


def _birthdays_against(one: Traits, other: Traits) -> Iterator[_Weighed]:
    if not one.birthdays or not other.birthdays:
        return
    days = {(day.month, day.day) for day in one.birthdays} & {(day.month, day.day) for day in other.birthdays}
    if not days:
        yield 0.3, Reason(About.BIRTHDAY, "different birthdays")
    elif not any(mine.fits(theirs) for mine in one.birthdays for theirs in other.birthdays):
        yield 0.5, Reason(About.BIRTHDAY, "born in different years")
