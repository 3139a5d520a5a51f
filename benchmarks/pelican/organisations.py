"""A page for every organisation, and the neighbours of every writeup: a plugin for Pelican."""

from pelican import signals
from pelican.urlwrappers import URLWrapper


class Organisation(URLWrapper):
    """An organisation, as Pelican knows authors and tags."""


def build_index(generator):
    """Take the casts apart, and gather the writeups of each organisation."""
    settings = generator.settings
    settings.setdefault("ORGANISATION_URL", "organisations/{slug}/")
    settings.setdefault("ORGANISATION_SAVE_AS", "organisations/{slug}/index.html")
    found = {}
    articles = generator.articles
    for place, article in enumerate(articles):
        article.newer = articles[place - 1] if place else None
        article.older = articles[place + 1] if place + 1 < len(articles) else None
        cast = [one.split("|") for one in article.participants.split("; ")]
        article.people = [
            {"name": name, "position": position, "organisation": Organisation(organisation, settings)}
            for name, position, organisation in cast
        ]
        by_name = {author.name: author for author in article.authors}
        for one in article.people:
            one["author"] = by_name[one["name"]]
        article.organised_by = Organisation(article.organiser, settings)
        for name in dict.fromkeys([article.organiser, *(organisation for _, _, organisation in cast)]):
            found.setdefault(name, []).append(article)
    organisations = sorted((Organisation(name, settings), of) for name, of in found.items())
    generator.organisations = generator.context["organisations"] = organisations


def write(generator, writer):
    """Write the pages of the organisations, and their index."""
    template = generator.get_template("organisation")
    for organisation, articles in generator.organisations:
        writer.write_file(
            organisation.save_as, template, generator.context, url=organisation.url,
            organisation=organisation, articles=articles, paginated={"articles": articles},
            template_name="organisation",
        )  # fmt: skip
    writer.write_file("organisations/index.html", generator.get_template("organisations"), generator.context)


def register():
    """Take part in a build."""
    signals.article_generator_finalized.connect(build_index)
    signals.article_writer_finalized.connect(write)
