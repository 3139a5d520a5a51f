"""What the files of people tell, against what was seen at events: the appearance stands."""

from site_builder.checks.context import CheckContext
from site_builder.entities import HeldPosition
from site_builder.errors import Diagnostics, Rule
from site_builder.ids import PersonId
from site_builder.model import Appearance, Site, Writeup
from site_builder.names.folding import fold


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report every position and every honorific of a file that an appearance contradicts."""
    site = context.site
    seen: dict[PersonId, list[tuple[Writeup, Appearance]]] = {}
    for writeup in reversed(site.writeups):
        for appearance in writeup.appearances:
            if appearance.person:
                seen.setdefault(appearance.person, []).append((writeup, appearance))
    for person in site.people.values():
        for writeup, appearance in seen.get(person.id, ()):
            if person.positions and appearance.capacity != "former":
                _check_position(site, person.positions, writeup, appearance, diagnostics)
            for honorific in person.honorifics:
                title = fold(honorific.title).replace(".", "")
                words = fold(appearance.label).replace(".", "")
                has_title = words.startswith(f"{title} ")
                if has_title and not any(
                    same_title.period.may_include(writeup.event.start.day)
                    for same_title in person.honorifics
                    if fold(same_title.title).replace(".", "") == title
                ):
                    message = (
                        f'"{appearance.label}" on {writeup.event.start.day} does not agree with '
                        f"{person.path}, where {honorific.title} is held at another time"
                    )
                    hint = "correct the honorific here, or its time there"
                    diagnostics.warning(appearance.place, Rule.CONTRADICTION, message, hint)
                    break


def _check_position(
    site: Site,
    positions: tuple[HeldPosition, ...],
    writeup: Writeup,
    appearance: Appearance,
    diagnostics: Diagnostics,
) -> None:
    """Report an appearance for an organisation for which the file gives another position on that day."""
    day = writeup.event.start.day
    for position, organisation in appearance.affiliations:
        if not position or not organisation:
            continue
        on_file = [held for held in positions if held.organisation == organisation]
        agree = [held for held in on_file if fold(held.position) == fold(position)]
        on_that_day = [held for held in on_file if held.period.may_include(day)]
        if not on_file or any(held in on_that_day for held in agree):
            continue
        name = site.organisations[organisation].name
        wrong = (agree or on_that_day)[:1]
        for held in wrong:
            says = f"{held.position}, {name}, {_times(held)}"
            message = (
                f'the file says "{says}", and {writeup.path} has "{position}, {name}" on {day}; '
                "the appearance stands"
            )
            hint = "correct the position here or there"
            diagnostics.warning(held.place, Rule.CONTRADICTION, message, hint)


def _times(held: HeldPosition) -> str:
    since, until = held.period.since, held.period.until
    if since and until:
        return f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else "at all times"
