"""Planned pages -> bytes, in a staging folder or to look at.

In: pages with their views, templates, and the names that no file may have. Out: for each page its bytes or
the fact that it is as it was, with the key of all that it depends on. Does not know how views are made, nor
where the output is.
"""
