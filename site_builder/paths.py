"""What the files and folders of a site are called, from its root."""

SITE_FILE = "site.toml"
CONTENT = "content"
#: What readers wrote below writeups: ``<year>/<id>.yml``.
COMMENTS = f"{CONTENT}/comments"
TEMPLATES = "templates"
#: Templates of the default theme have this in front of their names, whatever a site has put in their place.
THEME_PREFIX = "theme/"
STATIC = "static"
#: Where a site is built to, unless told otherwise.
OUTPUT = "_site"
#: The index of texts, from the root of the output.
FULL_TEXT = "pagefind"


def full_text_folder(bundle: int) -> str:
    """Return the folder of a bundle of the full-text index, counted from 1."""
    return FULL_TEXT if bundle == 1 else f"{FULL_TEXT}-{bundle}"


#: Catalogues of the words of the theme.
LOCALE = "locale"
#: Holds what may be thrown away: the cache of earlier builds, and the preview.
STATE_FOLDER = ".site-builder"
#: The editor in the browser, where ``site-builder admin install`` puts it.
ADMIN_SCRIPT = f"{STATE_FOLDER}/admin/decap-cms.js"


def is_full_text_folder(name: str) -> bool:
    """Say whether a folder of the output belongs to the full-text index."""
    return name == FULL_TEXT or (name.startswith(f"{FULL_TEXT}-") and name[len(FULL_TEXT) + 1 :].isdigit())
