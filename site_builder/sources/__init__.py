"""Files -> Site: read, front matter, schema, Markdown, names, link."""
