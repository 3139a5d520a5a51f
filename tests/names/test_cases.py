"""Small sites that public bug reports were made of, and what must be true of each."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conftest import Result, SiteFolder

CASES = Path(__file__).parent / "cases"


class Case:
    """A case after its build."""

    def __init__(self, name: str, folder: Path) -> None:
        shutil.copytree(CASES / name, folder / name)
        self.site = SiteFolder(folder / name)
        self.result: Result = self.site.build()

    def ids(self, kind: str) -> set[str]:
        folder = self.site.root / "_site" / kind
        return {page.name for page in folder.iterdir() if page.is_dir()} if folder.is_dir() else set()

    @property
    def archive(self) -> dict[str, list[dict[str, object]]]:
        text = (self.site.root / "_site/data/archive.json").read_text(encoding="utf-8")
        archive: dict[str, list[dict[str, object]]] = json.loads(text)
        return archive

    def lines(self) -> set[str]:
        return {problem.split(":")[1] for problem in self.result.problems}

    def has_name(self, names: Iterable[str]) -> bool:
        files = [file for file in (self.site.root / "_site").rglob("*") if file.is_file()]
        return any(name.encode() in file.read_bytes() for file in files for name in names)


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    return Case(request.param, tmp_path)


def of(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", names, indirect=True)


@of(
    "leak-bracket-organisation", "leak-dash-organisation", "leak-fullwidth-comma", "leak-organisation-variant", "leak-peer",
    "leak-position-of", "leak-semicolon", "leak-two-postnominals", "leak-umlaut",
)  # fmt: skip
def test_a_name_under_a_rule_is_an_error_at_its_place(case: Case) -> None:
    assert case.result.code == 1
    assert "10" in case.lines()
    assert "protected-name" in case.result.err
    assert not (case.site.root / "_site").exists()


@of("leak-withheld-postnominal", "leak-never-print", "leak-never-print-known", "leak-never-print-two-known")
def test_a_withheld_name_is_recognised_with_letters_behind_it(case: Case) -> None:
    assert case.result.code == 0
    assert not case.has_name(["Bob Exampel", "Ada Exampel", "bob-exampel", "ada-exampel"])


@of("peers-merged", "lord-mayor", "statement-wrong-peer")
def test_peers_and_offices_of_one_place_are_two(case: Case) -> None:
    assert len(case.ids("speakers")) == 2
    if case.site.root.name == "peers-merged":
        sorted_as = {person["sort_name"] for person in case.archive["people"]}
        assert sorted_as == {"Smith of Placeham, Lord", "Smith of Placeham, Baroness"}
    if case.site.root.name == "statement-wrong-peer":
        (statement,) = case.archive["writeups"][0]["statements"]  # type: ignore[misc]
        assert statement["person"] == "baroness-smith-of-placeham"


@of("shorthand-commas", "shorthand-of", "shorthand-brackets", "pos-as-org")
def test_every_line_is_parsed_or_reported(case: Case) -> None:
    assert case.result.code == 0
    organisations = case.ids("organisations")
    assert not any("director-of" in id or "minister" in id or "leader" in id for id in organisations)
    assert not any("moderator" in id or "-and-egon" in id for id in case.ids("speakers"))


@of("family-first", "two-postnominals", "honorifics-unknown")
def test_one_person_is_one(case: Case) -> None:
    assert case.ids("speakers") == {"ada-example"}


@of("fullwidth-comma")
def test_commas_of_full_width_are_commas(case: Case) -> None:
    assert case.ids("speakers") == {"李明", "王芳"}
    assert case.ids("organisations") == {"清华大学", "北京大学"}


@of("placeholders", "org-as-speaker")
def test_what_is_nobody_has_no_page(case: Case) -> None:
    assert case.ids("speakers") <= {"ada-example", "bela-example"}
    assert len(case.result.problems) >= 3


@of("two-postnominals-index")
def test_letters_are_no_family_name(case: Case) -> None:
    assert all(str(person["sort_name"]).startswith("Example, ") for person in case.archive["people"])


@of("citation-sort-name")
def test_names_are_cited_by_their_family_name(case: Case) -> None:
    files = [
        *(case.site.root / "_site").rglob("statements.bib"),
        *(case.site.root / "_site").rglob("statements.ris"),
    ]
    texts = "".join(file.read_text(encoding="utf-8") for file in files)
    for name in ("van der Linden, Peter", "Smith of Placeham, Lord", "Example, Ada"):
        assert f"AU  - {name}" in texts
    assert "author = {van der Linden, Peter}" in texts
    assert "author = {{Smith of Placeham}, Lord}" in texts


@of("names-inside-names")
def test_a_name_inside_another_is_no_link_and_listed(case: Case) -> None:
    assert '<a class="name"' not in case.site.page("writeups/2020/a/index.html")
    assert case.site.run("check").err.count(": longer-name: ") == 4


@of("ligatures-width", "emoji-slug", "greek-cyrillic")
def test_unusual_characters_make_nobody_else(case: Case) -> None:
    assert "U+" in case.result.err or "is no letter" in case.result.err
    people = case.ids("speakers")
    assert len(people) == (3 if case.site.root.name == "greek-cyrillic" else 1)
    assert len(case.ids("organisations")) <= 1
    assert all(char.isalnum() or char == "-" for id in people | case.ids("organisations") for char in id)


@of("org-variants")
def test_spellings_of_an_organisation_are_one_or_asked_about(case: Case) -> None:
    organisations = case.ids("organisations")
    assert {"u-s-agency", "st-marys", "trust-ltd"} <= organisations
    assert not {"us-agency", "trust-ltd-a3418e29", "r-and-d-trust-99b72dfd"} & organisations
    asked = case.site.run("check").err
    for name in ("Trust Limited", "The Trust", "R and D Trust", "London School of Economics (LSE)"):
        assert f'"{name}"' in asked


@of("person-slug-collision", "topic-case", "yaml-fold", "yaml-quotes", "data-all")
def test_what_was_right_stays_right(case: Case) -> None:
    assert case.result.code == 0
    expected = {
        "person-slug-collision": ("speakers", {"j-r-smith"}),
        "topic-case": ("topics", {"a-i", "ai"}),
        "yaml-fold": ("organisations", {"the-trust"}),
        "yaml-quotes": ("speakers", {"ada-example", "bela-oexample"}),
        "data-all": ("speakers", {"44-example", "example-and-sons"}),
    }
    kind, ids = expected[case.site.root.name]
    assert case.ids(kind) == ids
