"""``site-builder events``: merge and rename."""

from site_builder.commands.merge_rename import registry_commands
from site_builder.kinds import Kind

command = registry_commands(Kind.EVENTS)
