// node.mjs NODE_MODULES PACKAGE URL: fetches a feed, parses it with the package, and prints its entries as JSON.

import { createRequire } from "node:module";
import { resolve } from "node:path";

const [modules, name, url] = process.argv.slice(2);
const require = createRequire(resolve(modules, "any.js"));

const libraries = {
  "rss-parser": async () => {
    const Parser = require("rss-parser");
    const feed = await new Parser({ timeout: 20000 }).parseURL(url);
    return feed.items.map((item) => ({
      id: item.guid ?? item.id,
      title: item.title,
      link: item.link,
      published: item.isoDate,
      content: item["content:encoded"] ?? item.content,
      enclosures: item.enclosure ? [item.enclosure.url] : [],
      // It reads the categories of RSS only, and only what comes from Atom has an `id`.
      tags: item.id ? null : (item.categories ?? []).map((category) => category._ ?? category),
    }));
  },
  feedsmith: async () => {
    const { parseFeed } = require("feedsmith");
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status}`);
    const { format, feed } = parseFeed(await response.text());
    return feedsmith[format](feed);
  },
};

const feedsmith = {
  rss: (feed) =>
    feed.items.map((item) => ({
      id: item.guid?.value,
      title: item.title,
      link: item.link,
      published: moment(item.pubDate),
      content: item.content?.encoded ?? item.description,
      enclosures: (item.enclosures ?? []).map((enclosure) => enclosure.url),
      tags: (item.categories ?? []).map((category) => category.name),
    })),
  atom: (feed) =>
    feed.entries.map((entry) => ({
      id: entry.id,
      title: entry.title?.value,
      link: entry.links?.find((link) => (link.rel ?? "alternate") === "alternate")?.href,
      published: moment(entry.published ?? entry.updated),
      content: entry.content?.value,
      enclosures: (entry.links ?? []).filter((link) => link.rel === "enclosure").map((link) => link.href),
      tags: (entry.categories ?? []).map((category) => category.term),
    })),
  json: (feed) =>
    feed.items.map((item) => ({
      id: item.id,
      title: item.title,
      link: item.url,
      published: moment(item.date_published),
      content: item.content_html ?? item.content_text,
      enclosures: (item.attachments ?? []).map((attachment) => attachment.url),
      tags: item.tags ?? [],
    })),
};

const moment = (text) => (text ? new Date(text).toISOString() : null);

const entries = await libraries[name]();
const blank = { id: "", title: "", link: "", published: null, content: "", enclosures: [], tags: null };
const known = (entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value != null));
// rss-parser leaves the connection of a redirect open, and Node would wait for its end.
process.stdout.write(JSON.stringify(entries.map((entry) => ({ ...blank, ...known(entry) }))), () => process.exit());
