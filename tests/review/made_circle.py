"""A circle of which everything is told that can be told, in words that would act if they were not made inert."""

from datetime import date

from pnm_vault.insights.helping.needs import MeetNeed, NeedShown
from pnm_vault.insights.network_state.circle import Group, GroupKind, Wish
from pnm_vault.insights.network_state.group_review import Bridge, GroupMember, GroupReview, Occasion
from pnm_vault.insights.network_state.standing import Named
from pnm_vault.model.source import Source
from pnm_vault.review.pages.circle import circle_context, with_catch_up
from pnm_vault.review.pages.parts import Context
from tests.review.conftest import stale

ANN, BO, CY = [Named(f"People/{name}.md", name) for name in ("Ann Lee", "Bo Chen", "Cy")]
SAID = "a **van** of [[Bo Chen]] <% x %> `= 1` #tag"
NEED = MeetNeed(NeedShown(ANN.path, ANN.name, SAID, Source(ANN.path, 7, SAID)), CY.path, CY.name, SAID, Source(CY.path))
FULL = GroupReview(
    Group(GroupKind.CIRCLE, "- [ ] **choir** [[Bo Chen]]", (ANN.path, BO.path, CY.path)),
    date(2026, 10, 31),
    (
        GroupMember(ANN, 60, date(2026, 11, 3), Source("Daily/2026-11-03.md", 5), close=True),
        GroupMember(BO, 1, date(2026, 1, 2), Source(BO.path, 9)),
        GroupMember(CY, 0),
    ),
    ties=((ANN, BO),),
    recorded=2,
    apart=(CY,),
    asks=(Wish(ANN, Source(ANN.path, 7, SAID)),),
    offers=(Wish(BO, Source(BO.path, 8, SAID)),),
    meets=(NEED,),
    bridges=(
        Bridge("[[lab]] ::x", ANN, (BO,), True),
        Bridge("lab", BO, (), True),
        Bridge("", CY, tuple([Named(f"{number}.md", str(number)) for number in range(9)])),
    ),
    events=(Occasion(Named("Events/Boats.md", "Boats"), (ANN, BO), date(2026, 12, 3)),),
    communities=(Occasion(Named("Choir.md", "Choir"), ()),),
)


def circle() -> Context:
    """The same as its note is given it."""
    waiting = [stale(one.path, one.name) for one in (ANN, BO, CY)] + [stale(f"{at}.md", str(at)) for at in range(3)]
    return with_catch_up(circle_context(FULL, FULL.group.name) | {"record": SAID}, waiting)
