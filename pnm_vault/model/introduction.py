"""An introduction of two contacts to each other: what its note says of it, step by step."""

from datetime import date
from enum import StrEnum

from pnm_vault.model.record import Row


class Progress(StrEnum):
    """How far an introduction has come, as the property `status` says it; who was asked, the steps say."""

    IDEA = "idea"
    ASKED = "asked"
    AGREED = "both agreed"
    MADE = "made"
    MET = "met"
    THANKED = "thanked"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Act(StrEnum):
    """What a step was."""

    IDEA = "idea"
    ASKED = "asked"
    YES = "said yes"
    NO = "said no"
    MADE = "made"
    MET = "met"
    THANKED = "thanked"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Step(Row, frozen=True):
    """One dated line below `## Steps`. `sides` are places in `between` (0, 1 or both), for acts of one of the two."""

    day: date
    act: Act
    line: int
    text: str = ""
    sides: tuple[int, ...] = ()


class Stand(Row, frozen=True):
    """Where an introduction stands: who was asked and who said yes since it began (places in `between`, sorted)."""

    progress: Progress = Progress.IDEA
    asked: tuple[int, ...] = ()
    agreed: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()


class Introduction(Row, frozen=True):
    """What the note of an introduction says. `between` are the links as written, two where all is well.

    `steps` are in the order of their days, those of one day as they stand in the note. `stand` is where all of it
    leads; `written` is what the property `status` says. `not_before`: the owner wants to hear nothing of it before
    that day.
    """

    between: tuple[str, ...]
    stand: Stand = Stand()
    steps: tuple[Step, ...] = ()
    written: Stand | None = None
    why: str = ""
    outcome: str = ""
    not_before: date | None = None
    line: int = 0


class IntroductionRow(Row, frozen=True):
    """An introduction whose two links lead to contacts: `first` and `second` are their paths, as `between` names them.

    `path` is the note of the introduction, `title` its name.
    """

    path: str
    title: str
    first: str
    second: str
    introduction: Introduction

    @property
    def pair(self) -> tuple[str, str]:
        """Give both contacts in path order."""
        return (self.first, self.second) if self.first < self.second else (self.second, self.first)
