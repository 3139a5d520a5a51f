"""Lines that name somebody and are asked about, with what is proposed; and names that are not asked about."""

import pytest

from site_builder.names.parsed_line import KnownNames
from site_builder.names.people import NameParser
from site_builder.names.shorthand import parse_shorthand

KNOWN = KnownNames(NameParser(), lambda _name: False)

ASKED_ABOUT = {
    "Jane Quill, John Roe and Mary Major": ["Jane Quill", "John Roe", "Mary Major"],
    "Mr and Mrs Quill": ["Mr Quill", "Mrs Quill"],
    "Panel: Jane Quill, John Roe": ["Jane Quill", "John Roe"],
    "Jane Quill (Acme), John Roe (Beta)": ["Jane Quill", "John Roe"],
    "Jane Quill/John Roe": ["Jane Quill", "John Roe"],
    "10:00 Jane Quill": ["Jane Quill"],
    "10.30–11.00 Uhr: Jane Quill": ["Jane Quill"],
    "1. Jane Quill": ["Jane Quill"],
    "Welcome by Jane Quill": ["Jane Quill"],
    "Jane Quill via Zoom": ["Jane Quill"],
    "Jane Quill (apologies)": ["Jane Quill"],
    "Acme, Jane Quill": ["Jane Quill"],
    "Kristen O&#39;Neill": ["Kristen O'Neill"],
    "DJ Patwardhan": ["DJ Patwardhan"],
    "Joshua Di Frances": ["Joshua Di Frances"],
    "Elizabeth L. Petrun Sayers": ["Elizabeth L. Petrun Sayers"],
    "Victor Diaz Zapanta": ["Victor Diaz Zapanta"],
    "PLAIN Language": ["PLAIN Language"],
    "U.S. Web Design": ["U.S. Web Design"],
    "DevOps": ["DevOps"],
    "AI COP": ["AI COP"],
    "Code.gov Pros": ["Code.gov Pros"],
    "Federal Crowdsourcing": ["Federal Crowdsourcing"],
    "Presidential Innovation Fellows": ["Presidential Innovation Fellows"],
    "Customer Experience": ["Customer Experience"],
    "Plain language": ["Plain language"],
    "Digitalgov": ["Digitalgov"],
    "General Motors": ["General Motors"],
}


@pytest.mark.parametrize(("line", "names"), ASKED_ABOUT.items(), ids=list(ASKED_ABOUT))
def test_a_line_is_asked_about(line: str, names: list[str]) -> None:
    parsed = parse_shorthand(line, KNOWN)
    assert parsed.doubts
    assert [entry.name for entry in parsed.entries] == names


@pytest.mark.parametrize(
    "name",
    [
        "Isabel (Izzy) Metz",
        "Ana-Maria Quill",
        "Deb LeBel",
        "Brianna McGowan",
        "Kurt Clement",
        "Anna Lawrence",
        "Venetia Ashmole-Tring",
        "Alex Yale-Loehr",
        "Dan",
        "Mary Ann Monroe",
        "Wendy A F G Stengel",
        "J.R. Quill",
        "Dr. Rachael Bradley Montgomery",
        "bell hooks",
    ],
)
def test_a_name_is_not_asked_about(name: str) -> None:
    assert parse_shorthand(name, KNOWN).doubts == ()


def test_a_handle_alone_is_no_name() -> None:
    assert parse_shorthand("@janequill", KNOWN).refusal == "write the name of the person"
