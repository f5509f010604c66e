"""`Reconnect`: every tie that it is time to hear from again, each with why."""

from pnm_vault.insights.catching_up.reconnect import Group, Reconnect, ReconnectGroup, Reconnection, is_shown
from pnm_vault.insights.catching_up.stale import CadenceRule, StaleContact, is_asked
from pnm_vault.insights.catching_up.tie_facts import Manner, Side, TieFacts, Told, Topic, usually
from pnm_vault.model.source import Source
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of
from pnm_vault.review.wording import cadence_words, plain, stem

__all__ = ["is_shown", "reconnect_context", "reconnect_item"]

_WORDS = {
    Group.NEW: (
        "New: follow up before it fades",
        "You have met once, not long ago. A second word is what makes a tie of it.",
    ),
    Group.SLIPPING: (
        "Slipping",
        "You were much in touch, and it has been quiet for a good while. A short hello is enough.",
    ),
    Group.OVERDUE: ("Overdue", "More than twice the usual time between you."),
    Group.DUE: ("Due", "About time for a word."),
    Group.DORMANT: ("Dormant", "Long out of touch, and often glad to hear from you out of the blue."),
    Group.NEVER: (
        "No contact recorded",
        "No dated line speaks of them yet. One such as `- 2026-01-31: coffee` in their note is enough.",
    ),
}

# A day long past or far ahead would say nothing about these.
_UNDUE = frozenset((Group.NEW, Group.DORMANT))

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def reconnect_context(reconnect: Reconnect, hidden: frozenset[str]) -> Context:
    """Return what `reconnect` shows: every tie that is due or beyond, in groups, in the order given."""
    return {
        "total": reconnect.total,
        "sections": [_section(group, hidden) for group in reconnect.groups],
    }


def _section(group: ReconnectGroup, hidden: frozenset[str]) -> Context:
    title, hint = _WORDS[group.group]
    if group.group is Group.DORMANT and group.ties:
        title = f"{title}: {_counted(len(group.ties))} for this month"
    items = [_told_item(tie, hidden) for tie in group.ties]
    if group.group in _UNDUE:
        items = [item | {"due": item["asked"]} for item in items]
    return {"label": str(group.group), "title": title, "hint": hint} | handful(items, group.more)


def reconnect_item(tie: StaleContact, hidden: frozenset[str]) -> Context:
    """Return what a line about a tie shows, without what only a closer look tells."""
    return {
        "contact": place(tie.path, tie.name),
        "label": str(tie.label),
        "cadence": cadence_words(tie.gap, tie.rule),
        "last": day_text(tie.last),
        "due": day_text(tie.due),
        "asked": day_text(tie.due) if is_asked(tie) else "",
        "planned": day_text(tie.planned),
        "proof": proof_of(tie.proof, day_text(tie.last), hidden),
        "waiting": False,
        "reasons": [plain(reason) for reason in tie.reasons],
        "why": [],
        "key": raw_key("contact", digest_of_item(tie.path), day_text(tie.last)),
    }


def _told_item(tie: Reconnection, hidden: frozenset[str]) -> Context:
    """Return what a line about a tie shows, and below it why."""
    stale, facts = tie.stale, tie.facts
    item = reconnect_item(stale, hidden)
    item["waiting"] = tie.waits_for_them
    often = _usually(facts)
    why: list[tuple[str, Source | None]] = [] if tie.pick is None else [(tie.pick.reason, None)]
    if often and stale.rule is CadenceRule.RHYTHM:
        item["cadence"] = often
    elif often:
        why.append((f"U{often[1:]}.", None))
    why += [(one.text, one.proof) for one in facts.reasons if not _is_on_the_line(one, tie)]
    item["why"] = [{"text": plain(text), "proof": _proof(proof, stale, hidden)} for text, proof in why]
    return item


def _usually(facts: TieFacts) -> str:
    if facts.rhythm is None or facts.low is None or facts.high is None:
        return ""
    manner = {Manner.EVEN: ", at even gaps", Manner.BURSTS: ", in bursts"}
    return f"usually {usually(facts.rhythm, facts.low, facts.high)}{manner[facts.manner] if facts.manner else ''}"


def _is_on_the_line(told: Told, tie: Reconnection) -> bool:
    """Tell whether a reason is told already: the rhythm with its range and manner, who is awaited, since when new.

    That somebody is new stands in the heading; the day is the only one of contact, unless you met before it.
    """
    if told.topic is Topic.NEW:
        return day_text(tie.stale.last) in told.text
    return told.topic in (Topic.RANGE, Topic.MANNER) or (told.topic is Topic.TURN and tie.facts.turn is Side.THEM)


def _proof(proof: Source | None, stale: StaleContact, hidden: frozenset[str]) -> Context | None:
    """Return the proof of a reason, unless it is that of the last contact, which the line links already."""
    return None if proof is None or proof == stale.proof else proof_of(proof, stem(proof.path), hidden)


def _counted(number: int) -> str:
    return _NUMBERS[number - 1] if number <= len(_NUMBERS) else str(number)
