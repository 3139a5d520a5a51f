// The lists that Eleventy does not make by itself, divided into parts of 50.
const PART = 50;
const slug = (name) => name.toLowerCase().replaceAll(" ", "-");
const MONTHS = "January February March April May June July August September October November December".split(" ");

function parts(name, base, items) {
  const count = Math.max(Math.ceil(items.length / PART), 1);
  const address = (number) => (number ? `${base}page/${number + 1}/` : base);
  return Array.from({ length: count }, (_, number) => ({
    name,
    base,
    items: items.slice(number * PART, (number + 1) * PART),
    total: items.length,
    address: address(number),
    newer: number ? address(number - 1) : "",
    older: number + 1 < count ? address(number + 1) : "",
  }));
}

export default function (config) {
  const neighbours = new Map();
  config.addPassthroughCopy({ "style.css": "style.css" });
  config.addFilter("slug", slug);
  config.addFilter("day", (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`);
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("before", (url) => neighbours.get(url)?.before);
  config.addFilter("after", (url) => neighbours.get(url)?.after);
  config.addFilter("first_parts", (list) => list.filter((part) => part.address === part.base));

  const newest = (api) =>
    api.getFilteredByGlob("content/writeups/**/*.md").sort((one, other) => one.data.rank - other.data.rank);
  config.addCollection("newest", (api) => {
    const all = newest(api);
    all.forEach((item, place) => neighbours.set(item.url, { after: all[place - 1], before: all[place + 1] }));
    return all;
  });
  config.addCollection("years", (api) => {
    const years = new Map();
    for (const item of newest(api)) {
      const year = item.date.getUTCFullYear();
      years.set(year, [...(years.get(year) ?? []), item]);
    }
    return [...years].flatMap(([year, items]) => parts(`${year}`, `/writeups/${year}/`, items));
  });
  for (const kind of ["speakers", "organisations", "topics", "series"]) {
    config.addCollection(kind, (api) => {
      const found = new Map();
      for (const item of newest(api)) {
        for (const name of item.data[kind]) {
          if (!found.has(name)) found.set(name, []);
          found.get(name).push(item);
        }
      }
      const names = [...found.keys()].sort();
      return names.flatMap((name) => parts(name, `/${kind}/${slug(name)}/`, found.get(name)));
    });
  }
  return {
    dir: { input: ".", includes: "_includes", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
