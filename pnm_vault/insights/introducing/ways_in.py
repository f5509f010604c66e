"""Who can introduce the owner to somebody: what leads there, how likely, and what each step rests on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pnm_vault.index.contribution import SMALL_MEETING
from pnm_vault.index.lookup import loosen
from pnm_vault.insights.catching_up.tie_facts import KIN
from pnm_vault.insights.helping.sought import Fit, FitReason
from pnm_vault.insights.introducing.matching import is_meant
from pnm_vault.model.contact import Apart, Contact, Status
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.network.coverage import Coverage, coverage_of
from pnm_vault.network.paths import LEAST_LIKELY, MOST_WAYS, RECORDED, Way, best_ways, likelihood, reach_of
from pnm_vault.network.strength import standing_by_path

# Who was in touch within a year belongs to the active network, and need not be introduced anew.
# Source: Roberts & Dunbar 2011 (The costs of family and friends, Evolution and Human Behavior 32:186-197).
ACTIVE_DAYS = 365
# From this closeness on, in the owner's words, one contact day is enough to know somebody.
CLOSE_ENOUGH = 3
# Of a larger workplace nobody knows everybody.
MOST_COLLEAGUES = 12


class Basis(StrEnum):
    """What a step rests on.

    The owner's own tie; a recorded tie between two contacts; a line about both; a workplace that they share, which is
    a guess; a line that names somebody of whom there is no note.
    """

    TIE = "tie"
    KNOWS = "knows"
    TOGETHER = "together"
    WORK = "work"
    NAMED = "named"


class WayStep(Row, frozen=True):
    """One step of a way, to the contact at `path` (empty: somebody of whom there is no note).

    `likelihood` is 0 to 1. `last` is the owner's last contact with them. `text` is the workplace that two share.
    """

    path: str
    name: str
    private: bool
    likelihood: float
    basis: Basis
    last: date | None = None
    text: str = ""
    proofs: tuple[Source, ...] = ()


class WayIn(Row, frozen=True):
    """A way to whom the owner looks for: whom to ask first, and so on to the end.

    `weakest` is the place of the least likely step. `reasons` say why the one at the end is what was looked for, where
    that was no name.
    """

    steps: tuple[WayStep, ...]
    likelihood: float
    weakest: int
    reasons: tuple[FitReason, ...] = ()


class KnownAlready(Row, frozen=True):
    """Somebody who is what was looked for, and whom the owner has met. `well`: they need no introduction."""

    path: str
    name: str
    private: bool
    last: date
    proof: Source | None
    well: bool
    reasons: tuple[FitReason, ...] = ()


class WaysIn(Record, frozen=True):
    """Those whom the owner knows already, the nearest first, then the ways to others, the likeliest first.

    `more` is how many of the former are left out. `unreached` are contacts (paths) who are what was looked for, and to
    whom nothing leads.
    """

    known: tuple[KnownAlready, ...] = ()
    more: int = 0
    ways: tuple[WayIn, ...] = ()
    coverage: Coverage = Coverage(0, 0)
    unreached: tuple[str, ...] = ()


class Named(Row, frozen=True):
    """A contact (path) whose note names somebody of whom there is none; `basis` says in what way."""

    path: str
    basis: Basis
    proof: Source


class Ground(Record, frozen=True):
    """What the ways are found on.

    `contacts` by path. `known` are the contacts whom each of them knows, `together` those with whom each stands in a
    line about contact, with that line; both by path and both ways.
    """

    network: Network
    contacts: Mapping[str, Contact]
    known: Mapping[str, Sequence[str]]
    together: Mapping[str, Mapping[str, Source]]


def lines_together(told: Iterable[tuple[str, Interaction]], today: date) -> dict[str, dict[str, Source]]:
    """Give by contact those who were there too, each with the newest line that says so, up to `today`.

    `told` are interactions with the contact whose they are. Whoever was there with more than seven others need not have
    spoken with them.
    """
    found: dict[str, dict[str, tuple[date, Source]]] = {}
    for path, one in told:
        if one.company and one.day <= today and len(one.company) < SMALL_MEETING:
            theirs = found.setdefault(path, {})
            for other in one.company:
                entry = (one.day, one.source)
                if other not in theirs or _newness(entry) > _newness(theirs[other]):
                    theirs[other] = entry
    return {path: {other: source for other, (_, source) in theirs.items()} for path, theirs in found.items()}


def _newness(entry: tuple[date, Source]) -> tuple[date, str, int]:
    return entry[0], entry[1].path, entry[1].line


def may_be_asked(contact: Contact) -> bool:
    """Tell whether a contact may be in between, or looked for by what they do."""
    return contact.status is Status.ACTIVE and contact.suggest


def find_ways(
    ends: Sequence[Fit],
    ground: Ground,
    today: date,
    named: Iterable[Named] = (),
    most: int = MOST_WAYS,
) -> WaysIn:
    """Find who can introduce the owner to one of the `ends`, or to somebody whom only other notes name.

    At most `most` ways are given, and so many of those known already. The ways are those of `network.paths.best_ways`,
    by the product of q over all steps: q = 0.2 + 0.8 x standing for the owner's own tie; for two contacts who know each
    other 0.5, or 0.35 + 0.5 x the overlap of those whom they know where enough is recorded; 0.35 for a guess, which
    leads to the end only: the same workplace, or a line in running text. Its use is the order of the ways.

    Nobody is in between who is archived, has died or is not to be suggested (`suggest: never`), and no step leads
    between two who are to be kept apart (`no_introduction`). Of the ends whom the owner knows well no way is given.
    """
    paths = _Ways(ground, today)
    known = [paths.known_already(fit) for fit in ends]
    met = [one for one in known if one is not None]
    well = {one.path for one in met if one.well}
    fits = {fit.path: fit for fit in ends if fit.path not in well}
    bonds = {path: paths.bonds_of(path) for path in fits}
    bonds[""] = {one.path: _Bond(_NAMED[one.basis], one.basis, proof=one.proof) for one in named}
    ways = tuple([paths.laid_out(way, bonds, fits.get(way.end)) for way in paths.best(bonds, most)])
    met.sort(key=lambda one: (-paths.standing[one.path], one.path))
    reached = {one.path for one in met} | {path for path, theirs in bonds.items() if theirs}
    unreached = [fit.path for fit in ends if fit.path not in reached]
    return WaysIn(tuple(met[:most]), max(0, len(met) - most), ways, paths.coverage, tuple(unreached[:most]))


_NAMED = {Basis.KNOWS: RECORDED, Basis.TOGETHER: RECORDED, Basis.NAMED: LEAST_LIKELY}


class _Bond(Row, frozen=True):
    """What there is between two contacts."""

    likelihood: float
    basis: Basis
    text: str = ""
    proof: Source | None = None


class _Ways:
    """What is asked of the ground again and again."""

    def __init__(self, ground: Ground, today: date) -> None:
        self._ground = ground
        self._today = today
        self._ties = ground.network.by_path
        self.standing = standing_by_path(ground.network)
        self.coverage = coverage_of(ground.contacts, ground.known)
        self._reach = {
            path: reach_of(self.standing[path])
            for path, contact in ground.contacts.items()
            if path in self._ties and may_be_asked(contact)
        }
        self._between: Mapping[str, Mapping[str, _Bond]] = {}
        self._colleagues: dict[str, list[tuple[str, str]]] = {}
        for path in sorted(self._reach):
            for name in ground.contacts[path].organisations:
                self._colleagues.setdefault(loosen(name), []).append((path, name))

    def known_already(self, fit: Fit) -> KnownAlready | None:
        """Say that the owner knows a contact, and whether well; None where there was no contact."""
        tie = self._ties.get(fit.path)
        if tie is None or tie.last is None:
            return None
        near = tie.days > 1 or tie.category == KIN or (tie.closeness or 0) >= CLOSE_ENOUGH
        well = near and (tie.category == KIN or (self._today - tie.last).days <= ACTIVE_DAYS)
        return KnownAlready(tie.path, tie.name, tie.private, tie.last, tie.proof, well, fit.reasons)

    def bonds_of(self, path: str, *, guesses: bool = True) -> dict[str, _Bond]:
        """Give those who may bring somebody to a contact, with what there is between the two."""
        bonds: dict[str, _Bond] = {}
        if guesses:
            for name in self._ground.contacts[path].organisations:
                among = self._colleagues.get(loosen(name), ())
                if len(among) <= MOST_COLLEAGUES:
                    for other, written in among:
                        bonds[other] = _Bond(LEAST_LIKELY, Basis.WORK, written)
        recorded = self._ground.known.get(path, ())
        for other, line in self._ground.together.get(path, {}).items():
            bonds[other] = _Bond(self._likelihood(other, path), Basis.TOGETHER, proof=line)
        for other in recorded:
            bonds[other] = _Bond(self._likelihood(other, path), Basis.KNOWS)
        return {
            other: bond
            for other, bond in bonds.items()
            if other in self._reach and other != path and not self._are_apart(path, other, bond.basis)
        }

    def best(self, bonds: Mapping[str, Mapping[str, _Bond]], most: int) -> tuple[Way, ...]:
        """Find the best ways over the bonds of the ends."""
        leading = {path for theirs in bonds.values() for path in theirs if path in self._reach}
        self._between = {path: self.bonds_of(path, guesses=False) for path in leading}
        steps, into = [
            {path: {other: bond.likelihood for other, bond in theirs.items()} for path, theirs in of.items()}
            for of in (self._between, bonds)
        ]
        return best_ways(self._reach, steps, into, most)

    def laid_out(self, way: Way, bonds: Mapping[str, Mapping[str, _Bond]], fit: Fit | None) -> WayIn:
        """Say what each step of a way rests on."""
        first, last = way.between[0], way.between[-1]
        tie = self._ties[first]
        proofs = (tie.proof,) if tie.proof is not None else ()
        steps = [self._step(first, _Bond(way.likelihoods[0], Basis.TIE), proofs)]
        if first != last:
            steps.append(self._step(last, self._between[last][first]))
        steps.append(self._step(way.end, bonds[way.end][last]))
        return WayIn(tuple(steps), round(way.likelihood, 6), way.weakest, fit.reasons if fit is not None else ())

    def _step(self, path: str, bond: _Bond, proofs: tuple[Source, ...] = ()) -> WayStep:
        contact, tie = self._ground.contacts.get(path), self._ties.get(path)
        return WayStep(
            path,
            contact.name if contact is not None else "",
            contact is not None and contact.private,
            round(bond.likelihood, 6),
            bond.basis,
            tie.last if tie is not None else None,
            bond.text,
            (bond.proof,) if bond.proof is not None else proofs,
        )

    def _likelihood(self, first: str, second: str) -> float:
        return likelihood(first, second, self._ground.known, structure=self.coverage.is_enough)

    def _are_apart(self, first: str, second: str, basis: Basis) -> bool:
        """Tell whether the owner wants two to be kept apart, or not to be asked whether they know each other."""
        one, other = self._ground.contacts[first], self._ground.contacts[second]
        return any(
            self._holds(wish) and is_meant(wish.target, to.path, to.name)
            for of, to in ((one, other), (other, one))
            for wish in _kept_from(of, guess=basis is Basis.WORK)
        )

    def _holds(self, wish: Apart) -> bool:
        return wish.until is None or wish.until > self._today


def _kept_from(contact: Contact, *, guess: bool) -> Collection[Apart]:
    return (*contact.apart, *contact.strangers) if guess else contact.apart
