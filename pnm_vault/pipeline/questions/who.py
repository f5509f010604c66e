"""Who can help: gathers what the notes say of every contact, and asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.insights.helping.help_found import sorted_asks
from pnm_vault.insights.helping.who import Evidence, Question, WhoAnswer, texts_to_compare, who_can_help
from pnm_vault.pipeline.questions.meaning import alike_to
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.model.contact import Statement
    from pnm_vault.model.source import Source
    from pnm_vault.pipeline.questions.meaning import Model
    from pnm_vault.pipeline.session import Session


def ask_who(session: Session, question: Question, model: Model | None = None) -> WhoAnswer:
    """Answer from everything that the vault says of its contacts, private ones too: only the owner asks.

    `model` adds likeness in meaning.
    """
    synonyms = build_synonyms(session.own_synonyms(), guarded=False)
    network = session.picture().network
    evidence = _gather(session, question)
    said = question.can or question.text
    meant = alike_to(model, said, texts_to_compare(question, evidence), synonyms) if model is not None and said else {}
    return who_can_help(question, evidence, network, session.known(), synonyms, meant)


def ask_own(session: Session, model: Model | None = None) -> tuple[tuple[Statement, WhoAnswer], ...]:
    """Answer each ask and goal of the owner's own note, in its order, asks first; none where it has none."""
    me = session.picture().me
    asks = [] if me is None else [ask for ask in sorted_asks(me) if every_word_of(ask.text)]
    if not asks:
        return ()
    evidence = _gather(session, Question(asks[0].text))
    texts = texts_to_compare(Question(asks[0].text), evidence) if model is not None else []
    synonyms = build_synonyms(session.own_synonyms(), guarded=False)
    network, known = session.picture().network, session.known()
    found: list[tuple[Statement, WhoAnswer]] = []
    for ask in asks:
        meant = alike_to(model, ask.text, texts, synonyms) if model is not None else {}
        found.append((ask, who_can_help(Question(ask.text), evidence, network, known, synonyms, meant)))
    return tuple(found)


def _gather(session: Session, question: Question) -> list[Evidence]:
    """Gather the contacts with their texts; where only offers count, no note is read."""
    notes = session.notes(session.note_paths())
    elsewhere: dict[str, list[Source]] = {}
    for _, indexed in sorted(notes.items()):
        for path, interaction in indexed.contribution.interactions:
            if interaction.source.path != path:
                elsewhere.setdefault(path, []).append(interaction.source)
    found: list[Evidence] = []
    for path, indexed in sorted(notes.items()):
        if indexed.note.contact is None:
            continue
        source = read_note(session.root, path) if question.text else None
        text = source.text if source is not None else ""
        found.append(Evidence(indexed.note.contact, text, tuple(elsewhere.get(path, ()))))
    return found
