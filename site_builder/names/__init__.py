"""A label -> the forms of a name: compared, sorted, as an id, in parts, and searched in a text.

In: what an author wrote. Out: text. Knows nothing of files or of who there is; it never asks which names a
site has, but for a function that its caller gives.
"""
