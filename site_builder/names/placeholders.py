"""Words that stand where a name would, and name nobody, in the languages of many archives."""

import re

from site_builder.names.folding import fold

#: What stands in a list of speakers when nobody is known yet, or when many spoke.
_PLACEHOLDERS = frozenset(
    name.strip()
    for name in """
    tbd; tbc; tba; n/a; na; none; unknown; nn; various; various speakers; speaker tbc; speaker tbd; speakers
    tbc; several speakers; several; all; all speakers; others; other speakers; everyone; everybody; nobody;
    no one; name; speaker; speakers; guest; guests; guest speaker; guest speakers; speaker to be confirmed;
    speaker to be announced; to be confirmed; to be announced; to be decided; to be determined; not
    recorded; not known; not named; anonymous; unidentified; inaudible; panel; the panel; panel discussion;
    panellists; panelists; discussion; open discussion; general discussion; plenary; audience; the audience;
    audience member; audience members; member of the audience; members of the audience; floor; the floor;
    from the floor; question from the floor; questions from the floor; audience question; audience
    questions; public; the public; members of the public; member of the public; participants; participant;
    delegates; delegate; attendees; attendee; q&a; qa; qanda; q and a; question; questions; answer; answers;
    question and answer; questions and answers; voice; voices; male voice; female voice; staff; student;
    students; residents; protesters; interviewer; interviewee; moderator; moderators; chair; chairs; the
    chair; facilitator; host; hosts; keynote; panellist; panelist; discussant; respondent; man; woman; male
    speaker; female speaker; unknown speaker; self; me; you; test; xxx; etc; et al; offen; noch offen; noch
    nicht bekannt; unbekannt; anonym; verschiedene; mehrere; alle; publikum; zuhorer; teilnehmer;
    teilnehmende; diskussion; moderation; moderatorin; vorsitz; gaste; frage; fragen; fragesteller;
    fragestellerin; aus dem publikum; wird noch bekannt gegeben; ein teilnehmer; a confirmer; a preciser;
    inconnu; inconnue; divers; plusieurs intervenants; tous; public; salle; la salle; participants;
    animateur; animatrice; moderateur; moderatrice; question de la salle; intervenant; intervenante;
    intervenants; anonyme; por confirmar; por determinar; desconocido; desconocida; varios; varias; todos;
    publico; asistentes; moderador; moderadora; ponente; ponentes; anonimo; da confermare; sconosciuto;
    vari; tutti; pubblico; moderatore; moderatrice; relatore; relatori; nog niet bekend; onbekend; diverse
    sprekers; diversen; allen; publiek; zaal; deelnemers; voorzitter; dagvoorzitter; spreker; sprekers; ej
    bekraftad; okand; olika; alla; publiken; deltagare; ordforande; talare; moderator
    """.split(";")
)
#: What stands in a programme between the speakers, and a name that is kept back.
_AGENDA = frozenset(
    word.strip()
    for word in """
    name withheld; withheld; name redacted; redacted; lunch; lunch break; breakfast; dinner; reception;
    drinks; drinks reception; break; coffee; coffee break; tea break; refreshments; registration;
    networking; welcome; introduction; opening remarks; opening; closing remarks; closing; panel; panel
    discussion; q&a; q and a; questions and answers; keynote; plenary; mittagessen; mittagspause; pause;
    kaffeepause; empfang; begrussung; anmeldung; podiumsdiskussion; dejeuner; accueil; almuerzo; comida;
    pausa; cafe; bienvenida; apertura; clausura; pranzo; benvenuto; lunchpauze; welkom; paus; fika
    """.split(";")
)
_ABSENT = re.compile(
    r"\b(?:apologies|absent|cancell?ed|withdrawn|unable to attend|did not attend|entschuldigt|verhindert"
    r"|excusee?|absente?|ausente|assente|afwezig|franvarande)\b"
)
_NOT_ORGANISATIONS = frozenset(
    "independent|freelance|self employed|no affiliation|self|none|retired|unaffiliated|n/a|private".split("|")
)
#: Speaker 1, Participant B, 3 delegates, several ministers, an official.
_COUNTED = re.compile(
    r"(?:speaker|participant|delegate|panellist|panelist|respondent|attendee|interviewee|voice|person|member"
    r"|question|witness|sprecher|sprecherin|teilnehmer|frage|intervenant|participante|spreker|talare)"
    r"\s*(?:no\s*|nr\s*)?(?:\d+|[a-z])"
    r"|(?:\d+|several|some|many|various|other|two|three|four|five|a few|unnamed|anonymous|unidentified|einige"
    r"|mehrere|plusieurs|varios|diverse|flera)\s+\S.*|(?:an?|one)\s+[a-z]\S*(?:\s.*)?"
)
_TO_BE = re.compile(r"(?:\b(?:tbc|tbd|tba)\b|\bto be (?:confirmed|announced|decided|determined)\b)")


_ARTICLE = re.compile(r"^(?:the|a|an|another|der|die|das|ein|eine|le|la|un|une) ")
_UNNAMED = frozenset(
    name.strip()
    for name in """
    member of the audience; audience; member of the public; voice from the floor; from the floor; questioner;
    first questioner; second questioner; interpreter; several voices; several; all; everyone; publikum;
    stimme aus dem publikum
    """.split(";")
)


def is_placeholder(name: str) -> bool:
    """Say whether a name stands for nobody yet or for nobody in particular, such as "TBC" or "Speaker 1"."""
    folded = fold(name).strip("[]()<>{}?!*_ ")
    if folded in _PLACEHOLDERS or folded in _AGENDA or (len(folded) == 1 and folded.isascii()):
        return True
    if not folded or not any(char.isalpha() for char in folded):
        return True
    return bool(_COUNTED.fullmatch(folded)) and not name[:2].isupper() and not _is_name_like(name)


def without_article(name: str) -> str:
    """Return what somebody is called without "the" or "a" in front, folded."""
    return _ARTICLE.sub("", fold(name))


def is_anonymous(name: str) -> bool:
    """Say whether words stand for somebody who spoke and is not named: "Speaker 1", "a participant"."""
    words = without_article(name)
    if is_placeholder(words) or _COUNTED.fullmatch(f"{words} 1"):
        return True
    counted = words.rstrip("0123456789 ")
    return words in _UNNAMED or (counted != words and (counted in _UNNAMED or is_placeholder(counted)))


def _is_name_like(name: str) -> bool:
    """Say whether every word begins with a capital, so that "Various Artists" and "Some Body" stay names."""
    words = name.split()
    return len(words) > 1 and all(word[:1].isupper() and len(word) > 1 for word in words[1:])


def is_unconfirmed(words: str) -> bool:
    """Say whether words behind a name say that it is not settled yet."""
    return bool(_TO_BE.search(fold(words)))


def is_absent(words: str) -> bool:
    """Say whether words behind a name say that the person was not there."""
    return bool(_ABSENT.search(fold(words)))


def is_placeholder_organisation(name: str) -> bool:
    """Say whether the name of an organisation says that there is none."""
    folded = fold(name)
    return (
        folded in _NOT_ORGANISATIONS
        or is_unconfirmed(name)
        or folded in {"tbd", "tbc", "tba", "na", "unknown", "various"}
    )
