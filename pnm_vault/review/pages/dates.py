"""`Dates ahead`: important dates by month."""

from collections.abc import Iterable

from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.model.settings import Settings
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, place, proof_of, remembered
from pnm_vault.review.wording import milestone, month, stem, weekday


@remembered
def dates_context(dates: Iterable[DateAhead], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `dates` shows: important dates by month."""
    shown = [ahead for ahead in dates if not is_private(ahead, hidden)]
    months: dict[str, list[Context]] = {}
    for ahead in shown[: settings.review.lines]:
        months.setdefault(month(ahead.day), []).append(date_item(ahead, hidden))
    sections = [{"title": title, "items": items} for title, items in months.items()]
    return {
        "days": settings.review.dates_ahead,
        "total": len(shown),
        "sections": sections,
        "more": max(0, len(shown) - settings.review.lines),
    }


def is_private(ahead: DateAhead, hidden: frozenset[str]) -> bool:
    """Tell whether a date is one of a private contact."""
    return ahead.private or ahead.path in hidden


def date_item(ahead: DateAhead, hidden: frozenset[str]) -> Context:
    """Return what a line about an important date shows."""
    return {
        "day": ahead.day.isoformat(),
        "weekday": weekday(ahead.day),
        "label": ahead.label,
        "turns": ahead.turns,
        "occasion": milestone(ahead.label, ahead.turns),
        "contact": place(ahead.path, ahead.name),
        "begins": f"{weekday(ahead.begins)} {ahead.begins:%Y-%m-%d at %H:%M}" if ahead.begins is not None else "",
        "proof": proof_of(ahead.source, stem(ahead.source.path), hidden),
        "key": raw_key("date", digest_of_item(ahead.path, ahead.label), day_text(ahead.day)),
    }
