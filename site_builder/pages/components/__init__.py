"""What several pages have in common: the frame, lists, cards, pictures, linked data, citations.

In: the index of the site. Out: parts of views. Knows nothing of single kinds of page.
"""
