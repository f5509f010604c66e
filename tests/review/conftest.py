import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from pnm_vault.insights.briefing.openers import Opener, Opening
from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.catching_up.agenda import Agenda
from pnm_vault.insights.catching_up.demand import Askers, Demand
from pnm_vault.insights.catching_up.dormant import DormantPick, Draw
from pnm_vault.insights.catching_up.reconnect import Group, Reconnect, ReconnectGroup, Reconnection
from pnm_vault.insights.catching_up.stale import CadenceRule, Label, StaleContact
from pnm_vault.insights.catching_up.tie_facts import Side, TieFacts, Told, Topic
from pnm_vault.insights.catching_up.week_plan import WeekTime
from pnm_vault.insights.comparing.shared_values import Common, Term
from pnm_vault.insights.gathering.communities import CommunityStanding, Said
from pnm_vault.insights.gathering.events import EventAhead, EventBeen, There, ToMeet
from pnm_vault.insights.gathering.gatherings import Gatherings
from pnm_vault.insights.helping.reciprocity import Deed, Reciprocity, Turn
from pnm_vault.insights.introducing.acquainted import Acquaintance, AcquaintedAnswer, Proved
from pnm_vault.insights.introducing.introductions import Gain, Introduction, Reason
from pnm_vault.insights.looking_back.attention import Attention, CircleShare
from pnm_vault.insights.looking_back.capacity import Alive, Capacity
from pnm_vault.insights.looking_back.comings import Silence
from pnm_vault.insights.looking_back.doings import Doings, DoneLine
from pnm_vault.insights.looking_back.period_review import Newcomer, Often, PeriodReview
from pnm_vault.insights.looking_back.periods import PeriodKind, last_complete
from pnm_vault.insights.looking_back.promises_kept import KeptPromise
from pnm_vault.insights.looking_back.signature import Signature
from pnm_vault.insights.mentoring import MentoringGroup, MentoringPair, Part
from pnm_vault.insights.pictures import Pictures, Weeks
from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.insights.remembering.follow_ups import FollowUps
from pnm_vault.insights.social_map import OTHERS, MapCircle, MapContact, SocialMap
from pnm_vault.model.contact import Statement
from pnm_vault.model.favour import FavourKind, FavourWay
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.gathering import CommunityNote, EventNote
from pnm_vault.model.note import Channel
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.model.source import Source
from pnm_vault.review.pages import Answers, PageContext, build_pages
from pnm_vault.review.pages.duplicates import duplicates_context
from pnm_vault.review.pages.period import period_context
from pnm_vault.review.pages.pictures import files_context, pictures_context
from pnm_vault.review.pages.talk import Talk
from pnm_vault.review.pictures.places import PICTURES
from tests.review.made_capital import social_capital
from tests.review.made_double import made_double
from tests.review.made_five import five
from tests.review.made_help import own_help, radar
from tests.review.made_network import hostile
from tests.review.made_plan import quarter_plan

ANN = "People/Ann Lee.md"
BO = "People/Bo Chen.md"

# What the built-in templates themselves may put on a line.
_OUR_LINK = re.compile(r"(?<!\\)\[\[[^\[\]|#^\\<>%`{}*~$:\n]+(?:\|[^\[\]|^\\<>`{}*~$\n]+)?\]\]")
_OUR_CODE = re.compile(r"(?<!\\)`[^`$=\\\n][^`\\\n]*`")
_OUR_START = re.compile(r"^(?: *- \[ \] | *- |#{1,3} |> |\*\*)")
_KINDS = "contact|follow-up|date|introduction|promise|fact|community|acquaintance|step|thanks|help|need|resource|double"
_OUR_KEY = re.compile(rf" <!-- pnm:(?:{_KINDS}) [0-9a-z]{{8}} [0-9-]{{1,10}} -->$")
_OUR_PICTURE = re.compile(r"^!\[[A-Za-z, ]+\]\(Pictures/[A-Za-z]+\.svg\)$")
_OUR_DIAGRAM = re.compile(
    r'^(?:```(?:mermaid)?|  you\(\("You"\)\)| +(?:subgraph g|c)\d+\["(.*)"\]|  (?:you|c\d+) --- [gc]\d+)$'
)
_OUR_NUMBER = re.compile(r"#\d+;")
_RAW = ("<%", "%>", "{{", "}}", "{%", "%%", "::", "==", "~~", "```", "<!--", "![", "[^", "\r", "\u2028", "\u202e")
_ACTIVE = re.compile(
    r"[\[\]`<*~$^{}|]|(?:^|[\s(])#[^\s#]|(?<!\w)_|_(?!\w)|&(?:#|[A-Za-z]\w*;)|^[-+>=](?: |$)|^\d+[.)](?: |$)"
    r"|^---|^===|\\$"
)
_SCHEME = re.compile(r"(?i)(?:javascript|vbscript|data|file|obsidian):\S|(?<!http)(?<!https)://")


@pytest.fixture(scope="session")
def templates() -> Mapping[str, str]:
    folder = Path(__file__).parents[2] / "templates"
    return {
        os.path.relpath(file, folder).replace(os.sep, "/"): file.read_text("utf-8") for file in folder.rglob("*.j2")
    }


def _undrawn(line: str) -> str:
    """Take away what makes a line one of a picture or of a diagram; what is left is its text."""
    found = _OUR_DIAGRAM.match(line)
    return _OUR_NUMBER.sub("x", found[1] or "") if found else _OUR_PICTURE.sub("", line)


@pytest.fixture(scope="session")
def live() -> Callable[[str], list[str]]:
    """Everything in a page that could act and that our templates did not put there; read without our escaping code."""

    def find(text: str) -> list[str]:
        found = []
        for line in text.split("\n"):
            rest = (
                _OUR_CODE.sub("code", _OUR_LINK.sub("link", _OUR_KEY.sub("", _undrawn(line))))
                .removesuffix("**")
                .replace("[!tip]", "")
                .replace("&#58;", "")
                .replace("&lt;", "")
            )
            found += [f"{mark!r} in {line!r}" for mark in _RAW if mark in rest]
            rest = _OUR_START.sub("", re.sub(r"\\[!-/:-@\[-`{-~]", "x", rest))
            found += [f"{match[0]!r} in {line!r}" for match in (*_ACTIVE.finditer(rest), *_SCHEME.finditer(rest))]
        return found

    return find


def stale(path: str = ANN, name: str = "Ann Lee", label: Label = Label.DUE, **changes: object) -> StaleContact:
    fields: dict[str, object] = {
        "score": 0.5,
        "since": 101,
        "last": date(2026, 8, 14),
        "proof": Source("Daily/2026-08-14.md", 3, "- lunch with [[Ann Lee]]"),
        "gap": 30,
        "rule": CadenceRule.CONTACT,
        "rhythm": None,
        "due": date(2026, 9, 13),
        "snoozed": False,
        "planned": None,
        "private": False,
        "reasons": ("You wish to talk monthly.",),
    }
    return StaleContact(path, name, label, **(fields | changes))  # type: ignore[arg-type]


def tied(name: str, group: Group, pick: DormantPick | None = None) -> ReconnectGroup:
    """A group of one tie that is usually in touch, whose turn it is, with a change of season."""
    season = Source(f"People/{name}.md", 8, "- 2026-08-01: she moved to Porto")
    told = Told(Topic.SEASON, "A new season more than drift, it seems: your note tells of a change.", season)
    facts = TieFacts(rhythm=35, low=21, high=56, reasons=(told,))
    return ReconnectGroup(group, (Reconnection(stale(f"People/{name}.md", name), facts, pick),), 2)


def never_met(name: str) -> Reconnection:
    path = f"People/{name}.md"
    return Reconnection(stale(path, name, Label.NEVER, last=None, proof=None, due=None), TieFacts())


def mentor() -> MentoringPair:
    said = (Source(ANN, 9, "I'll send [[Ann Lee|her]] the **draft**"),)
    pair = MentoringPair(ANN, "Ann Lee", Part.MENTOR, date(2026, 8, 14), date(2026, 8, 14), said[0])
    return replace(pair, goals=said, told=said, yours=said, theirs=said, bring=said, lessons=said)


def follow_up(text: str = "Send [[Ann Lee|Ann]] the **draft**", path: str = "Daily/2026-11-02.md") -> FollowUp:
    return FollowUp(Source(path, 4, f"- [ ] {text}"), text, date(2026, 12, 1), date(2026, 11, 20), "every week", (ANN,))


def birthday(private: bool = False) -> DateAhead:
    source = Source("Events/Party.md", 5, "Ann turns 40")
    return DateAhead(date(2026, 11, 28), "birthday", ANN, "Ann Lee", 40, private, source)


def pair(second: str = BO) -> Introduction:
    proofs = (Source(ANN, 9, "a React developer"), Source(BO, 7, "frontend in React"))
    reason = Reason("ask meets offer", "Ann Lee looks for what Bo Chen offers: react", ("react",), proofs)
    return Introduction(ANN, "Ann Lee", second, "Bo Chen", 0.5, Gain.BOTH, (reason,))


def acquainted(second: str = BO, by: str = "People/Cy.md") -> AcquaintedAnswer:
    terms = (Term(Common.ACQUAINTANCE, "Cy Orr", by, 1.4), Term(Common.CIRCLE, "[[Small Lab]]", "", 0.9))
    proofs = (
        (Source(by, 4, "- [[Ann Lee]]"), Source(by)),
        (Source(ANN, 6, "Small Lab"), Source(second, 5, "Small Lab")),
    )
    return AcquaintedAnswer(
        (Proved(Acquaintance(ANN, "Ann Lee", second, "Bo Chen", 0.9, 2.3, 0.1, terms), proofs),), 3, 40, 2, False
    )


def problem(severity: Severity = Severity.ERROR, line: int = 12, path: str = BO) -> Problem:
    return Problem(path, line, severity, "yaml-syntax", "The list `x: [` does not end; close the bracket.")


def talk(text: str = "coffee by the **river** with [[Bo Chen|Bo]]", name: str = "Bo Chen") -> Talk:
    """Make one with everything that the line of a contact, and the lines below it, can say."""
    facts = TieFacts(rhythm=90, turn=Side.YOU, fading=True, season=Source(ANN, 12, "moved to Porto"))
    said = Source("Daily/2026-08-14.md", 3)
    day = date(2026, 8, 14)
    openers = [Opener(kind, text, said, day) for kind in Opening if kind not in (Opening.NEWS, Opening.COMMON)]
    news = Opener(Opening.NEWS, text, said, day, terms=(text, "moths"))
    return Talk(facts, (*openers, news, Opener(Opening.COMMON, name, Source(BO), day, BO)))


def gatherings() -> Gatherings:
    there = There(
        ANN, "Ann Lee", date(2026, 8, 14), Source("Daily/2026-08-14.md", 3, "- lunch with [[Ann Lee]]"), False
    )
    never = There(BO, "Bo Chen", None, None, False)
    event = EventNote(
        "Events/Boats.md", "Boats", date(2026, 12, 3), date(2026, 12, 4), place="Graz", topics=("boats", "tar")
    )
    reason = Reason("help", "You are looking for “tar”; Ann Lee offers “tar”.", ("tar",), (Source(ANN, 9, "tar"),))
    ahead = EventAhead(
        event,
        there=(there, never),
        in_town=(never,),
        in_town_more=3,
        to_meet=(ToMeet(there, (reason,)),),
        to_meet_more=2,
        introductions=(pair(),),
        wanted=(Statement("somebody with a **boat**", 7),),
    )
    community = CommunityNote(
        "Communities/Choir.md", "Choir", (ANN,), 3, "Tuesdays", 7, (), None, "Graz", ("singing",), "https://x.example"
    )
    standing = CommunityStanding(
        community,
        members=(there,),
        last=date(2026, 11, 3),
        proof=Source("Daily/2026-11-03.md", 5),
        due=date(2026, 11, 10),
        asks=(Said(there, Statement("tar", 9)),),
        offers=(Said(there, Statement("a boat", 10)),),
    )
    return Gatherings((ahead,), (EventBeen(event, (there,), (never,)),), (standing,))


@pytest.fixture
def answers() -> Answers:
    agenda = Agenda(
        week=date(2026, 11, 23),
        reconnect=(stale(planned=date(2026, 12, 4)),),
        reconnect_total=12,
        follow_ups=(follow_up(),),
        follow_ups_total=3,
        dates=(birthday(),),
        dates_total=2,
        introductions=(pair(),),
        introductions_total=4,
        problems=(problem(),),
        problems_total=5,
        time=WeekTime(120, chosen=60, had=30, planned=30, follow_ups=10, waits=11),
        demand=Demand(540.0, 120, (), (Askers("book club", True, 12, 120.0), Askers("friend", False, 1, 6.0)), 100.0),
    )
    groups = (
        tied("Sam", Group.SLIPPING),
        tied("Due", Group.DUE),
        tied("Di", Group.DORMANT, DormantPick("People/Di.md", Draw.LOT, "Drawn by lot for this month.")),
        ReconnectGroup(Group.NEVER, (never_met("New"),)),
    )
    return Answers(
        today=date(2026, 11, 23),
        agenda=agenda,
        reconnect=Reconnect(groups),
        introductions=(pair(),),
        follow_ups=FollowUps((follow_up(),), (), (), (follow_up("Call back"),)),
        dates=(birthday(),),
        problems=(problem(Severity.WARNING), problem(), problem(Severity.INFO, 0)),
        mentoring=(MentoringGroup(Part.MENTOR, (mentor(),), 1),),
        your_goals=(Source("Me.md", 8, "to sing"),),
        talks={ANN: talk()},
        gatherings=gatherings(),
        acquainted=acquainted(),
        own_help=own_help(),
        needs=radar(),
        reciprocity=reciprocity(),
        network=hostile()[0],
        synergy=hostile()[1],
        capital=social_capital(),
        five=five(),
        plan=quarter_plan(),
    )


def reciprocity() -> Reciprocity:
    """Everything that a line about giving and receiving can say."""
    days = (date(2026, 3, 1), date(2026, 8, 14))
    deeds = [
        Deed(day, kind, way, Source(ANN, 9, "asked [[Ann Lee|her]] for **advice**"))
        for day, kind, way in zip(days, FavourKind, FavourWay, strict=False)
    ]
    said = Source(ANN, 12, "a **boat** of [[Bo Chen]]")
    turn = Turn(ANN, "Ann Lee", tuple(deeds), said, said)
    bare = Turn(BO, "Bo Chen", tuple(deeds[:1]))
    return Reciprocity(days[0], (bare,), (turn,), (turn, replace(turn, ask=None), bare))


def look_back(kind: str, unread: bool = False) -> PeriodReview:
    period = last_complete(PeriodKind(kind), date(2026, 11, 23))
    assert period is not None
    day = period.first
    source = Source("Daily/2026-10-02.md", 3, "Introduced [[Ann Lee]] to [[Bo Chen]]")
    line = Line(day, "Daily/2026-10-02.md", 3, "I'll send [[Ann Lee]] the draft")
    return PeriodReview(
        period=period,
        until=period.last,
        began=date(2026, 1, 1),
        days=12,
        contacts=4,
        on_days=9,
        came=(Newcomer(ANN, "Ann Lee", day, Statement("at the fair", 7), (BO,)),),
        quiet=(Silence(BO, "Bo Chen", date(2025, 10, 1), None, 30),),
        back=(Silence(ANN, "Ann Lee", date(2025, 1, 1), day, None),),
        longest=Silence(BO, "Bo Chen", date(2026, 1, 1), day),
        attention=Attention(
            circles=(CircleShare("choir", 0.4, 0.8, 8.0), CircleShare("family", 0.6, 0.2, 2.0)),
            days=12,
            without=2,
            matters=("family",),
            proof=Source("Me.md", 4, "family"),
            variety=2.0,
            variety_of_days=1.6,
            near=(ANN,),
            far=(BO,),
        ),
        capacity=Capacity(Alive(period.last, 9, day, 1, 1), (Alive(date(2026, 6, 30), 8),), (ANN,), (BO,)),
        kept=(KeptPromise(ANN, "Ann Lee", True, line, line),),
        doings=Doings((DoneLine(day, (ANN,), source),), (DoneLine(day, (ANN, BO), source),), ((Channel.CALL, 3),), 9),
        unread=unread,
        often=(Often(ANN, "Ann Lee", 6),),
        busiest_day=(day, 3),
        busiest_week=(day, 5),
        signature=Signature(0.03, 0.4, 0.5, (ANN,), (BO,)),
        names={ANN: "Ann Lee", BO: "Bo Chen"},
    )


def drawn() -> Pictures:
    contacts = (
        MapContact(ANN, "Ann Lee", 0, 900, (("choir", "family"),)),
        MapContact(BO, "Bo Chen", OTHERS, 300, ()),
    )
    return Pictures(
        until=date(2026, 11, 22),
        map=SocialMap((MapCircle("choir", 1, 0),), contacts, ((0, 1),), 2, 1),
        weeks=Weeks(date(2025, 11, 24), (0,) * 52),
        attention=Attention(),
    )


@pytest.fixture
def every_page(answers: Answers) -> tuple[PageContext, ...]:
    """Every review note that there can be, looks back on all kinds of periods, pictures and a circle included."""
    from tests.review.made_circle import circle  # it is made of what stands here

    kinds = ("month", "quarter", "year")
    settings = Settings(review=ReviewSettings(periods=kinds))
    contexts = {kind: period_context(look_back(kind, unread=True), settings, frozenset()) for kind in kinds}
    there = {name: f"Reviews/Pictures/{file}" for name, file in PICTURES.items()}
    pictures = pictures_context(drawn()) | files_context(there)
    doubles = duplicates_context((made_double(ANN, BO),), frozenset())
    circles = {"Reviews/Circles/choir (circle).md": circle()}
    more = replace(answers, periods=contexts, pictures=pictures, circles=circles, duplicates=doubles)
    return build_pages(more, settings)
