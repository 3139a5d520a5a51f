"""The words, dates and alphabets of sites in several languages."""

import datetime
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from site_builder.errors import Diagnostics
from site_builder.language import ENGLISH_PLURAL, Language, direction_of, read_language
from site_builder.values import When
from tests.conftest import ROOT, SiteFolder

KEYWORDS = {
    "translate": None,
    "translate_count": (2, 3),
    "count": (2, 3),
    "gettext_noop": None,
    "ngettext_noop": (1, 2),
}


def language(tag: str) -> Language:
    return Language(tag, {}, ENGLISH_PLURAL)


def words_of_the_theme() -> set[object]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        ROOT, methods, options, keywords={**KEYWORDS, "gettext": None, "ngettext": (1, 2)}
    )
    return {message[2] for message in found}


@pytest.mark.parametrize(
    "file", sorted((ROOT / "site_builder/locale").glob("*.po")), ids=lambda file: file.stem
)
def test_a_catalogue_of_ours_has_all_words_and_no_others(file: Path) -> None:
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.stem)
    said = {}
    for message in catalogue:
        if message.id:
            assert not message.fuzzy
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings), message.id
            said[message.id] = strings
    # A phrase that also stands alone is looked up by its first form.
    single = {id[0] if isinstance(id, tuple) else id for id in said}
    wanted = words_of_the_theme()
    assert {one[0] if isinstance(one, tuple) else one for one in wanted} == single
    values = re.compile(r"\{\w*\}|%\(\w+\)s")
    for id, strings in said.items():
        ids = id if isinstance(id, tuple) else (id,)
        for string in strings:
            assert set(values.findall(string)) <= {value for one in ids for value in values.findall(one)}


def test_a_site_speaks_its_language_everywhere(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "Archiv"\nlanguage = "de"\nbase_url = "https://example.org/"\n')
    for number in range(3):
        site.writeup(
            f"w{number}",
            more=f"event: {{name: Abend {number}, date: 202{number}-10-26, attribution: "
            f"{'on the record' if number else 'chatham house rule'}}}\n"
            f"speakers: [{{name: Ada Beispiel, position: 'Leiterin {number}', organisation: Hafen, role: chair}}]\n"
            if number
            else "mentions: [Ada Beispiel]\n",
            body="Ein Satz.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Eine Anmerkung.\n",
        )
    assert site.build().code == 0
    english = {
        one for one in words_of_the_theme() if isinstance(one, str) and len(one) > 12 and "{" not in one
    }
    for file in (site.root / "_site").rglob("*.html"):
        root = html.parse(str(file)).getroot()
        assert root.get("lang") == "de", file
        shown = {
            " ".join(text.split()) for text in root.xpath("//body//text() | //@aria-label | //title/text()")
        }
        assert not {words for words in english if words in shown}, file
    page = site.page("writeups/2020/w1/index.html")
    assert "26. Oktober 2021" in page
    assert 'aria-label="Anmerkungen"' in page
    assert "Moderation" in page


def test_a_site_can_bring_words_of_its_own(site: SiteFolder) -> None:
    site.write("site.toml", 'language = "fr"\n')
    site.write("locale/fr.po", 'msgid "Speakers"\nmsgstr "Intervenants"\n')
    site.writeup("a", more="speakers: ['Ada Example, Director, The Trust']\n")
    assert site.build().code == 0
    page = site.page("speakers/index.html")
    assert "<h1>Intervenants</h1>" in page
    assert "Organisations" in page, "what the catalogue does not have stays English"
    site.write("locale/fr.po", 'msgid "Speakers"\nmsgstr "Orateurs"\n')
    assert site.build().code == 0
    assert "<h1>Orateurs</h1>" in site.page("speakers/index.html")
    site.write("locale/fr.po", 'msgid "also with {name}"\nmsgstr "avec {nom}"\n')
    assert [problem.split(": ")[1] for problem in site.build().problems] == ["catalogue"]


def test_a_site_without_a_catalogue_is_in_english_around_its_texts(site: SiteFolder) -> None:
    site.write("site.toml", 'language = "ar"\n')
    site.writeup("a", title="لقاء", body="نص: 12 (أ).")
    assert site.build().code == 0
    home, page = site.page("index.html"), site.page("writeups/2020/a/index.html")
    for shown in (home, page):
        assert '<html lang="en">' in shown
    assert '<h1 lang="ar" dir="rtl">لقاء</h1>' in page
    assert '<div class="text" lang="ar" dir="rtl">' in page
    assert "2 January 2020" in page, "figures and months are those of the words around them"
    assert 'lang="ar" dir="rtl">لقاء</a>' in home


def test_a_site_from_right_to_left_says_so(site: SiteFolder) -> None:
    site.write("site.toml", 'language = "ar"\n')
    site.write(
        "locale/ar.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Topics"\nmsgstr "مواضيع"\n',
    )
    site.writeup("a", title="لقاء")
    assert site.build().code == 0
    assert '<html lang="ar" dir="rtl">' in site.page("index.html")
    assert direction_of("he") == "rtl"
    assert direction_of("de") == "ltr"


def test_a_writeup_in_another_language_says_so_where_its_words_stand(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    site.writeup("a", title="Abwärme", more="language: de\ntopics: [Energy]\n", body="Ein Satz.")
    assert site.build().code == 0
    page = html.fromstring(site.page("writeups/2020/a/index.html"))
    assert page.xpath("//h1/@lang") == ["de"]
    assert page.xpath("//*[contains(@class, 'prose')]/ancestor-or-self::*[@lang][1]/@lang") == ["de"]
    topic = html.fromstring(site.page("topics/energy/index.html"))
    assert topic.xpath("//*[@class='card-title']/a/@lang") == ["de"]
    site.writeup("b", more="language: German\n")
    assert "write a language tag" in site.build().problems[0]


@pytest.mark.parametrize(
    ("tag", "day", "number"),
    [
        ("en", "26 October 2010", "1,200"),
        ("en-US", "October 26, 2010", "1,200"),
        ("de", "26. Oktober 2010", "1.200"),
    ],
)
def test_dates_and_figures_follow_the_language(tag: str, day: str, number: str) -> None:
    assert language(tag).day(datetime.date(2010, 10, 26)) == day
    assert language(tag).number(1200) == number


def test_a_time_is_told_once() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=1))
    start = When(datetime.date(2020, 7, 1), datetime.datetime(2020, 7, 1, 9, 30, tzinfo=zone))
    end = When(datetime.date(2020, 7, 1), datetime.datetime(2020, 7, 1, 11, 0, tzinfo=zone))
    assert language("en").span(start, end) == "1 July 2020, 09:30 to 11:00"
    assert language("en").span(When(start.day), When(datetime.date(2020, 7, 3))) == "1 to 3 July 2020"


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("en", ["Ångström", "Łucja", "Lund", "Ødegaard", "Zoe"]),
        ("sv", ["Lund", "Zoe", "Ångström", "Ärlig", "Öberg"]),
        ("pl", ["Lund", "Łucja", "Nowak", "Zoe", "Żak"]),
        ("da", ["Zoe", "Æan", "Ærø", "Ødegaard", "Aagaard", "Ågård"]),
        ("es", ["Nuñez", "Ñandú", "Ortega"]),
        ("cs", ["Cyril", "Čapek", "Dana", "Hora", "Chlup", "Ivan"]),
    ],
)
def test_names_sort_as_their_language_does(tag: str, names: list[str]) -> None:
    shuffled = [*names[1:], names[0]]
    assert sorted(shuffled, key=language(tag).sort_key) == names


@given(st.text(), st.sampled_from(["en", "sv", "pl", "cs", "ar"]))
def test_every_name_has_a_letter(name: str, tag: str) -> None:
    letter = language(tag).first_letter(name)
    assert letter == "#" or letter[0].isalpha()
    assert language(tag).sort_key(name) == language(tag).sort_key(name)


@pytest.mark.parametrize(
    ("tag", "name", "letter"),
    [("sv", "”Ärlig”", "Ä"), ("da", "’Aagaard", "Å"), ("pl", "(Żak)", "Ż"), ("en", "— Éluard", "E")],
)
def test_signs_before_a_name_do_not_matter(tag: str, name: str, letter: str) -> None:
    assert language(tag).first_letter(name) == letter


def test_an_unknown_language_is_english(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    made = read_language(tmp_path, "xq", diagnostics)
    assert not diagnostics.problems
    assert made.day(datetime.date(2010, 10, 26)) == "26 October 2010"


def test_a_passage_in_another_language_keeps_its_mark(site: SiteFolder) -> None:
    site.writeup("a", body="She said *il faut*{: lang=fr }.\n\nEin Absatz.\n{: lang=de }\n")
    assert site.build().code == 0
    page = html.fromstring(site.page("writeups/2020/a/index.html"))
    assert page.xpath("//em/@lang") == ["fr"]
    assert page.xpath("//p/@lang") == ["de"]


@pytest.mark.parametrize(
    "catalogue",
    [
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n/0);\\n"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(0-1);\\n"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__;\\n"\n',
        'msgid "Search"\nmsgstr "Chercher é"\n'.encode("utf-16"),
        b'msgid "Search"\nmsgstr "\xe9"\n',
        b"nonsense\n",
        b'msgid "also with {name}"\nmsgstr "avec {"\n',
        b'msgid "%(n)s event"\nmsgid_plural "%(n)s events"\nmsgstr[0] "%(m)s"\nmsgstr[1] "x"\n',
    ],
)
def test_a_catalogue_that_cannot_be_used_is_a_problem(site: SiteFolder, catalogue: bytes) -> None:
    site.write("site.toml", 'language = "fr"\n')
    site.write("locale/fr.po", catalogue)
    site.writeup("a", more="topics: [Energy]\n")
    result = site.build()
    assert result.code == 1
    assert all("locale/fr.po:" in problem and " catalogue: " in problem for problem in result.problems)


def test_signs_in_a_catalogue_are_text(site: SiteFolder) -> None:
    site.write("site.toml", 'language = "fr"\n')
    site.write(
        "locale/fr.po", b'\xef\xbb\xbfmsgid "Main"\nmsgstr "A \\"b\\" <script>alert(1)</script> & c"\n'
    )
    site.writeup("a")
    assert site.build().code == 0
    page = html.fromstring(site.page("index.html"))
    assert page.xpath("//nav/@aria-label") == ['A "b" <script>alert(1)</script> & c']
    assert not page.xpath("//body//script")
