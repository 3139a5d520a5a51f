"""What readers will miss in a writeup: a summary, what a speaker was, captions of a recording."""

from site_builder.checks.context import CheckContext
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.model import Appearance, Writeup

#: Roles in which nobody expects to be told what somebody is.
_WITHOUT_AFFILIATION = frozenset({"from the floor", "interviewer", "host"})


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report each writeup with something missing, once for each thing."""
    for writeup in context.site.pages_of_writeups:
        if not writeup.summary:
            diagnostics.warning(
                Place(writeup.path),
                Rule.NO_SUMMARY,
                "there is neither a summary nor a text to take one from",
                "write summary: with a sentence for lists, feeds and search engines",
            )
        _report_speakers(writeup, diagnostics)
        _report_recordings(writeup, diagnostics)


def _report_speakers(writeup: Writeup, diagnostics: Diagnostics) -> None:
    without = [appearance for appearance in writeup.appearances if _lacks_affiliation(appearance)]
    if not without:
        return
    names = ", ".join(f'"{appearance.label}"' for appearance in without[:3])
    more = f" and {len(without) - 3} more" if len(without) > 3 else ""
    verb = "has" if len(without) == 1 else "have"
    diagnostics.warning(
        without[0].place,
        Rule.NO_AFFILIATION,
        f"{names}{more} {verb} neither position nor organisation here",
        "write what they were on that day (Name, Position, Organisation), or capacity: personal",
    )


def _lacks_affiliation(appearance: Appearance) -> bool:
    is_expected = appearance.role not in _WITHOUT_AFFILIATION and appearance.capacity != "personal"
    return is_expected and appearance.person is not None and not appearance.affiliations


def _report_recordings(writeup: Writeup, diagnostics: Diagnostics) -> None:
    if writeup.voices:
        return  # a transcript says all of it
    for recording in writeup.recordings:
        if recording.file and not recording.captions:
            diagnostics.warning(
                Place(writeup.path),
                Rule.NO_CAPTIONS,
                f"the recording {recording.file} has neither captions nor a transcript",
                "give captions: with a WebVTT file, or write the text as a transcript (WCAG 2.2, 1.2)",
            )
