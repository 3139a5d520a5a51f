"""Text with keys and values -> typed records, with the place of every key and value.

In: YAML or TOML. Out: records as the kinds of content and ``site.toml`` declare them, problems, and JSON
Schema. Knows nothing of writeups.
"""
