"""Two notes of one contact, for the tests of the note that shows them."""

from pnm_vault.insights.identity.doubles import Double, FoundDouble, Proved
from pnm_vault.insights.identity.evidence import About, Evidence, Reason, Verdict
from pnm_vault.model.source import Source


def made_double(one: str, two: str) -> FoundDouble:
    mail = Reason(About.EMAIL, "same e-mail ann@lee.example", "ann@lee.example", "Ann@lee.example")
    other = Reason(About.PLACE, "different places: Graz, Wels", "Graz", "Wels")
    evidence = Evidence(0.9, Verdict.LIKELY, (mail,), (other,))
    proofs = (Source(one, 3, "email: ann@lee.example"), Source(two, 4, "mail: Ann@lee.example"))
    return FoundDouble(
        Double(one, two, "Ann Lee", "Bo Chen", evidence), (Proved(mail, proofs),), (Proved(other, (Source(two),)),)
    )
