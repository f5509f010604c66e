"""How many examples a law is tried on: a third of what it names, all of them under torture.

Examples are drawn anew in each run, so what one run leaves out is tried by the next ones.
"""

import os

from hypothesis import settings

TORTURE = os.environ.get("PNM_TORTURE") == "1"


def examples(number: int) -> int:
    return number if TORTURE else number // 3


HOUSE = "house"  # for laws that name no number
settings.register_profile(HOUSE, max_examples=examples(100))
