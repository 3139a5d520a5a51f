"""A protected name under a part of it: a surname, a short name, an initial."""

import pytest

from tests.conftest import SiteFolder

WITHHELD = "---\nname: Zoltán Kérész\nwithheld: true\n---\n"
LISTED = "speakers: [{person: zk, as: Zoli}]\n"


@pytest.fixture
def withheld(site: SiteFolder) -> SiteFolder:
    site.write("content/people/zk.md", WITHHELD)
    return site


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kérész left.", '"Kérész" may be the surname of'),
        ("So Keresz’s plan fell.", '"Kérész" may be the surname of'),
        ("We met Z. Kérész.", '"Kérész" may be the surname of'),
        ("Zoli left.", '"Zoli" is withheld'),
        ("See https://example.org/Zolt%C3%A1n%20K%C3%A9r%C3%A9sz/.", '"Zoltán Kérész" is withheld'),
    ],
)
def test_a_writeup_does_not_name_somebody_withheld_whom_it_lists(
    withheld: SiteFolder, text: str, said: str
) -> None:
    withheld.writeup("a", more=LISTED, body=text)
    result = withheld.build()
    assert result.code == 1
    assert said in result.problems[0]


def test_a_surname_in_a_public_name_is_somebody_elses(withheld: SiteFolder) -> None:
    withheld.writeup("a", more=LISTED + "public_names: [Kérész Hall]\n", body="We met at Kérész Hall.")
    assert withheld.build().problems == []
    withheld.writeup("a", more=LISTED + "public_names: [Kérész Hall]\n", body="Kérész left Kérész Hall.")
    assert len(withheld.build().problems) == 1


@pytest.mark.parametrize("speaker", ["Z. Kérész, Acme", "Mr Keresz"])
def test_an_entry_that_may_list_somebody_withheld_is_a_warning(withheld: SiteFolder, speaker: str) -> None:
    withheld.writeup("a", more=LISTED)
    withheld.writeup("b", more=f"speakers: ['{speaker}']\n")
    result = withheld.build()
    assert result.code == 0
    assert any('may be "Zoltán Kérész", which is withheld' in problem for problem in result.problems)


@pytest.mark.parametrize("speaker", ["Ada Kérész", "R. Kérész"])
def test_an_entry_with_another_given_name_is_somebody_else(withheld: SiteFolder, speaker: str) -> None:
    withheld.writeup("a", more=LISTED)
    withheld.writeup("b", more=f"speakers: ['{speaker}']\n")
    assert withheld.build().problems == []


def test_months_and_rules_are_no_surnames(site: SiteFolder) -> None:
    text = "In May, on 5 May and in May 2020, under the Chatham House Rule."
    more = "event: {attribution: Chatham House Rule}\nspeakers: [Theresa May, Bela House]\n"
    site.writeup("a", more=more, body=text)
    assert site.build().problems == []
    site.writeup("a", more=more, body="May left, and so did House.")
    assert len(site.build().problems) == 2


def test_an_author_who_is_withheld_is_not_named(withheld: SiteFolder) -> None:
    withheld.writeup("a", more="author: Zoltán Kérész\n")
    assert withheld.build().code == 0
    page = (withheld.root / "_site/writeups/2020/a/index.html").read_text(encoding="utf-8")
    assert "Name withheld" in page


def test_a_name_in_the_settings_is_told_there(withheld: SiteFolder) -> None:
    withheld.writeup("a")
    withheld.write("site.toml", 'base_url = "https://example.org/"\ndescription = "By Zoltan Keresz"\n')
    (problem,) = withheld.build().problems
    assert problem.startswith("site.toml:2:19: protected-name")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Ms Quill", True),
        ("Ms. Quill’s plan", True),
        ("Señora de García", True),
        ("Señora García Márquez", True),
        ("A. Quill", True),
        ("A.B. Quill", True),
        ("A. B. Quill", True),
        ("M. García", True),
        ("B. Quill", False),
        ("U.S. Quill", False),
        ("i.e. quill", False),
        ("Ms Quilling", False),
    ],
)
def test_a_surname_elsewhere_with_a_title_or_initials_is_a_warning(
    site: SiteFolder, words: str, told: bool
) -> None:
    site.write("content/people/x.md", "---\nname: María García Márquez\nwithheld: true\n---\n")
    site.write("content/people/y.md", "---\nname: Adela Quill\nwithheld: true\n---\n")
    site.writeup("a", body=f"Then {words} spoke.")
    result = site.build()
    assert any("may be" in problem or "stands here" in problem for problem in result.problems) is told
