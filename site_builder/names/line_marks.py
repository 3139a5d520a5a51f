"""What stands in a line of a speaker beside words: links, handles, pictures, times and numbers of a list."""

import re
from html import unescape

_HANDLE = re.compile(r"[(<\[]?\s*(?:@\w[\w.]*|[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|www\.\S+)\s*[)>\]]?")
_MARKDOWN = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\[[^\[\]]*\])")
_ANGLES = re.compile(r"<[^<>]*>")
_PICTURES = re.compile(r"[\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]+")
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+);", re.IGNORECASE)
_TIME = re.compile(
    r"(?:\d{1,2}[:.h]\d{2}(?:\s*[-–—]\s*\d{1,2}[:.h]\d{2})?)(?:\s*(?:am|pm|uhr|h))?\s*[-–—:]?\s+(?=\S)",
    re.IGNORECASE,
)
_NUMBER_OF_LIST = re.compile(r"(?:\d{1,3}[.)]|[-–—•·*])\s+(?=\S)")
_PART_OF_EVENT = re.compile(
    r"(?:welcome|introduction|introductory remarks|opening|opening remarks|closing remarks|remarks|keynote"
    r"|keynote speech|speech|presentation|talk|address|lecture|discussion|q&a|begrüßung|vortrag|einführung"
    r"|discours|discurso|presentación|présentation)\s+(?:by|with|from|von|mit|par|avec|de|por|con)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:(?:via|on|by|per|über|par|por)\s+(?:zoom|video(?:\s?link)?|teams|skype|phone|telephone|webex|telefon"
    r"|visio(?:conférence)?|videoconferencia)|online|remotely)$",
    re.IGNORECASE,
)


def without_marks(text: str) -> tuple[str, list[str]]:
    """Return a line without what is no part of a name, and what is said of that."""
    doubts = []
    if _ENTITY.search(text):
        doubts.append(f'"{_ENTITY.findall(text)[0]}" is HTML, and is read as the character')
        text = unescape(text)
    for pattern in (_TIME, _NUMBER_OF_LIST, _PART_OF_EVENT):
        in_front = pattern.match(text)
        if in_front:
            doubts.append(f'"{in_front[0].strip()}" in front is left out')
            text = text[in_front.end() :]
    linked = _MARKDOWN.search(text)
    if linked:
        doubts.append("the name is a link")
        text = _MARKDOWN.sub(r"\1", text)
    handle = _HANDLE.search(text)
    if handle and "@ " not in handle[0]:
        doubts.append(f'"{handle[0].strip()}" is no part of a name, and is left out')
        text = _HANDLE.sub(" ", text)
    if _ANGLES.search(text):
        doubts.append("what stands between < and > is left out")
        text = _ANGLES.sub(" ", text)
    if _PICTURES.search(text):
        doubts.append(f'"{_PICTURES.findall(text)[0]}" is no letter, and is left out')
        text = _PICTURES.sub(" ", text)
    behind = _BEHIND.search(text)
    if behind:
        doubts.append(f'"{behind[0].strip()}" is left out')
        text = text[: behind.start()]
    return " ".join(text.split()).replace(" ,", ","), doubts
