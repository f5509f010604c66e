"""Where an introduction stands and what comes next, in words that stay the same until something happens."""

from collections.abc import Sequence
from datetime import date

from pnm_vault.insights.introducing.introductions_under_way import NextStep, UnderWay
from pnm_vault.model.introduction import Act, Progress, Stand


def stand_words(stand: Stand, since: date | None, names: Sequence[str]) -> str:
    """Say where it stands: `Ann Lee said yes on 2026-11-02`."""
    on = f" on {since}" if since is not None else ""
    if stand.progress is Progress.IDEA:
        return f"an idea since {since}" if since is not None else "an idea"
    if stand.progress is Progress.ASKED:
        pending = [side for side in stand.asked if side not in stand.agreed]
        if pending or not stand.agreed:
            asked = joined([names[side] for side in pending] or ["one of them"])
            agreed = f"{joined([names[side] for side in stand.agreed])} said yes, " if stand.agreed else ""
            return f"{agreed}you asked {asked}{on}"
        return f"{joined([names[side] for side in stand.agreed])} said yes{on}"
    if stand.progress is Progress.DECLINED:
        who = joined([names[side] for side in stand.refused])
        return f"{who} said no{on}" if who else f"declined{on}"
    words = {
        Progress.AGREED: "both said yes",
        Progress.MADE: "you introduced them",
        Progress.MET: "they met",
        Progress.THANKED: "they met, and you thanked them",
        Progress.LAPSED: "laid to rest",
    }
    return words[stand.progress] + on


def next_words(coming: NextStep, names: Sequence[str]) -> str:
    """Say what comes next: `ask Bo Chen`; what is theirs to do is waited for."""
    who = joined([names[side] for side in coming.sides])
    if coming.waiting:
        return f"waiting for {who}"
    if coming.act is Act.ASKED:
        return f"ask {who}"
    return {Act.MADE: "introduce them", Act.MET: "ask how it went", Act.THANKED: "thank them both"}[coming.act]


def tick_words(coming: NextStep, names: Sequence[str]) -> str:
    """Say what a tick on its line writes down: `Ann Lee said yes`."""
    who = joined([names[side] for side in coming.sides])
    words = {Act.ASKED: f"you asked {who}", Act.YES: f"{who} said yes", Act.MADE: "you introduced them"}
    return words.get(coming.act) or {Act.MET: "they met", Act.THANKED: "you thanked them"}[coming.act]


def under_way_words(one: UnderWay) -> str:
    """Say both in a sentence."""
    said = stand_words(one.stand, one.since, one.names)
    coming = next_words(one.next, one.names)
    if one.lapsed:
        return f"{said}, and nothing since; if it is still a good idea, {_still(one.next, one.names)}"
    if one.next.waiting and not one.put_off:
        return f"{said}; {coming}"
    if one.due is not None and (one.put_off or one.stand.progress is Progress.MADE):
        return f"{said}; from {one.due} on {coming}"
    return f"{said}; now {coming}"


def _still(coming: NextStep, names: Sequence[str]) -> str:
    if coming.waiting:
        return f"ask {joined([names[side] for side in coming.sides])} again"
    return next_words(coming, names)


def joined(names: Sequence[str]) -> str:
    """Join names in a sentence: `Ann Lee and Bo Chen`."""
    return " and ".join(names)
