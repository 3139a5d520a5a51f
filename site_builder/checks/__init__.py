"""What is looked for in a site and in its finished pages; one module for each check.

In: the linked site, or one finished file after another. Out: problems. A check changes nothing, and knows
nothing of other checks.
"""
