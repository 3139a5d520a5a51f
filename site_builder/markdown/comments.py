"""What a reader wrote -> safe HTML: a little Markdown, no HTML, no pictures."""

import re

import markdown
import nh3

from site_builder.runtime.deadline import OutOfTime, deadline

_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul", "del"}
_SECONDS = 2.0
#: A mail address, with what mailers and writers put around it.
_MAIL = re.compile(r"<?(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+>?", re.IGNORECASE)


class CommentConverter:
    """Converts one comment after another."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(
            extensions=["sane_lists", "nl2br", "pymdownx.magiclink"], output_format="html"
        )
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.deregister("html")
        self._cleaner = nh3.Cleaner(
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https"},
            url_relative="deny",
            link_rel="noopener nofollow ugc",
        )

    def convert(self, text: str) -> str:
        """Return the HTML of a comment without mail addresses; as plain words if it takes too long."""
        text = without_mail_addresses(text)
        try:
            with deadline(_SECONDS):
                html = self._markdown.reset().convert(text)
        except (OutOfTime, RecursionError):
            self.__init__()  # type: ignore[misc]
            html = f"<p>{nh3.clean_text(text)}</p>"
        return self._cleaner.clean(html)


def without_mail_addresses(text: str) -> str:
    """Return a text without mail addresses: those of readers are nobody's business."""
    return _MAIL.sub("", text) if "@" in text else text
