// Settings of the site. What it is called and where it stands is in `_data/site.json`.

import { readFileSync } from "node:fs";

const site = JSON.parse(readFileSync(new URL("./_data/site.json", import.meta.url), "utf8"));
const origin = site.url ? new URL(site.url).origin : "";
const days = new Intl.DateTimeFormat("sv-SE", { timeZone: site.timezone ?? "UTC", dateStyle: "short" });
const KINDS = ["authors", "series", "categories", "tags"];

// Where the list of each name is, by kind and name.
const places = new Map();

export default function (config) {
  config.addPassthroughCopy("assets");
  // A file that is shown is no page, whatever it is called.
  config.ignores.add("assets/**");
  // What only posts have that are not published.
  config.ignores.add("_unpublished/**");
  config.addPreprocessor("drafts", "md", (data) => (data.draft === true ? false : undefined));

  config.addFilter("href", href);
  config.addFilter("whole", (path) => origin + href(path));
  config.addFilter("here", (url) => (url.startsWith("/") ? origin + url : url));
  config.addFilter("day", day);
  config.addFilter("mailed", (date) => new Date(date).toUTCString());
  config.addFilter("outside", outside);
  config.addFilter("terms", terms);

  config.addCollection("larderPosts", (all) => posts(all));
  config.addCollection("larderPages", (all) => below(all, "./pages/"));
  config.addCollection("larderLists", (all) => lists([...posts(all), ...below(all, "./pages/")]));
  config.addCollection("larderMoved", (all) => moved([...posts(all), ...below(all, "./pages/")]));

  // Bodies are Markdown and nothing else: what looks like a template in them is text.
  return {
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    templateFormats: ["md", "njk", "11ty.js"],
    pathPrefix: `${site.path ?? ""}/`,
  };
}

// A path of the site, as links write it.
function href(path) {
  return (site.path ?? "") + encodeURI(path);
}

// The day of a time in the zone of the site. A midnight is a day of its own zone: it may have had no time.
function day(date) {
  const time = Date.parse(date);
  const isDay = /^\d{4}-\d\d-\d\dT00:00:00(Z|[+-])/.test(date);
  return Number.isNaN(time) || isDay ? String(date).slice(0, 10) : days.format(time);
}

// HTML as it is shown elsewhere: addresses that begin with a slash are whole.
function outside(html) {
  return (html ?? "").replace(/\b(href|src|poster)="\/(?!\/)/g, `$1="${origin}/`);
}

function below(all, folder) {
  return all.getAll().filter((item) => item.inputPath.startsWith(folder));
}

// The newest first; those without a date at the end.
function posts(all) {
  const time = (item) => (item.data.date ? Date.parse(item.data.date) : -Infinity);
  const order = (one, other) => {
    const [a, b] = [time(one), time(other)];
    if (a !== b) return a < b ? 1 : -1;
    return one.url < other.url ? -1 : 1;
  };
  return below(all, "./posts/").sort(order);
}

// The parts of a series are read from the first one on.
function oldestFirst(items) {
  const dated = items.filter((item) => item.data.date);
  dated.sort((one, other) => Date.parse(one.data.date) - Date.parse(other.data.date));
  return [...dated, ...items.filter((item) => !item.data.date)];
}

function named(data, kind) {
  const names = kind === "tags" ? [data.tags, data.topics] : [data[kind]];
  return [...new Set(names.flat().filter((name) => typeof name === "string"))];
}

// Everything that has a list: its kind, its name, where the list is, and what is in it.
function lists(items) {
  places.clear();
  const all = [];
  for (const kind of KINDS) {
    const members = new Map();
    for (const item of items) {
      for (const name of named(item.data, kind)) {
        if (!members.has(name)) members.set(name, []);
        members.get(name).push(item);
      }
    }
    const taken = new Set();
    const own = [...members.keys()].sort().map((name) => {
      const url = `/${kind}/${slug(name, taken)}/`;
      places.set(`${kind} ${name}`, url);
      const items = members.get(name);
      return { kind, name, url, items: kind === "series" ? oldestFirst(items) : items };
    });
    if (own.length > 0) all.push({ kind, name: kind, url: `/${kind}/`, lists: own }, ...own);
  }
  return all;
}

// A name as a part of an address: letters and digits of all scripts, in lower case.
function slug(name, taken) {
  const words = name.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  const stem = Array.from(words.replace(/^-+|-+$/g, "")).slice(0, 60).join("") || "x";
  const last = (taken.last ??= new Map());
  let number = last.get(stem) ?? 1;
  let free = stem;
  while (taken.has(free)) free = `${stem}-${++number}`;
  last.set(stem, number);
  taken.add(free);
  return free;
}

// The names of a kind that a page has, and where their lists are.
function terms(data, kind) {
  return named(data, kind).map((name) => ({ name, url: places.get(`${kind} ${name}`) }));
}

// The old addresses of pages, and where each leads.
function moved(items) {
  return items.flatMap((item) =>
    (item.data.redirect_from ?? []).map((from) => ({ from, to: href(item.url), whole: origin + href(item.url) })),
  );
}
