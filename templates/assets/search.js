// The search page. Names and titles are found while somebody types, from an index of their own; texts are
// found on submit, through Pagefind. Neither index is loaded before it is used.
{% include "partials/fold.js" %}

const box = document.getElementById("site_search");
const say = box.dataset;
const form = box.querySelector("form");
const input = form.elements.q;
const root = new URL(say.root, location.href);
const KINDS = { s: say.speaker, o: say.organisation, t: say.topic, r: say.series, w: say.writeup, p: say.page };
const FACETS = { speaker: say.speaker, organisation: say.organisation, topic: say.topic, year: say.year, series: say.series };
const AT_ONCE = 10, SUGGESTED = 8;
// One sign of a script without letters is a word.
const isTooShort = (query) => query.length < (/[\u3040-\u9fff\uac00-\ud7af]/.test(query) ? 1 : 2);

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const element = (name, values = {}, ...children) => {
  const made = Object.assign(document.createElement(name), values);
  made.append(...children);
  return made;
};

const status = element("p", { className: "meta", id: "site_status" });
status.setAttribute("role", "status");
const suggestions = element("ul", { className: "suggestions", hidden: true });
const results = element("section", { hidden: true });
form.after(status, suggestions, results);

// While typing

let names;
const loadNames = () => names ??= fetch(say.names).then((answer) => answer.json()).then((entries) =>
  entries.map((entry) => ({ entry, texts: [entry[1], ...entry.slice(4)].map(fold) })))
  .catch(() => { names = undefined; return []; });

const rank = (texts, query) => {
  let best = 0;
  for (const text of texts) {
    if (text === query) return 4;
    if (text.startsWith(query)) best = Math.max(best, 3);
    else if (text.includes(` ${query}`)) best = Math.max(best, 2);
    else if (query.includes(" ") && query.split(" ").every((word) => text.includes(word))) best = Math.max(best, 1);
  }
  return best;
};

// "Cllr Steven" looks for Steven: what stands before a name is no part of it.
const HONORIFICS = new Set({{ honorifics | tojson }});
const askedFor = (text) => {
  const words = fold(text).split(" ");
  while (words.length > 1 && HONORIFICS.has(words[0])) words.shift();
  return words.join(" ");
};

const find = async (query, most) => {
  const found = [];
  if (!query) return found;
  for (const one of await loadNames()) {
    const score = rank(one.texts, query);
    if (score) found.push({ score, entry: one.entry });
  }
  return found.sort((one, other) => other.score - one.score).slice(0, most).map((one) => one.entry);
};

const nameLink = ([kind, name, address, about]) =>
  element("a", { href: new URL(address, root) }, element("span", { textContent: name }),
    element("span", { className: "meta", textContent: about ? `${KINDS[kind]} · ${about}` : KINDS[kind] }));

let asked = 0;
const suggest = async () => {
  const turn = ++asked;
  status.className = "meta";
  const query = askedFor(input.value);
  const found = isTooShort(query) ? [] : await find(query, SUGGESTED);
  if (turn !== asked) return;
  suggestions.replaceChildren(...found.map((entry) => element("li", {}, nameLink(entry))));
  suggestions.hidden = !found.length;
  status.textContent = isTooShort(query) ? "" : found.length ? fill(say.suggested, { n: found.length }) : say.fullText ? say.unmatched : "";
};
input.addEventListener("focus", loadNames, { once: true });
input.addEventListener("input", suggest);
form.parentElement.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || suggestions.hidden) return;
  const stops = [input, ...suggestions.querySelectorAll("a")];
  const now = stops.indexOf(document.activeElement);
  if (now < 0) return;
  event.preventDefault();
  stops[(now + step + stops.length) % stops.length].focus();
});

// On submit

let engine;
const loadEngine = () => engine ??= import(new URL("pagefind.js", new URL(say.fullText, location.href)).href).then(async (made) => {
  await made.options({ baseUrl: root.pathname, excerptLength: 30 });
  for (const bundle of say.moreFullText?.split(" ") ?? []) await made.mergeIndex(new URL(bundle, location.href).href, { baseUrl: root.pathname });
  await made.filters();
  return made;
}).catch((error) => {
  engine = undefined;
  throw error;
});

const chosen = (state) => Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, state.getAll(facet)]).filter(([, values]) => values.length));

const facet = (name, counts, picked) => {
  const values = Object.entries(counts).filter(([value, count]) => count || picked.includes(value))
    .sort((one, other) => name === "year" ? other[0].localeCompare(one[0]) : other[1] - one[1] || one[0].localeCompare(other[0]));
  if (!values.length) return "";
  const set = element("fieldset", {}, element("legend", { className: "unseen", textContent: FACETS[name] }),
    ...values.map(([value, count]) => element("label", {},
      element("input", { type: "checkbox", name, value, checked: picked.includes(value) }),
      element("span", { textContent: value }), element("span", { className: "count", textContent: count }))));
  return element("details", { open: picked.length > 0 || innerWidth > 960 && name !== "series" && values.length < 8 }, element("summary", { textContent: FACETS[name] }), set);
};

const excerpt = (html) => {
  // Pagefind's excerpt is text with <mark> around what was found.
  const plain = document.createElement("textarea");
  const parts = html.split(/<\/?mark>/).map((text) => { plain.innerHTML = text; return plain.value; });
  return parts.map((text, number) => number % 2 ? element("mark", { textContent: text }) : text);
};

const result = (data) => element("li", {},
  element("h3", {}, element("a", { href: data.url, textContent: data.meta.title })),
  data.meta.about ? element("p", { className: "meta", textContent: data.meta.about }) : "",
  element("p", {}, "… ", ...excerpt(data.excerpt), " …"));

let searched = 0;
const search = async (focuses) => {
  const turn = ++searched;
  const state = new URL(location).searchParams;
  const query = (state.get("q") ?? "").trim();
  input.value = query;
  asked++;
  suggestions.hidden = true;
  results.hidden = !query;
  status.textContent = "";
  if (!query) { results.replaceChildren(); document.title = say.title; return; }
  const heading = element("h2", { tabIndex: -1 });
  const list = element("ol", { className: "results" });
  const wanted = Object.entries(chosen(state)).map(([name, values]) => [name, { any: values }]);
  let found = [], counts = {}, note = "";
  const matching = await find(askedFor(query), 100);
  if (say.fullText) {
    try {
      const made = await loadEngine();
      const answer = await made.search(query, { filters: Object.fromEntries(wanted) });
      found = answer.results;
      counts = { ...answer.filters };
      // What else could be ticked in a facet is what there is without it.
      for (const [name] of wanted) {
        const others = wanted.filter(([other]) => other !== name);
        counts[name] = (await made.search(query, { filters: Object.fromEntries(others) })).filters[name];
      }
    } catch (error) {
      console.info(error);
      note = say.failed;
    }
  } else note = say.namesOnly;
  if (turn !== searched) return;
  const isInTexts = say.fullText && !note;
  const byName = (isInTexts ? matching.filter(([kind]) => kind !== "w" && kind !== "p").slice(0, 4) : matching).map((entry) => element("li", {}, nameLink(entry)));
  const total = isInTexts && found.length ? found.length : byName.length;
  heading.textContent = fill(total === 0 ? say.none : total === 1 ? say.one : say.many, { n: total, q: query });
  // On a phone, what narrows the results must not stand before them.
  const facets = element("form", { className: "facets" }, element("details", { open: innerWidth > 960 || wanted.length > 0 },
    element("summary", { className: "narrowing", textContent: say.narrow }),
    ...Object.keys(FACETS).map((name) => facet(name, counts[name] ?? {}, state.getAll(name)))));
  facets.addEventListener("change", (event) => {
    const next = new URL(location);
    for (const name of Object.keys(FACETS)) next.searchParams.delete(name);
    for (const ticked of facets.querySelectorAll("input:checked")) next.searchParams.append(ticked.name, ticked.value);
    history.pushState({}, "", next);
    search({ name: event.target.name, value: event.target.value });
  });
  const more = element("button", { className: "button", type: "button", textContent: say.more });
  const show = async () => {
    more.disabled = true;
    const from = list.children.length;
    const data = await Promise.all(found.slice(from, from + AT_ONCE).map((one) => one.data()));
    list.append(...data.map(result));
    more.disabled = false;
    more.hidden = list.children.length >= found.length;
    if (from) list.children[from]?.querySelector("a").focus();
  };
  more.addEventListener("click", show);
  await show();
  if (turn !== searched) return;
  const named = byName.length && !wanted.length ? [element("section", { className: "named" }, element("h3", { textContent: say.named }), element("ul", {}, ...byName))] : [];
  const column = element("div", {}, heading, ...(note ? [element("p", { className: "note", textContent: note })] : []), ...named, list, more);
  results.replaceChildren(facets.querySelector("fieldset") ? element("div", { className: "found" }, facets, column) : column);
  status.textContent = heading.textContent;
  status.className = "unseen";
  document.title = `${heading.textContent} - ${say.title}`;
  if (focuses === true) heading.focus();
  else if (focuses) [...facets.querySelectorAll("input")].find((one) => one.name === focuses.name && one.value === focuses.value)?.focus();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const next = new URL(location.pathname, location);
  next.searchParams.set("q", input.value.trim());
  if (next.href !== location.href) history.pushState({}, "", next);
  search(true);
});
addEventListener("popstate", () => search(false));
say.title = document.title;
if (new URL(location).searchParams.get("q")) search(false);
