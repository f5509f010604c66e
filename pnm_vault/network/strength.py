"""How strong a tie is: contact days that fade with a half-life taken from the owner's own rhythm."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import exp, exp2, fsum, inf, log

from msgspec.structs import replace

from pnm_vault.model.picture import Network
from pnm_vault.model.tie import Tie
from pnm_vault.network.ranks import Ranks
from pnm_vault.network.rhythm import own_gap

# Without any history: as if everybody were met once a month.
USUAL_GAP = 30.0
SHORTEST_HALF_LIFE = 3.0
# As strong as four contact days at the owner's usual pace: the half-life is three of their gaps (2.92).
STRONG = sum([exp2(-gaps / 3) for gaps in range(4)])
# What was shorter than this, in days, was an occasion and not yet a tie.
LASTING = 90
# Above this stands a tenth of the ties, and those that the owner calls the closest.
NEAR = 0.9
# From here on a closeness in the owner's words says that a tie is strong.
CLOSE = 4


def half_life_of(log_gap_sum: float, gaps: int) -> float:
    """Return the half-life of strength in days, from the sum of ln(gap in days) over so many gaps.

    Give it all gaps of all ties with 3 or more contact days: it is three times their geometric mean, 3 days or more,
    rounded to two significant digits so that it moves rarely; 90 when there are no gaps.

    Source: exponential decay of ties after Jin, Girvan & Newman 2001 (Structure of growing social networks, Phys. Rev.
    E 64:046132); the factor 3 is within 0.02 AUC of the best on the Enron and CollegeMsg data, where no constant is
    (measured).
    """
    usual = exp(log_gap_sum / gaps) if gaps else USUAL_GAP
    return _two_digits(max(SHORTEST_HALF_LIFE, 3 * usual))


def mean_log_gap_of(log_gap_sum: float, gaps: int) -> float:
    """Return the mean of ln(gap in days), from its sum over so many gaps, to two significant digits.

    Without gaps: ln 30 (3.4), once a month.
    """
    return _two_digits(log_gap_sum / gaps if gaps else log(USUAL_GAP))


def decayed(days: Sequence[date], half_life: float) -> float:
    """Return the strength on the last of the sorted contact days: sum of 2^-((last - day) / half_life); 0 for none."""
    if not days:
        return 0.0
    last = days[-1].toordinal()
    return fsum([exp2((day.toordinal() - last) / half_life) for day in days])


def strength_on(tie: Tie, half_life: float, today: date) -> float:
    """Return the strength of a tie on a day, in contact days: what `decayed` has become since the last of them."""
    if tie.last is None:
        return 0.0
    return tie.decayed * exp2((tie.last - today).days / half_life)


def percentiles(values: Sequence[float]) -> tuple[float, ...]:
    """Return the midrank percentile of each value, in the order given: (how many are less + half of the equals) / n."""
    ordered = sorted(values)
    count = len(ordered)
    last = dict(zip(ordered, range(count), strict=True))
    first = dict(zip(reversed(ordered), range(count - 1, -1, -1), strict=True))
    return tuple([(first[value] + last[value] + 1) / (2 * count) for value in values])


def standings_in(network: Network) -> tuple[float, ...]:
    """Return how much each tie of a network means to the owner, worked out once for all who ask."""
    if len(network.standings) == len(network.ties):
        return network.standings
    return standings(network.ties, network.half_life)


def standing_by_path(network: Network) -> Mapping[str, float]:
    """Return by contact path how much each tie of a network means to the owner, worked out once for all who ask."""
    return replace(network, standings=standings_in(network)).standing if not network.standings else network.standing


def nearest_first(network: Network) -> Iterator[str]:
    """Give the contact paths of all ties, those that mean most first, then by path.

    Of thousands a few are asked for, and these stand among the first tenth: so the others are sorted only when that is
    used up.
    """
    near = standing_by_path(network)
    for least, below in ((NEAR, inf), (-inf, NEAR)):
        yield from [path for _, path in sorted([(-one, path) for path, one in near.items() if least <= one < below])]


def standings(ties: Sequence[Tie], half_life: float) -> tuple[float, ...]:
    """Return how much each tie means to the owner, 0.2 to 1, in the order given.

    A `closeness` that the owner wrote wins (1 to 5 is 0.2 to 1). Else it is the percentile of the tie's strength among
    all ties with contact, 0.2 at least; 0.2 without contact. It is the same on every day without new contact, since all
    strengths fade alike.

    Source: Marsden & Campbell 1984 (Measuring tie strength, Social Forces 63:482-501): closeness is the best single
    indicator; frequency overstates co-workers and understates old friends.
    """
    return Ranks.of(ties, half_life).standings


def was_strong(tie: Tie, mean_log_gap: float) -> bool:
    """Tell whether a tie was strong on its last contact day, whatever has become of it since.

    A `closeness` that the owner wrote decides. Else it takes a rhythm of the tie's own over three months or longer, so
    that a week together at a conference is no close tie, and the strength of four contact days at the owner's usual
    pace. No other tie has a say in it: nobody becomes weak because somebody else was called.

    Source: our own bound. That ties once strong keep their trust is Levin, Walter & Murnighan 2011 (Dormant ties: the
    value of reconnecting, Organization Science 22:923-939).
    """
    if tie.closeness is not None:
        return tie.closeness >= CLOSE
    if tie.decayed < STRONG or tie.first is None or tie.last is None or (tie.last - tie.first).days < LASTING:
        return False
    return own_gap(tie.days, tie.log_gap, tie.weight, mean_log_gap) is not None


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")
