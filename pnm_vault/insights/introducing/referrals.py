"""Who introduced whom to the owner: chains of referrals back and forth, and thanks that are still to be said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pnm_vault.index.told_lines import lines_told
from pnm_vault.model.contact import Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

# So long after a first meeting a thank-you is still worth a line.
THANKS_DAYS = 180
# Where a log begins, everybody in it is met for the first time: a first line counts for a meeting from so many days on.
LOG_AGE = 90
# So many links of a chain are followed at most; longer ones were not made by people.
LONGEST = 50

_THANKS = "hank"  # thank, Thanked, thanks: a hint that costs nearly nothing
NO_THANKS = "thanks for "


class ReferralRow(Row, frozen=True):
    """What one contact's record says of introductions to the owner.

    `by` are those who introduced this contact, each with the line that says so. `met` is the day of the first meeting,
    `told` whether the note names that day itself. `thanked` are days on which this contact was thanked, `spared` the
    names (case-folded) for whom no thanks to them are to be suggested.
    """

    by: tuple[tuple[str, Source], ...] = ()
    met: date | None = None
    told: bool = False
    thanked: tuple[date, ...] = ()
    spared: tuple[str, ...] = ()


class ThanksDue(Row, frozen=True):
    """Somebody (`by`) who introduced a contact to the owner, who met on the day `met`. `proof` says who it was."""

    by: str
    by_name: str
    contact: str
    contact_name: str
    met: date
    proof: Source


class Referral(Row, frozen=True):
    """One link of a chain, `depth` links (from 1) from where it begins: `path` introduced `of`, or the other way round.

    `again`: this contact stands in the chain before, so that it is not followed once more.
    """

    path: str
    of: str
    depth: int
    proof: Source
    again: bool = False


def referral_row(record: ContactRecord) -> ReferralRow | None:
    """Give what a record says of introductions to the owner; None where it says nothing."""
    contact = record.contact
    thanked: tuple[date, ...] = ()
    if _THANKS in lines_told(record):
        thanked = tuple([one.day for one in record.interactions if _THANKS in one.source.text])
    spared = tuple([label[len(NO_THANKS) :] for label in contact.no_reminder if label.startswith(NO_THANKS)])
    if not record.introduced_by:
        return ReferralRow(thanked=thanked, spared=spared) if thanked or spared else None
    first = record.interactions[0].day if record.interactions else None
    by = tuple([(path, _proof(record, path)) for path in record.introduced_by])
    return ReferralRow(by, contact.met_on or first, contact.met_on is not None, thanked, spared)


def thanks_due(
    rows: Mapping[str, ReferralRow], ties: Sequence[Tie], follow_ups: Iterable[FollowUp], today: date
) -> tuple[ThanksDue, ...]:
    """Give those whom the owner has not thanked yet for an introduction of late, the newest first, then by path.

    Since the two met, no line with whoever introduced them says thanks, and no open follow-up means to.
    """
    if not rows:
        return ()
    known = {tie.path: tie for tie in ties if tie.status is Status.ACTIVE}
    days = [tie.first for tie in ties if tie.first is not None]
    began = min(days, default=today)
    meant = {path for one in follow_ups if _THANKS in one.text for path in one.contacts}
    found: list[ThanksDue] = []
    for path, row in rows.items():
        met = row.met
        if path not in known or met is None or not 0 <= (today - met).days <= THANKS_DAYS:
            continue
        if not row.told and (met - began).days < LOG_AGE:
            continue
        name = known[path].name
        for by, proof in row.by:
            theirs = rows.get(by, ReferralRow())
            thanked = any(met <= day <= today for day in theirs.thanked)
            if by in known and by not in meant and not thanked and name.casefold() not in theirs.spared:
                found.append(ThanksDue(by, known[by].name, path, name, met, proof))
    return tuple(sorted(found, key=lambda one: (-one.met.toordinal(), one.by, one.contact)))


def chain_back(path: str, rows: Mapping[str, ReferralRow]) -> tuple[Referral, ...]:
    """Give who introduced the contact at `path`, who introduced these, and so on: each before those behind them."""
    return _follow(path, {one: row.by for one, row in rows.items()})


def chain_forward(path: str, rows: Mapping[str, ReferralRow]) -> tuple[Referral, ...]:
    """Give whom the contact at `path` introduced to the owner, whom these did, and so on."""
    onward: dict[str, list[tuple[str, Source]]] = {}
    for one in sorted(rows):
        for by, proof in rows[one].by:
            onward.setdefault(by, []).append((one, proof))
    return _follow(path, onward)


def _follow(start: str, links: Mapping[str, Sequence[tuple[str, Source]]]) -> tuple[Referral, ...]:
    found: list[Referral] = []
    seen = {start}
    waiting = [(other, start, 1, proof) for other, proof in reversed(links.get(start, ()))]
    while waiting:
        path, of, depth, proof = waiting.pop()
        again = path in seen
        found.append(Referral(path, of, depth, proof, again))
        if not again and depth < LONGEST:
            seen.add(path)
            waiting += [(other, path, depth + 1, source) for other, source in reversed(links.get(path, ()))]
    return tuple(found)


def _proof(record: ContactRecord, path: str) -> Source:
    """Give the line that names who introduced a contact: by the name of the note, else the first that names anybody."""
    links = record.contact.introduced_by
    stem = path.removesuffix(".md").rpartition("/")[2].casefold().lstrip("@")
    named = [link for link in links if link.target.rpartition("/")[2].casefold().lstrip("@") == stem]
    line = next((link.line for link in (*named, *links)), 0)
    return Source(record.contact.path, line)
