// Lists: everything of one author, series, category or tag.

import { pages, posts, type Entry } from "./entries";

export type Kind = "authors" | "series" | "categories" | "tags";

export interface List {
  kind: Kind;
  name: string;
  path: string;
  entries: Entry[];
}

const KINDS: Kind[] = ["authors", "series", "categories", "tags"];

type Lists = Map<Kind, Map<string, List>>;

let known: Promise<Lists> | undefined;

/** The lists of each kind, by name. They are made once, unless somebody is writing. */
export function lists(): Promise<Lists> {
  if (!known || import.meta.env.DEV) known = made();
  return known;
}

/** The lists that a post or page is in. */
export async function listed(entry: Entry, kind: Kind): Promise<List[]> {
  const named = (await lists()).get(kind);
  return [...new Set(entry.data[kind])].flatMap((name) => named?.get(name) ?? []);
}

async function made(): Promise<Lists> {
  const entries = [...(await posts()), ...(await pages())];
  return new Map(KINDS.map((kind) => [kind, ofKind(kind, entries)]));
}

function ofKind(kind: Kind, entries: Entry[]): Map<string, List> {
  const members = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const name of new Set(entry.data[kind])) {
      const own = members.get(name);
      if (own) own.push(entry);
      else members.set(name, [entry]);
    }
  }
  const names = [...members.keys()].sort();
  // A name that is its own address has it, whatever else is called like it.
  const taken = new Set(names.filter((name) => slug(name) === name));
  const last = new Map<string, number>();
  const list = (name: string): List => {
    const part = slug(name) === name ? name : free(slug(name), taken, last);
    const found = members.get(name) ?? [];
    const entries = kind === "series" ? oldestFirst(found) : found;
    return { kind, name, path: `/${kind}/${part}/`, entries };
  };
  return new Map(names.map((name) => [name, list(name)]));
}

/** The parts of a series are read from the first one on. */
function oldestFirst(entries: Entry[]): Entry[] {
  const time = ({ data }: Entry) => (data.pubDate ? Date.parse(data.pubDate) : Infinity);
  const order = (one: Entry, other: Entry) => (time(one) < time(other) ? -1 : Number(time(one) > time(other)));
  return [...entries].sort(order);
}

/** A name as a part of an address: letters and digits of all scripts, in lower case. */
function slug(name: string): string {
  const words = name.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  return Array.from(words.replace(/^-+|-+$/g, "")).slice(0, 60).join("") || "x";
}

/** The first of `a`, `a-2`, `a-3` … that is not taken. It is then. */
function free(stem: string, taken: Set<string>, last: Map<string, number>): string {
  let free = stem;
  let number = last.get(stem) ?? 1;
  while (taken.has(free)) free = `${stem}-${++number}`;
  last.set(stem, number);
  taken.add(free);
  return free;
}
