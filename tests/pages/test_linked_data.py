"""What pages tell programs: linked data, references, cards of the web."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from lxml import etree, html
from pyld import jsonld

from tests.conftest import SiteFolder

SCHEMA = "https://schema.org/"
#: What search engines and schema.org ask of each kind of thing.
REQUIRED = {
    "BlogPosting": {"headline", "datePublished", "dateModified", "about", "isPartOf", "inLanguage"},
    "Event": {"name", "startDate", "eventStatus"},
    "Person": {"name"},
    "Organization": {"name"},
    "ProfilePage": {"mainEntity", "name"},
    "WebSite": {"name", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Role": {"performer", "startDate"},
    "OrganizationRole": {"affiliation"},
    "Place": {"name", "address"},
}


def without_network(url: str, _options: Any) -> dict[str, Any]:
    assert url.rstrip("/") == "https://schema.org"
    document = {"@context": {"@vocab": SCHEMA, "id": "@id", "type": "@type"}}
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
    }


def graph_of(page: str) -> dict[str, Any]:
    [text] = html.fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    assert "<" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    if not isinstance(value, dict):
        return []
    inner = [node for one in value.values() for node in nodes(one)]
    return [value, *inner] if "@type" in value else inner


def test_every_page_is_described_with_what_its_kind_needs(demonstration: Path) -> None:
    pages = [
        file
        for file in demonstration.rglob("*.html")
        if "refresh" not in file.read_text(encoding="utf-8")[:900]
    ]
    assert len(pages) > 200
    home = "https://briefing-room.example.org/"
    ids = set()
    for file in pages:
        if file.name == "404.html":
            continue
        text = file.read_text(encoding="utf-8")
        graph = graph_of(text)
        for node in nodes(graph["@graph"]):
            missing = REQUIRED.get(node["@type"], set()) - node.keys()
            assert not missing, (file, node["@type"], missing)
            if "@id" in node:
                assert node["@id"].startswith(home), node["@id"]
                ids.add(unquote(node["@id"].partition("#")[0].removeprefix(home)))
    for path in ids:
        assert (demonstration / path / "index.html").is_file(), path


@pytest.mark.parametrize(
    "path",
    [
        "writeups/2010/what-it-would-take-for-mutuals-to-fly",
        "speakers/imani-okafor",
        "organisations/councils-of-the-north",
        "topics/energy",
        "series/grid-week",
        "search",
        ".",
    ],
)
def test_linked_data_expands_to_terms_that_are_known(demonstration: Path, path: str) -> None:
    graph = graph_of((demonstration / path / "index.html").read_text(encoding="utf-8"))
    expanded = jsonld.expand(graph, {"documentLoader": without_network})
    assert expanded

    def names(value: Any) -> set[str]:
        if isinstance(value, list):
            return {name for one in value for name in names(one)}
        if isinstance(value, dict):
            return {*value, *(name for one in value.values() for name in names(one))}
        return set()

    terms = {name for name in names(expanded) if not name.startswith("@")}
    assert all(name.startswith((SCHEMA, "http://purl.org/dc/terms/")) for name in terms)


def test_who_spoke_is_told_with_position_and_day(demonstration: Path) -> None:
    page = demonstration / "writeups/2010/what-it-would-take-for-mutuals-to-fly/index.html"
    graph = graph_of(page.read_text(encoding="utf-8"))
    [event] = [node for node in graph["@graph"] if node["@type"] == "Event"]
    roles = {role["performer"]["name"]: role for role in event["performer"]}
    reed = roles["Cllr Steven Reed"]
    assert (reed["roleName"], reed["startDate"]) == ("Leader", "2010-10-26")
    assert reed["performer"]["affiliation"][0]["affiliation"]["name"] == "Lambeth Council"
    [posting] = [node for node in graph["@graph"] if node["@type"] == "BlogPosting"]
    assert posting["about"]["@id"] == event["@id"]


def test_an_organisation_tells_its_lineage(demonstration: Path) -> None:
    graph = graph_of(
        (demonstration / "organisations/councils-of-the-north/index.html").read_text(encoding="utf-8")
    )
    [body] = [node for node in graph["@graph"] if node["@type"] == "Organization"]
    assert body["dcterms:replaces"][0]["name"] == "Northern Councils Forum"


def test_an_event_under_a_rule_names_nobody_to_machines(demonstration: Path) -> None:
    graph = graph_of(
        (demonstration / "writeups/2019/rules-for-a-quiet-room/index.html").read_text(encoding="utf-8")
    )
    assert not [node for node in nodes(graph["@graph"]) if node["@type"] == "Role"]


def downloads(page: str) -> dict[str, str]:
    links = html.fromstring(page).xpath("//a[@download][starts-with(@href, 'data:')]")
    return {
        link.get("download").rpartition(".")[2]: unquote(link.get("href").partition(",")[2]) for link in links
    }


NASTY = "O’Hara & Söhne: 100% {sure} of #3 \\ $5_000 ~ ^ <b>"


def test_a_writeup_can_be_cited_in_three_formats(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "Archive"\nbase_url = "https://example.org/"\nauthor = "A & B"\n')
    site.writeup("a", title=json.dumps(NASTY), more="event: {name: Autumn hearing, place: London}\n")
    assert site.build().code == 0
    found = downloads(site.page("writeups/2020/a/index.html"))
    [bib] = bibtexparser.loads(found["bib"]).entries
    assert (bib["ENTRYTYPE"], bib["ID"], bib["year"], bib["day"]) == ("misc", "2020-a", "2020", "2")
    assert bib["url"] == "https://example.org/writeups/2020/a/"
    assert r"\& Söhne: 100\% \textbraceleft{}sure\textbraceright{}" in bib["title"]
    [ris] = rispy.loads(found["ris"])
    assert (ris["title"], ris["year"], ris["urls"]) == (
        NASTY,
        "2020",
        ["https://example.org/writeups/2020/a/"],
    )
    [item] = json.loads(found["json"])
    assert (item["title"], item["issued"]) == (NASTY, {"date-parts": [[2020, 1, 2]]})
    assert item["author"] == [{"literal": "A & B"}]
    metas = dict(html.fromstring(site.page("writeups/2020/a/index.html")).xpath("//meta[@name]") and [
        (meta.get("name"), meta.get("content"))
        for meta in html.fromstring(site.page("writeups/2020/a/index.html")).xpath("//meta[@name]")
    ])  # fmt: skip
    assert metas["dc.title"] == NASTY
    assert metas["dc.date"] == "2020-01-02"
    assert metas["dc.identifier"] == "https://example.org/writeups/2020/a/"


def test_what_somebody_said_can_be_cited(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    site.writeup(
        "a",
        more="speakers: ['Ada Example, Director, The Trust']\n",
        body="> It will rain.\n>\n> — Ada Example {#rain}",
    )
    assert site.build().code == 0
    [bib] = bibtexparser.loads(site.page("speakers/ada-example/statements.bib")).entries
    assert bib["author"] == "Example, Ada"
    assert bib["url"].endswith("/writeups/2020/a/#rain")
    [ris] = rispy.loads(site.page("speakers/ada-example/statements.ris"))
    assert ris["title"] == "It will rain."
    [item] = json.loads(site.page("speakers/ada-example/statements.json"))
    assert item["type"] == "speech"
    assert not (site.root / "_site/organisations/the-trust/statements.bib").exists()


def test_more_pages_than_a_sitemap_may_list_are_in_several() -> None:
    from site_builder.config import Config
    from site_builder.entities import HeldBack
    from site_builder.ids import Address
    from site_builder.language import ENGLISH_PLURAL, Language
    from site_builder.model import Site
    from site_builder.page import FromFile, Page, PublishOrder
    from site_builder.pages import sitemap as machines
    from site_builder.pages.components.views import site_view
    from site_builder.pages.site_index import build_index
    from site_builder.redaction_rules import RedactionRules
    from site_builder.render.render import page_bytes, view_of
    from site_builder.render.templates import Templates

    english = Language("en", {}, ENGLISH_PLURAL)
    site = Site((), (), {}, {}, {}, {}, {}, (), (), (), HeldBack((), ()), RedactionRules())
    index = build_index(site, Config(base_url="https://example.org/"), english)
    pages = [Page(Address(f"/p{n}/"), FromFile(Path("x")), PublishOrder.PAGE, "x") for n in range(50_001)]
    made = {page.address: page for page in machines.plan(index, site_view(index), pages, with_robots=True)}
    assert set(made) == {"/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml", "/robots.txt"}
    templates = Templates(Path("/nowhere"), english, file_urls=False)
    listed = []
    for name in ("/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml"):
        data = page_bytes(made[Address(name)], view_of(made[Address(name)]), templates)
        listed.append(len(etree.fromstring(data)))
    assert listed == [2, 50_000, 1]


def test_somebody_who_spoke_as_former_leader_is_not_said_to_be_leader(site: SiteFolder) -> None:
    former = "{name: Ada First, position: Leader, organisation: The Council, capacity: former}"
    now = "{name: Bo Second, position: Chief, organisation: The Council}"
    site.writeup("a", more=f"speakers: [{former}, {now}]\n")
    assert site.build().code == 0
    graph = graph_of(site.page("writeups/2020/a/index.html"))
    [event] = [node for node in graph["@graph"] if node["@type"] == "Event"]
    first, second = event["performer"]
    assert "roleName" not in first
    assert "affiliation" not in first["performer"]
    assert second["roleName"] == "Chief"
    assert "last heard: Bo Second, Chief" in site.page("organisations/index.html")
    assert "Leader, The Council (former)" in site.page("speakers/ada-first/briefing/index.html")


def test_an_organisation_that_lost_a_part_was_not_replaced(site: SiteFolder) -> None:
    site.write("content/organisations/part.md", "---\nname: The Part\nsplit_from: The Whole\n---\n")
    site.writeup("a", more="mentions: [{organisation: The Part}, {organisation: The Whole}]\n")
    assert site.build().code == 0
    assert "isReplacedBy" not in site.page("organisations/the-whole/index.html")
    assert "Lost a part that became" in site.page("organisations/the-whole/index.html")


def test_everybody_and_everything_has_one_id_in_the_whole_archive(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "T"\nbase_url = "https://example.org/homepage/"\n')
    more = "speakers: ['Jimmy Page, Chair, Front Page']\ntopics: [Energy]\nevent: {series: Run}\n"
    for number in range(120):
        site.writeup(f"w{number}", more=more)
    assert site.build().code == 0
    ids: dict[tuple[str, str], set[str]] = {}
    for page in (site.root / "_site").rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        for node in nodes(graph_of(text)) if "application/ld+json" in text else ():
            if node["@type"] in {"Person", "Organization", "DefinedTerm", "EventSeries"}:
                ids.setdefault((node["@type"], node["name"]), set()).add(node["@id"])
    here = "https://example.org/homepage"
    assert ids == {
        ("Person", "Jimmy Page"): {f"{here}/speakers/jimmy-page/#person"},
        ("Organization", "Front Page"): {f"{here}/organisations/front-page/#organisation"},
        ("DefinedTerm", "Energy"): {f"{here}/topics/energy/#topic"},
        ("EventSeries", "Run"): {f"{here}/series/run/#series"},
    }


def test_a_position_has_the_days_that_its_page_shows(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Ada Example, Chair, The Trust']\n")
    assert site.build().code == 0
    graph = graph_of(site.page("speakers/ada-example/index.html"))
    [role] = [node for node in nodes(graph) if node["@type"] == "OrganizationRole"]
    assert (role["startDate"], role["endDate"]) == ("2020-01-02", "2020-01-02")


def test_a_bracket_without_its_other_leaves_references_readable(site: SiteFolder) -> None:
    more = "speakers: [Ada Example]\n"
    site.writeup("a", more=more, title='"The } problem {{"', body="> Rain.\n> — Ada Example\n")
    assert site.build().code == 0
    text = site.page("speakers/ada-example/statements.bib")
    assert text.count("{") == text.count("}")
    [bib] = bibtexparser.loads(text).entries
    assert "problem" in bib["howpublished"]


def test_a_sign_in_the_address_of_the_site_is_itself_for_robots(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "T"\nbase_url = "https://example.org/a&b/"\n')
    site.writeup("a")
    assert site.build().code == 0
    assert "Sitemap: https://example.org/a&b/sitemap.xml" in site.page("robots.txt")


@pytest.mark.parametrize(
    ("event", "kinds", "mode", "address"),
    [
        ("place: Leeds", ["Place"], "OfflineEventAttendanceMode", "Leeds"),
        ("place: Online", ["VirtualLocation"], "OnlineEventAttendanceMode", None),
        ("place: Leeds and online", ["Place", "VirtualLocation"], "MixedEventAttendanceMode", "Leeds"),
        ("place: Leeds (hybrid)", ["Place", "VirtualLocation"], "MixedEventAttendanceMode", "Leeds"),
        (
            "place: London, venue: 'Hall 2, also on Zoom'",
            ["Place", "VirtualLocation"],
            "MixedEventAttendanceMode",
            None,
        ),
    ],
)
def test_where_an_event_was_held(
    site: SiteFolder, event: str, kinds: list[str], mode: str, address: str | None
) -> None:
    site.writeup("a", more=f"event: {{name: Grid, {event}, recording: 'https://example.org/film'}}\n")
    assert site.build().code == 0
    (held,) = [
        node
        for node in nodes(graph_of(site.page("writeups/2020/a/index.html")))
        if node.get("@type") == "Event"
    ]
    assert [location["@type"] for location in held["location"]] == kinds
    assert held["eventAttendanceMode"].endswith(mode)
    assert held["recordedIn"]["url"] == "https://example.org/film"
    if address:
        assert held["location"][0]["address"] == address


def test_reference_managers_file_a_writeup_as_a_post(site: SiteFolder) -> None:
    site.writeup("a", more="authors: [Ada van Example, Lord Mayor of London]\n")
    assert site.build().code == 0
    tags = {
        tag.get("name"): tag.get("content")
        for tag in html.fromstring(site.page("writeups/2020/a/index.html")).xpath("//meta[@name]")
    }
    assert tags["dc.type"] == "blogPost"
    assert tags["dc.creator"] == "van Example, Ada"
    assert not any(name.startswith("citation_") for name in tags)


def test_a_page_can_be_kept_out_of_search_engines(site: SiteFolder) -> None:
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    hidden = {
        "writeups/2020/a": "content/writeups/a.md",
        "speakers/ada-example": "content/people/ada-example.md",
        "organisations/the-trust": "content/organisations/the-trust.md",
        "topics/grids": "content/topics/grids.md",
        "series/mornings": "content/series/mornings.md",
        "imprint": "content/pages/imprint.md",
    }
    for file in hidden.values():
        site.write(
            file, "---\nname: X\nnoindex: true\n---\n".replace("X", file.split("/")[-1].removesuffix(".md"))
        )
    site.write("content/pages/imprint.md", "---\ntitle: Imprint\nnoindex: true\n---\nText.\n")
    front = "event: {name: Grid, series: mornings}\nspeakers: ['Ada Example, Chair, The Trust']\ntopics: [grids]\n"
    site.write("content/people/ada-example.md", "---\nname: Ada Example\nnoindex: true\n---\n")
    site.write("content/organisations/the-trust.md", "---\nname: The Trust\nnoindex: true\n---\n")
    site.writeup("a", more=f"{front}noindex: true\n")
    site.writeup("b", more=front)
    assert site.build().code == 0, site.build().err
    sitemap = site.page("sitemap.xml")
    for address in hidden:
        assert '<meta name="robots" content="noindex">' in site.page(f"{address}/index.html"), address
        assert f"/{address}/" not in sitemap
    assert "/writeups/2020/b/" in sitemap
    assert "noindex" not in site.page("writeups/2020/b/index.html")


def test_the_kind_of_a_person_is_what_the_archive_shows(site: SiteFolder) -> None:
    site.writeup(
        "a", more="author: Cy Dane\nspeakers: ['Ada Example, The Trust']\nmentions: [{name: Bela Nagy}]\n"
    )
    assert site.build().code == 0
    for id, kind in {"ada-example": "Speaker", "bela-nagy": "Person", "cy-dane": "Author"}.items():
        assert f'<p class="kicker">{kind}</p>' in site.page(f"speakers/{id}/index.html")
