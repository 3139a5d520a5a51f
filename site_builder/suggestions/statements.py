"""Sentences that report what somebody said -> statements, marked where they stand in the text."""

import re
from collections.abc import Iterator

from site_builder.suggestions.passages import Passage
from site_builder.suggestions.proposals import Proposal, ProposedPerson

_REPORTED = re.compile(
    r"(?:said|says|argued|argues|told us|warned|explained|reported|added|noted|thought|believes?"
    r"|insisted|in saying|claimed"
    r"|pointed out|helped us see)\s+(?P<conjunction>that|how)\s+(?P<words>[^.!?]{12,400})(?=[.!?])"
)


def statement_proposals(
    passages: list[Passage], people: list[ProposedPerson], body: str
) -> Iterator[Proposal]:
    """Yield reported speech by somebody whom its sentence names; ``value`` says who, and which words."""
    by_word: dict[str, list[ProposedPerson]] = {}
    for named in people:
        plain = named.name.split()
        for word in {plain[0], plain[-1]}:
            by_word.setdefault(word, []).append(named)
    for passage in passages:
        for match in _REPORTED.finditer(passage.text):
            sentence = passage.sentence_at(match.start())
            before = sentence.partition(match[0])[0]
            person = _last_named(before, by_word, people)
            words = match["words"].strip()
            if person is None or body.count(words) != 1 or "[" in words or '"' in words:
                continue
            value = {"said": person.name, "text": words}
            if person.quoted_by:
                value["quoted_by"] = person.quoted_by
            yield Proposal("statements", value, 0.7, sentence, passage.line_at(match.start()))


def _last_named(
    before: str, by_word: dict[str, list[ProposedPerson]], people: list[ProposedPerson]
) -> ProposedPerson | None:
    """Return whoever is named last in the words before; one word is enough where it is one person's."""
    best: tuple[int, ProposedPerson | None] = (-1, None)
    for person in people:
        best = max(best, (before.rfind(" ".join(person.name.split()[-2:])), person), key=lambda pair: pair[0])
    if best[0] >= 0:
        return best[1]
    for word, named in by_word.items():
        at = max((match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", before)), default=-1)
        if at > best[0] and len(named) == 1:
            best = (at, named[0])
    return best[1] if best[0] >= 0 else None
