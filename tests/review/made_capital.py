"""Social capital with everything that its note can show."""

from datetime import date

from msgspec.structs import replace

from pnm_vault.insights.capital.access import Access, GoalStanding, Share, Shares
from pnm_vault.insights.capital.resources import Via
from pnm_vault.insights.capital.social_capital import Holder, ResourceStanding, SocialCapital
from pnm_vault.model.resource import Resource
from pnm_vault.model.source import Source
from tests.review.made_help import ANN, BO, DAY, helper


def social_capital() -> SocialCapital:
    ann = Holder(ANN, "Ann Lee", Via.OFFERS, Source(ANN, 7, "a [[van]]"), DAY, Source(ANN, 12, "- tea"), True)
    bo = Holder(BO, "Bo Chen", Via.ROLE, Source(BO, 0, "a **driver**"), date(2020, 2, 1), Source(BO, 3, "- met"), False)
    never = replace(bo, last=None, proof=None)
    van = Resource("lend a *van*", ("van",), 3, "Hands")
    press = Resource("the press", ("reporter",), 4)
    cook = Resource("cook", ("cook",), 5, "Hands")
    asked = Source("Me.md", 6, "the [[press]]")
    shares = Shares(12, 30, (Share("**art**", 7), Share("sea", 5)), 2)
    goals = (
        GoalStanding("to *sing*", 8, 3, 30, (helper(), helper(BO, "Bo Chen", (ANN, "Ann Lee")))),
        GoalStanding("a boat", 9, 0, 30),
    )
    return SocialCapital(
        (
            ResourceStanding(van, (ann, bo, never), 5, 1),
            ResourceStanding(replace(van, text="drive"), (bo,), 1, 0),
            ResourceStanding(replace(press, text="write"), (ann, ann), 2, 2),
            ResourceStanding(cook, perhaps=(replace(ann, via=Via.INTERESTS),)),
            ResourceStanding(press, asked=asked),
        ),
        12,
        30,
        "Me.md",
        True,
        Access(shares, shares, Shares(2, 30, (Share("1980s", 2),)), (Share("**art**", 7),)),
        goals,
    )
