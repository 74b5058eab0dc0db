"""`reader`, the Python library: a whole feed reader with a store, without a face."""

from contextlib import closing
from datetime import timezone

from . import ATOM, JSON_FEED, RSS, SECONDS, Entry, PythonLibrary, Quirk, Subscription


class Reader(PythonLibrary):
    name = "reader"
    formats = (RSS, ATOM, JSON_FEED)
    quirks = frozenset({Quirk.ATOM_ID_IS_LINK, Quirk.ATOM_TITLE_IS_RAW})

    def subscribe(self, url, home):
        return _Subscription(url, home)


class _Subscription(Subscription):
    def __init__(self, url, home):
        self._url = url
        self._store = home / "reader.sqlite"
        with self._open() as reader:
            reader.add_feed(url)

    def _open(self):
        from reader import make_reader

        return closing(make_reader(str(self._store), session_timeout=SECONDS))

    def refresh(self):
        with self._open() as reader:
            reader.update_feed(self._url)
            failure = reader.get_feed(self._url).last_exception
            assert not failure, failure

    def entries(self):
        with self._open() as reader:
            return [_entry(entry) for entry in reader.get_entries()]

    def mark_all_read(self):
        with self._open() as reader:
            for entry in reader.get_entries():
                reader.mark_entry_as_read(entry)


def _entry(entry):
    content = entry.get_content()
    published = entry.published or entry.updated
    return Entry(
        id=entry.id,
        title=entry.title or "",
        link=entry.link or "",
        published=published and published.astimezone(timezone.utc),
        content=content.value if content else "",
        enclosures=tuple(enclosure.href for enclosure in entry.enclosures),
        unread=not entry.read,
    )
