"""Which words of an address book's groups are a category, and how a card of ours tells that one of them is a circle."""

CATEGORY_OF = {
    "friend": "friend",
    "friends": "friend",
    "family": "family",
    "colleague": "colleague",
    "colleagues": "colleague",
    "coworkers": "colleague",
    "classmate": "classmate",
    "classmates": "classmate",
    "mentor": "mentor",
    "mentors": "mentor",
    "mentee": "mentee",
    "mentees": "mentee",
    "acquaintance": "acquaintance",
    "acquaintances": "acquaintance",
}

OWN_CATEGORY = "X-PNM-CATEGORY"
"""The property by which a card of ours says that it has no category, where a circle or tag could be taken for one."""
NO_CATEGORY = "none"
