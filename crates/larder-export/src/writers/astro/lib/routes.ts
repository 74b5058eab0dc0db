// What stands at which address.

import { pages, path, posts, type Entry } from "./entries";
import { lists, type Kind, type List } from "./lists";

/** What a page shows. */
export type Shown =
  | { show: "home"; posts: Entry[]; pages: Entry[]; number: number; last: number }
  | { show: "entry"; entry: Entry }
  | { show: "list"; list: List }
  | { show: "lists"; kind: Kind; lists: List[] }
  | { show: "moved"; to: string };

export interface Route {
  params: { path: string | undefined };
  props: Shown;
}

/** How many posts stand on a page of the stream. */
const MANY = 20;

/** All pages of the site. */
export async function routes(): Promise<Route[]> {
  const own = [...(await posts()), ...(await pages())];
  const entries = own.map((entry) => route(path(entry), { show: "entry", entry }));
  const moved = own.flatMap((entry) =>
    (entry.data.aliases ?? []).map((old) => route(old, { show: "moved", to: path(entry) })),
  );
  return [...(await stream()), ...entries, ...(await ofLists()), ...moved];
}

/** The path of the page of the stream with this number. */
export function stretch(number: number): string {
  return number === 1 ? "/" : `/page/${number}/`;
}

async function stream(): Promise<Route[]> {
  const [all, beside] = [await posts(), await pages()];
  const last = Math.max(1, Math.ceil(all.length / MANY));
  return Array.from({ length: last }, (_, at) => {
    const shown = all.slice(at * MANY, (at + 1) * MANY);
    return route(stretch(at + 1), { show: "home", posts: shown, pages: beside, number: at + 1, last });
  });
}

async function ofLists(): Promise<Route[]> {
  const kinds = [...(await lists())].filter(([, known]) => known.size > 0);
  return kinds.flatMap(([kind, known]) => {
    const all = [...known.values()];
    const each = all.map((list) => route(list.path, { show: "list", list }));
    return [route(`/${kind}/`, { show: "lists", kind, lists: all }), ...each];
  });
}

// Pages are files of the names that addresses have: `/a/` is `a/index.html`, and `/a.html` is `a.html`. The settings
// ask for that with `build.format: "preserve"`, which puts `.html` behind what it is given.
function route(url: string, props: Shown): Route {
  const file = url.endsWith("/") ? `${url}index` : url.replace(/\.html$/, "");
  const asked = url.replace(/^\/|\/$/g, "") || undefined;
  return { params: { path: import.meta.env.DEV ? asked : file.slice(1) }, props };
}
