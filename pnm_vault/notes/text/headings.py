"""What a heading announces: a log, facts of one kind, dates that are no contact, or nothing that is known."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from pnm_vault.notes.values.field_names import SPELLINGS
from pnm_vault.notes.values.names import squash

if TYPE_CHECKING:
    from pnm_vault.notes.text.lines import Section

# The roles that are no field of a contact.
LOG = "log"  # dated lines are contact
NO_CONTACT = "no_contact"  # dated lines are facts, not contact
DETAILS = "details"  # `Key: value` lines
FAVOURS = "favours"

# Headings by what they announce, in the form that `title_key` gives; the spellings of the list fields count as well.
_TITLES: Mapping[str, str] = {
    LOG: "log logs interactions interaction interactionlog interactionhistory communications communication "
    "contactlog contacthistory history meetings meetinglog meetingnotes calls calllog conversations "
    "conversationlog timeline activities activity activitylog catchups checkins touchpoints encounters "
    "meetups correspondence journal diary recentcontact recentinteractions lastinteractions 11s oneonones "
    "kontakte kontaktverlauf verlauf historique historial registro storico diario",
    NO_CONTACT: "lifeevents introductions intros importantdates importantdate dates keydates facts "
    "activefacts supersededfacts milestones "
    "career careerhistory workhistory employmenthistory jobhistory experience education background "
    "biography bio plans gifts presents todo todos tasks nextsteps actions actionitems "
    "followups followup reminders upcoming planned quotes publications health travel trips addresses "
    "changelog",
    DETAILS: "contactdetails contactinfo contactinformation details info basicinfo basics quickfacts quickinfo "
    "properties kontaktdaten",
    FAVOURS: "favours favors favour favor valueexchange giveandtake favoursgivenandreceived favorsgivenandreceived",
    "asks": "wantshelpwith wanthelpwith needshelp currentlylookingfor currentchallenges "
    "goalschallenges goalsandchallenges needsasks asksneeds asksandneeds problems painpoints whattheyneed "
    "whattheyarelookingfor imusefultothemfor",
    "goals": "whattheywanttoreach whatwewanttoreach",
    "offers": "expertise expertiseskills expertiseandskills skills skillsexpertise skillsandexpertise strengths "
    "superpowers idtapthemfor canhelpmewith theycanhelpmewith whattheycanhelpwith whattheyoffer goodat",
    "interests": "interestsandhobbies hobbiesinterests hobbiesandinterests sharedinterests commoninterests "
    "favoritetopics favouritetopics conversationtopics talkingpoints thingstheylike",
    "they_know": "knowsabout whattheyknowofme whatihavetoldthem whativetoldthem theyknowthis",
    "learning": "whatwelearntogether whatwelearnedtogether whatwelearnttogether whatwelearned "
    "whatwelearnfromeachother learning lessons",
    "gift_ideas": "giftideas giftidea ideasforgifts presentideas wishlist",
    "circle_order": "circlesthatmatter circlesthatmattertome circlesthatmattermost mycircles",
    "knows": "relationships relationship mutualcontacts knows introducedmeto introducedthemto iintroducedthemto "
    "introductionsmade network whotheyknow",
    "favours_given": "favoursigave favorsigave howihelped given",
    "favours_received": "howtheyhelped howtheyhelpedme theyhelpedme received",
    "how_met": "origin firstmet firstmeeting met",
}
_ROLES = {title: role for role, titles in _TITLES.items() for title in titles.split()}
_LIST_FIELDS = frozenset(_TITLES) - {LOG, NO_CONTACT, DETAILS, FAVOURS} | {"introduced_by", "where_met"}
_LOG_WORDS = frozenset(["log", "logs", "interactions", "interaction", "communications", "conversations"])


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """Reduce a heading to its letters and digits in lower case (`Interests & Hobbies:` is `interestshobbies`)."""
    return squash(title)


@lru_cache(maxsize=4096)
def _built_in_role(title: str) -> str | None:
    key = title_key(title)
    role = _ROLES.get(key)
    if role is not None:
        return role
    field = SPELLINGS.get(key)
    if field in _LIST_FIELDS:
        return field
    if field == "interactions":
        return LOG
    return LOG if not _LOG_WORDS.isdisjoint(title.casefold().replace(":", " ").split()) else None


def announces(title: str) -> bool:
    """Tell whether a heading says by itself what stands below it."""
    return _built_in_role(title) is not None


def assign_roles(sections: "list[Section]", spellings: Mapping[str, str]) -> None:
    """Tell each section what it announces: a list field of a contact, one of the roles above, or nothing.

    A heading that says nothing itself (`### 2025` below `## Log`) takes the role of the heading above it.
    `spellings` are those of the rules: the user's own names for a field work as headings too.
    """
    for section in sections:
        if not section.level:
            continue
        role = _built_in_role(section.title)
        if role is None:
            own = spellings.get(title_key(section.title))
            if own in _LIST_FIELDS:
                role = own
            elif section.parent is not None:
                role = section.parent.role
        section.role = role
