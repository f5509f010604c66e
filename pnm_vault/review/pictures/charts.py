"""Three pictures beside the map: days of contact by week, where the days went by circle, and the layers of ties."""

from collections.abc import Sequence
from datetime import date, timedelta

from pnm_vault.insights.looking_back.attention import CircleShare
from pnm_vault.insights.pictures import LayerRow, Pictures
from pnm_vault.insights.social_map import OTHERS
from pnm_vault.review.pictures.layout import seats_of
from pnm_vault.review.pictures.palette import hue_of
from pnm_vault.review.pictures.svg import document, dot, fill, group, sentences, text, wrapped
from pnm_vault.review.pictures.text_width import cut_to
from pnm_vault.review.wording import month

SIZE = 14
SMALL = 13
_MARGIN = 16
_RIM = 'class="rim" stroke="#1F2328" stroke-width="1"'
_LABELS = 160

_CELL = 13
_ROW = 20
_BARS = 60
# From so many days in a week on a square is of the next size: 1, 2, 3 or 4, 5 or more.
_STEPS = (1, 2, 3, 5)
_SIDES = (4, 7, 9, 12)

_TRACK = 420
_PAIR = 44
_MOST_CIRCLES = 12

# The number is the closeness that a note may say: who is close and far away is no weekly guest.
LAYER_WORDS = (
    "5 · at least weekly",
    "4 · at least monthly",
    "3 · every half year",
    "2 · every year",
    "1 · more rarely",
)
_MOST_DOTS = 60
_IN_ROW = 30
_NAMES_WIDE = 620


def interactions_svg(pictures: Pictures) -> str:
    """Return the heat map: a row for each circle, a column for each week, and the sum of all weeks above."""
    weeks, count = pictures.weeks, len(pictures.weeks.all)
    top, left = _MARGIN + _BARS + 24, _MARGIN + _LABELS
    right = left + count * _CELL
    labels = [
        text(left - 10, _MARGIN + _BARS - 2, "all contacts", "end"),
        text(right + 10, _MARGIN + _BARS - 2, str(sum(weeks.all))),
    ]
    for at, row in enumerate(weeks.rows):
        line = top + at * _ROW + _ROW // 2 + 5
        labels.append(text(left - 10, line, cut_to(row.name or "others", _LABELS - 12, SIZE), "end"))
        labels.append(text(right + 10, line, str(sum(row.days))))
    bottom = top + max(1, len(weeks.rows)) * _ROW
    words = interaction_words(pictures)
    legend = wrapped(" ".join(words), right + 50 - left + _LABELS, SMALL)
    body = [
        *_months(weeks.first, count, left, top - 8, bottom),
        *group(_bars(weeks.all, left), fill("ink")),
        *group(_squares(pictures, left, top), _RIM),
        *group(labels, f'{fill("ink")} font-size="{SIZE}"'),
        *sentences(legend, _MARGIN, bottom + 28, size=SMALL),
    ]
    height = bottom + 20 * len(legend) + 24
    return document(right + 50 + _MARGIN, height, "Days of contact by week", " ".join(words), body)


def _bars(days: Sequence[int], left: int) -> list[str]:
    most = max([1, *days])
    bars: list[str] = []
    for week, number in enumerate(days):
        if number:
            high = -(-number * _BARS // most)
            place = f'x="{left + week * _CELL + 1}" y="{_MARGIN + _BARS - high}"'
            bars.append(f'<rect {place} width="{_CELL - 3}" height="{high}"/>')
    return bars


def _squares(pictures: Pictures, left: int, top: int) -> list[str]:
    """Draw a square for each circle and week with contact, the larger the more."""
    seats = _seats(pictures)
    squares: list[str] = []
    for at, row in enumerate(pictures.weeks.rows):
        hue = fill(hue_of(seats.get(row.name.casefold(), OTHERS)))
        for week, number in enumerate(row.days):
            if number:
                side = _SIDES[sum([number >= step for step in _STEPS]) - 1]
                x, y = left + week * _CELL + (_CELL - side) // 2, top + at * _ROW + (_ROW - side) // 2
                squares.append(f'<rect {hue} x="{x}" y="{y}" width="{side}" height="{side}" rx="2"/>')
    return squares


def interaction_words(pictures: Pictures) -> list[str]:
    """Say what the heat map shows."""
    weeks = pictures.weeks
    days = sum(weeks.all)
    whole = f"{days} {'day' if days == 1 else 'days'} of contact"
    said = [f"{whole} from {weeks.first.isoformat()} to {pictures.until.isoformat()}, a column for each week."]
    if weeks.rows:
        said.append("The larger the square, the more days in that week: 1, 2, 3 or 4, 5 or more.")
        said.append("Who is in two circles counts in both.")
    return said


def _seats(pictures: Pictures) -> dict[str, int]:
    """Give the seats of the circles by name, case-folded: they have the same colour in all pictures."""
    seats = seats_of(pictures.map)
    return {circle.name.casefold(): seats[at] for at, circle in enumerate(pictures.map.circles)}


def _months(first: date, weeks: int, left: int, y: int, bottom: int) -> list[str]:
    """Name the months at the first Monday of each, with a faint line down."""
    names: list[str] = []
    lines: list[str] = []
    for week in range(weeks):
        monday = first + timedelta(days=7 * week)
        if monday.day <= 7:
            x = left + week * _CELL
            lines.append(f'<path d="M{x} {y - 12}V{bottom}"/>')
            if week < weeks - 2:
                names.append(text(x + 4, y, month(monday).partition(" ")[0][:3]))
    return [
        *group(lines, 'class="guide" stroke="#E4E7EB" stroke-width="1"'),
        *group(names, f'{fill("quiet")} font-size="{SMALL}"'),
    ]


def attention_svg(pictures: Pictures) -> str:
    """Return for each circle its share of the days and its share of the contacts, those that matter first."""
    attention = pictures.attention
    order = {name.casefold(): at for at, name in enumerate(attention.matters)}
    shares = sorted(attention.circles, key=lambda one: order.get(one.name.casefold(), len(order)))[:_MOST_CIRCLES]
    most = max([0.01, *[max(one.attention, one.contacts) for one in shares]])
    left = _MARGIN + _LABELS + 12
    labels: list[str] = []
    told: list[str] = []
    for at, one in enumerate(shares):
        y = _MARGIN + at * _PAIR
        place = order.get(one.name.casefold())
        number = f"{place + 1}. " if place is not None and attention.proof is not None else ""
        label = text(left - 12, y + 17, cut_to(f"{number}{one.name}", _LABELS, SIZE, bold=True), "end")
        labels.append(label if place is None else label.replace("<text", '<text font-weight="bold"', 1))
        told += [
            text(left + _long(one.attention, most) + 8, y + 14, f"{_percent(one.attention)} of the days"),
            text(left + _long(one.contacts, most) + 8, y + 31, f"{_percent(one.contacts)} of the contacts"),
        ]
    said = attention_words(pictures)
    width = left + _TRACK + 170
    legend = wrapped(" ".join(said), width - 2 * _MARGIN, SMALL)
    bottom = _MARGIN + len(shares) * _PAIR
    marks = [
        f'<path d="M{left} {_MARGIN + at * _PAIR + 26}H{left + _long(one.contacts, most)}"/>'
        for at, one in enumerate(shares)
    ]
    body = [
        *group(_tracks(pictures, shares, most, left), _RIM),
        *group(marks, 'class="line" stroke="#7D8590" stroke-width="5"'),
        *group([*labels, *told], f'{fill("ink")} font-size="{SIZE}"'),
        *sentences(legend, _MARGIN, bottom + 22, size=SMALL),
    ]
    return document(width, bottom + 20 * len(legend) + 18, "Where the days went, by circle", " ".join(said), body)


def _tracks(pictures: Pictures, shares: Sequence[CircleShare], most: float, left: int) -> list[str]:
    seats = _seats(pictures)
    tracks: list[str] = []
    for at, one in enumerate(shares):
        hue = fill(hue_of(seats.get(one.name.casefold(), OTHERS)))
        place = f'x="{left}" y="{_MARGIN + at * _PAIR}"'
        tracks.append(f'<rect {hue} {place} width="{_long(one.attention, most)}" height="18" rx="2"/>')
    return tracks


def attention_words(pictures: Pictures) -> list[str]:
    """Say what the picture of attention shows, or that there is too little yet."""
    attention = pictures.attention
    if not attention.circles:
        return ["Too little yet to tell where the days go: it takes ten days of contact with two circles."]
    said = [
        f"Days of contact from {pictures.weeks.first.isoformat()} to {pictures.until.isoformat()} by circle, beside the"
        " share of your contacts who are in it."
    ]
    if attention.matters:
        kept = "in your order" if attention.proof is not None else "first"
        said.append(f"The circles that you wrote matter stand above the others, {kept}, in bold.")
    hidden = len(attention.circles) - _MOST_CIRCLES
    if hidden > 0:
        said.append(f"{hidden} more {'circle is' if hidden == 1 else 'circles are'} not shown.")
    return said


def _long(share: float, most: float) -> int:
    return max(2, round(_TRACK * share / most))


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def layers_svg(pictures: Pictures) -> str:
    """Return the layers of ties, the innermost first: a dot for each contact, and the names of the nearest."""
    rows, seats = pictures.layers, seats_of(pictures.map)
    each = max(1, -(-max([0, *[row.contacts for row in rows]]) // _MOST_DOTS))
    left = _MARGIN + 190
    dots: list[str] = []
    labels: list[str] = []
    names: list[str] = []
    y = _MARGIN
    for row in rows:
        shown = -(-row.contacts // each)
        hues = [seats[circle] for circle in row.circles] if each == 1 else []
        dots += _row_of_dots([*hues, *[OTHERS] * shown][:shown], left, y)
        labels.append(text(left - 20, y + 19, LAYER_WORDS[row.layer - 1], "end"))
        labels.append(text(left + min(shown, _IN_ROW) * 17 + 12, y + 19, str(row.contacts)))
        y += 26 + max(0, (shown - 1) // _IN_ROW) * 18
        told = wrapped(_names(row), _NAMES_WIDE, SMALL)
        names += [text(left + 2, y + 14 + 18 * at, line) for at, line in enumerate(told)]
        y += 18 * len(told) + 16
    said = layer_words(pictures, each)
    legend = wrapped(" ".join(said), left + _NAMES_WIDE, SMALL)
    body = [
        *group(dots, _RIM),
        *group(labels, f'{fill("ink")} font-size="{SIZE + 1}" font-weight="bold"'),
        *group(names, f'{fill("quiet")} font-size="{SMALL}"'),
        *sentences(legend, _MARGIN, y + 14, size=SMALL),
    ]
    return document(left + _NAMES_WIDE + 36, y + 20 * len(legend) + 12, "Layers", " ".join(said), body)


def _row_of_dots(seats: Sequence[int], left: int, y: int) -> list[str]:
    return [
        line
        for at, seat in enumerate(seats)
        for line in dot(left + 8 + at % _IN_ROW * 17, y + 14 + at // _IN_ROW * 18, 6, seat)
    ]


def layer_words(pictures: Pictures, each: int = 1) -> list[str]:
    """Say what the picture of the layers shows."""
    said = [
        "How near they are: by the closeness that you wrote, 5 to 1, else by how often you are in touch, "
        f"up to {pictures.until.isoformat()}."
    ]
    if each > 1:
        said.append(f"A dot stands for up to {each} contacts.")
    if pictures.unplaced:
        many = "1 contact is" if pictures.unplaced == 1 else f"{pictures.unplaced} contacts are"
        said.append(f"{many} in no layer: it takes four days of contact over four weeks, or a closeness in the note.")
    return said


def _names(row: LayerRow) -> str:
    if not row.names:
        return ""
    more = row.contacts - len(row.names)
    return ", ".join(row.names) + (f" and {more} more" if more else "")
