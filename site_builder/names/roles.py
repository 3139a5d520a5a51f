"""The words that people use for the roles at an event."""

import re
from types import MappingProxyType

from site_builder.names.folding import fold
from site_builder.values import ROLES

_WORDS = {
    "speaker": "speaker; sprecher; sprecherin; redner; rednerin; referent; "
    "referentin; intervenant; intervenante; ponente; relatore; spreker; talare",
    "chair": """
        chair; moderator; moderatorin; moderation; facilitator; vorsitz; session chair; panel chair;
        animateur; animatrice; moderateur; moderatrice; president de seance; presidente de seance;
        moderador; moderadora; moderatore; dagvoorzitter; voorzitter; ordforande; compere
        """,
    "panellist": "panellist; panelist; podium; podiumsgast; panelista; paneldeltagare; panellid",
    "keynote": "keynote; keynote speaker; keynote address; "
    "hauptvortrag; keynote redner; keynote rednerin; discours principal",
    "discussant": "discussant; respondent; korreferent; korreferentin; discutant; discutante; comentarista",
    "interviewer": "interviewer; interviewerin; intervieweur; "
    "intervieweuse; entrevistador; entrevistadora; intervistatore",
    "interviewee": "interviewee; interviewt; interviewe; interviewee; entrevistado; entrevistada",
    "host": "host; gastgeber; gastgeberin; hote; anfitrion; anfitriona; ospite; gastheer; gastvrouw; vard",
    "from the floor": """
        from the floor; audience member; audience; member of the audience; aus dem publikum; publikum; de la
        salle; dans la salle; desde el publico; dal pubblico; uit de zaal; fran publiken; question from the
        floor
        """,
}  # fmt: skip
#: Each word, folded, with the role that it means.
ROLE_WORDS = MappingProxyType(
    {
        **{word.strip(): role for role, words in _WORDS.items() for word in words.split(";")},
        **{fold(role): role for role in ROLES},
    }
)
#: In front of several names.
_SEVERAL = MappingProxyType(
    {
        **dict.fromkeys(
            ("panel", "panellists", "panelists", "the panel", "podium", "panelistas"), "panellist"
        ),
        **dict.fromkeys(
            ("speakers", "sprecher", "redner", "referenten", "intervenants", "ponentes"), "speaker"
        ),
        **dict.fromkeys(("chairs", "moderators", "moderatoren", "moderateurs", "moderadores"), "chair"),
        **dict.fromkeys(("discussants", "respondents"), "discussant"),
        **dict.fromkeys(("hosts", "gastgeber"), "host"),
    }
)
_BY = re.compile(
    r"^(?P<verb>moderated|chaired|facilitated|hosted|interviewed|presented|led|moderiert von|animé par"
    r"|moderado por)"
    r"(?:\s+by)?:?\s+(?=\S)",
    re.IGNORECASE,
)
_ROLES_BY_VERB = MappingProxyType(
    {
        "moderated": "chair",
        "chaired": "chair",
        "facilitated": "chair",
        "hosted": "host",
        "interviewed": "interviewer",
    }
)
_IN_FRONT = re.compile(r"^([\w -]{3,24}?)\s*(?::|\s[-–—])\s*(?=\S)")


def role_of(words: str) -> str:
    """Return the role that some words mean; empty if they mean none."""
    return ROLE_WORDS.get(fold(words), "")


def split_role_in_front(line: str) -> tuple[str, str]:
    """Take "Chair: Ada Example" and "moderated by Ada Example" apart, into the role and the rest."""
    by = _BY.match(line)
    if by:
        verb = by["verb"].casefold()
        return _ROLES_BY_VERB.get(verb, "chair" if verb.startswith(("moder", "anim")) else ""), line[
            by.end() :
        ]
    in_front = _IN_FRONT.match(line)
    if in_front and (role := role_of(in_front[1]) or _SEVERAL.get(fold(in_front[1]), "")):
        return role, line[in_front.end() :]
    if line[:5].casefold() == "with " and line[5:6].isupper():
        return "", line[5:]
    return "", line
