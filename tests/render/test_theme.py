"""A site changes the theme file by file, block by block, and with fields of its own."""

import pytest
from lxml import html

from site_builder.custom_fields import CustomFields
from tests.conftest import ROOT, SiteFolder

PAGE = "writeups/2020/a/index.html"
FOOTER = """\
{% extends "theme/base.html" %}
{% block footer_extra %}<p>Harbour Institute, 3 Quay Street</p>{% endblock %}
"""
SUBTITLE = """\
{% extends "theme/pages/writeup.html" %}
{% block page_header %}{{ super() }}
<p class="meta">{{ extra.subtitle }}</p>{% endblock %}
"""
PAGE_BLOCKS = ("page_header", "page_body", "page_aside", "page_lists", "page_footer")
PAGES = sorted(
    file.name
    for file in (ROOT / "templates/pages").glob("*.html")
    if file.name not in {"redirect.html", "admin.html"}
)


def full_site(site: SiteFolder) -> SiteFolder:
    site.write("site.toml", 'base_url = "https://example.org/"\nstatistics = true\n')
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nText.\n")
    site.writeup(
        "a", more="speakers: ['Ada Example, Chair, The Trust']\ntopics: [Energy]\nevent: {series: Run}\n"
    )
    site.write("content/events/meeting.md", "---\nname: Meeting\nstart: 2020-01-01\n---\n")
    turns = f"Ada: {'word ' * 400}\n\n" * 50
    body = f'{turns}[Yes]{{said="Ada Example" kind=commitment}}\n\n::: decision\nWe do.\n:::\n'
    site.writeup("b", more="speakers: [Ada Example]\nform: transcript\nevent: meeting\n", body=body)
    return site


def test_two_lines_add_a_line_to_the_foot_of_every_page(site: SiteFolder) -> None:
    full_site(site).write("templates/base.html", FOOTER)
    assert site.build().code == 0
    pages = [file for file in (site.root / "_site").rglob("*.html") if file.parent.name != "briefing"]
    assert len(pages) > 12
    for file in pages:
        assert html.parse(str(file)).xpath("//footer//p[last()]/text()")[-1:] == [
            "Harbour Institute, 3 Quay Street"
        ], file


def test_three_lines_show_a_subtitle_from_extra(site: SiteFolder) -> None:
    site.write("templates/pages/writeup.html", SUBTITLE)
    site.writeup("a", more="extra: {subtitle: Notes from <the> hall}\n")
    site.writeup("b")
    assert site.build().code == 0
    header = html.fromstring(site.page(PAGE)).xpath("//header[@class='page-header']")[0]
    assert header.xpath("p[last()]/text()") == ["Notes from <the> hall"]
    assert "Notes from" not in site.page("writeups/2020/b/index.html")
    site.writeup("a", more="extra: {subtitle: Other notes}\n")
    assert site.build("--verify").code == 0
    assert "Other notes" in site.page(PAGE)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_every_block(site: SiteFolder, page: str) -> None:
    marks = "".join(
        f"{{% block {name} %}}{{{{ super() }}}}<i>{name}</i>{{% endblock %}}\n" for name in PAGE_BLOCKS
    )
    full_site(site).write(f"templates/pages/{page}", f'{{% extends "theme/pages/{page}" %}}\n{marks}')
    assert site.build().code == 0
    files = [file.read_text(encoding="utf-8") for file in (site.root / "_site").rglob("*.html")]
    changed = [text for text in files if "<i>page_body</i>" in text]
    assert changed
    for text in changed:
        assert {name: text.count(f"<i>{name}</i>") for name in PAGE_BLOCKS} == dict.fromkeys(PAGE_BLOCKS, 1)


def test_the_frame_has_room_at_both_ends(site: SiteFolder) -> None:
    blocks = '{% block head_extra %}<meta name="x">{% endblock %}{% block body_end %}<p>end</p>{% endblock %}'
    site.write("templates/base.html", f'{{% extends "theme/base.html" %}}\n{blocks}\n')
    site.writeup("a")
    assert site.build().code == 0
    page = html.fromstring(site.page(PAGE))
    assert page.xpath("/html/head/meta[@name='x']")
    assert page.xpath("/html/body/*[last()]/text()") == ["end"]


def test_a_folder_that_would_hide_the_default_theme_is_refused(site: SiteFolder) -> None:
    site.write("templates/theme/base.html", "x")
    site.writeup("a")
    assert site.build().problems == [
        'templates/theme:1:1: reserved-name: "theme/" in front of the name of a template means the default '
        "theme; move its files into templates/, under the names of the templates that they replace"
    ]


def test_a_template_that_extends_itself_is_told_how_to_extend_the_default(site: SiteFolder) -> None:
    site.write("templates/base.html", '{% extends "base.html" %}')
    site.writeup("a")
    result = site.build()
    assert result.code == 1
    assert '{% extends "theme/base.html" %}' in result.err


def test_stylesheets_and_scripts_of_the_site_follow_those_of_the_theme(site: SiteFolder) -> None:
    site.write(
        "site.toml",
        '[theme]\nstylesheets = ["/assets/own.css"]\nscripts = ["https://example.org/a.js", "/own.js"]\n',
    )
    site.write("static/assets/own.css", "p { color: red }")
    site.write("static/own.js", "")
    site.writeup("a")
    assert site.build().code == 0
    page = html.fromstring(site.page(PAGE))
    assert page.xpath("//link[@rel='stylesheet']/@href") == [
        "../../../assets/site.css",
        "../../../assets/own.css",
    ]
    assert page.xpath("//script[@defer]/@src") == ["https://example.org/a.js", "../../../own.js"]
    (site.root / "static/own.js").unlink()
    result = site.build()
    assert 'site.toml:1:1: broken-link: theme.scripts: there is no file "static/own.js"' in result.err


@pytest.mark.parametrize(
    "address", ["own.css", "//x.org/a.css", "http://x.org/a.css", "/../a.css", "/a.css?1"]
)
def test_an_address_of_the_theme_is_a_file_of_the_site_or_a_safe_one(site: SiteFolder, address: str) -> None:
    site.write("site.toml", f'[theme]\nstylesheets = ["{address}"]\n')
    site.writeup("a")
    assert [line.split(": ")[1] for line in site.build().problems] == ["not-an-address"]


def printed(site: SiteFolder, template: str) -> str:
    site.write(
        "templates/pages/writeup.html",
        f'{{% extends "theme/pages/writeup.html" %}}{{% block main %}}<b>{template}</b>{{% endblock %}}',
    )
    result = site.build()
    assert result.code == 0, result.err
    page = site.page(PAGE)
    return page[page.index("<b>") + 3 : page.index("</b>")]


FIELDS = """\
extra:
  fee: 12.5
  seats: 120
  version: 1.10
  phone: 0171
  quoted: "12"
  open: true
  day: 2026-05-04
  partners: [The Trust, Other]
  room: {name: Hall, floor: 2}
  update: x
  nothing:
"""


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ extra.fee * 2 }} {{ extra.seats + 1 }}", "25.0 121"),
        ("{{ extra.version }} {{ extra.phone }}", "1.10 0171"),
        ("{{ extra.quoted + extra.quoted }}", "1212"),
        ("{{ 'yes' if extra.open else 'no' }}", "yes"),
        ("{{ extra.day }} {{ extra.day | day }}", "2026-05-04 4 May 2026"),
        ("{{ extra.partners | join('; ') }}", "The Trust; Other"),
        ("{{ extra.room.name }} {{ extra.room.floor + 1 }}", "Hall 3"),
        ("{% for name in extra.room %}{{ name }}={{ extra.room[name] }} {% endfor %}", "name=Hall floor=2 "),
        ("{{ extra.update }}{{ extra.items }}{{ extra.keys }}", "x"),
        ("{{ extra.nothing }}{{ extra.absent }}{{ extra.absent.deeper.still }}{{ extra['odd name'] }}", ""),
        ("{% for x in extra.absent %}x{% endfor %}{{ 'there' if extra.absent }}", ""),
        ("{{ extra.room }}", "name: Hall, floor: 2"),
        ("{{ site.extra.office.city }}{{ site.extra.absent }}", "Eskmouth"),
        ("{{ site.extra.staff }}", "7"),
    ],
)
def test_a_field_of_the_site_is_what_was_written_and_empty_where_it_is_not(
    site: SiteFolder, template: str, text: str
) -> None:
    site.write("site.toml", '[extra]\nstaff = 7\noffice = { city = "Eskmouth" }\n')
    site.writeup("a", more=FIELDS)
    assert printed(site, template) == text


def test_every_kind_of_file_may_have_fields_of_its_own(site: SiteFolder) -> None:
    frame = '{% extends "theme/base.html" %}{% block body_end %}<p>{{ extra.mark }}</p>{% endblock %}'
    full_site(site).write("templates/base.html", frame)
    for kind, name in (
        ("people", "Ada Example"),
        ("organisations", "The Trust"),
        ("topics", "Energy"),
        ("series", "Run"),
    ):
        file = f"content/{kind}/{name.lower().replace(' ', '-')}.md"
        site.write(file, f"---\nname: {name}\nextra: {{mark: of {kind}}}\n---\n")
    site.write("content/pages/about.md", "---\ntitle: About\nextra: {mark: of pages}\n---\n\nText.\n")
    assert site.build().code == 0
    for page, text in (
        ("speakers/ada-example", "of people"),
        ("organisations/the-trust", "of organisations"),
        ("topics/energy", "of topics"),
        ("series/run", "of series"),
        ("about", "of pages"),
        ("speakers", None),
    ):
        assert html.fromstring(site.page(f"{page}/index.html")).xpath("string(//body/p[last()])") == (
            text or ""
        )


def test_a_protected_name_in_a_field_is_found(site: SiteFolder) -> None:
    site.write("templates/pages/writeup.html", SUBTITLE)
    site.writeup("a", more="extra: {subtitle: With Zorvath Quimby}\n")
    assert site.build().code == 0
    site.write("content/people/zorvath.md", "---\nname: Zorvath Quimby\nwithheld: true\n---\n")
    site.writeup("b", more="speakers: [Zorvath Quimby]\n")
    result = site.build()
    assert result.code == 1
    assert "content/writeups/a.md:4:" in result.err
    assert ": protected-name: " in result.err


@pytest.mark.parametrize("value", ["text", "[a]", "2026-01-01"])
def test_fields_are_names_and_values(site: SiteFolder, value: str) -> None:
    site.writeup("a", more=f"extra: {value}\n")
    assert [line.split(": ")[:2] for line in site.build().problems] == [
        ["content/writeups/a.md:4:8", "wrong-type"]
    ]


def test_the_files_of_the_theme_are_listed_and_copied(site: SiteFolder) -> None:
    site.writeup("a")
    names = site.run("theme", "list").out.splitlines()
    assert {"templates/base.html", "templates/pages/writeup.html", "static/assets/icons.svg"} <= set(names)
    assert site.run("theme", "copy", "pages/writeup.html").out == "Made templates/pages/writeup.html\n"
    assert site.run("theme", "copy", "static/assets/icons.svg").code == 0
    original = (ROOT / "templates/pages/writeup.html").read_bytes()
    assert (site.root / "templates/pages/writeup.html").read_bytes() == original
    listed = site.run("theme", "list", "--json").json["files"]
    assert {file["path"] for file in listed if file["replaced"]} == {
        "templates/pages/writeup.html",
        "static/assets/icons.svg",
    }
    assert "templates/pages/writeup.html (replaced by your site)" in site.run("theme", "list").out
    again = site.run("theme", "copy", "pages/writeup.html")
    assert (again.code, "there already" in again.err) == (2, True)
    wrong = site.run("theme", "copy", "base.htm")
    assert (wrong.code, 'did you mean "base.html"?' in wrong.err) == (2, True)
    assert site.build().code == 0


def test_no_name_of_a_field_is_taken() -> None:
    for name in ("items", "keys", "get", "update", "values", "copy", "fields"):
        assert str(getattr(CustomFields({name: "x"}), name)) == "x"
        assert not getattr(CustomFields(), name)
