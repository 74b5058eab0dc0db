// The feed, with the ids that posts always had.

import { path, posts, type Enclosure, type Entry } from "../lib/entries";
import { listed } from "../lib/lists";
import { here, outside, site, whole, xml } from "../lib/site";

/** How many posts are in it. */
const NEWEST = 50;

export async function GET(): Promise<Response> {
  const items = await Promise.all((await posts()).slice(0, NEWEST).map(item));
  const feed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
${tag("title", site.title)}${tag("link", whole("/"))}${tag("description", site.description ?? site.title)}\
${tag("language", site.language)}<atom:link rel="self" type="application/rss+xml" href="${xml(whole("/feed.xml"))}" />
${items.join("")}</channel>
</rss>
`;
  return new Response(feed, { headers: { "Content-Type": "application/rss+xml; charset=utf-8" } });
}

async function item(post: Entry): Promise<string> {
  const { data, rendered } = post;
  const link = whole(path(post));
  const terms = [...(await listed(post, "categories")), ...(await listed(post, "tags"))];
  return `<item>
${tag("title", data.title ?? "")}${tag("link", link)}<guid isPermaLink="false">${xml(data.guid ?? link)}</guid>
${tag("pubDate", data.pubDate && new Date(data.pubDate).toUTCString())}\
${(data.authors ?? []).map((name) => tag("dc:creator", name)).join("")}\
${terms.map((list) => tag("category", list.name)).join("")}\
${(data.params?.enclosures ?? []).map(enclosure).join("")}\
${tag("description", data.description)}${tag("content:encoded", outside(rendered?.html ?? ""))}</item>
`;
}

/** An element with a text in it, if there is one. */
function tag(name: string, text: string | undefined): string {
  return text === undefined ? "" : `<${name}>${xml(text)}</${name}>\n`;
}

function enclosure({ url, length, type }: Enclosure): string {
  if (!length || !type) return "";
  return `<enclosure url="${xml(here(url))}" length="${length}" type="${xml(type)}" />\n`;
}
