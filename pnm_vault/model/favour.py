"""What one did for the other, or asked of them."""

from datetime import date
from enum import StrEnum

from pnm_vault.model.record import Row


class FavourKind(StrEnum):
    """What sort of help it was. A recommendation is of something to the other, or of the other to somebody."""

    FAVOUR = "favour"
    ADVICE = "advice"
    REFERRAL = "referral"
    RECOMMENDATION = "recommendation"
    INTRODUCTION = "introduction"


class FavourWay(StrEnum):
    """Which way it went, as the owner sees it."""

    ASKED = "asked"
    RECEIVED = "received"
    ASKED_OF_YOU = "asked of you"
    GIVEN = "given"


class Favour(Row, frozen=True):
    """Something that one did for the other, or asked for. `given` is True when it is the owner who helps.

    `day` is None when not dated. `path` is the note that tells of it; empty: the contact's own. `asked`: the line tells
    that it was asked for, and no more. `name` is the other one as the line names them (a name or the target of a link);
    empty: the contact whose note it is. Whether that name is the contact's is for `insights.helping.favours` to say.
    """

    text: str
    given: bool
    day: date | None
    line: int
    path: str = ""
    kind: FavourKind = FavourKind.FAVOUR
    asked: bool = False
    name: str = ""

    @property
    def way(self) -> FavourWay:
        """Say which way it went."""
        if self.asked:
            return FavourWay.ASKED_OF_YOU if self.given else FavourWay.ASKED
        return FavourWay.GIVEN if self.given else FavourWay.RECEIVED
