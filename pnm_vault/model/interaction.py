"""Contact between the owner and one contact on one day, links resolved."""

from datetime import date

from pnm_vault.model.note import Channel, Direction, Origin
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source


class Interaction(Row, frozen=True):
    """One occasion of contact with one contact. May lie in the future: then it is planned and not contact yet.

    `company` are the paths of the other contacts who took part (same line or same meeting), sorted. `channel` and
    `direction` are None where the words of the source's text from index `words` on tell them.
    """

    day: date
    source: Source
    origin: Origin
    channel: Channel | None = Channel.NOTE
    direction: Direction | None = Direction.UNKNOWN
    company: tuple[str, ...] = ()
    words: int = 0
