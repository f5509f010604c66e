"""Whether the time zones in notes are known ones; their names are a table at the edge, so parsing cannot tell."""

from msgspec.structs import replace

from pnm_vault.model.note import ParsedNote
from pnm_vault.model.problem import Problem, Severity


def with_zone_checked(note: ParsedNote, text: str) -> ParsedNote:
    """Add a problem to a note whose `time_zone` is no known one; `text` is what it was parsed from."""
    contact = note.contact or note.me
    if contact is None or contact.time_zone is None:
        return note
    from pnm_vault.vault.zones import find_zone

    if find_zone(contact.time_zone) is not None:
        return note
    written = contact.time_zone[:80]
    line = next((at for at, one in enumerate(text.splitlines(), 1) if ":" in one and written in one), 0)
    message = f"{written} is no time zone that is known: write its name, such as Europe/Rome."
    return replace(
        note, problems=(*note.problems, Problem(note.path, line, Severity.WARNING, "bad-time-zone", message))
    )
