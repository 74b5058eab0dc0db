"""The feed readers, each behind the same interface.

A program is subscribed to an address, fetches it again when it is told to, and says which entries its user would see.
What it keeps, it keeps in a home folder of its own. To add one: a file here, and its line in `PROGRAMS` of `suite.py`.
"""

import importlib
import os
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

RSS, ATOM, JSON_FEED = "rss", "atom", "json-feed"

# No fetch from loopback takes seconds; this only ends what hangs.
SECONDS = 30


class Unavailable(Exception):
    """The program is not here; its text says why."""


class Quirk(Enum):
    """What a reader does differently, whoever wrote the feed. Each allows exactly what its text says."""

    ATOM_TITLE_IS_RAW = "shows a title of Atom that says that it is HTML as it stands, tags and references and all"
    ATOM_ID_IS_LINK = "takes the id of an entry of Atom for its link, where it has none"
    ATOM_LAST_ENCLOSURE = "shows one enclosure of Atom, the last"
    NO_ATOM_ENCLOSURES = "shows no enclosures of Atom"
    NO_REDIRECT = "does not follow a redirect: its subscriber sees an error, and the entries as they were"
    TITLE_AND_LINK_IDENTIFY = "knows an entry by id, title and link together: with a new title it is a second line"


@dataclass(frozen=True)
class Entry:
    """What a reader shows of a post."""

    id: str
    title: str
    link: str
    published: datetime | None
    content: str
    # The addresses of the files that come with it, as many as the program shows.
    enclosures: tuple[str, ...]
    # `None`: the program does not show tags.
    tags: tuple[str, ...] | None = None
    unread: bool = True


class Program:
    """A feed reader. A subclass says what it reads, what is odd about it, and how to subscribe."""

    name: str
    formats: tuple[str, ...]
    quirks: frozenset[Quirk] = frozenset()

    def version(self):
        """The version that is installed; raises `Unavailable`."""
        raise NotImplementedError

    def subscribe(self, url, home):
        """A `Subscription` to `url` that has fetched nothing yet. `home` is an empty folder."""
        raise NotImplementedError


class PythonLibrary(Program):
    """A package of PyPI, installed for the Python that runs this."""

    def version(self):
        try:
            return importlib.import_module(self.name).__version__
        except ImportError as error:
            raise Unavailable(f"the Python package `{self.name}` is not installed ({error})") from error


class Subscription:
    """One feed in one reader."""

    def refresh(self):
        """Fetches the feed again. Raises if the program says that this failed."""
        raise NotImplementedError

    def entries(self):
        """Everything the reader shows, as a list of `Entry`."""
        raise NotImplementedError

    def mark_all_read(self):
        """Marks every entry as read, as its user would."""
        raise NotImplementedError


class Parsed(Subscription):
    """A subscription of a library that only parses: the smallest store that any reader built on it would have.

    An entry is known by its id. One that comes again takes the place of the older one and stays read.
    """

    def __init__(self, fetch):
        self._fetch = fetch
        self._shelf = {}
        self._read = set()

    def refresh(self):
        fetched = list(self._fetch())
        ids = [entry.id for entry in fetched]
        assert all(ids), "an entry has no id"
        assert len(set(ids)) == len(ids), f"an id is there twice: {sorted(ids)}"
        self._shelf |= {entry.id: entry for entry in fetched}

    def entries(self):
        return [replace(entry, unread=entry.id not in self._read) for entry in self._shelf.values()]

    def mark_all_read(self):
        self._read |= set(self._shelf)


def run(command, home, **options):
    """Runs a program that may see and change its home folder only; returns its standard output."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        **options,
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, f"{command[0]}: exit code {done.returncode}: {said}"
    return done.stdout.decode("utf-8")
