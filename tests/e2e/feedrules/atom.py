"""Atom 1.0 with RFC 5005 and RFC 4685."""

import re
from collections import Counter
from html import unescape

from .document import is_address, markup_in
from .names import ENTRY, FEED, NAMESPACES, PAGING, PEOPLE
from .xmlfeed import XmlFeed


class Atom(XmlFeed):
    home = NAMESPACES["atom"]

    def feed(self, feed):
        self.names(feed, FEED)
        entries = feed.all("entry")
        self.own_date = self.metadata(feed)
        relations = [link.get("rel", "alternate") for link in feed.all("link")]
        if "self" not in relations:
            self.note(feed.line, "MissingSelf", "feed")
        self.history(feed, relations)
        seen = False
        for child in feed.children:
            seen = seen or child.name == "entry"
            if seen and child.name != "entry" and not child.name.startswith("{"):
                self.note(child.line, "MisplacedMetadata", f"{child.name} after the first entry")
        moments = [self.entry(entry, feed) for entry in entries]
        self.latest(feed.first("updated"), moments, "updated")
        self.repeated(entries)
        self.podcast(feed, entries)

    def metadata(self, node, missing="MissingElement"):
        """What a feed, an entry and a source share. Returns the moment of the last change."""
        for name in ("title", "id", "updated"):
            if not node.first(name):
                self.note(node.line, missing, f"{name} in {node.name}")
        self.extensions(node)
        moment = None
        for child in node.children:
            line, name = child.line, child.name
            if name in ("title", "subtitle", "rights", "summary"):
                self.construct(child)
            elif name == "id":
                self.identifier(line, self.one_line(child), f"{node.name}/id")
            elif name in ("updated", "published"):
                found = self.rfc3339(line, self.one_line(child, blank=None), f"{node.name}/{name}")
                moment = found if name == "updated" else moment
            elif name in ("icon", "logo"):
                self.url(line, self.one_line(child), name)
            elif name == "generator":
                self.name(child)
                if "uri" in child.attributes:
                    self.url(line, child.get("uri"), "generator@uri", "InvalidURIAttribute")
            elif name in PEOPLE:
                self.person(child)
            elif name == "category":
                self.category(child)
            elif name == "link":
                self.link(child, node.name)
        alternates = Counter((link.get("type"), link.get("hreflang")) for link in node.all("link")
                             if link.get("rel", "alternate") == "alternate")
        for (kind, language), count in alternates.items():
            if count > 1:
                self.note(node.line, "DuplicateAtomLink", f"alternate, type {kind}, hreflang {language}")
        return moment

    def construct(self, node):
        """A text construct: plain text wherever it cannot be mistaken for HTML, as many readers show it raw."""
        kind, value = node.get("type", "text"), node.text
        if kind == "html":
            self.html(node.line, value, node.name)
            if not markup_in(unescape(value)):
                self.note(node.line, "HouseRule", f"{node.name} needs no type=html")
        elif kind != "text":
            self.note(node.line, "InvalidTextType" if "/" in kind else "HouseRule", f"type={kind!r} on {node.name}")
        else:
            self.one_line(node)
            if markup := markup_in(value):
                self.note(node.line, "ContainsUndeclaredHTML", f"{node.name}: {markup}")

    def name(self, node):
        if markup := markup_in(self.one_line(node)):
            self.note(node.line, "ContainsHTML", f"{node.name}: {markup}", accepted=True)

    def person(self, person):
        self.names(person, {"name", "uri", "email"})
        if not person.first("name"):
            self.note(person.line, "MissingElement", f"name in {person.name}")
        for child in person.children:
            if child.name == "name":
                self.name(child)
                if re.search(r"<[^\s<>@]+@[^\s<>@]+>", child.text):
                    self.note(child.line, "ContainsEmail", child.text)
            elif child.name == "uri":
                self.url(child.line, self.one_line(child), "uri")
            elif child.name == "email" and not is_address(child.text):
                self.note(child.line, "InvalidAddrSpec", child.text)

    def category(self, node):
        if "term" not in node.attributes:
            self.note(node.line, "MissingAttribute", "category@term")
        elif not node.get("term").strip():
            self.note(node.line, "NotBlank", "category@term")
        if "scheme" in node.attributes:
            self.url(node.line, node.get("scheme"), "category@scheme")
        if "label" in node.attributes:
            if markup := markup_in(node.get("label")):
                self.note(node.line, "ContainsHTML", f"category@label: {markup}")
            if node.get("label") == node.get("term"):
                self.note(node.line, "HouseRule", "category@label repeats the term")

    def history(self, feed, relations):
        """RFC 5005: complete feeds have no other pages, archives are chained and name the current document."""
        own = next((link.get("href") for link in feed.all("link") if link.get("rel") == "self"), None)
        if feed.first("fh:complete"):
            for link in feed.all("link"):
                relation = link.get("rel")
                if relation == "current" and link.get("href") != own:
                    self.note(link.line, "CurrentNotSelfInCompleteFeed", link.get("href", ""))
                elif relation in PAGING - {"current"}:
                    self.note(link.line, "FeedRelInCompleteFeed", relation)
        elif feed.first("fh:archive"):
            if not {"prev-archive", "next-archive"} & set(relations):
                self.note(feed.line, "ArchiveIncomplete", "no neighbour")
            if "current" not in relations:
                self.note(feed.line, "MissingCurrentInArchive", "feed")
        for end, beyond in {"first": "previous", "last": "next"}.items():
            at_end = any(link.get("rel") == end and link.get("href") == own for link in feed.all("link"))
            if at_end and beyond in relations:
                self.note(feed.line, "LinkPastEnd", beyond)

    def entry(self, entry, feed):
        """Checks one entry. Returns the moment it last changed."""
        self.names(entry, ENTRY)
        moment = self.metadata(entry)
        source, content = entry.first("source"), entry.first("content")
        if source:
            self.names(source, FEED - {"entry"})
            self.metadata(source, "MissingSourceElement")
        if not any(node and node.first("author") for node in (entry, feed, source)):
            self.note(entry.line, "MissingElement", "author in entry")
        relations = [link.get("rel", "alternate") for link in entry.all("link")]
        for relation in PAGING & set(relations):
            self.note(entry.line, "FeedHistoryRelInEntry", relation)
        if content:
            self.content(content, entry)
        elif not entry.first("summary"):
            self.note(entry.line, "MissingTextualContent", "entry")
        if "alternate" not in relations:
            self.note(entry.line, "NoAddress" if content else "MissingContentOrAlternate", "no link alternate")
        return moment

    def content(self, content, entry):
        kind = content.get("type", "text")
        if "src" in content.attributes:
            self.url(content.line, content.get("src"), "content@src", "InvalidURIAttribute")
            if "type" not in content.attributes:
                self.note(content.line, "MissingTypeAttr", "content")
            else:
                self.mime(content.line, kind, "content@type")
            if not entry.first("summary"):
                self.note(content.line, "MissingSummary", "content with src")
            if content.text.strip():
                self.note(content.line, "UnexpectedText", "content with src")
        elif kind == "html":
            self.html(content.line, content.text, "content")
        else:
            self.note(content.line, "HouseRule", f"content of type {kind!r}")

    def repeated(self, entries):
        for name in ("id", "updated"):
            values = [entry.value(name) for entry in entries if entry.first(name)]
            for value, count in Counter(values).items():
                if count == 1:
                    continue
                line = [entry for entry in entries if entry.value(name) == value][1].line
                if name == "updated":
                    self.note(line, "DuplicateUpdated", f"{count} × {value!r}", accepted=True)
                else:
                    self.note(line, "DuplicateIds" if count > 9 else "DuplicateEntries", f"{count} × {value!r}")
