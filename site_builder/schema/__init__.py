"""Text with keys and values -> typed records, with the place of every key and value.

Knows nothing of writeups: the content kinds and ``site.toml`` describe themselves with these parts.
"""
