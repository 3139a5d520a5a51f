"""What a text is about: the topics of the archive first, then words of its title and subjects of policy."""

import re
from collections.abc import Iterable, Iterator

from site_builder.names.folding import fold
from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.passages import Passage
from site_builder.suggestions.proposals import Proposal

#: Subjects of policy, as a topic is called; each is looked for as these words, whatever their number.
_SUBJECTS = (
    "Adoption|Agriculture|Air quality|Apprenticeships|Artificial intelligence|Asylum|Austerity"
    "|Benefits|Biodiversity"
    "|Broadband|Care homes|Charities|Child care|Child poverty|Children’s services|Citizenship|Climate change"
    "|Commissioning|Competition|Constitution|Consumer protection|Co-operatives|Corporate governance"
    "|Crime|Cyber security"
    "|Data protection|Defence|Democracy|Devolution|Digital government|Disability|Early years|Education"
    "|Elections"
    "|Employee ownership|Employment|Energy|Equality|Farming|Fisheries|Flooding|Foreign policy"
    "|Fuel poverty|Gambling"
    "|Health|Higher education|Homelessness|Housing|Human rights|Immigration|Industrial strategy"
    "|Inequality|Inflation"
    "|Infrastructure|Innovation|Local government|Loneliness|Media|Mental health|Migration|Minimum wage"
    "|Monetary policy"
    "|Mutuals|Net zero|Nursing|Obesity|Open data|Overseas aid|Parliament|Pensions|Planning|Policing"
    "|Poverty|Prisons"
    "|Privacy|Privatisation|Procurement|Productivity|Public health|Public spending|Race|Railways"
    "|Recycling|Refugees"
    "|Regeneration|Regulation|Renewable energy|Rents|Rural affairs|Schools|Science|Skills"
    "|Small business|Social care"
    "|Social enterprise|Social security|Social work|Sport|Student finance|Taxation|Tourism|Trade"
    "|Trade unions|Transport"
    "|Universal credit|Universities|Voluntary sector|Volunteering|Waste|Water|Welfare|Youth"
).split("|")
_STOP = frozenset(
    "and all that the a an of on in for to with what how why when is are from by at new more our".split()
)
_MOST = 8


def topic_proposals(
    archive: ArchiveNames, passages: list[Passage], title: str, given: Iterable[str]
) -> Iterator[Proposal]:
    """Yield topics that a text names and does not list, the surest first."""
    listed = {_stem(topic) for topic in given}
    found: dict[str, Proposal] = {}
    for name in archive.topic_names():
        _look(name, 0.85, passages, found)
    for part in re.split(r"\s*(?:[,;:–—&]|\band\b)\s*", title):
        words = [word for word in part.split() if word.lower() not in _STOP]
        if 1 <= len(words) <= 3 and len(words) == len(part.split()):
            _look(" ".join(words), 0.6, passages, found)
    for name in _SUBJECTS:
        _look(name, 0.5, passages, found)
    best = sorted(found.values(), key=lambda proposal: -proposal.confidence)
    yield from [proposal for proposal in best if _stem(str(proposal.value)) not in listed][:_MOST]


def _look(name: str, confidence: float, passages: list[Passage], found: dict[str, Proposal]) -> None:
    """Look for a topic in the text; it counts more if it is there more often."""
    key = _stem(name)
    if key in found or not key:
        return
    stem = re.escape(re.sub(r"(?:ies|y|s)$", "", name))
    pattern = re.compile(rf"(?<![\w-]){stem}(?:ies|y|s|’s)?(?![\w-])", re.IGNORECASE)
    matches = [
        (passage, match)
        for passage in passages
        for match in pattern.finditer(passage.text)
        if not _is_part_of_name(passage.text, match)
    ]
    if not matches:
        return
    passage, match = matches[0]
    sure = min(0.95, confidence + 0.05 * min(len(matches) - 1, 4))
    value = name[:1].upper() + name[1:]
    found[key] = Proposal(
        "topics", value, round(sure, 2), passage.sentence_at(match.start()), passage.line_at(match.start())
    )


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """Say whether words are part of a name in capitals, such as Social Work Co-operative."""
    if not match[0][:1].isupper():
        return False
    behind = re.match(r"[ ](?:of[ ]|for[ ])?[A-Z]", text[match.end() : match.end() + 6])
    before = re.search(r"[A-Z][\w-]*[ ]$", text[: match.start()])
    return bool(behind or (before and match.start() > 0))


def _stem(name: str) -> str:
    return re.sub(r"(?:ies|y|s)$", "", fold(name).replace("-", ""))
