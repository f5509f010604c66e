"""A few dormant ties each month that may be worth a word out of the blue, each for a reason of its own."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from pnm_vault.blake import blake2b
from pnm_vault.insights.catching_up.expectation import Expectation, expectations_for
from pnm_vault.insights.catching_up.stale import KIN, Label, StaleContact, label_of
from pnm_vault.model.contact import Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network.silences import LONG
from pnm_vault.network.strength import CLOSE, was_strong

# Whom the owner was in touch with in the year before the month is active.
ACTIVE = 365
# Circles that at most one active tie in so many belongs to are others than those the owner moves in.
FEW = 20

_SENIOR = frozenset(
    {
        *("head", "chief", "director", "founder", "cofounder", "co-founder", "president", "chair", "chairman"),
        *("chairwoman", "professor", "dean", "partner", "principal", "senior", "lead", "owner", "ceo", "cto", "cfo"),
        *("coo", "vp", "provost", "rector", "chancellor", "ambassador", "editor", "emerita", "emeritus"),
    }
)


class Draw(StrEnum):
    """Why a tie was picked."""

    STRONG = "once-strong"
    NOVEL = "novel"
    LOT = "lot"


class DormantPick(Row, frozen=True):
    """One pick of the month, with its reason as a sentence for the owner."""

    path: str
    kind: Draw
    reason: str


def is_dormant(silence: int, gap: int, kin: bool, latest: int | None) -> bool:
    """Tell whether so many days of silence make a tie dormant: beyond eight gaps, and a year or longer."""
    return silence >= LONG and label_of(silence, gap, kin, latest) is Label.DORMANT


def senior_role(record: ContactRecord) -> str | None:
    """Return the role of a contact whose role is a senior one by its words; None for any other."""
    role = record.contact.role
    if role is None or _SENIOR.isdisjoint(role.casefold().replace(",", " ").replace("/", " ").split()):
        return None
    return role


def pick_dormant(
    network: Network, settings: Settings, today: date, woken: Mapping[str, Tie], senior: Mapping[str, str]
) -> tuple[DormantPick, ...]:
    """Return the dormant ties that are picked for the month of `today`: `settings.review.dormant` at most.

    By turns one that was strong, the strongest first; one who moves in other circles than the active ties, or has a
    senior role; one by lot. Where there is nobody of a kind, the lot decides. They are chosen as of the first of the
    month: `woken` are the ties as they were then of those with whom contact was picked up since after a long silence.
    So who is ticked during the month, or put off, leaves the place empty, and nobody moves up; who is taken off for
    good (`cadence: none`) makes room. `senior` are the senior roles by contact path.

    Never kin, private contacts, those never to be suggested or reminded of, nor those put off before the month.

    Source: Levin, Walter & Murnighan 2011 (Dormant ties: the value of reconnecting, Organization Science 22:923-939):
    as useful as current ties, and what was strong keeps its trust; Walter, Levin & Murnighan 2015 (Reconnection
    choices, Organization Science 26:1447-1465): the most valuable were those with whom one had spent little time and
    of higher status, while people prefer those whom they know well. Hence the mixture.
    """
    wanted = settings.review.dormant
    first = today.replace(day=1)
    pool = {tie.path: tie for tie in _pool(network, settings, first, woken)} if wanted else {}
    if not pool:
        return ()
    strong = [tie for tie in pool.values() if was_strong(tie, network.mean_log_gap)]
    strong.sort(key=lambda tie: (-tie.decayed, tie.name.casefold(), tie.path))
    lots = sorted(pool, key=lambda path: _lot(first, path))
    novel = _novel(pool, network, first, woken, senior, {path: place for place, path in enumerate(lots)})
    by_kind = (
        [DormantPick(tie.path, Draw.STRONG, _strong_words(tie)) for tie in strong],
        novel,
        [DormantPick(path, Draw.LOT, "Drawn by lot for this month.") for path in lots],
    )
    picks: dict[str, DormantPick] = {}
    for turn in range(min(wanted, len(pool))):
        pick = _next(by_kind[turn % 3], picks) or _next(by_kind[2], picks)
        if pick is not None:
            picks[pick.path] = pick
    return tuple(picks.values())


def open_picks(picks: Sequence[str], stale: Iterable[StaleContact]) -> tuple[StaleContact, ...]:
    """Return those of the picked contacts, by path, still silent, neither put off nor planned."""
    known = {one.path: one for one in stale}
    found = [known[path] for path in picks if path in known]
    return tuple([one for one in found if (one.since or 0) >= LONG and not one.snoozed and one.planned is None])


def _next(picks: Iterable[DormantPick], taken: Collection[str]) -> DormantPick | None:
    return next((pick for pick in picks if pick.path not in taken), None)


def _pool(network: Network, settings: Settings, first: date, woken: Mapping[str, Tie]) -> list[Tie]:
    expectations = expectations_for(settings.cadence, network.mean_log_gap)
    long_ago = first - timedelta(days=LONG)
    found: list[Tie] = []
    for now in network.ties:
        last = now.last
        # Most are neither silent for so long nor were they when the month began.
        if last is None or (last > long_ago and now.path not in woken):
            continue
        tie = woken.get(now.path, now)
        if tie.last is None or tie.category == KIN or tie.private or not tie.suggest or tie.status is not Status.ACTIVE:
            continue
        expected = expectations.of(tie)
        if expected is None or not is_dormant((first - tie.last).days, expected.gap, False, expected.latest):
            continue
        if not _was_put_off(tie, expected, first):
            found.append(tie)
    return found


def _was_put_off(tie: Tie, expected: Expectation, first: date) -> bool:
    """Tell whether a reminder that the owner asked for was written before the month.

    Nothing says when; without a day of the owner's own it lies one gap ahead of the day on which it was written.
    """
    wanted = tie.next_contact
    if wanted is None or tie.last is None or wanted <= tie.last:
        return False
    return (wanted - first).days < expected.gap


def _novel(
    pool: Mapping[str, Tie],
    network: Network,
    first: date,
    woken: Mapping[str, Tie],
    senior: Mapping[str, str],
    lots: Mapping[str, int],
) -> list[DormantPick]:
    """Give those who move elsewhere than the active ties, or have a senior role, the most different first."""
    since = first - timedelta(days=ACTIVE)
    active = [
        tie.circles
        for tie in network.ties
        if tie.last is not None and tie.last >= since and (tie.first or first) < first and tie.path not in woken
    ]
    often: Counter[str] = Counter()
    for circle, times in Counter([circle for circles in active for circle in circles]).items():
        often[circle.casefold()] += times
    few = len(active) // FEW
    shared = {path: max([often[one.casefold()] for one in tie.circles], default=few + 1) for path, tie in pool.items()}
    elsewhere = {path for path, count in shared.items() if count <= few}
    found = [path for path in pool if path in elsewhere or path in senior]
    # Both before one; then little time together, as people would not choose it by themselves; then the lot.
    found.sort(key=lambda path: (not (path in elsewhere and path in senior), pool[path].days, lots[path]))
    return [DormantPick(path, Draw.NOVEL, _novel_words(senior.get(path), path in elsewhere)) for path in found]


def _strong_words(tie: Tie) -> str:
    if tie.closeness is not None and tie.closeness >= CLOSE:
        return "You wrote that you are close: such trust lasts, and a word is easily picked up again."
    return "You were much in touch before it went quiet: such trust lasts, and a word is easily picked up again."


def _novel_words(role: str | None, elsewhere: bool) -> str:
    called = f", as {role}" if role else ""
    if elsewhere:
        return f"Moves in other circles than those you see now{called}: may know what nobody around you does."
    return f"Sees things from another place than those around you{called}."


def _lot(first: date, path: str) -> bytes:
    """Give what decides by lot: the same all month and on every machine."""
    words = f"{first.year:04}-{first.month:02}\n{path}"
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
