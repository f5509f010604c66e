"""Contacts of every shape, with texts that formats trip over."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pnm_vault.exchange.outgoing.exported import Exported, Related, uid_of
from pnm_vault.model.contact import Contact, ImportantDate

# However busy the machine is: a contact of every shape takes a while to make up.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NASTY = "".join(
    [*map(chr, range(0x20)), "\x7f\x80\x85\x9b\u2028\u2029\ufeff\ufffe\u202e\ud800", ';,:\\"^=+-@<>&', "é漢🧶\u0301"]
)
texts = st.text(st.one_of(st.sampled_from(NASTY), st.characters()), max_size=40)
awkward = st.one_of(
    texts, st.sampled_from(["a ::: b", "x;y", "x,y", "l1\nl2", "\\n", "BEGIN:VCARD", "x" * 200, "漢" * 60])
)
names = awkward.map(lambda text: f"Ann {text}")
several = st.lists(awkward, max_size=3).map(tuple)
days = st.builds(
    lambda label, day, year: ImportantDate(label, day.month, day.day, day.year if year else None, 3),
    st.one_of(st.sampled_from(["birthday", "anniversary"]), awkward),
    st.dates(date(1600, 1, 1), date(2400, 1, 1)),
    st.booleans(),
)


def exported(name: str = "Ann Lee", **fields: Any) -> Exported:
    return Exported(uid_of("contact", f"{name}.md"), Contact(f"{name}.md", name, **fields))


contacts = st.builds(
    exported,
    names,
    aliases=several,
    category=st.none() | awkward,
    circles=several,
    organisations=several,
    role=st.none() | awkward,
    place=st.none() | awkward,
    emails=several,
    phones=several,
    urls=several,
    time_zone=st.none() | awkward,
    dates=st.lists(days, max_size=3).map(tuple),
    last_name=st.none() | awkward,
)
RELATED = (Related("Bo; Chen", uid_of("contact", "Bo.md")), Related("Cy, Dee"), Related("Eve", "mail:eve"))
