"""`October 2026`, `July to September 2026`, `2025`: looking back over a month, a quarter or a year."""

from pnm_vault.insights.looking_back.period_review import PeriodReview
from pnm_vault.model.settings import Settings
from pnm_vault.review.pages.parts import Context, place
from pnm_vault.review.period_words import PeriodRow, opening_words, period_sections, period_title, unread_words
from pnm_vault.review.wording import plain, stem


def period_context(review: PeriodReview, settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what a note that looks back shows. Lines are not numbered: the note stays while others are written on."""
    sections = [
        {
            "label": section.label,
            "title": section.title,
            "sentences": [plain(sentence) for sentence in section.sentences],
            "items": [_item(row, hidden) for row in section.rows],
        }
        for section in period_sections(review, settings.review.lines)
    ]
    return {
        "period": review.period.key,
        "title": period_title(review),
        "opening": opening_words(review),
        "unread": unread_words(review),
        "sections": sections,
    }


def _item(row: PeriodRow, hidden: frozenset[str]) -> Context:
    proof = row.proof if row.proof is not None and row.proof.path not in hidden else None
    return {
        "lead": row.lead,
        "contacts": [place(path, name) for path, name in row.contacts if path not in hidden],
        "text": plain(row.text),
        "proof": None if proof is None else place(proof.path, stem(proof.path)),
    }
