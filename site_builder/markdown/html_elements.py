"""Which words in angle brackets are elements of HTML; all others are text.

The names are those of the HTML Standard (section 4, and 16.2 for what is obsolete), with the roots of SVG and
MathML.
"""

_ELEMENTS = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins isindex kbd keygen
    label legend li link listing main map mark marquee math menu meta meter nav nobr noembed
    noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb
    rp rt rtc ruby s samp script search section select slot small source spacer span strike strong
    style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt
    u ul var video wbr xmp
    """.split()
)
#: Elements that only say how their text looks, or where it stands; the text stays.
PRESENTATIONAL = frozenset(
    """
    acronym address basefont big blink body center data dir fieldset font footer head header hgroup html label
    legend main marquee menu nav nobr noembed noframes noscript optgroup rb rtc search slot spacer strike tt
    h1 picture title
    """.split()
)
_RECORDINGS = frozenset("audio embed frame frameset iframe object param source track video applet".split())
_FORMS = frozenset("button datalist form input keygen meter option output progress select textarea".split())


def is_element(name: str) -> bool:
    """Say whether a tag is one of HTML; a name with a hyphen is that of a custom element."""
    return name.lower() in _ELEMENTS


def left_out_hint(name: str) -> str:
    """Return what to write in place of an element that no text may have."""
    if name in _RECORDINGS:
        return "write recording: with the address under event:, or a link to it"
    if name in _FORMS:
        return "link to the page that has the form"
    if name in {"svg", "math", "canvas", "map", "area"}:
        return "put the drawing into a file of its own, and show it as a picture"
    return "say it in Markdown; scripts and styles belong into templates/ and static/"
