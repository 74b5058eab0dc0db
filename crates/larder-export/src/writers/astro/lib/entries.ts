// Posts, pages and comments, as templates read them.

import { getCollection, getEntry, render, type CollectionKey } from "astro:content";
import { collections } from "../content.config";

export interface Enclosure {
  url: string;
  type?: string;
  length?: number;
  title?: string;
}

/** What front matter may say. Dates are texts: a date of JavaScript forgets in which zone it was. */
export interface Front {
  title?: string;
  subtitle?: string;
  description?: string;
  pubDate?: string;
  draft?: boolean;
  path?: string;
  aliases?: string[];
  tags?: string[];
  categories?: string[];
  series?: string[];
  series_order?: number;
  authors?: string[];
  language?: string;
  guid?: string;
  heroImage?: string;
  copyright?: string;
  canonical?: string;
  comments?: string;
  params?: { enclosures?: Enclosure[] };
}

export interface Entry {
  id: string;
  collection: string;
  data: Front;
  rendered?: { html: string };
}

export interface Comment {
  id: string;
  depth: number;
  name?: string;
  url?: string;
  date?: string;
  html: string;
}

async function all(name: string): Promise<Entry[]> {
  // Astro warns of collections that are empty: those are not among them.
  if (!(name in collections)) return [];
  const entries: unknown = await getCollection(name as CollectionKey);
  return (entries as Entry[]).filter((entry) => entry.data.draft !== true);
}

/** The path of a post or page. One without a path of its own has that of its file. */
export function path({ id, collection, data }: Entry): string {
  return data.path ?? (collection === "pages" ? `/${id}/` : `/${collection}/${id}/`);
}

/** The posts, the newest first; those without a date at the end. */
export async function posts(): Promise<Entry[]> {
  const time = (entry: Entry) => (entry.data.pubDate ? Date.parse(entry.data.pubDate) : -Infinity);
  const order = (one: Entry, other: Entry) => time(other) - time(one) || (path(one) < path(other) ? -1 : 1);
  return (await all("posts")).sort(order);
}

/** The pages beside the stream of posts. */
export async function pages(): Promise<Entry[]> {
  return (await all("pages")).sort((one, other) => (path(one) < path(other) ? -1 : 1));
}

/** What shows the text of a post or page. */
export async function content(entry: Entry) {
  return (await render(entry as unknown as Parameters<typeof render>[0])).Content;
}

/** What was said under a page. */
export async function comments(entry: Entry): Promise<Comment[]> {
  if (!entry.data.comments || !("comments" in collections)) return [];
  const said: unknown = await getEntry("comments" as CollectionKey, entry.data.comments);
  return (said as { data: Comment[] } | undefined)?.data ?? [];
}
