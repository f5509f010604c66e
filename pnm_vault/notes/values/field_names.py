"""The fields that are read, under one canonical name each, with the spellings that people use for them.

Spellings are compared without regard to case, `-`, `_` and spaces (`last-contact`, `LastContact`, `last contact`), so
the table holds each of them once, bare. A vCard parameter (`TEL[CELL]`), a trailing number (`email_2`) and the prefixes
`prm-`, `person-` and `s_` are left out too when the whole key is not known.

Source: public vaults, templates and plugins (obsidian-vcf-contacts, friend-tracker, obsidian-contacts, personal-crm,
hal_md, cadence-planner), as published in 2026; RFC 6350 for the vCard names.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from pnm_vault.model.record import Row


class Field(Row, frozen=True):
    """A canonical field: its spellings in normal form, the forms its value may take, and what it does."""

    spellings: tuple[str, ...]
    values: str
    meaning: str


def _field(spellings: str, values: str, meaning: str) -> Field:
    return Field(tuple(spellings.split()), values, meaning)


CANONICAL_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "name": _field("fullname fn personname displayname", "text, or `{first, last}`", "The name that is shown."),
        "first_name": _field("first givenname n.gn forename", "text", "With last_name, the name."),
        "last_name": _field("last familyname n.fn surname", "text", "With first_name, the name."),
        "aliases": _field(
            "alias nickname nicknames othernames aka formername formernames maidenname",
            "list, or text with commas",
            "Other names that links may use.",
        ),
        "category": _field(
            "relationship persontype relation relationshiptype bucket contacttype kindofcontact",
            "a word",
            "friend, family, colleague, classmate, mentor, mentee, acquaintance or a word of your own; sets the "
            "cadence "
            "where nothing else does.",
        ),
        "categories": _field(
            "navigateup up group groups label labels",
            "list, links, or text with commas",
            "A category where none is given; other words count as tags.",
        ),
        "circles": _field(
            "circle community communities network networks",
            "list, or text with commas",
            "Groups that this contact belongs to. As `circle`, one of inner, active, network, dormant is a closeness.",
        ),
        "tags": _field("tag keywords", "list, or text with commas or spaces", "Tags; `#` in front is left out."),
        "priority": _field(
            "importance prio", "1 to 3, or high / medium / low", "Who comes first among equals: 1 is high, 3 is low."
        ),
        "closeness": _field(
            "relationshipstrength strength tiestrength rank warmth",
            "1 to 5, or close / warm / professional / acquaintance",
            "How close you are: 5 is closest.",
        ),
        "cadence": _field(
            "contactfrequency frequency stayintouchfrequency keepintouch keepintouchfrequency "
            "recommendedcontactfreqdays "
            "contactfreq contactevery checkinfrequency checkinevery interval contactinterval reachoutfrequency "
            "cadencedays frequencydays contactcadence remindevery",
            "days, a word (`monthly`), a duration (`6 weeks`, `10d`, `P2W`), `never`, or true (30 days)",
            "How often you wish to be in touch.",
        ),
        "last_contact": _field(
            "lastcontacted lastcontactdate lastcontactedat lastcontacton lastchat lastchatted "
            "datelastspoken "
            "lastspoken lastspoke lastconnection lastconnected lastinteraction lastinteractiondate lastseen "
            "lastmet "
            "lastcall lasttalked lasttouch lastmeeting lastmessage lastemail lastcheckin lastcatchup "
            "datelastcontacted",
            "a day, or a list of days",
            "A day on which you were in touch. The newest day in the whole vault counts.",
        ),
        "next_contact": _field(
            "nextcheckin nextcontactdate nextcontacton nextnudgedue nextcatchup reconnecton contactnext "
            "nextreachout "
            "remindon nexttouch",
            "a day",
            "When you want to be reminded; the later of this and snooze.",
        ),
        "snooze": _field("snoozeuntil snoozed snoozeduntil notbefore quietuntil", "a day", "Be quiet until then."),
        "follow_up": _field(
            "followups followupdate followupon nextfollowup nextfollowupdate nextaction nextactions nextstep nextsteps",
            "a day, text, or both; or a list of them",
            "Something you mean to do; becomes a follow-up, due on the day.",
        ),
        "organisation": _field(
            "organisations organization organizations org orgs company companies employer employers worksat work "
            "firm "
            "school university affiliation",
            "text, link, or list",
            "Where they work or study.",
        ),
        "role": _field("job position occupation profession jobrole worktitle", "text", "What they do there."),
        "job_title": _field("title headline", "text", "The role, unless it only repeats the note's name."),
        "place": _field(
            "location basedin loc livesin residence whereabouts address lives", "text or link", "Where they live."
        ),
        "city": _field("town adr.locality", "text", "The place, when no place is given."),
        "region": _field("state province county adr.region", "text", "Added to the city."),
        "country": _field("nation adr.country", "text", "Added to the city."),
        "hometown": _field("homecity", "text", "The place, when nothing else is given."),
        "time_zone": _field("tz timezoneshift", "text", "Their time zone: a name such as `Europe/Rome`, or `UTC+2`."),
        "email": _field(
            "emails mail emailaddress emailaddresses workemail personalemail homeemail", "text or list", "E-mail."
        ),
        "phone": _field(
            "phones mobile telephone tel cell phonenumber phonenumbers mobilephone cellphone workphone homephone "
            "whatsapp signal",
            "text, list, or list of `{phone_label, phone_number}`; in quotes best",
            "Telephone numbers, kept as they are written.",
        ),
        "url": _field(
            "urls website websites site homepage web blog linkedin twitter x github mastodon bluesky instagram "
            "facebook socialprofile linkedinurl",
            "text or list",
            "Pages and profiles.",
        ),
        "uid": _field(
            "vcarduid contactuid",
            "text",
            "What an address book knows them by; exports write it, so a rename changes nothing.",
        ),
        "birthday": _field(
            "bday birthdate birthdaydate dateofbirth dob born", "a day, `MM-DD`, `--MM-DD` or `????-MM-DD`", "Birthday."
        ),
        "anniversary": _field("weddinganniversary wedding", "as birthday", "Anniversary."),
        "important_dates": _field(
            "dates specialdates keydates importantdate",
            "list of `{date, label}`, or label to date",
            "Any other date that comes back every year.",
        ),
        "met_on": _field(
            "metdate met datemet firstmet startdate firstcontact firstmeeting metsince knownsince",
            "a day; as `met`, text too",
            "When you met; counts as contact on that day.",
        ),
        "how_met": _field("metcontext howwemet metthrough metvia metcontexts", "text", "How you met."),
        "where_met": _field("metat metin wherewemet metwhere", "text or link", "Where you met."),
        "introduced_by": _field(
            "introby introducer introducedthrough referredby referrer connectedby",
            "link or list of links",
            "Who introduced you to each other.",
        ),
        "knows": _field(
            "friend friends people person related relatednames relatedpeople relatedto connections connectedto "
            "mutuals "
            "mutualconnections mutualfriends spouse partner wife husband kids kid children child son sons "
            "daughter "
            "daughters mother father parent parents mom mum dad brother brothers sister sisters sibling siblings "
            "family "
            "colleagues coworkers relatives reportsto manages manager boss assistant mentor mentors mentees "
            "teammates roommates housemates",
            "links or names: one text or a list",
            "Other contacts whom they know.",
        ),
        "interests": _field(
            "interest topics hobbies hobby likes passions topicsofinterest interestshobbies languages",
            "list, or text with commas",
            "What you could talk about, and what others may share with them.",
        ),
        "offers": _field(
            "offer offering offerings skills skill expertise strengths "
            "canhelpwith theycanhelpwith canhelp helpswith canoffer canofferme "
            "howtheycanhelp "
            "howtheycanhelpme canintroduce",
            "text or list",
            "What they can help with.",
        ),
        "asks": _field(
            "ask lookingfor needs need challenges challenge seeking wants youcanhelpwith icanhelpwith "
            "howicanhelp howicanhelpthem canhelpthemwith needshelpwith strugglingwith",
            "text or list",
            "What somebody could help them with: asks, needs, challenges.",
        ),
        "goals": _field(
            "goal currentgoals learninggoals theirgoals ourgoals mentoringgoals",
            "text or list",
            "What they want to reach; somebody could help them with it, so it counts among the asks as well.",
        ),
        "they_know": _field(
            "knowsaboutme whattheyknow whattheyknowaboutme theyknowaboutme sharedwiththem iveshared toldthem",
            "text or list",
            "What they know about you.",
        ),
        "learning": _field(
            "learningtogether learntogether whatwelearn welearn learningfromeachother",
            "text or list",
            "What you learn together.",
        ),
        "gift_ideas": _field(
            "giftidea gifts gift presents presentideas wishlist",
            "text or list",
            "What they would be glad of as a gift.",
        ),
        "favours_given": _field(
            "favorsgiven favourgiven favorgiven helpgiven ihelped",
            "text or list, a day in front if you like",
            "What you did for them.",
        ),
        "favours_received": _field(
            "favorsreceived favourreceived favorreceived helpreceived theyhelped",
            "text or list, a day in front if you like",
            "What they did for you.",
        ),
        "interactions": _field(
            "interactionlog contactlog contacthistory conversations",
            "list of `{date, text}`, or of texts with a day in front",
            "Days on which you were in touch, with what you say of each.",
        ),
        "status": _field(
            "contactstatus relationshipstatus",
            "active, inbox, inactive, archived, paused, deceased",
            "Archived: no reminder, introduction or date. Inbox: the same until you triage it.",
        ),
        "archived": _field("archive paused inactive hidden", "true or false", "The same as `status: archived`."),
        "deceased": _field(
            "died dead dateofdeath deathdate deathday death passedaway",
            "true, or a day",
            "No reminder, introduction or date.",
        ),
        "private": _field(
            "confidential visibility scope class isprivate",
            "true, or private / confidential",
            "On no review note; only the terminal shows them.",
        ),
        "suggest": _field(
            "suggestions introduce introductions intros suggestintroductions",
            "never, no or false",
            "Never suggest an introduction, nor a reminder without a cadence.",
        ),
        "no_introduction": _field(
            "nointroductions nointro nointros nointroductionto dontintroduce donotintroduce notintroducedto",
            "links or names, `until YYYY-MM-DD` behind one if you like",
            "To whom no introduction is to be suggested, for good or until that day.",
        ),
        "no_acquaintance": _field(
            "noacquaintances doesnotknow doesntknow notacquaintedwith",
            "links or names, `until YYYY-MM-DD` behind one if you like",
            "Of whom you do not want to be asked whether they know each other, for good or until that day.",
        ),
        "no_reminder": _field(
            "noreminders noreminderof donotremind dontremind",
            "list, or text with commas",
            "Important dates, by their labels (`birthday`), of which you want no reminder.",
        ),
        "not_same_as": _field(
            "notsame notthesameas distinctfrom differentfrom",
            "links or names, `until YYYY-MM-DD` behind one if you like",
            "Who is somebody else, however alike they look: `pnm duplicates` and an import do not ask again.",
        ),
        "confirmed": _field(
            "lastconfirmed confirmedon",
            "list of a field with a day or month (`role 2026-11-23`), or one for all facts",
            "When you last knew a fact to be so; `no longer` before the day: it is not so any more.",
        ),
    }
)

# What meeting, call and event notes say; read only there.
MEETING_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "attendees": _field(
            "attendee people participants participant person persons with guests guest speaker speakers contacts "
            "contact "
            "who members invitees present host hosts",
            "links or names: one text or a list",
            "The contacts who took part.",
        ),
        "date": _field("day when meetingdate eventdate on calldate datetime", "a day", "The day."),
        "start": _field("startdate from begin starts", "a day", "The first day."),
        "end": _field("enddate to until ends finish", "a day", "The last day."),
        "title": _field("name subject topic summary", "text", "What it was called."),
        "service": _field("channel medium via how means", "text", "How you were in touch."),
    }
)

# What the note of an introduction says; read only there.
INTRODUCTION_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "between": _field("introducing introduce", "two links or names", "The two contacts."),
        "status": _field(
            "progress stage",
            "idea, asked, both agreed, made, met, thanked, declined, lapsed",
            "How far it has come, where the steps do not say it.",
        ),
        "why": _field("reason because", "text", "Why they might be glad to meet."),
        "outcome": _field("result", "text; good, well, bad or nothing first", "What came of it."),
        "not_before": _field("later snooze", "a day", "Nothing of it is on the review notes before that day."),
    }
)


def _spellings(fields: Mapping[str, Field]) -> dict[str, str]:
    table = {spelling: name for name, one in fields.items() for spelling in one.spellings}
    return table | {name.replace("_", ""): name for name in fields}


# Plain dicts: they travel to other processes within the rules.
SPELLINGS: Mapping[str, str] = _spellings(CANONICAL_FIELDS)
MEETING_SPELLINGS: Mapping[str, str] = _spellings(MEETING_FIELDS)
INTRODUCTION_SPELLINGS: Mapping[str, str] = _spellings(INTRODUCTION_FIELDS)

_BARE = str.maketrans("", "", "-_ \u200b\ufeff\u00a0")
_PREFIXES = ("prm", "person", "contact")


@lru_cache(maxsize=4096)
def normal_key(key: str) -> str:
    """Reduce a property's name to the form that is compared: lower case, without `-`, `_`, spaces and `[...]`."""
    normal = key.lower().translate(_BARE)
    before, bracket, after = normal.partition("[")
    return before + after.partition("]")[2] if bracket else normal


def canonical_field(key: str, spellings: Mapping[str, str]) -> str | None:
    """Return the canonical name of the field that `key` spells, or None when it is none of ours."""
    found = spellings.get(key)  # most keys are in the normal form already
    if found is not None:
        return found
    normal = normal_key(key)
    found = spellings.get(normal)
    if found is not None:
        return found
    if normal and normal[-1].isdigit():
        found = spellings.get(normal.rstrip("0123456789"))
        if found is not None:
            return found
    for prefix in _PREFIXES:
        if normal.startswith(prefix):
            return spellings.get(normal.removeprefix(prefix))
    return spellings.get(normal[1:]) if key[:2] in ("s_", "S_") else None
