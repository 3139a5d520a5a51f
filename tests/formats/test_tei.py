"""Transcripts as TEI, by a schema after its Guidelines."""

import rnc2rng
from lxml import etree

from tests.conftest import ROOT, SiteFolder

MORE = """form: transcript
author: Cleo Park
event: {name: A hearing, place: Leeds, venue: Town Hall}
speakers:
  - Cllr Ada Okafor, Leader, Lambeth Council, chair
  - Bela Nagy, The Trust
"""
BODY = """ADA OKAFOR 0:05
Good & <early> morning.

Again.

[Applause]

## Money

Bela/The Chair 1:00:00
Both.

Speaker 1: Who?
"""
TEI = "{http://www.tei-c.org/ns/1.0}"


def test_a_transcript_is_valid_tei(site: SiteFolder) -> None:
    site.writeup("a", more=MORE, body=BODY)
    assert site.build().code == 0
    assert "transcript.xml" in site.page("writeups/2020/a/index.html")
    root = etree.fromstring(site.page("writeups/2020/a/transcript.xml").encode())
    schema = etree.RelaxNG(
        etree.fromstring(rnc2rng.dumps(rnc2rng.load(str(ROOT / "tests/schemas/tei.rnc"))).encode())
    )
    schema.assertValid(root)
    turns = [
        (turn.get("who"), turn.get("start"), [seg.text for seg in turn]) for turn in root.iter(f"{TEI}u")
    ]
    assert turns == [
        ("#who-ada-okafor", "#T5", ["Good & <early> morning.", "Again."]),
        ("#who-bela-nagy #who-ada-okafor", "#T3600", ["Both."]),
        ("#who-voice-6", None, ["Who?"]),
    ]
    people = [
        (person.find(f"{TEI}persName").text, person.findtext(f"{TEI}occupation"))
        for person in root.iter(f"{TEI}person")
    ]
    assert people == [
        ("Cllr Ada Okafor", "Leader, Lambeth Council"),
        ("Bela Nagy", "The Trust"),
        ("Speaker 1", None),
    ]
