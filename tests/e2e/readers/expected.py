"""What readers have to show of an archive, computed from `larder.json` alone: no feed is looked at."""

import html
import re
from dataclasses import replace
from datetime import datetime, timezone
from html.parser import HTMLParser
from os.path import commonprefix
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from programs import ATOM, Entry, Quirk

# What XML cannot hold, not even as a reference. No feed carries it.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# At these an HTML renderer begins a new line; all other tags leave the words beside them together.
BLOCKS = frozenset(
    "address article aside blockquote br caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
# An end tag, or the name of a character with its ampersand.
LOOKS_LIKE_HTML = re.compile(r"</[a-z]+>|&[a-z]+;")
UNSEEN = frozenset("head script style template title".split())


def entries_of(archive, address=""):
    """The entries a subscriber has to get: each public, dated post, and nothing else.

    Pictures that are in the archive are shown from `address`, where the output stands.
    """
    assets = [asset for asset in archive.get("assets", ()) if "url" in asset and "stored" in asset]
    pictures = {asset["url"]: address + asset["stored"]["file"] for asset in assets}
    terms = {term["id"]: term["name"] for term in archive.get("terms", ())}
    return [
        _entry(post, terms, pictures)
        for post in archive["posts"]
        if post.get("status") == "published"
        and post.get("visibility") == "public"
        and post.get("kind", "post") == "post"
        and "published" in post
    ]


def _entry(post, terms, pictures):
    subtitle = post.get("subtitle", {}).get("value", "")
    body = post.get("content", {}).get("html", "")
    return Entry(
        id=post["id"],
        title=_line(post.get("title", "")),
        link=as_uri(post.get("permalink", "")),
        published=_moment(post["published"]["at"]),
        # Feeds have no place for a subtitle: it stands before the body.
        content=text_of(f"<p>{html.escape(subtitle)}</p>{body}", pictures),
        enclosures=tuple(as_uri(enclosure["url"]) for enclosure in post.get("enclosures", ())),
        tags=tuple(terms[term] for term in post.get("terms", ())),
    )


def shown(entry, quirks, format):
    """An expected entry as a reader with these quirks shows it."""
    title, link, enclosures = entry.title, entry.link, entry.enclosures
    if format != ATOM:
        return entry
    # Larder writes such a title as HTML (the validator wants it so), every other one as text.
    if Quirk.ATOM_TITLE_IS_RAW in quirks and LOOKS_LIKE_HTML.search(title):
        title = html.escape(title, quote=False)
    if Quirk.ATOM_ID_IS_LINK in quirks:
        link = link or entry.id
    if Quirk.NO_ATOM_ENCLOSURES in quirks:
        enclosures = ()
    if Quirk.ATOM_LAST_ENCLOSURE in quirks:
        enclosures = enclosures[-1:]
    return replace(entry, title=title, link=link, enclosures=enclosures)


def assert_same(expected, entries, program, format):
    """Each expected entry is there, once, whole, and there is no other."""
    ids = sorted(id_of(entry, format) for entry in entries)
    assert ids == sorted(set(ids)), f"there twice: {sorted({id for id in ids if ids.count(id) > 1})}"
    wanted = {entry.id: shown(entry, program.quirks, format) for entry in expected}
    assert not wanted.keys() - set(ids), f"missing: {sorted(wanted.keys() - set(ids))}\nthere: {ids}"
    assert not set(ids) - wanted.keys(), f"nobody wrote: {sorted(set(ids) - wanted.keys())}"
    for entry in entries:
        _assert_equal(wanted[id_of(entry, format)], entry)


def id_of(entry, format):
    """The id of the post. Atom holds URIs only; others are written as a `tag:` that says what they were."""
    written = re.fullmatch(r"tag:[^,]+,\d{4}:guid:(.+)", entry.id) if format == ATOM else None
    return unquote(written[1]) if written else entry.id


def _assert_equal(wanted, got):
    pairs = {
        "title": (wanted.title, _line(got.title)),
        "date": (wanted.published, got.published and got.published.replace(microsecond=0)),
        "link": (wanted.link, as_uri(got.link)),
        "content": (wanted.content, text_of(got.content)),
        # Many programs show one of several: the first.
        "enclosures": (wanted.enclosures[: max(1, len(got.enclosures))], got.enclosures),
    }
    if got.tags is not None:
        pairs["tags"] = (sorted(wanted.tags), sorted(got.tags))
    for name, (expected, actual) in pairs.items():
        if expected == actual:
            continue
        if name == "content":
            expected, actual = _around_difference(expected, actual)
        raise AssertionError(f"{name} of {wanted.id}:\n expected {expected!r}\n      got {actual!r}")


def _around_difference(expected, actual):
    start = max(0, len(commonprefix([expected, actual])) - 40)
    return expected[start : start + 160], actual[start : start + 160]


def text_of(fragment, pictures={}):
    """The words of an HTML fragment, white space collapsed as a browser does, and the addresses of its pictures."""
    words = _Words(pictures)
    words.feed(NOT_XML.sub("", fragment))
    words.close()
    return _line("".join(words.parts))


class _Words(HTMLParser):
    def __init__(self, pictures):
        super().__init__(convert_charrefs=True)
        self._pictures = pictures
        self.parts = []
        self._unseen = 0

    def handle_starttag(self, tag, attributes):
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append(" ")
        if tag == "img":
            address = dict(attributes).get("src", "")
            self.parts.append(f" [{as_uri(self._pictures.get(address, address))}] ")
        if tag == "iframe":
            # A player becomes a link to what it plays, under the player's title.
            self.parts.append(f" {dict(attributes).get('title', '')} ")

    def handle_endtag(self, tag):
        self._unseen -= tag in UNSEEN and self._unseen > 0
        if tag in BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self._unseen:
            self.parts.append(data)


def _line(text):
    return " ".join(NOT_XML.sub("", text).split())


def _moment(text):
    # To the second, as RSS says it.
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).replace(microsecond=0)


def as_uri(address):
    """An IRI as the URI it stands for (RFC 3987 section 3.1): the host in Punycode, the rest in percent escapes."""
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""
    escape = lambda part: quote(part, safe="%/:?@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, host, escape(parts.path), escape(parts.query), escape(parts.fragment)))
