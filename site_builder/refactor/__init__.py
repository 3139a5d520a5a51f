"""Changes in the files of the author: two names become one, a name changes.

In: the files of a site, and what is to be changed. Out: the new text of each file, written all or none.
Comments and the order of keys stay. Knows nothing of pages or builds.
"""
