"""`Help for what I need`: who can help with each ask and goal of the owner, how near they are, and what says so."""

from pnm_vault.insights.helping.help_found import Holding
from pnm_vault.insights.helping.own_help import Around, Helper, OwnAsk, OwnHelp, Waiting, proof_of_fit
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, place, proof_of
from pnm_vault.review.wording import plain, stem

SAYS = {
    Holding.OFFERS: "offers",
    Holding.ROLE: "is",
    Holding.INTERESTS: "cares about",
}


def help_context(found: OwnHelp, hidden: frozenset[str]) -> Context:
    """Return what `help` shows: the asks with somebody to ask, then those without, and who may know somebody."""
    answered = [_ask(ask, found.path, hidden) for ask in found.asks if ask.is_answered]
    return {
        "me": found.path,
        "asks": answered,
        "unanswered": [_said(ask, found.path) for ask in found.asks if not ask.is_answered],
        "more": found.more,
        "around": [_around(one) for one in found.around if one.path not in hidden],
    }


def help_digest(path: str, ask: str) -> str:
    """Return what a line is known by: whom to ask, and for what."""
    return digest_of_item("help", path, ask)


def _said(ask: OwnAsk, me: str) -> Context:
    return {
        "text": plain(ask.text),
        "goal": ask.goal,
        "proof": place(me, f"{stem(me)}, line {ask.line}") | {"line": ask.line, "text": plain(ask.text)},
    }


def _ask(ask: OwnAsk, me: str, hidden: frozenset[str]) -> Context:
    blocks = {"strong": ask.strong, "weak": ask.weak, "one_step": ask.one_step}
    shown = {
        name: [helper_item(one, ask.text, hidden) for one in block if hidden.isdisjoint(_named(one))]
        for name, block in blocks.items()
    }
    waiting = [_waiting(one, hidden) for one in ask.asked if one.path not in hidden]
    return _said(ask, me) | shown | {"waiting": waiting}


def _named(one: Helper) -> tuple[str, ...]:
    via = one.reached.via
    return (one.reached.path, *([via[0]] if via is not None else []))


def helper_item(one: Helper, ask: str, hidden: frozenset[str]) -> Context:
    """Return one line about somebody who may help with an ask or a goal."""
    row = one.reached
    loaded = one.loaded
    return {
        "contact": place(row.path, row.name),
        "says": SAYS[one.fit.holding],
        "text": plain(one.fit.text),
        "terms": list(one.fit.terms),
        "proof": proof_of(proof_of_fit(one), row.name, hidden),
        "last": day_text(row.last),
        "last_proof": proof_of(row.proof, day_text(row.last), hidden),
        "worth_a_message": row.worth_a_message,
        "via": place(*row.via) if row.via is not None else None,
        "helped": day_text(loaded.day) if loaded is not None and loaded.helped else "",
        "asked": day_text(loaded.day) if loaded is not None and not loaded.helped else "",
        "key": raw_key("help", help_digest(row.path, ask), day_text(one.last_asked)),
    }


def _waiting(one: Waiting, hidden: frozenset[str]) -> Context:
    return {
        "contact": place(one.path, one.name),
        "day": day_text(one.day),
        "meant": one.meant,
        "proof": proof_of(one.source, one.name, hidden),
    }


def _around(one: Around) -> Context:
    return {"contact": place(one.path, one.name), "knows": one.knows}
