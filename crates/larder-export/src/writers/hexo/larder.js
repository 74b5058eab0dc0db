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

// A path of the site, as links write it. What it begins with is written so already.
function href(path) {
  return config.root + encodeURI(path.replace(/^\/+/, "").replace(/(^|\/)index\.html$/, "$1"));
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

// The address of a file, with the name of the server.
function here(url) {
  return url.startsWith("/") ? origin + url : url;
}

// Whether something is an address that a page may show: one of the web, or of the site.
function isAddress(text) {
  return typeof text === "string" && /^(https?:\/\/|\/(?!\/))/i.test(text);
}

// The files that a page offers.
function files(item) {
  return [item.params?.enclosures ?? []].flat().filter((file) => isAddress(file?.url));
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

// The parts of a series are read from the first one on.
function oldestFirst(items) {
  const dated = items.filter((item) => time(item) != null);
  dated.sort((one, other) => time(one) - time(other));
  return [...dated, ...items.filter((item) => time(item) == null)];
}

// Categories with those above them, a line each: pages state them, posts have them from Hexo.
function categories(stated) {
  if (stated?.toArray) {
    const all = stated.toArray();
    const lines = (it) => (it ? [...lines(all.find((other) => other._id === it.parent)), it.name] : []);
    return all.map((it) => lines(it).join("\n"));
  }
  const list = [stated ?? []].flat();
  const paths = list.some(Array.isArray) ? list.map((it) => [it].flat()) : [list];
  return paths.flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1).join("\n")));
}

function tags(stated) {
  return stated?.toArray ? stated.map((tag) => tag.name) : [stated].flat();
}

// The names of a kind that something has.
function names(item, kind) {
  const all = { tags, categories }[kind]?.(item[kind]) ?? [item[kind]].flat();
  return [...new Set(all.filter((name) => typeof name === "string"))];
}

function shown(name) {
  return name.split("\n").join(" / ");
}

// The names of a kind that something has, and where their lists are.
function terms(item, kind) {
  return names(item, kind).map((name) => ({ name: shown(name), path: places.get(`${kind} ${name}`) }));
}

// A name as a part of an address: letters and digits of all scripts, in lower case.
function slug(name) {
  const words = name.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  return Array.from(words.replace(/^-+|-+$/g, "")).slice(0, 60).join("") || "x";
}

// Where the lists of some names are. Of two that would be at one place, the one whose name is just so.
function placed(names) {
  const slugs = new Map(names.map((name) => [name, name.split("\n").map(slug).join("\n")]));
  const rank = (name) => (slugs.get(name) === name ? 0 : slugs.get(name) === name.toLowerCase() ? 1 : 2);
  const taken = new Set();
  const last = new Map();
  const order = [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return order.map((name) => {
    const stem = slugs.get(name);
    let free = stem;
    let number = last.get(stem) ?? 1;
    while (taken.has(free)) free = `${stem}-${++number}`;
    last.set(stem, number);
    taken.add(free);
    return [name, free.replaceAll("\n", "/")];
  });
}

// Everything that has a list: its kind, its name, where the list is, and what is in it.
function lists(items) {
  places.clear();
  return KINDS.flatMap((kind) => {
    const members = new Map();
    for (const item of items) {
      for (const name of names(item, kind)) {
        if (!members.has(name)) members.set(name, []);
        members.get(name).push(item);
      }
    }
    for (const [name, place] of placed([...members.keys()])) places.set(`${kind} ${name}`, `${kind}/${place}/`);
    const own = [...members.keys()].sort().map((name) => {
      const found = members.get(name);
      const items = kind === "series" ? oldestFirst(found) : found;
      return { title: shown(name), path: places.get(`${kind} ${name}`), items };
    });
    const all = own.length > 0 ? [{ title: kind, path: `${kind}/`, lists: own }, ...own] : [];
    return all.map((list) => ({ path: list.path, layout: "list", data: list }));
  });
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
      kinds: KINDS.filter((kind) => all.some((item) => names(item, kind).length > 0)),
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

for (const helper of [href, whole, here, stamp, mailed, day, outside, isAddress, files, terms]) {
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
