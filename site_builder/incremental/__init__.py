"""The only package that knows of earlier builds: what they leave, and how a build does only what is new.

In: the records of the last build into an output directory, and the files that stand in the site and in the
output now. Out: what has changed, and the records for the next build. Nothing is believed because it is
written down: input and output are compared file by file, and everything is forgotten with any change of the
program.
"""
