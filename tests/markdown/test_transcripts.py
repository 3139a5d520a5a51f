"""Turns of transcripts, in the notations that people use."""

import pytest

from site_builder.errors import Diagnostics, Place
from site_builder.markdown.convert import Converter
from site_builder.markdown.parts import PART_MARK
from site_builder.markdown.references import Body
from site_builder.markdown.transcript_source import lay_out_turns, without_voices


def converted(source: str, recording: str = "") -> tuple[Body, list[str]]:
    diagnostics = Diagnostics()
    body = Converter(raw_html=False).convert(source, Place("a.md", 1), "x", diagnostics, recording)
    return body, [str(problem) for problem in diagnostics.problems]


@pytest.mark.parametrize(
    ("line", "names", "seconds"),
    [
        ("ADA OKAFOR: Hello.", "ADA OKAFOR", None),
        ("Ada Okafor: Hello: you.", "Ada Okafor", None),
        ("Ada Okafor:", "Ada Okafor", None),
        ("**Ada Okafor:** Hi", "Ada Okafor", None),
        ("**Ada Okafor**: Hi", "Ada Okafor", None),
        ("__Ada:__ Hi", "Ada", None),
        ("**ADA [00:01:02]:** Hi", "ADA", 62),
        ("### Ada Okafor:", "Ada Okafor", None),
        ("### Ada Okafor (00:01:02):", "Ada Okafor", 62),
        ("Ada Okafor 00:01:02", "Ada Okafor", 62),
        ("Ada Okafor  0:12", "Ada Okafor", 12),
        ("00:01:02 Ada Okafor", "Ada Okafor", 62),
        ("[00:01:02.500] Ada: Hi", "Ada", 62),
        ("Ada (1:00:03): Hi", "Ada", 3603),
        ("Cllr Reed (Lambeth): Hi", "Cllr Reed", None),
        ("A/B: both", "A/B", None),
        ("Ada Okafor/Bela van der Nagy: both", "Ada Okafor/Bela van der Nagy", None),
        ("A participant: Hi", "A participant", None),
        ("The chair: Hi", "The chair", None),
        ("Speaker 1: Hi", "Speaker 1", None),
        ("小泉：はい", "小泉", None),
        ("He said: no", None, None),
        ("The chair said: no", None, None),
        ("**Important** words", None, None),
        ("## Section", None, None),
        ("At 10:30 we left.", None, None),
        ("https://example.org/x", None, None),
        ("- ADA: Hi", None, None),
        ("> ADA: Hi", None, None),
        ("Note\\: this", None, None),
    ],
)
def test_a_turn_is_known_by_its_first_line(line: str, names: str | None, seconds: int | None) -> None:
    _, turns = lay_out_turns(line)
    assert [("/".join(turn.names), turn.seconds) for turn in turns] == ([(names, seconds)] if names else [])


def test_names_can_be_left_out_where_they_are_printed_as_they_may_be() -> None:
    source = "ADA: I am Ada.\n**Bela:** Yes.\n\nText: ada."
    assert without_voices(source) == "   : I am Ada.\n**    :** Yes.\n\n    : ada."


def test_a_turn_goes_on_until_the_next_one_or_a_heading() -> None:
    body, problems = converted("ADA: One.\n\nTwo.\nBELA: Three.\n\n## Money\n\nNobody's.\n\nADA: Four.\n")
    assert problems == []
    assert [piece.split("</div>")[0].count("<p>") for piece in body.html.split('<div class="turn"')[1:]] == [
        2,
        1,
        1,
    ]
    assert "</div><h2" in body.html
    assert [(voice.turns, voice.first) for voice in body.voices] == [(2, "turn-1"), (1, "turn-2")]
    assert 'id="money-1"' in body.html


def test_code_is_nobodys_turn() -> None:
    body, _ = converted("ADA: See.\n\n```\nBELA: code\n```\n")
    assert len(body.voices) == 1


def test_times_lead_into_the_recording() -> None:
    body, _ = converted("ADA 00:01:02\nHello.", "https://example.org/watch?v=3&t=9")
    assert 'href="https://example.org/watch?v=3&amp;t=62">1:02</a>' in body.html
    body, _ = converted("ADA 00:01:02\nHello.")
    assert '<a class="time" href="#t-0-01-02">1:02</a>' in body.html


def test_an_aside_is_marked() -> None:
    body, _ = converted("ADA: Yes.\n\n[Applause]\n\n(Interruption.)")
    assert body.html.count('<p class="aside">') == 2


def test_a_promoted_passage_is_in_the_words_of_whoever_speaks() -> None:
    body, problems = converted(
        "ADA: We [need *money*]{.statement topic=Pay}.\n\nBELA: Yes, now.\n{: .statement kind=commitment }\n"
    )
    assert problems == []
    said = [
        (body.references[one.whose].target, one.text, one.attributes.kind, one.is_verbatim)
        for one in body.statements
    ]
    assert said == [("ADA", ("need money",), "quotation", True), ("BELA", ("Yes, now.",), "commitment", True)]
    assert [body.references[one.whose].place.line for one in body.statements] == [1, 4]


def test_two_turns_at_one_time_are_told() -> None:
    _, problems = converted("ADA 00:01\nOne.\n\nBELA 00:01\nTwo.\n")
    assert problems == [
        "a.md:4:1: duplicate-anchor: warning: the turn in line 1 has the address #t-0-00-01, and this one a number "
        "behind it; correct one of the two times"
    ]


def test_a_quotation_in_a_turn_says_who_quotes_it() -> None:
    quoted = "> Words.\n> — Bela{}\n"
    _, problems = converted(f"ADA: She said:\n\n{quoted.format('')}")
    assert problems == [
        'a.md:4:5: transcript: warning: this quotation stands in the turn of "ADA", and does not say who quotes it; '
        'write ", as quoted by ADA" behind the name'
    ]
    assert converted(f"ADA: She said:\n\n{quoted.format(', as quoted by ADA')}")[1] == []


def test_a_long_transcript_is_divided_at_headings_and_else_at_turns() -> None:
    turn = f"ADA: {'word ' * 400}\n\n"
    sections = "".join(f"## Section {number}\n\n{turn * 10}" for number in range(9))
    body, problems = converted(f"See [the end](#section-8).\n\n{sections}")
    assert problems == []
    parts = body.html.split(PART_MARK)
    assert len(parts) == body.parts > 1
    assert all(part.startswith("<h2") for part in parts[1:])
    assert all(len(part.encode()) < 110_000 for part in parts)
    for heading in body.headings:
        assert f'id="{heading.anchor}"' in parts[heading.part - 1]
    assert body.references[-1].target == f"{body.headings[-1].part}#section-8"
    body, _ = converted(turn * 90)
    assert all(part.startswith('<div class="turn"') for part in body.html.split(PART_MARK))
    assert body.parts > 1
