"""Text in Markdown -> safe HTML, with what it refers to.

In: the text of a file. Out: sanitised HTML in which links stand as marks with a number, its headings, the
names and addresses that the marks stand for, and problems at their places. Knows nothing of who there is or
which pages there are: nothing is looked up here.
"""
