// What Hexo has no part for: lists, pages that lead on from old addresses, a feed that goes on with the old ids.

"use strict";

// Hexo stands at such an address where settings name none.
const NOWHERE = "http://example.com";
const KINDS = ["authors", "series", "categories", "tags"];
const PER_PAGE = 20;

const { config } = hexo;
const origin = config.url && config.url !== NOWHERE ? new URL(config.url).origin : "";
const days = new Intl.DateTimeFormat("sv-SE", { timeZone: config.timezone || "UTC", dateStyle: "short" });

// Hexo looks there for names of categories, and would find what every object of JavaScript has.
config.category_map = Object.assign(Object.create(null), config.category_map);

// Where the list of each name is, by kind and name.
const places = new Map();

// A path of the site, as links write it.
function href(path) {
  return encodeURI(`${config.root}/${path}`.replace(/\/{2,}/g, "/").replace(/\/index\.html$/, "/"));
}

function whole(path) {
  return origin + href(path);
}

// Posts without a date are pages to Hexo, which would put the day of the file on them.
function isDated(item) {
  const end = item.raw.indexOf("\n---", 3);
  return item.source.startsWith("_") || /^date:/m.test(item.raw.slice(0, end));
}

// When something was published, in milliseconds. Hexo knows no other zone than the site's: `exact_date` does.
function time(item) {
  const exact = Date.parse(item.exact_date);
  if (!Number.isNaN(exact)) return exact;
  return isDated(item) ? item.date.valueOf() : undefined;
}

function stamp(item) {
  const at = time(item);
  return item.exact_date || (at === undefined ? "" : new Date(at).toISOString());
}

// The same as mail writes it.
function mailed(item) {
  const at = time(item);
  return at === undefined ? "" : new Date(at).toUTCString();
}

// The day of it in the zone of the site. A midnight elsewhere is a day of its own zone: it may have had no time.
function day(item) {
  const isDay = /^\d{4}-\d\d-\d\dT00:00:00(Z|[+-])/.test(item.exact_date);
  return isDay ? item.exact_date.slice(0, 10) : days.format(time(item));
}

// HTML as it is shown elsewhere: addresses that begin with a slash are whole.
function outside(html) {
  return (html || "").replace(/\b(href|src|poster)="\/(?!\/)/g, `$1="${origin}/`);
}

function isPage(item) {
  return item.layout === "page";
}

// The newest first; those without a date at the end.
function posts(locals) {
  const all = [...locals.posts.toArray(), ...locals.pages.filter((page) => page.layout === "post").toArray()];
  const order = (one, other) => {
    const [a, b] = [time(one) ?? -Infinity, time(other) ?? -Infinity];
    if (a !== b) return a < b ? 1 : -1;
    return one.path < other.path ? -1 : 1;
  };
  return all.filter((item) => !isPage(item)).sort(order);
}

function pages(locals) {
  return [...locals.pages.toArray(), ...locals.posts.toArray()].filter(isPage);
}

// The names of a category and of those above it: pages state them, posts have them from Hexo.
function paths(categories) {
  if (categories?.toArray) {
    const all = categories.toArray();
    const path = (it) => (it ? [...path(all.find((other) => other._id === it.parent)), it.name] : []);
    return all.map(path);
  }
  const list = [categories ?? []].flat();
  const stated = list.some(Array.isArray) ? list.map((it) => [it].flat()) : [list];
  return stated.flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1)));
}

function named(item, kind) {
  const tags = () => (item.tags?.toArray ? item.tags.map((tag) => tag.name) : [item.tags].flat());
  const categories = () => paths(item.categories).map((path) => path.join(" / "));
  const names = { tags, categories }[kind]?.() ?? [item[kind]].flat();
  return [...new Set(names.filter((name) => typeof name === "string"))];
}

// The names of a kind that something has, and where their lists are.
function terms(item, kind) {
  return named(item, kind).map((name) => ({ name, path: places.get(`${kind} ${name}`) }));
}

// A name as a part of an address: letters and digits of all scripts, in lower case.
function slug(name, taken) {
  const words = name.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  const stem = Array.from(words.replace(/^-+|-+$/g, "")).slice(0, 60).join("") || "x";
  let free = stem;
  for (let number = 2; taken.has(free); number++) free = `${stem}-${number}`;
  taken.add(free);
  return free;
}

// Everything that has a list: its kind, its name, where the list is, and what is in it.
function lists(items) {
  places.clear();
  const all = [];
  for (const kind of KINDS) {
    const members = new Map();
    for (const item of items) {
      for (const name of named(item, kind)) {
        if (!members.has(name)) members.set(name, []);
        members.get(name).push(item);
      }
    }
    const taken = new Set();
    const own = [...members.keys()].sort().map((name) => {
      const path = `${kind}/${slug(name, taken)}/`;
      places.set(`${kind} ${name}`, path);
      return { title: name, path, items: members.get(name) };
    });
    if (own.length > 0) all.push({ title: kind, path: `${kind}/`, lists: own }, ...own);
  }
  return all.map((list) => ({ path: list.path, layout: "list", data: list }));
}

// The first page, and those with older posts.
function home(locals) {
  const all = posts(locals);
  const last = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const path = (number) => (number > 1 ? `page/${number}/` : "");
  return Array.from({ length: last }, (_, at) => ({
    path: path(at + 1),
    layout: "index",
    data: {
      items: all.slice(at * PER_PAGE, (at + 1) * PER_PAGE),
      pages: at === 0 ? pages(locals) : [],
      number: at + 1,
      last,
      newer: at > 0 ? path(at) : undefined,
      older: at + 1 < last ? path(at + 2) : undefined,
    },
  }));
}

// Old addresses of pages. A server that can send visitors on by itself does it better.
function moved(items) {
  return items.flatMap((item) =>
    [item.redirect_from ?? []].flat().map((from) => ({ path: from, layout: "moved", data: { to: item.path } })),
  );
}

hexo.extend.generator.register("larder", (locals) => {
  const all = [...posts(locals), ...pages(locals)];
  const feed = { path: "feed.xml", layout: "feed", data: { items: posts(locals).slice(0, 50) } };
  return [...lists(all), ...home(locals), ...moved(all), feed];
});

for (const helper of [href, whole, stamp, mailed, day, outside, terms]) {
  hexo.extend.helper.register(helper.name, helper);
}

// Hexo marks places in texts by words that a text could hold, too. While it renders, others stand for them.
const MARKS = ["hexoPostRenderCodeBlock", "\ufffc"];
const hidden = new WeakMap();

hexo.extend.filter.register("before_post_render", (data) => {
  if (!MARKS.some((mark) => data.content.includes(mark))) return;
  let number = 0;
  while (data.content.includes(`larder${number}x`)) number++;
  const others = MARKS.map((mark, at) => [mark, `larder${number}x${at}x`]);
  for (const [mark, other] of others) data.content = data.content.replaceAll(mark, other);
  hidden.set(data, others);
}, 1);

hexo.extend.filter.register("after_post_render", (data) => {
  for (const [mark, other] of hidden.get(data) ?? []) data.content = data.content.replaceAll(other, mark);
}, 1);
