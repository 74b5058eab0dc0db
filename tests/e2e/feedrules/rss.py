"""RSS 2.0."""

import re
from collections import Counter

from .document import is_address, markup_in, moment_of
from .names import CHANNEL, ITEM, SAID_TWICE
from .xmlfeed import XmlFeed


class Rss(XmlFeed):
    def feed(self, root):
        if root.get("version") != "2.0":
            self.note(root.line, "InvalidRSSVersion", str(root.get("version")))
        self.names(root, {"channel"})
        channel = root.first("channel")
        if not channel:
            return self.note(root.line, "MissingElement", "channel in rss")
        items = channel.all("item")
        self.channel(channel, items)
        moments = [self.item(item, channel) for item in items]
        for guid, count in Counter(item.value("guid") for item in items).items():
            if guid and count > 1:
                second = [item for item in items if item.value("guid") == guid][1]
                self.note(second.line, "DuplicateValue", f"guid {guid!r}")
        self.latest(channel.first("lastBuildDate"), moments, "lastBuildDate")
        self.podcast(channel, items)

    def plain(self, node, blank=None):
        """Plain text, which RSS readers may take for HTML: `&`, `<` and `>` are safe as hexadecimal references only."""
        value = self.one_line(node, blank)
        hexadecimal = any("&#x" in line for line in self.source[node.line - 1 : node.last_line])
        markup = markup_in(value)
        if markup and markup.startswith("<"):
            self.note(node.line, "ContainsHTML", f"{node.name}: {markup}", accepted=True)
        elif markup and not hexadecimal:
            self.note(node.line, "ContainsHTML", f"{node.name}: {markup}")
        elif re.search(r"&#[x0-9]|<[/A-Za-z]", value) and not hexadecimal:
            self.note(node.line, "CharacterData", f"{node.name}: {value[:40]!r}")
        return value

    def said_twice(self, node, name):
        for pair in SAID_TWICE[node.name].split():
            core, double = pair.split("=")
            if node.first(core) and node.first(double):
                self.note(node.first(double).line, name, f"{core} and {double}")

    def contact(self, node):
        value = self.one_line(node, blank=None)
        address = value.split(" ")[0]
        if not is_address(address) and "@" not in value:
            self.note(node.line, "InvalidContact", f"{node.name}: {value!r}")
        elif address == value:
            self.note(node.line, "MissingRealName", f"{node.name}: {value!r}")
        elif not is_address(address) or not re.fullmatch(r"\S+ \(.+\)", value):
            self.note(node.line, "EmailFormat", f"{node.name}: {value!r}")

    def channel(self, channel, items):
        self.names(channel, CHANNEL)
        self.said_twice(channel, "DuplicateSemantics")
        self.extensions(channel)
        for name, fault in {"title": "Title", "link": "Link", "description": "Description"}.items():
            if not channel.first(name):
                self.note(channel.line, f"Missing{fault}", "channel")
        self.own_date = None
        for child in channel.children:
            line, name = child.line, child.name
            if name in ("title", "category"):
                self.plain(child, "NotBlank")
            elif name in ("copyright", "description"):
                self.plain(child)
            elif name == "link":
                self.url(line, self.one_line(child, blank=None), "channel/link")
            elif name == "language":
                self.language(line, self.one_line(child, blank=None), name)
            elif name in ("managingEditor", "webMaster"):
                self.contact(child)
            elif name in ("lastBuildDate", "pubDate"):
                moment = self.rfc822(line, self.one_line(child, blank=None), name)
                self.own_date = moment if name == "lastBuildDate" else self.own_date
            elif name == "docs" and child.text != "https://www.rssboard.org/rss-specification":
                self.note(line, "HouseRule", f"docs: {child.text!r}")
            elif name == "ttl":
                self.number(line, child.text, name, "InvalidPositiveInteger", least=1)
            elif name == "image":
                self.image(child, channel)
        relations = [self.link(link, "channel") for link in channel.all("atom:link")]
        if "self" not in relations:
            self.note(channel.line, "MissingAtomSelfLink", "channel")
        seen = False
        for child in channel.children:
            seen = seen or child.name == "item"
            if seen and child.name != "item" and not child.name.startswith("{"):
                self.note(child.line, "MisplacedItem", f"{child.name} after the first item")
        if not channel.first("lastBuildDate") and any(item.first("slash:comments") for item in items):
            self.note(channel.line, "SlashDate", "slash:comments without lastBuildDate")

    def image(self, image, channel):
        self.names(image, {"url", "title", "link", "width", "height", "description"})
        for name, fault in {"title": "MissingTitle", "link": "MissingLink", "url": "MissingElement"}.items():
            if not image.first(name):
                self.note(image.line, fault, f"{name} in image")
        if url := image.value("url"):
            self.url(image.line, url, "image/url")
            extension = re.search(r"\.(\w+)$", url)
            if extension and extension[1].lower() not in ("jpg", "jpeg", "gif", "png"):
                self.note(image.line, "ImageUrlFormat", url)
        if image.first("title"):
            self.plain(image.first("title"), "NotBlank")
            if image.value("title") != channel.value("title"):
                self.note(image.line, "ImageTitleDoesntMatch", image.value("title"))
        if image.first("link") and image.value("link") != channel.value("link"):
            self.note(image.line, "ImageLinkDoesntMatch", image.value("link"))
        for name, most in {"width": 144, "height": 400}.items():
            value = image.value(name)
            if value is not None and not (re.fullmatch("[0-9]+", value) and 0 < int(value) <= most):
                self.note(image.line, f"Invalid{name.capitalize()}", value)

    def item(self, item, channel):
        """Checks one item. Returns the moment it last changed, if it has one."""
        self.names(item, ITEM)
        self.said_twice(item, "DuplicateItemSemantics")
        self.extensions(item)
        published = None
        if not item.first("title") and not item.first("description"):
            self.note(item.line, "ItemMustContainTitleOrDescription", "item")
        order = [child.name for child in item.children]
        if "content:encoded" in order and "description" not in order[: order.index("content:encoded")]:
            self.note(item.line, "NeedDescriptionBeforeContent", "item")
        if "guid" not in order:
            self.note(item.line, "MissingGuid", "item")
        for child in item.children:
            line, name = child.line, child.name
            if name in ("title", "category"):
                self.plain(child, "NotBlank")
            elif name == "source":
                self.plain(child)
            elif name == "dc:creator":
                self.one_line(child)
            elif name in ("link", "comments"):
                self.url(line, self.one_line(child, blank=None), f"item/{name}")
            elif name in ("description", "content:encoded"):
                self.html(line, child.text, name)
            elif name == "author":
                self.contact(child)
            elif name == "pubDate":
                published = self.rfc822(line, self.one_line(child, blank=None), name)
            elif name == "guid":
                self.guid(child, item.value("link"))
            elif name == "enclosure":
                self.enclosure(child)
            elif name == "atom:link":
                self.link(child, "item")
            if name == "source" and self.required(child, "url"):
                self.url(line, child.get("url"), "source@url")
            if name == "category" and "domain" in child.attributes:
                self.url(line, child.get("domain"), "category@domain")
        updated = item.value("atom:updated")
        return moment_of(updated) if updated else published

    def required(self, node, attribute):
        if attribute not in node.attributes:
            self.note(node.line, "MissingAttribute", f"{node.name}@{attribute}")
        return attribute in node.attributes

    def guid(self, guid, link):
        value, permanent = self.one_line(guid), guid.get("isPermaLink")
        if permanent is None:
            self.note(guid.line, "HouseRule", "guid without isPermaLink")
        elif permanent not in ("true", "false"):
            self.note(guid.line, "InvalidBooleanAttribute", f"isPermaLink={permanent!r}")
        if permanent == "false":
            if len(value) < 9 and value.isdigit():
                self.note(guid.line, "NotSufficientlyUnique", f"guid {value!r}", accepted=True)
        elif re.match(r"(tag|urn):", value, re.I):
            self.note(guid.line, "InvalidPermalink", f"guid {value!r}")
        elif value and self.url(guid.line, value, "guid", "InvalidHttpGUID", "http https") and value != link:
            self.note(guid.line, "HouseRule", f"the permalink {value!r} is not the link {link!r}")

    def enclosure(self, node):
        if self.required(node, "length"):
            if node.get("length") == "-1":
                self.note(node.line, "UseZeroForUnknown", "enclosure@length")
            else:
                numeric = re.fullmatch("-?[0-9]+", node.get("length"))
                name = "InvalidNonNegativeInteger" if numeric else "InvalidIntegerAttribute"
                self.number(node.line, node.get("length"), "enclosure@length", name)
        if self.required(node, "type"):
            self.mime(node.line, node.get("type"), "enclosure@type", "InvalidMIMEAttribute")
        if self.required(node, "url"):
            host = r"([A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*"
            if not re.match(rf"https?://{host}(:[0-9]+)?/", node.get("url")):
                self.note(node.line, "InvalidURLAttribute", node.get("url"))
            else:
                self.url(node.line, node.get("url"), "enclosure@url", "InvalidURLAttribute", "http https")
