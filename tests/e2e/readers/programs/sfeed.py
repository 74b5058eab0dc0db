"""sfeed: `sfeed_update` fetches with curl and merges into a file with a line for each entry, see sfeed(1)."""

import re
import shutil
import subprocess
from datetime import datetime, timezone

from . import ATOM, RSS, Entry, Program, Quirk, Subscription, Unavailable, run

ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}


class Sfeed(Program):
    name = "sfeed"
    formats = (RSS, ATOM)
    quirks = frozenset({Quirk.ATOM_TITLE_IS_RAW, Quirk.NO_REDIRECT, Quirk.TITLE_AND_LINK_IDENTIFY})

    def version(self):
        for tool in ("sfeed_update", "curl"):
            if not shutil.which(tool):
                raise Unavailable(f"{tool} is not installed")
        # sfeed has no option that says its version; Debian's package does, where it comes from there.
        if not shutil.which("dpkg-query"):
            return ""
        asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "sfeed"], capture_output=True, text=True)
        return asked.stdout.partition("-")[0]

    def subscribe(self, url, home):
        return _Subscription(url, home)


class _Subscription(Subscription):
    def __init__(self, url, home):
        self._home = home
        self._read = set()
        (home / "sfeedrc").write_text(f"sfeedpath={home}/feeds\nfeeds() {{\n  feed blog '{url}'\n}}\n")

    def refresh(self):
        run(["sfeed_update", "sfeedrc"], self._home)

    def _lines(self):
        return (self._home / "feeds/blog").read_text(encoding="utf-8").removesuffix("\n").split("\n")

    def entries(self):
        return [self._entry(line) for line in self._lines()]

    def _entry(self, line):
        seconds, title, link, content, _, id, _, enclosure, categories = line.split("\t")
        return Entry(
            id=id,
            title=title,
            link=link,
            published=datetime.fromtimestamp(int(seconds), timezone.utc) if seconds else None,
            content=re.sub(r"\\.", lambda escape: ESCAPES[escape[0]], content),
            enclosures=(enclosure,) if enclosure else (),
            tags=tuple(category for category in categories.split("|") if category),
            unread=(id, title, link) not in self._read,
        )

    def mark_all_read(self):
        # Its viewers remember lines, so a line that differs in what merging looks at is one to read.
        self._read = {(entry.id, entry.title, entry.link) for entry in self.entries()}
