"""The pages that show texts: their views by template, and what in a view follows from its text."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from site_builder.model import FromTemplate, Page
from site_builder.pages.briefings import BriefingView
from site_builder.pages.feeds import FeedView
from site_builder.pages.organisations import OrganisationPageView
from site_builder.pages.series import SeriesPageView
from site_builder.pages.speakers import SpeakerPageView
from site_builder.pages.standalone import StandaloneView
from site_builder.pages.topics import TopicPageView
from site_builder.pages.writeups import WriteupView, contents, minutes

VIEWS: Mapping[str, type] = MappingProxyType(
    {
        "feeds/atom.xml": FeedView,
        "pages/briefing.html": BriefingView,
        "pages/organisation.html": OrganisationPageView,
        "pages/series.html": SeriesPageView,
        "pages/speaker.html": SpeakerPageView,
        "pages/standalone.html": StandaloneView,
        "pages/topic.html": TopicPageView,
        "pages/writeup.html": WriteupView,
    }
)


def after_new_text(page: Page) -> Page:
    """Return a page with all that follows from its text, after the text was replaced."""
    view: Any = page.content.make_view() if isinstance(page.content, FromTemplate) else None
    if isinstance(view, WriteupView):
        shown = replace(view, contents=contents(view.prose), minutes=minutes(view.prose))
        return replace(page, content=FromTemplate("pages/writeup.html", lambda: shown))
    return page
