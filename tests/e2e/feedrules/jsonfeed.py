"""JSON Feed 1.1."""

import json
import re
from collections import Counter

from .document import Document, moment_of


class JsonFeed(Document):
    """JSON Feed 1.1. The validator does not know it: its classes are used where they fit."""

    bodies_have_lines = False
    AUTHOR = {"name": "text", "url": "url", "avatar": "url"}
    ATTACHMENT = {"url": "url", "mime_type": "mime", "title": "text", "size_in_bytes": "number",
                  "duration_in_seconds": "number"}
    HUB = {"type": "text", "url": "url"}
    TOP = {"version": "text", "title": "text", "home_page_url": "url", "feed_url": "url", "description": "text",
           "user_comment": "text", "next_url": "url", "icon": "url", "favicon": "url", "authors": AUTHOR,
           "author": AUTHOR, "language": "language", "expired": "flag", "hubs": HUB, "items": None}
    ITEM = {"id": "text", "url": "url", "external_url": "url", "title": "text", "content_html": "html",
            "content_text": "text", "summary": "text", "image": "url", "banner_image": "url", "date_published": "date",
            "date_modified": "date", "author": AUTHOR, "authors": AUTHOR, "tags": "tags", "language": "language",
            "attachments": ATTACHMENT}
    TOP["items"] = ITEM
    NEEDED = {"feed": ["version", "title", "home_page_url", "feed_url", "items"], "items": ["id"],
              "hubs": ["type", "url"], "attachments": ["url", "mime_type"], "authors": [], "author": []}

    def check(self):
        self.line, self.described = 1, set()
        if self.data.startswith(b"\xef\xbb\xbf"):
            return self.note(1, "HouseRule", "byte order mark")
        try:
            self.text = self.data.decode("utf-8")
            feed = json.loads(self.text, object_pairs_hook=self.object)
        except UnicodeDecodeError as error:
            return self.note(self.data.count(b"\n", 0, error.start) + 1, "UnicodeError", str(error))
        except json.JSONDecodeError as error:
            return self.note(error.lineno, "SAXError", error.msg)
        if not isinstance(feed, dict):
            return self.note(1, "UndefinedElement", "the document is not an object")
        if re.search(r"(?<!\\)(\\\\)*\\u(?!00[01]|2028|2029|003[cC])", self.text):
            self.note(1, "HouseRule", "a character written as \\uXXXX")
        if list(feed)[:1] != ["version"] or feed.get("version") != "https://jsonfeed.org/version/1.1":
            self.note(1, "ObsoleteVersion", f"the first key is not the version 1.1: {feed.get('version')!r}")
        self.members(feed, self.TOP, "feed")
        if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
            self.note(1, "LinkPastEnd", "next_url is feed_url")
        if self.location and feed.get("feed_url") != self.location:
            self.note(1, "SelfDoesntMatchLocation", str(feed.get("feed_url")))
        items = feed.get("items") if isinstance(feed.get("items"), list) else []
        items = [item for item in items if isinstance(item, dict)]
        for value, count in Counter(str(item.get("id")) for item in items).items():
            if count > 1:
                self.note(self.line_of(value), "DuplicateValue", f"{count} × id {value!r}")
        dates = [moment_of(item["date_published"]) for item in items if isinstance(item.get("date_published"), str)]
        dates = [moment for moment in dates if moment]
        if dates != sorted(dates, reverse=True):
            self.note(1, "HouseRule", "the items are not in order, newest first")

    def object(self, pairs):
        for key, count in Counter(key for key, _ in pairs).items():
            if count > 1:
                self.note(1, "DuplicateElement", f"key {key!r}")
        return dict(pairs)

    def line_of(self, value):
        """The line of the string `value`: good enough to find an item by its id."""
        position = self.text.find(json.dumps(value, ensure_ascii=False))
        return self.text.count("\n", 0, position) + 1 if position >= 0 else 1

    def members(self, value, rules, where):
        for name in self.NEEDED.get(where, []):
            if name not in value:
                self.note(self.line, "MissingElement", f"{name} in {where}")
        if where == "items" and "url" not in value:
            self.note(self.line, "NoAddress", "an item without url")
        order = [key for key in value if key in rules]
        if order != [key for key in rules if key in value]:
            self.note(self.line, "HouseRule", f"order of keys in {where}")
        for key, member in value.items():
            spot = f"{where}.{key}"
            if re.match(r"_[A-Za-z]", key):
                self.extension(key, member, spot)
            elif key not in rules:
                self.note(self.line, "UndefinedElement", spot)
            elif member is None or member == "" or (member == [] and key != "items"):
                self.note(self.line, "NotBlank", spot)
            elif isinstance(rules[key], dict):
                self.objects(member, key, rules[key], spot)
            else:
                self.scalar(member, rules[key], spot)
        if where == "authors" and not value:
            self.note(self.line, "MissingElement", "an author with neither name, url nor avatar")
        if where == "items" and not {"content_html", "content_text"} & set(value):
            self.note(self.line, "MissingTextualContent", str(value.get("id")))

    def objects(self, value, key, rules, where):
        if not isinstance(value, dict if key == "author" else list):
            return self.note(self.line, "InvalidValue", where)
        for member in [value] if key == "author" else value:
            if not isinstance(member, dict):
                self.note(self.line, "InvalidValue", where)
                continue
            if key == "items":
                self.line = self.line_of(member.get("id")) if isinstance(member.get("id"), str) else 1
            self.members(member, rules, key)
        if key == "attachments":
            titles = Counter(member.get("title") for member in value if isinstance(member, dict))
            if any(title and count > 1 for title, count in titles.items()):
                self.note(self.line, "DuplicateValue", "attachments of equal title")

    def scalar(self, value, kind, where):
        if kind == "number":
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
                self.note(self.line, "InvalidNonNegativeInteger", f"{where}: {value!r}")
        elif kind == "flag":
            if not isinstance(value, bool):
                self.note(self.line, "InvalidTrueFalse", f"{where}: {value!r}")
        elif kind == "tags":
            if not isinstance(value, list) or not all(isinstance(tag, str) and tag.strip() for tag in value):
                self.note(self.line, "NotBlank", where)
            elif len(set(value)) < len(value):
                self.note(self.line, "DuplicateValue", where)
        elif not isinstance(value, str):
            self.note(self.line, "InvalidValue", f"{where}: {value!r}")
        else:
            self.characters(self.line, value, where)
            if re.search(r"[\0-\x08\x0b\x0c\x0e-\x1f\r]|[\ud800-\udfff]", value):
                self.note(self.line, "HouseRule", f"control character in {where}")
            {"url": self.url, "html": self.html, "date": self.rfc3339, "language": self.language, "mime": self.mime,
             "text": lambda *_: None}[kind](self.line, value, where)

    def extension(self, name, value, where):
        if not isinstance(value, dict):
            self.note(self.line, "InvalidValue", f"{where} is not an object")
        elif any("." in key for key in value):
            self.note(self.line, "InvalidValue", f"a dot in a key of {where}")
        elif name not in self.described and not isinstance(value.get("about"), str):
            self.note(self.line, "HouseRule", f"the first {where} does not say what it is `about`")
        self.described.add(name)
