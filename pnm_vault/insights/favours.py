"""What one did for the other, wherever it is told."""

from pnm_vault.model.contact import Favour
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import Origin
from pnm_vault.notes.text.favours import told_favours
from pnm_vault.patterns import pattern_of

# `- [[Ann Lee]]: lent me the van` tells of the van.
_ADDRESS = pattern_of(r"\A[-*+ ]*(?:\[\[[^\[\]]*\]\]: )?")


def favours_of(record: ContactRecord) -> tuple[Favour, ...]:
    """Give the favours of a contact: those that the own note tells of, then those in lines of other notes, by day.

    A line of another note that tells of several contacts says of none of them who did it.
    """
    own = record.contact.path
    told = [
        Favour(text, given, entry.day, entry.source.line, entry.source.path)
        for entry in record.interactions
        if entry.source.path != own and not entry.company and entry.origin in (Origin.DAILY, Origin.LOG)
        for text, given in told_favours(_ADDRESS.sub("", entry.source.text))
    ]
    return (*record.contact.favours, *told)
