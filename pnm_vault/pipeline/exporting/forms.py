"""The chosen contacts in one of the forms that other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.model.record import Record
from pnm_vault.pipeline.exporting.choice import told
from pnm_vault.pipeline.exporting.contents import exported_contacts, occasions, told_records

if TYPE_CHECKING:
    from pnm_vault.exchange.outgoing.exported import Exported
    from pnm_vault.model.contact_record import ContactRecord
    from pnm_vault.model.introduction import IntroductionRow
    from pnm_vault.pipeline.exporting.choice import Chosen
    from pnm_vault.pipeline.session import Session


class Form(Record, frozen=True):
    """The form asked for, by `name`: `vcard`, `ics`, `csv`, `json` or `graphml`.

    `version` is that of vCards; `mark` begins a table with a byte order mark.
    """

    name: str
    version: str = "3.0"
    mark: bool = False


class Export(Record, frozen=True):
    """An export: one file's content, and for vCards each card by the name of its file.

    `contacts` counts those that are in it. `left_out` pairs the path of a contact with the reason, and `spared` are the
    names of their files, where an earlier card is better than none.
    """

    content: bytes
    contacts: int
    cards: Mapping[str, bytes] = {}
    left_out: tuple[tuple[str, str], ...] = ()
    spared: frozenset[str] = frozenset()


def build_export(
    session: Session,
    form: Form,
    chosen: Chosen,
    kept: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    known: Mapping[str, str] = MappingProxyType({}),
) -> Export:
    """Build the export. A contact that cannot be written costs that contact, and is told.

    `kept` has, by path, the lines of vCards that came in with a contact and are handed back in its card, but for those
    that name a private contact which stays out; `known` the UIDs of these cards, so that they are known again there.
    """
    records = told_records(session, chosen)
    if form.name == "ics":
        from pnm_vault.exchange.outgoing.icalendar import calendar_of

        return Export(calendar_of(occasions(session, records, chosen), session.today, "Contacts"), len(records))
    kept = {path: told(kept[path], chosen.names) for path in records if path in kept}
    contacts = exported_contacts(session, records, kept, known)
    if form.name == "vcard":
        return _cards(contacts, form.version)
    if form.name == "csv":
        from pnm_vault.exchange.outgoing.csv_table import BYTE_ORDER_MARK, table_of

        content = (BYTE_ORDER_MARK if form.mark else b"") + table_of(contacts)
    elif form.name == "json":
        from pnm_vault.exchange.outgoing.json_model import model_of

        read = {path: _with_channels(record) for path, record in records.items()}
        content = model_of(contacts, read, _introductions(session, records, chosen))
    else:
        from pnm_vault.exchange.outgoing.graphml import graph_of

        me = session.picture().me
        content = graph_of(contacts, me.name if me is not None else "")
    return Export(content, len(contacts))


def _cards(contacts: tuple[Exported, ...], version: str) -> Export:
    from pnm_vault.exchange.outgoing.exported import file_name
    from pnm_vault.exchange.outgoing.vcard import card_of

    cards: dict[str, bytes] = {}
    left_out: list[tuple[str, str]] = []
    spared: set[str] = set()
    for one in contacts:
        try:
            cards[file_name(one.uid)] = card_of(one, version)
        except ValueError as error:
            left_out.append((one.contact.path, str(error)))
            spared.add(file_name(one.uid))
    return Export(b"".join(cards.values()), len(cards), cards, tuple(left_out), frozenset(spared))


def _with_channels(record: ContactRecord) -> ContactRecord:
    """Give a record in which every interaction says how it was and who began, as far as the words tell."""
    from pnm_vault.notes.text.channels import read_how

    interactions = []
    for one in record.interactions:
        channel, direction = read_how(one)
        interactions.append(replace(one, channel=channel, direction=direction))
    return replace(record, interactions=tuple(interactions))


def _introductions(
    session: Session, records: Mapping[str, ContactRecord], chosen: Chosen
) -> tuple[IntroductionRow, ...]:
    rows = [row for _, row in sorted(session.table("introductions").items()) if not records.keys().isdisjoint(row.pair)]
    return told(tuple([row for row in rows if chosen.untold.isdisjoint(row.pair)]), chosen.names)
