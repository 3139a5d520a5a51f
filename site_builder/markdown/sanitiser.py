"""Which HTML a text may have: everything else that Markdown or raw HTML makes is taken out.

Content is not trusted, so this list says what is allowed (elements, attributes, schemes of addresses), and
nh3 applies it to the finished HTML.
"""

from collections.abc import Callable

import nh3

from site_builder.urls import REFERENCE_MARK, SCHEME

#: Elements that a text may have.
TAGS = frozenset(
    """
    a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
_EVERYWHERE = {"id", "class", "title", "lang", "dir", "role", "aria-label", "aria-hidden", "aria-describedby"}
_ATTRIBUTES = {
    "a": {"href", "hreflang", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "bdo": {"dir"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"tabindex"},
    "pre": {"tabindex"},
}
_ROLES = frozenset({"region", "doc-endnotes", "doc-backlink", "doc-noteref", "note"})


def sanitiser(
    claim_id: Callable[[str], str | None], relative_url: Callable[[str], str | None]
) -> nh3.Cleaner:
    """Return what makes HTML safe.

    ``claim_id`` is asked for every id, and ``relative_url`` for every address without a scheme; either
    returns what is to be printed, or None for nothing.
    """

    def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            return claim_id(value)
        if value.startswith(f"{SCHEME}:") and REFERENCE_MARK not in value:
            return None  # our own scheme, typed by hand
        if attribute == "role":
            return value if value in _ROLES else None
        if attribute == "tabindex":
            return value if value == "0" and tag in {"div", "pre"} else None
        return value

    return nh3.Cleaner(
        tags=TAGS,
        attributes={"*": _EVERYWHERE, **_ATTRIBUTES},
        attribute_filter=filter_attribute,
        url_schemes={"http", "https", "mailto", "tel", SCHEME},
        url_relative=relative_url,
        link_rel=None,
    )
