// What the site is called, and how its addresses, days and texts are written.

import about from "../site.json";

interface Site {
  title: string;
  description?: string;
  language?: string;
  timezone?: string;
  copyright?: string;
}

export const site: Site = about;

const base = import.meta.env.BASE_URL.replace(/\/+$/, "");
const origin = import.meta.env.SITE ? new URL(import.meta.env.SITE).origin : "";
const days = new Intl.DateTimeFormat("sv-SE", { timeZone: site.timezone ?? "UTC", dateStyle: "short" });

/** A path of the site, as links write it. */
export function href(path: string): string {
  return base + encodeURI(path);
}

/** The same, with the name of the server. */
export function whole(path: string): string {
  return origin + href(path);
}

/** The address of a file, with the name of the server. */
export function here(url: string): string {
  return url.startsWith("/") ? origin + url : url;
}

/** The day of a time in the zone of the site. A midnight is a day of its own zone: it may have had no time. */
export function day(date: string): string {
  const time = Date.parse(date);
  const isDay = /^\d{4}-\d\d-\d\dT00:00:00(Z|[+-])/.test(date);
  return Number.isNaN(time) || isDay ? date.slice(0, 10) : days.format(time);
}

/** HTML as it is shown elsewhere: addresses that begin with a slash are whole. */
export function outside(html: string): string {
  return html.replace(/\b(href|src|poster)="\/(?!\/)/g, `$1="${origin}/`);
}

/** A text in XML, without characters that it cannot hold. */
export function xml(text: string): string {
  const held = text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
  return held.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
