"""Help in both directions with everything that the two notes can show."""

from datetime import date

from pnm_vault.insights.helping.help_found import Fit, Holding
from pnm_vault.insights.helping.help_words import Asked
from pnm_vault.insights.helping.needs import MeetNeed, NeedShown, NeedsRadar, YourNeed
from pnm_vault.insights.helping.own_help import Around, Helper, OwnAsk, OwnHelp, Waiting
from pnm_vault.insights.helping.who import WhoRow
from pnm_vault.insights.remembering.facts import Dated, Fact, FactToCheck, Sign
from pnm_vault.model.source import Source

ANN = "People/Ann Lee.md"
BO = "People/Bo Chen.md"
DAY = date(2026, 10, 9)


def helper(
    path: str = ANN, name: str = "Ann Lee", via: tuple[str, str] | None = None, *, helped: bool = False
) -> Helper:
    last = None if via else DAY
    row = WhoRow(path, name, False, 0.4, last, Source(path, 12, "- coffee") if last else None, 2, not via, (), via)
    asked = Asked(DAY, "a **van**", Source(path, 13, "- asked for help with a van"), helped)
    return Helper(row, Fit(path, Holding.OFFERS, "tuning [[pianos]]", 0.5, ("piano",)), 7, DAY, asked)


def own_help() -> OwnHelp:
    waiting = (
        Waiting(ANN, "Ann Lee", DAY, Source(ANN, 12, "- asked for help with a tuner")),
        Waiting(BO, "Bo Chen", None, Source(BO, 3, "- [ ] Ask for help with a tuner"), meant=True),
    )
    ask = OwnAsk(
        "a **piano** tuner", 5, False, (helper(),), (helper(helped=True),), (helper(BO, "Bo Chen", (ANN, "Ann Lee")),)
    )
    asked = OwnAsk("to sing", 8, True, asked=waiting)
    return OwnHelp(
        "Me.md", (ask, asked, OwnAsk("a boat", 6, False)), 2, (Around(ANN, "Ann Lee", 4), Around(BO, "Bo Chen", 3))
    )


def radar() -> NeedsRadar:
    need = NeedShown(ANN, "Ann Lee", "a [[flat]] in Porto", Source(ANN, 9, "a flat in Porto"), DAY)
    fact = Fact("asks", "an oven **door**", True, 11, ())
    return NeedsRadar(
        yours=(
            YourNeed(need, "flats", Source("Me.md", 9, "flats")),
            YourNeed(need, "Porto", Source("Me.md", 14, "Porto"), True),
        ),
        others=(MeetNeed(need, BO, "Bo Chen", "a flat", Source(BO, 4, "a flat"), 2),),
        nobody=(need,),
        old=(FactToCheck(BO, "Bo Chen", fact, Dated(date(2024, 10, 9), Sign.NOTED)),),
        more_yours=1,
        more_others=2,
        more_nobody=3,
        more_old=4,
        any_asks=True,
    )
