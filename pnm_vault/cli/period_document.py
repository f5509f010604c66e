"""The JSON of `pnm review`; docs/json.md describes every key."""

from collections.abc import Callable, Iterable
from typing import Any

from pnm_vault.cli.document import contact_value, day_value, source_value
from pnm_vault.insights.briefing.reflections import questions_about
from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.looking_back.attention import Attention
from pnm_vault.insights.looking_back.capacity import Alive, Capacity
from pnm_vault.insights.looking_back.comings import Silence
from pnm_vault.insights.looking_back.doings import DoneLine
from pnm_vault.insights.looking_back.period_review import PeriodReview
from pnm_vault.model.source import Source
from pnm_vault.review.period_words import period_title

Names = Callable[[str], str]


def period_fields(review: PeriodReview, name_of: Names, private: frozenset[str]) -> dict[str, Any]:
    """Give the keys of the document after the first three."""
    period, doings, found = review.period, review.doings, review.signature

    def contacts(paths: Iterable[str]) -> list[dict[str, Any]]:
        return [contact_value(path, name_of(path)) | {"private": path in private} for path in paths]

    def told(lines: Iterable[DoneLine]) -> list[dict[str, Any]]:
        return [
            {"day": one.day.isoformat(), "contacts": contacts(one.contacts), "source": source_value(one.source)}
            for one in lines
        ]

    def silence(one: Silence) -> dict[str, Any]:
        return {
            **contacts([one.path])[0],
            "since": one.since.isoformat(),
            "until": day_value(one.until),
            "gap_days": one.gap,
        }

    return {
        "period": period.key,
        "kind": period.kind.value,
        "title": period_title(review),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "until": review.until.isoformat(),
        "so_far": review.so_far,
        "log_began": day_value(review.began),
        "days": review.days,
        "contacts": review.contacts,
        "on_days": review.on_days,
        "came": [
            {
                **contacts([one.path])[0],
                "day": one.day.isoformat(),
                "how_met": None if one.how is None else one.how.text,
                "introduced_by": contacts(one.by),
                "source": None if one.how is None else source_value(Source(one.path, one.how.line, one.how.text)),
            }
            for one in review.came
        ],
        "quiet": [silence(one) for one in review.quiet],
        "back": [silence(one) for one in review.back],
        "longest_silence": None if review.longest is None else silence(review.longest),
        "attention": _attention_value(review.attention, contacts),
        "promises": [
            {
                **contacts([one.path])[0],
                "mine": one.mine,
                "said": _line_value(one.said),
                "taken_up": _line_value(one.by),
            }
            for one in review.kept
        ],
        "done": told(doings.done),
        "introductions": told(doings.introduced),
        "capacity": None if review.capacity is None else _capacity_value(review.capacity, contacts),
        "channels": [{"channel": channel.value, "days": days} for channel, days in doings.channels],
        "channel_unsaid": doings.unsaid,
        "often": [{**contacts([one.path])[0], "days": one.days} for one in review.often],
        "busiest_day": _most_value(review.busiest_day),
        "busiest_week": _most_value(review.busiest_week),
        "signature": None
        if found is None
        else {
            "distance": found.distance,
            "top_share": found.top,
            "top_share_before": found.top_before,
            "ranks": contacts(found.ranks),
            "ranks_before": contacts(found.ranks_before),
        },
        "questions": list(questions_about(review)),
    }


Contacts = Callable[[Iterable[str]], list[dict[str, Any]]]


def _attention_value(attention: Attention, contacts: Contacts) -> dict[str, Any]:
    return {
        "circles": [
            {"name": one.name, "days": one.days, "days_share": one.attention, "contacts_share": one.contacts}
            for one in attention.circles
        ],
        "without_circle": attention.without,
        "matters": list(attention.matters),
        "source": source_value(attention.proof),
        "variety": attention.variety,
        "variety_of_days": attention.variety_of_days,
        "near": contacts(attention.near),
        "far": contacts(attention.far),
    }


def _capacity_value(capacity: Capacity, contacts: Contacts) -> dict[str, Any]:
    return {
        **_alive_value(capacity.now),
        "joined_contacts": contacts(capacity.came),
        "left_contacts": contacts(capacity.went),
        "quarters": [_alive_value(one) for one in capacity.quarters],
    }


def _alive_value(one: Alive) -> dict[str, Any]:
    return {"until": one.until.isoformat(), "alive": one.alive, "joined": one.came, "left": one.went}


def _line_value(line: Line) -> dict[str, Any]:
    return {"day": line.day.isoformat(), "source": {"path": line.path, "line": line.line, "text": line.text}}


def _most_value(found: tuple[Any, int] | None) -> dict[str, Any] | None:
    return None if found is None else {"day": found[0].isoformat(), "days": found[1]}
