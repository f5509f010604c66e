"""What may be said to each of two contacts about the other, so that both can say yes or no before they meet."""

from collections.abc import Sequence

from pnm_vault.insights.comparing.words import words_of
from pnm_vault.insights.introducing.matching import Reason, quotes_of


def sentences_to(path: str, other: str, reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Say to the contact at `path` why they might be glad to meet `other` (a name): what the reasons show, no more."""
    found: list[str] = []
    for reason in reasons:
        said = quotes_of(reason)
        mine = 0 if reason.proofs[0].path == path else 1
        own, theirs = said[mine], said[1 - mine]
        if reason.kind == "help":
            found.append(
                f"You are looking for {own}; {other} offers {theirs}."
                if mine == 0
                else f"{other} is looking for {theirs}, and you offer {own}."
            )
        elif own.casefold() == theirs.casefold():
            found.append(f"You both care about {own}.")
        else:
            found.append(f"You are interested in {own}, {other} in {theirs}.")
    return tuple(found)


def may_be_told(text: str) -> bool:
    """Tell whether words of the owner's may go to others: none of them is about health, faith or the like."""
    return bool(words_of(text))
