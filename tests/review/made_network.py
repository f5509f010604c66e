"""A state of the network in which everything is said that can be said."""

from datetime import date

from msgspec.structs import replace

from pnm_vault.insights.helping.needs import MeetNeed, NeedShown
from pnm_vault.insights.looking_back.attention import Attention, CircleShare
from pnm_vault.insights.looking_back.capacity import Alive, Capacity
from pnm_vault.insights.network_state.standing import Layer, LoneLink, Named, Standing
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.structure import Bridge, Broker, CirclePair, Dependence, Structure
from pnm_vault.insights.network_state.synergy import Synergy
from pnm_vault.insights.network_state.trend import Quarter
from pnm_vault.model.source import Source
from pnm_vault.network.brokerage import Mixing, Role

UNTIL = date(2026, 10, 31)
ANN, BO = Named("Ann.md", "Ann"), Named("Bo.md", "Bo")
STRUCTURE = Structure(
    contacts=30,
    ties=1,
    density=0.0598,
    transitivity=0.4688,
    parts=(6, 5, 2),
    effective_size=28.27,
    pairs=435,
    constraint=0.1117,
    hierarchy=0.2312,
    between=401.5,
    depends=(Dependence(ANN, 0.3725, 0.1828, 2), Dependence(BO, 0.06, 0.05, 1)),
    bridges=(Bridge(ANN, (BO,), 8, ("lab",)),),
    more_bridges=2,
    brokers=(Broker(BO, 4.5, ((Role.GATEKEEPER, 4.0), (Role.LIAISON, 0.5))),),
    mixing=Mixing(15, 8, 1 / 14),
    apart=(CirclePair("choir", "lab", (5, 4), 0),),
    more_apart=1,
    held=(CirclePair("choir", "press", (5, 3), 1),),
)
NEED = MeetNeed(
    NeedShown("Ann.md", "Ann", "a van", Source("Ann.md", 7, "a van")), "Bo.md", "Bo", "a van", Source("Bo.md", 9)
)
FULL = NetworkState(
    UNTIL,
    53,
    30,
    Standing((Layer(52, 0, ()), Layer(12, 9, (ANN, BO), 7), Layer(2, 40, (ANN,)), Layer(1, 46, ())), 4, 1, 3),
    Capacity(Alive(UNTIL, 29, date(2026, 8, 1), 10, 1), ()),
    (Quarter(Alive(date(2026, 6, 30), 34), 61), Quarter(Alive(date(2026, 9, 30), 24, None, 6, 16), 1)),
    (ANN,),
    (BO,),
    Attention(
        (*[CircleShare(name, 0.1, 0.2, 9.0) for name in "abcde"], CircleShare("lab", 0.3, 0.1, 4.0)),
        156,
        14,
        matters=("c", "lab", "nobody's"),
        proof=Source("Me.md", 12, "c"),
        variety=6.25,
        variety_of_days=2.0,
    ),
    (LoneLink("theatre", ANN, date(2026, 10, 25), (BO,), 2),),
    STRUCTURE,
)


def hostile() -> tuple[NetworkState, Synergy]:
    """The same with circles and words that would act if they were not made inert."""
    said = "a **van** of [[Bo Chen]] <% x %> `= 1` #tag"
    lone = LoneLink("- [ ] **theatre** [[Bo Chen]]", ANN, UNTIL, (BO,))
    bridge = Bridge(ANN, (BO,), 2, ("[[lab]] ::x",))
    pair = CirclePair("<b>choir", "{{ lab }}", (5, 4), 0)
    shares = (CircleShare("%%lab%%", 0.1, 0.2, 9.0), CircleShare("- [ ] x", 0.1, 0.3, 9.0))
    attention = replace(FULL.attention, circles=shares, matters=tuple([one.name for one in shares]))
    structure = replace(STRUCTURE, bridges=(bridge,), apart=(pair,), held=(pair,))
    state = replace(FULL, lone=(lone,), structure=structure, attention=attention)
    need = replace(NEED, need=replace(NEED.need, text=said, proof=Source("Ann.md", 7, said)), offer=said)
    return state, Synergy((need,), (need,), 1, 1)
