"""What one did for the other, or asked for, wherever it is told."""

from collections.abc import Iterable, Mapping

from pnm_vault.index.names import fold
from pnm_vault.latest import remembering_latest
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour, FavourWay
from pnm_vault.model.note import Origin
from pnm_vault.notes.text.favours import told_favours
from pnm_vault.patterns import pattern_of

# `- [[Ann Lee]]: lent me the van` tells of the van.
_ADDRESS = pattern_of(r"\A[-*+ ]*(?:\[\[[^\[\]]*\]\]: )?")


@remembering_latest
def favours_of(record: ContactRecord) -> tuple[Favour, ...]:
    """Give the favours of a contact: those that the own note tells of, then those in lines of other notes, by day.

    A line of another note that tells of several contacts says of none of them who did it, and one that names somebody
    else tells of them.
    """
    contact = record.contact
    own = contact.path
    told = [
        Favour(one.text, one.given, entry.day, entry.source.line, entry.source.path, one.kind, one.asked, one.name)
        for entry in record.interactions
        if entry.source.path != own and not entry.company and entry.origin in (Origin.DAILY, Origin.LOG)
        for one in told_favours(_ADDRESS.sub("", entry.source.text))
    ]
    found = (*contact.favours, *told)
    if not any(one.name for one in found):
        return found
    names = _names_of(contact)
    return tuple([one for one in found if not one.name or _bare(one.name) in names])


def ways_of(favours: Iterable[Favour]) -> Mapping[FavourWay, int]:
    """Count favours by the way they went, every way in its order."""
    counts = dict.fromkeys(FavourWay, 0)
    for one in favours:
        counts[one.way] += 1
    return counts


def _names_of(contact: Contact) -> frozenset[str]:
    """Give every name by which a line may call a contact, folded: whole names, first and last ones."""
    whole = [contact.name, *contact.aliases, contact.path.removesuffix(".md").rpartition("/")[2].lstrip("@")]
    parts = [part for name in whole for part in (name.split()[:1] + name.split()[-1:])]
    return frozenset(map(fold, (*whole, *parts)))


def _bare(name: str) -> str:
    return fold(name).removesuffix(".md").rpartition("/")[2].lstrip("@")
