"""Made networks of any size for the tests of the pictures, and pictures around them."""

import random
from datetime import date

from pnm_vault.insights.looking_back.attention import Attention
from pnm_vault.insights.pictures import LayerRow, Pictures, WeekRow, Weeks
from pnm_vault.insights.social_map import SocialMap, draw_map
from pnm_vault.model.tie import Tie
from tests.insights.test_attention import tie

UNTIL = date(2026, 11, 22)
_FIRST = ("Ana", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Greta", "Hugo", "Irene", "Jan", "Katarina", "Lorenzo")
_LAST = ("Rossi", "Furlan", "Kobal", "Bassani", "Lindqvist", "Marušić", "Ferrant", "Devescovi", "Achterberg", "Pirc")
_CIRCLES = (
    *("family", "choir", "climbing", "work", "neighbours", "theatre", "garden", "chess", "radio", "football"),
    *("parents", "university", "school", "book club", "old lab", "trieste meetup"),
)


def made_ties(count: int, seed: int = 3) -> tuple[list[Tie], dict[str, tuple[str, ...]]]:
    """Make contacts with circles and strengths, and who of them know each other."""
    chance = random.Random(seed)
    ties = []
    for at in range(count):
        wide = 1 + int(len(_CIRCLES) * chance.random() ** 0.7)
        own = tuple(dict.fromkeys(chance.choice(_CIRCLES[:wide]) for _ in range(chance.choice((0, 1, 1, 1, 1, 2)))))
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        day = date(2026, 1, 1 + chance.randrange(28))
        made = tie(str(at), *own, days=3, first=day, last=day, decayed=5 * chance.random())
        ties.append(Tie(**{name: getattr(made, name) for name in made.__struct_fields__} | {"name": name}))
    known: dict[str, tuple[str, ...]] = {}
    for one in ties:
        others = [chance.choice(ties) for _ in range(chance.choice((0, 0, 1, 2)))]
        known[one.path] = tuple(other.path for other in others if set(other.circles) & set(one.circles))
    return ties, known


def made_map(count: int, limit: int | None = None, seed: int = 3) -> SocialMap:
    ties, known = made_ties(count, seed)
    return draw_map(ties, known, ("family", "choir"), 90.0, limit)


def around(social: SocialMap, weeks: Weeks | None = None, attention: Attention | None = None) -> Pictures:
    rows = tuple(WeekRow(circle.name, (0, 1, 2, 3, 5) + (0,) * 47) for circle in social.circles[:10])
    layers = tuple(LayerRow(layer, 0) for layer in range(1, 6))
    made = weeks or Weeks(date(2025, 11, 24), (0, 1, 2, 3, 5) + (0,) * 47, rows)
    return Pictures(UNTIL, social, made, attention or Attention(), layers)
