"""How two people are usually in touch: the channel that their latest contacts name most often."""

from collections.abc import Sequence

from pnm_vault.model.note import Channel

# Of an old habit the log has more lines than of the one that took its place.
RECENT = 8


def usual_channel(channels: Sequence[Channel]) -> Channel | None:
    """Return the most frequent of the last eight channels that are known, oldest first; None where none is.

    Of several that are equally frequent the one used last.
    """
    known = [channel for channel in channels if channel is not Channel.NOTE][-RECENT:]
    # Of equals `max` takes the first that it meets.
    return max(reversed(known), key=known.count, default=None)
