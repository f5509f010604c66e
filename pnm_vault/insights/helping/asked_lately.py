"""What somebody did for the owner of late, or was asked to do, so that the same few are not asked for everything."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.insights.introducing.introductions_under_way import LOAD_DAYS
from pnm_vault.insights.introducing.referrals import ReferralRow
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.introduction import Act, IntroductionRow
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source


class Asked(StrEnum):
    """What it was: a favour, an answer to an introduction of theirs, an introduction of somebody to the owner."""

    FAVOUR = "favour"
    INTRODUCTION = "introduction"
    REFERRAL = "referral"


class AskedLately(Row, frozen=True):
    """One thing within 90 days. `text` are the words of a favour, else the path of the contact it was about."""

    day: date
    kind: Asked
    text: str
    proof: Source


def asked_lately(
    record: ContactRecord,
    introductions: Iterable[IntroductionRow],
    referrals: Mapping[str, ReferralRow],
    today: date,
) -> tuple[AskedLately, ...]:
    """Give what a contact did for the owner, or was asked for, in the last 90 days, the newest first."""
    path = record.contact.path
    found: list[AskedLately] = []
    for favour in favours_of(record):
        if not favour.given and favour.day is not None:
            proof = Source(favour.path or path, favour.line, favour.text)
            found.append(AskedLately(favour.day, Asked.FAVOUR, favour.text, proof))
    for row in introductions:
        sides = (row.first, row.second)
        if path in sides:
            side = sides.index(path)
            steps = [one for one in row.introduction.steps if one.act is Act.ASKED and side in one.sides]
            found += [
                AskedLately(one.day, Asked.INTRODUCTION, sides[1 - side], Source(row.path, one.line, one.text))
                for one in steps
            ]
    for other, told in referrals.items():
        if told.met is not None:
            proofs = [proof for by, proof in told.by if by == path]
            found += [AskedLately(told.met, Asked.REFERRAL, other, proof) for proof in proofs]
    since = today - timedelta(LOAD_DAYS)
    late = [one for one in found if since < one.day <= today]
    return tuple(sorted(late, key=lambda one: (-one.day.toordinal(), one.kind, one.proof.path, one.proof.line)))
