"""Site -> planned pages, one module for each kind of page.

In: the linked site with its settings and language. Out: for each page its address, its template and what
makes its view, or what else it is made of. Pure: no files, no clock, no templates. A module has the views of
its pages, and ``plan``, which yields them.
"""
