"""newsboat, a reader for the terminal, run without one: `-x reload` fetches, its cache says what it would show."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timezone

from . import ATOM, RSS, Entry, Program, Quirk, Subscription, Unavailable, run


class Newsboat(Program):
    name = "newsboat"
    formats = (RSS, ATOM)
    quirks = frozenset({Quirk.ATOM_LAST_ENCLOSURE})

    def version(self):
        if not shutil.which("newsboat"):
            raise Unavailable("newsboat is not installed")
        return run(["newsboat", "-v"], "/").split()[1]

    def subscribe(self, url, home):
        return _Subscription(url, home)


class _Subscription(Subscription):
    def __init__(self, url, home):
        self._home = home
        (home / "urls").write_text(f"{url}\n")
        (home / "config").write_text("")

    def _newsboat(self, *arguments):
        return run(["newsboat", "-q", "-C", "config", "-u", "urls", "-c", "cache.db", *arguments], self._home)

    def refresh(self):
        self._newsboat("-x", "reload")

    def entries(self):
        with closing(sqlite3.connect(self._home / "cache.db")) as cache:
            rows = cache.execute(
                "SELECT guid, title, url, pubDate, content, enclosure_url, unread FROM rss_item WHERE deleted = 0"
            ).fetchall()
        entries = [
            Entry(
                id=guid,
                title=title,
                link=link,
                published=datetime.fromtimestamp(published, timezone.utc),
                content=content,
                enclosures=(enclosure,) if enclosure else (),
                unread=bool(unread),
            )
            for guid, title, link, published, content, enclosure, unread in rows
        ]
        self._agrees(entries)
        return entries

    def _agrees(self, entries):
        """The cache was read rightly only if newsboat counts the same."""
        said = self._newsboat("-x", "print-unread").split()[0]
        assert int(said) == sum(entry.unread for entry in entries), f"newsboat counts {said} unread"

    def mark_all_read(self):
        guids = self._home / "read"
        guids.write_text("".join(f"{entry.id}\n" for entry in self.entries()))
        self._newsboat("-I", guids)
