"""Keys of other programs, and what to write in their place here.

Known from Jekyll, Hugo, Eleventy, Pelican, Ghost and Material for MkDocs, and from archives of events.
"""

_TOPICS = "write topics: [...]"
_FORMER = "write former_urls: [...] for addresses that shall lead here"
_SUMMARY = "write summary:"
_RECORDING = "write recording: with the address under event:"
_ADDRESS = "the name of the file gives the address; write former_urls: for another one that shall lead here"
_PICTURE = "show the picture in the text: ![what it shows](file.jpg)"
_NOT_NEEDED = "delete it; nothing here needs it"
_ORGANISERS = "write organisers: [...] under event:"
_SPEAKERS = "write speakers: with a line for each"

#: In small letters, with ``-`` as ``_``.
WRITEUP_KEYS = {
    **dict.fromkeys(
        ("tag", "tags", "category", "categories", "keyword", "keywords", "labels", "subjects"), _TOPICS
    ),
    **dict.fromkeys(("redirect_from", "redirects", "redirect", "aliases", "alias", "old_url"), _FORMER),
    **dict.fromkeys(
        ("description", "excerpt", "abstract", "teaser", "lead", "intro", "lede", "deck"), _SUMMARY
    ),
    **dict.fromkeys(("slug", "permalink", "url", "path", "link"), _ADDRESS),
    **dict.fromkeys(
        (
            "youtube_id",
            "youtube",
            "vimeo",
            "vimeo_id",
            "video",
            "video_url",
            "audio",
            "podcast",
            "media",
            "recording",
        ),
        _RECORDING,
    ),
    **dict.fromkeys(
        ("image", "images", "cover", "featured_image", "thumbnail", "hero", "banner", "primary_image"),
        _PICTURE,
    ),
    **dict.fromkeys(
        (
            "layout",
            "type",
            "template",
            "weight",
            "order",
            "toc",
            "comments",
            "kicker",
            "outputs",
            "theme",
            "featured",
        ),
        _NOT_NEEDED,
    ),
    **dict.fromkeys(
        (
            "organiser",
            "organizer",
            "organizers",
            "organisers",
            "host",
            "hosts",
            "event_organizer",
            "event_organiser",
        ),
        _ORGANISERS,
    ),
    **dict.fromkeys(
        (
            "speaker",
            "panelists",
            "panellists",
            "panelist",
            "presenters",
            "presenter",
            "guests",
            "participants",
        ),
        _SPEAKERS,
    ),
    **dict.fromkeys(("location", "city", "town", "place"), "write place: under event:"),
    **dict.fromkeys(("venue", "room", "building", "address"), "write venue: under event:"),
    **dict.fromkeys(
        ("start_date", "startdate", "event_date", "start_time"), "write date: or start: under event:"
    ),
    **dict.fromkeys(("end_date", "enddate", "end_time"), "write end: under event:"),
    **dict.fromkeys(("registration_url", "event_url", "website"), "write url: under event:"),
    **dict.fromkeys(
        ("lastmod", "updated", "modified", "last_modified_at", "date_modified"), "write corrections:"
    ),
    **dict.fromkeys(("lang", "locale"), "write language:"),
    **dict.fromkeys(("people", "persons", "mentioned"), "write mentions:"),
    **dict.fromkeys(("references", "source", "citations"), "write sources:"),
    "draft": "write status: draft for a text that is not to be published yet",
    "published": "write status: draft for a text that is not to be published yet",
    "unlisted": "write status: draft for a text that is not to be published yet",
    "publish_date": "write embargo: with the time before which the text is not to be published",
    "publishdate": "write embargo: with the time before which the text is not to be published",
    "expirydate": _NOT_NEEDED,
    "name": "write title:",
    "subtitle": "write it into the title, or under extra: for a template of your own",
    "headline": "write title:",
    "byline": "write author:",
    "by": "write author:",
    "writer": "write author:",
}
