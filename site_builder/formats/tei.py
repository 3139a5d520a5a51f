"""Transcripts -> TEI (Text Encoding Initiative, P5), as chapter 8 of its Guidelines encodes speech."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def tei_file(transcript: Mapping[str, Any]) -> bytes:
    """Return a transcript as TEI: who took part, when and where, and each turn as an utterance."""
    root = etree.Element("TEI", {"xmlns": _NAMESPACE})
    _header(etree.SubElement(root, "teiHeader"), transcript)
    text = etree.SubElement(root, "text", {f"{_XML}lang": transcript["language"]})
    body = etree.SubElement(text, "body")
    times = {turn["seconds"] for turn in transcript["turns"] if turn["seconds"] is not None}
    if times:
        timeline = etree.SubElement(body, "timeline", {"unit": "s", "origin": "#T"})
        etree.SubElement(timeline, "when", {f"{_XML}id": "T"})
        for seconds in sorted(times):
            when = {f"{_XML}id": f"T{seconds}", "interval": str(seconds), "since": "#T"}
            etree.SubElement(timeline, "when", when)
    _add_turns(body, transcript["turns"])
    etree.indent(root)
    xml: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'.encode()


def _header(header: etree.Element, transcript: Mapping[str, Any]) -> None:
    file = etree.SubElement(header, "fileDesc")
    titles = etree.SubElement(file, "titleStmt")
    _add(titles, "title", transcript["title"])
    for author in transcript["authors"]:
        _add(titles, "author", author)
    publication = etree.SubElement(file, "publicationStmt")
    _add(publication, "publisher", transcript["publisher"])
    _add(publication, "date", transcript["date"], when=transcript["date"])
    if transcript["url"]:
        _add(publication, "idno", transcript["url"], type="URL")
    source = etree.SubElement(file, "sourceDesc")
    _add(source, "p", transcript["event"])
    profile = etree.SubElement(header, "profileDesc")
    _add(etree.SubElement(profile, "langUsage"), "language", "", ident=transcript["language"])
    people = etree.SubElement(etree.SubElement(profile, "particDesc"), "listPerson")
    for person in transcript["people"]:
        element = etree.SubElement(people, "person", {f"{_XML}id": person["id"]})
        _add(element, "persName", person["name"])
        if person["held"]:
            _add(element, "occupation", person["held"])
        if person["url"]:
            _add(element, "idno", person["url"], type="URL")
    setting = etree.SubElement(etree.SubElement(profile, "settingDesc"), "setting")
    if transcript["place"]:
        _add(setting, "name", transcript["place"], type="place")
    _add(setting, "date", transcript["day"], when=transcript["day"])


def _add_turns(body: etree.Element, turns: Iterable[Mapping[str, Any]]) -> None:
    section: etree.Element | None = None
    heading = None
    for turn in turns:
        if section is None or turn["section"] != heading:
            heading = turn["section"]
            section = etree.SubElement(body, "div")
            if heading:
                _add(section, "head", heading)
        attributes = {f"{_XML}id": f"u-{turn['anchor']}"}
        if turn["who"]:
            attributes["who"] = " ".join(f"#{id}" for id in turn["who"])
        if turn["seconds"] is not None:
            attributes["start"] = f"#T{turn['seconds']}"
        utterance = etree.SubElement(section, "u", attributes)
        for paragraph in turn["text"]:
            _add(utterance, "seg", paragraph)


def _add(parent: etree.Element, tag: str, text: str, **attributes: str) -> None:
    element = etree.SubElement(parent, tag, attributes)
    if text:
        element.text = text
