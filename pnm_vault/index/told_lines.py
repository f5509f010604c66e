"""All lines of contact with one contact as one text, to see quickly that none of them holds a word."""

from pnm_vault.latest import remembering_latest
from pnm_vault.model.contact_record import ContactRecord


@remembering_latest
def lines_told(record: ContactRecord) -> str:
    """Give the proofs of all interactions of a contact, one below the other."""
    return "\n".join([one.source.text for one in record.interactions])


@remembering_latest
def lines_told_lower(record: ContactRecord) -> str:
    """Give the same in lower case."""
    return lines_told(record).lower()
