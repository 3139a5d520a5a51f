"""Finished files -> the output directory: all or nothing.

In: files that are ready in a staging folder. Out: the directory, its manifest, and what was changed there.
Removes nothing that the manifest does not list. Does not know how files are made.
"""
