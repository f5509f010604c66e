"""How two people are usually in touch."""

import pytest

from pnm_vault.model.note import Channel
from pnm_vault.network.channel import RECENT, usual_channel

CALL, MEETING, MESSAGE, NOTE = Channel.CALL, Channel.MEETING, Channel.MESSAGE, Channel.NOTE


@pytest.mark.parametrize(
    ("channels", "usual"),
    [
        ((), None),
        ((NOTE, NOTE), None),
        ((CALL,), CALL),
        ((NOTE, CALL, NOTE), CALL),
        ((CALL, CALL, MEETING), CALL),
        ((CALL, MEETING), MEETING),  # as often: the one used last
        ((MEETING, CALL, MEETING, CALL), CALL),
        ((MESSAGE,) * 20 + (CALL,) * 5, CALL),  # three messages among the last eight
        ((CALL,) * RECENT + (NOTE,) * 20, CALL),
    ],
)
def test_the_most_frequent_of_late(channels: tuple[Channel, ...], usual: Channel | None) -> None:
    assert usual_channel(channels) is usual
