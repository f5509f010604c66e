"""A look back in words: its sections and lines, for the terminal, for a review note and as Markdown to paste."""

from collections.abc import Iterable, Sequence

from pnm_vault.insights.briefing.reflections import behind, questions_about
from pnm_vault.insights.looking_back.attention import Attention
from pnm_vault.insights.looking_back.capacity import Alive
from pnm_vault.insights.looking_back.comings import Silence
from pnm_vault.insights.looking_back.doings import DoneLine
from pnm_vault.insights.looking_back.period_review import PeriodReview
from pnm_vault.insights.looking_back.periods import PeriodKind, period_around
from pnm_vault.insights.looking_back.signature import SAME
from pnm_vault.insights.remembering.promises import undated
from pnm_vault.model.note import Channel
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.notes.text.tasks import task_words
from pnm_vault.review.escape import md, wikilink
from pnm_vault.review.wording import every, plain, stem

LINE_LIMIT = 400
_NAMES = 5
# Beside their links, fewer fit on a line.
_LINKED = 3
_CHANNELS = {
    Channel.MEETING: "in person",
    Channel.CALL: "by phone",
    Channel.VIDEO: "by video",
    Channel.MESSAGE: "by message",
    Channel.EMAIL: "by e-mail",
    Channel.LETTER: "by letter",
    Channel.EVENT: "at an event",
}


class PeriodRow(Row, frozen=True):
    """One line: `lead` (a day or a word or two), contacts (path and name), words, and the line that proves them."""

    lead: str
    contacts: tuple[tuple[str, str], ...] = ()
    text: str = ""
    proof: Source | None = None


class PeriodSection(Row, frozen=True):
    """A heading with sentences and lines below it, one at least of either. `label` is the same whatever the period."""

    label: str
    title: str
    sentences: tuple[str, ...]
    rows: tuple[PeriodRow, ...]


def period_title(review: PeriodReview) -> str:
    """Return what a review is called: `October 2026`, `November 2026, so far`."""
    return f"{review.period.title}, so far" if review.so_far else review.period.title


def opening_words(review: PeriodReview) -> str:
    """Return how much there was, in one sentence or two."""
    if not review.days:
        young = review.began is None or review.began > review.until
        return f"No contact is noted in this {review.period.kind}{': too little yet to look back on' if young else ''}."
    said = f"{_count(review.days, 'day')} of contact with {_count(review.contacts, 'contact')}"
    said += f", spread over {_count(review.on_days, 'day')}."
    if review.began is not None and review.began > review.period.first:
        said += f" Your log begins on {review.began}, so the time before may look emptier than it was."
    return said


def unread_words(review: PeriodReview) -> str:
    """Return where to read what a review of very many contacts leaves out; empty where nothing is left out."""
    if not review.unread:
        return ""
    command = f"pnm review {review.period.kind} {review.period.key}"
    return f"With so many contacts, promises, introductions and ways of being in touch are told by {command} alone."


def period_sections(review: PeriodReview, limit: int) -> tuple[PeriodSection, ...]:
    """Return what there is to tell, in reading order, at most `limit` lines each; empty sections are left out."""
    found = (
        PeriodSection("came", "Who came in", (), tuple(_came(review))),
        PeriodSection("quiet", "Quiet now", (), tuple(map(_quiet, review.quiet))),
        PeriodSection("back", "Back after a long silence", (), tuple(map(_back, review.back))),
        PeriodSection("circles", "Where your days went", *_circles(review)),
        PeriodSection("promises", "Promises kept", (), tuple(_promises(review))),
        PeriodSection("done", "Done for and with others", (), tuple(_told(review, review.doings.done))),
        PeriodSection(
            "introductions", "Introductions your notes tell of", (), tuple(_told(review, review.doings.introduced))
        ),
        PeriodSection("alive", "How many ties you keep alive", *_alive(review)),
        PeriodSection("days", "The days themselves", *_days(review)),
        PeriodSection("shape", "The shape of your attention", *_shape(review)),
        PeriodSection("questions", "To think about", questions_about(review), ()),
    )
    return tuple([_cut(one, limit) for one in found if one.sentences or one.rows])


def period_markdown(review: PeriodReview, limit: int) -> str:
    """Return the review as a quote that can be pasted into any note, LF line ends.

    In a quote no link is contact and no line a fact, so that it is never taken for what the owner wrote.
    """
    blocks = [[f"[!note] Looking back: {md(period_title(review))}", md(opening_words(review))]]
    if review.unread:
        blocks.append([md(unread_words(review), LINE_LIMIT)])
    for section in period_sections(review, limit):
        blocks.append([f"**{section.title}**"])
        blocks += [[md(sentence, LINE_LIMIT)] for sentence in section.sentences]
        blocks += [[f"- {_item(row)}" for row in section.rows]] if section.rows else []
    return "\n>\n".join(["\n".join([f"> {line}" for line in block]) for block in blocks]) + "\n"


def span(days: int) -> str:
    """Return a length of time as people say it: `9 weeks`, `14 months`, `3 years`."""
    for limit, size, unit in ((14, 1.0, "day"), (90, 7.0, "week"), (730, 30.44, "month")):
        if days < limit:
            return _count(round(days / size), unit)
    return _count(round(days / 365.25), "year")


def _item(row: PeriodRow) -> str:
    said = [md(row.lead)] if row.lead else []
    said += [", ".join([wikilink(path, name) for path, name in row.contacts])] if row.contacts else []
    said += [md(plain(row.text), LINE_LIMIT)] if row.text else []
    proof = f" ({wikilink(row.proof.path, stem(row.proof.path))})" if row.proof is not None else ""
    return " · ".join(said) + proof


def _cut(section: PeriodSection, limit: int) -> PeriodSection:
    if len(section.rows) <= limit:
        return section
    more = PeriodRow("", (), f"… and {len(section.rows) - limit} more")
    return PeriodSection(section.label, section.title, section.sentences, (*section.rows[:limit], more))


def _came(review: PeriodReview) -> Iterable[PeriodRow]:
    for one in review.came:
        known = [review.names[path] for path in one.by if path in review.names]
        said = [plain(one.how.text)] if one.how is not None else []
        said += [f"introduced by {_names(known)}"] if known else []
        proof = None if one.how is None else Source(one.path, one.how.line, one.how.text)
        yield PeriodRow(str(one.day), ((one.path, one.name),), "; ".join(said), proof)


def _quiet(silence: Silence) -> PeriodRow:
    usual = "" if silence.gap is None else f"; usual would be {every(silence.gap)}"
    return PeriodRow("", ((silence.path, silence.name),), f"last in touch on {silence.since}{usual}")


def _back(silence: Silence) -> PeriodRow:
    words = f"after {span(silence.days)}, since {silence.since}"
    return PeriodRow(str(silence.until), ((silence.path, silence.name),), words)


def _circles(review: PeriodReview) -> tuple[tuple[str, ...], tuple[PeriodRow, ...]]:
    attention = review.attention
    said: list[str] = []
    rows: list[PeriodRow] = []
    matter = {name.casefold() for name in attention.matters}
    if attention.circles:
        said.append(_most_and_first(attention))
        if attention.variety is not None and attention.variety_of_days is not None:
            said.append(
                f"Your contacts are as varied as {attention.variety:.1f} equal circles, "
                f"your days as {attention.variety_of_days:.1f}."
            )
        for one in attention.circles:
            if one.attention or one.name.casefold() in matter:
                words = f"{_percent(one.attention)} of the days, {_percent(one.contacts)} of the contacts"
                rows.append(PeriodRow(one.name, (), words))
        if attention.without:
            was = "was" if attention.without == 1 else "were"
            said.append(f"{attention.without} of {attention.days} days {was} with contacts who have no circle.")
    said += _near(review)
    return tuple([one for one in said if one]), tuple(rows)


def _most_and_first(attention: Attention) -> str:
    most = attention.circles[0]
    first = behind(attention)
    if first is not None:
        return (
            f"{_opened(most.name)} had {_percent(most.attention)} of your days, {first.name} "
            f"{_percent(first.attention)}: you wrote that {first.name} comes first among the circles that matter."
        )
    if attention.proof is not None and attention.matters[0].casefold() == most.name.casefold():
        return (
            f"{_opened(most.name)} had {_percent(most.attention)} of your days, "
            "and it comes first among the circles that you wrote matter."
        )
    return f"{_opened(most.name)} had {_percent(most.attention)} of your days."


def _near(review: PeriodReview) -> list[str]:
    near, far = review.attention.near, review.attention.far
    if not review.days or (not near and not far):
        return []
    whom = "whom you marked as near (closeness 4 or 5, or priority 1)"
    if not far:
        return [f"You were in touch with everybody {whom}."]
    said = f"Of the {len(near) + len(far)} {whom} you were in touch with {len(near)}"
    return [f"{said}; no day is noted with {_names([review.names[path] for path in far])}."]


def _promises(review: PeriodReview) -> Iterable[PeriodRow]:
    for one in review.kept:
        who = "you promised" if one.mine else "they promised"
        words = f"{plain(one.said.text)} (said {one.said.day}, taken up {one.by.day})"
        yield PeriodRow(who, ((one.path, one.name),), words, Source(one.by.path, one.by.line, one.by.text))


def _told(review: PeriodReview, lines: Sequence[DoneLine]) -> Iterable[PeriodRow]:
    for one in lines:
        contacts = tuple([(path, review.names[path]) for path in one.contacts if path in review.names])
        yield PeriodRow(str(one.day), contacts, undated(task_words(one.source.text)), one.source)


def _alive(review: PeriodReview) -> tuple[tuple[str, ...], tuple[PeriodRow, ...]]:
    capacity = review.capacity
    if capacity is None:
        return (), ()
    now = capacity.now
    said = f"You keep about {_count(now.alive, 'tie')} alive, with contact in the 90 days up to {now.until}"
    said += "." if now.came is None else f"; {now.came} joined them and {now.went} left them since {now.since}."
    rows = [_changed(review, *change) for change in (("joined", capacity.came), ("left", capacity.went)) if change[1]]
    before = [one for one in capacity.quarters if one.until != now.until]
    if before:
        said += f" At the end of the quarters before: {'; '.join(map(_quarter, before))}."
    return (said,), tuple(rows)


def _quarter(one: Alive) -> str:
    change = "" if one.came is None else f" ({one.came} joined, {one.went} left)"
    return f"{period_around(PeriodKind.QUARTER, one.until).key} {one.alive}{change}"


def _changed(review: PeriodReview, word: str, paths: Sequence[str]) -> PeriodRow:
    shown = tuple([(path, review.names[path]) for path in paths[:_LINKED]])
    return PeriodRow(word, shown, f"and {len(paths) - _LINKED} more" if len(paths) > _LINKED else "")


def _days(review: PeriodReview) -> tuple[tuple[str, ...], tuple[PeriodRow, ...]]:
    said: list[str] = []
    full = [
        f"{word} {day} with {_count(count, 'day of contact', 'days of contact')}"
        for word, found in (("day was", review.busiest_day), ("week began on", review.busiest_week))
        if found is not None
        for day, count in (found,)
    ]
    if full:
        said.append(f"The fullest {', the fullest '.join(full)}.")
    if review.doings.channels:
        ways = [f"{count} {_CHANNELS[channel]}" for channel, count in review.doings.channels]
        unsaid = f"; of {review.doings.unsaid} no line says how" if review.doings.unsaid else ""
        said.append(f"{_listed(ways)}{unsaid}.")
    longest = review.longest
    if longest is not None and longest.path not in {one.path for one in review.back}:
        said.append(
            f"The longest silence that ended was with {longest.name}: {span(longest.days)}, up to {longest.until}."
        )
    rows = [PeriodRow(_count(one.days, "day"), ((one.path, one.name),)) for one in review.often]
    return tuple(said), tuple(rows)


def _shape(review: PeriodReview) -> tuple[tuple[str, ...], tuple[PeriodRow, ...]]:
    found = review.signature
    if found is None:
        return (), ()
    before = review.period.first.year - 1
    same = "is as it was" if found.distance < SAME else "is another"
    said = (
        f"The five whom you saw most had {_percent(found.top)} of your days, in {before} {_percent(found.top_before)}; "
        f"how your days fall off from one to the next {same} (JSD {found.distance:.2f} of at most 1)."
    )
    rows = [
        PeriodRow(f"rank {rank}", ((path, review.names.get(path, stem(path))),), f"was not among the five of {before}")
        for rank, path in enumerate(found.ranks, 1)
        if path not in found.ranks_before
    ]
    return (said,), tuple(rows)


def _names(names: Sequence[str]) -> str:
    if len(names) > _NAMES:
        return f"{', '.join(names[:_NAMES])} and {len(names) - _NAMES} more"
    return _listed(names)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _opened(name: str) -> str:
    return name[:1].upper() + name[1:]


def _percent(share: float) -> str:
    """Return a share in whole percent, halves up."""
    return f"{int(100 * share + 0.5)} %"


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
