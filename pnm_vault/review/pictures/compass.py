"""Directions in whole numbers: the same point on every machine.

The functions of the system's library for sine and cosine may differ in the last digit from one system to another. Sums
and products of floating-point numbers do not, so the table is made of these alone.
"""

from functools import lru_cache

TURN = 3600
"""So many steps make a whole turn; 0 points up, and they go clockwise."""
_SCALE = 1 << 20
_RIGHT_ANGLE = TURN // 4
_PI = 3.141592653589793


@lru_cache(maxsize=1)
def _sines() -> tuple[int, ...]:
    """Return the sines of the steps of a right angle, both ends included, times 2^20."""
    sines: list[int] = []
    for step in range(_RIGHT_ANGLE + 1):
        angle = _PI * step / (2 * _RIGHT_ANGLE)
        term = total = angle
        for power in range(2, 24, 2):
            term = -term * angle * angle / (power * (power + 1))
            total += term
        sines.append(round(total * _SCALE))
    return tuple(sines)


def point_at(step: int, distance: int) -> tuple[int, int]:
    """Return x and y, which grows downwards, of the point in a direction at a distance from the middle."""
    return _times(distance, _sine(step)), -_times(distance, _sine(step + _RIGHT_ANGLE))


def _sine(step: int) -> int:
    step %= TURN
    if step >= TURN // 2:
        return -_sine(step - TURN // 2)
    sines = _sines()
    return sines[step] if step <= _RIGHT_ANGLE else sines[TURN // 2 - step]


def _times(distance: int, scaled: int) -> int:
    return (2 * distance * scaled + _SCALE) // (2 * _SCALE)
