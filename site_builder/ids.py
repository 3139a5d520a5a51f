"""What things are called by: the id of each kind of thing, and the addresses of pages."""

from typing import NewType

WriteupId = NewType("WriteupId", str)


PersonId = NewType("PersonId", str)


OrganisationId = NewType("OrganisationId", str)


TopicId = NewType("TopicId", str)


SeriesId = NewType("SeriesId", str)
EventId = NewType("EventId", str)


StandaloneId = NewType("StandaloneId", str)


Address = NewType("Address", str)
