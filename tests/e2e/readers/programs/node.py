"""The libraries of npm, run by Node: `node.mjs` fetches and parses, and says each entry as JSON. They keep nothing."""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

from . import ATOM, JSON_FEED, RSS, Entry, Parsed, Program, Quirk, Unavailable, run

SCRIPT = Path(__file__).with_suffix(".mjs")


class NodeLibrary(Program):
    """A package of npm, installed under the folder that `NODE_MODULES` names."""

    def version(self):
        if not shutil.which("node"):
            raise Unavailable("Node is not installed")
        package = _modules() / self.name / "package.json"
        if not package.is_file():
            raise Unavailable(f"the npm package `{self.name}` is not installed")
        return json.loads(package.read_text(encoding="utf-8"))["version"]

    def subscribe(self, url, home):
        return Parsed(lambda: _fetch(self.name, url, home))


class RssParser(NodeLibrary):
    name = "rss-parser"
    formats = (RSS, ATOM)
    quirks = frozenset({Quirk.ATOM_TITLE_IS_RAW, Quirk.NO_ATOM_ENCLOSURES})


class Feedsmith(NodeLibrary):
    name = "feedsmith"
    formats = (RSS, ATOM, JSON_FEED)
    quirks = frozenset({Quirk.ATOM_TITLE_IS_RAW})


def _modules():
    return Path(os.environ.get("NODE_MODULES", "node_modules"))


def _fetch(name, url, home):
    entries = json.loads(run(["node", SCRIPT, _modules(), name, url], home))
    return [_entry(entry) for entry in entries]


def _entry(entry):
    moment, tags = entry["published"], entry["tags"]
    lists = {"enclosures": tuple(entry["enclosures"]), "tags": None if tags is None else tuple(tags)}
    return Entry(**{**entry, **lists, "published": moment and datetime.fromisoformat(moment.replace("Z", "+00:00"))})
