"""Which feeds a site has."""

from tests.conftest import SiteFolder


def test_a_site_can_have_one_feed_instead_of_one_for_everything(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Ada Example, The Trust']\ntopics: [Energy]\nevent: {series: Grid}\n")
    site.write("site.toml", 'base_url = "https://example.org/"\n')
    site.build()
    assert {file.relative_to(site.root / "_site").as_posix() for file in site.root.glob("_site/**/feed.xml")} == {
        "feed.xml", "speakers/ada-example/feed.xml", "organisations/the-trust/feed.xml", "topics/energy/feed.xml",
        "series/grid/feed.xml",
    }  # fmt: skip
    assert 'ada-example/feed.xml"' in site.page("speakers/ada-example/index.html")
    site.write("site.toml", 'base_url = "https://example.org/"\nfeeds = "site"\n')
    site.build()
    assert {file.name for file in (site.root / "_site").rglob("feed.*")} == {"feed.xml", "feed.json"}
    for page in ("speakers/ada-example", "organisations/the-trust", "topics/energy", "series/grid"):
        assert f'{page}/feed.xml"' not in site.page(f"{page}/index.html")
