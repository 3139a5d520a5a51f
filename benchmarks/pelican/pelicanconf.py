"""Settings of the site for Pelican, with what Pelican lacks as a plugin: organisations, and neighbours."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

AUTHOR = "Nobody"
SITENAME = "Generated"
SITEURL = ""
FEED_DOMAIN = "https://example.org"
PATH = "content"
ARTICLE_PATHS = ["writeups"]
PAGE_PATHS = []
STATIC_PATHS = ["extra"]
EXTRA_PATH_METADATA = {"extra/style.css": {"path": "style.css"}}
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
PLUGINS = ["organisations"]
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}},
    "output_format": "html5",
}
ARTICLE_ORDER_BY = "rank"
ARTICLE_URL = "writeups/{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
AUTHOR_URL, AUTHOR_SAVE_AS, AUTHORS_SAVE_AS = (
    "speakers/{slug}/", "speakers/{slug}/index.html", "speakers/index.html",
)  # fmt: skip
TAG_URL, TAG_SAVE_AS, TAGS_SAVE_AS = "topics/{slug}/", "topics/{slug}/index.html", "topics/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS, CATEGORIES_SAVE_AS = (
    "series/{slug}/", "series/{slug}/index.html", "series/index.html",
)  # fmt: skip
ARCHIVES_SAVE_AS = "writeups/index.html"
YEAR_ARCHIVE_URL = "writeups/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "writeups/{date:%Y}/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
DIRECT_TEMPLATES = ["index", "authors", "categories", "tags", "archives", "sitemap"]
PAGINATED_TEMPLATES = {"author": 50, "category": 50, "tag": 50, "organisation": 50, "period_archives": 50}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "/{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
