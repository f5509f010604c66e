"""What was asked, given and received, in words: an act and its day, and no sum of them."""

from pnm_vault.insights.helping.reciprocity import Deed, Turn
from pnm_vault.model.favour import FavourKind, FavourWay
from pnm_vault.model.source import Source
from pnm_vault.review.wording import plain

# For each list its title and what could be done about all that stands there.
SECTIONS = {
    "asked": ("They asked you", "An answer is good, and so is a name of somebody who might know."),
    "tell": ("Worth telling how it went", "Whoever gave advice, or put in a word, likes to hear what became of it."),
    "give": ("Something of yours next", "They helped you more than once; this is what they look for or care about."),
}
NO_WISH = "Ask what would help them just now."
NOTHING = "Nothing waits for you here."
TO_RECORD = (
    "Write down in the log who helped whom: `asked her for advice on the lease`, `gave him feedback on his CV`, "
    "`she recommended the dentist Dr. Vidal`."
)

_THINGS = {
    FavourKind.FAVOUR: "help",
    FavourKind.ADVICE: "advice",
    FavourKind.REFERRAL: "a referral",
    FavourKind.RECOMMENDATION: "a recommendation",
    FavourKind.INTRODUCTION: "an introduction",
}


def deed_words(deed: Deed) -> str:
    """Say what happened, from the owner's side."""
    thing = _THINGS[deed.kind]
    if deed.way is FavourWay.ASKED:
        return f"you asked for {thing}"
    if deed.way is FavourWay.ASKED_OF_YOU:
        return f"they asked for {thing}"
    return f"{thing} came" if deed.way is FavourWay.RECEIVED else f"you gave {thing}"


def next_words(turn: Turn) -> tuple[str, str, Source | None]:
    """Say what could be done next: a lead, what they said in their note (empty: nothing), and where."""
    if turn.ask is not None:
        return "they look for", plain(turn.ask.text), turn.ask
    if turn.interest is not None:
        return "they care about", plain(turn.interest.text), turn.interest
    return NO_WISH, "", None
