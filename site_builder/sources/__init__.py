"""Files below ``content/`` -> parsed documents.

In: the folder of a site. Out: for each Markdown file, its id, what its front matter says and its text as safe
HTML, with problems at their places. Names are not looked up here, and no file knows of another one.
"""
