"""feedparser, the Python library that many readers are built on. It parses and keeps nothing."""

import calendar
from datetime import datetime, timezone

from . import ATOM, RSS, SECONDS, Entry, Parsed, PythonLibrary, Quirk


class Feedparser(PythonLibrary):
    name = "feedparser"
    formats = (RSS, ATOM)
    quirks = frozenset({Quirk.ATOM_ID_IS_LINK, Quirk.ATOM_TITLE_IS_RAW})

    def subscribe(self, url, home):
        return Parsed(lambda: _fetch(url))


def _fetch(url):
    import urllib.request

    import feedparser

    with urllib.request.urlopen(url, timeout=SECONDS) as response:
        headers = {"content-type": response.headers["Content-Type"], "content-location": url}
        feed = feedparser.parse(response.read(), response_headers=headers)
    assert not feed.bozo, feed.bozo_exception
    return [_entry(entry) for entry in feed.entries]


def _entry(entry):
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    return Entry(
        id=entry.get("id", ""),
        title=entry.get("title", ""),
        link=entry.get("link", ""),
        published=published and datetime.fromtimestamp(calendar.timegm(published), timezone.utc),
        content=entry.content[0].value if entry.get("content") else entry.get("summary", ""),
        enclosures=tuple(enclosure.href for enclosure in entry.get("enclosures", ())),
        tags=tuple(tag.term for tag in entry.get("tags", ())),
    )
