"""The preview: what was built, in a browser, while its author writes.

Two processes share the work. This one watches the files of the site and builds, and has no threads, so that
it can fork others. The other one serves: it answers while a build is running.
"""
