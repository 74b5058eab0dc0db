"""What RSS and Atom share: XML, namespaces, known names, links, extensions."""

import re
from collections import Counter
from urllib.parse import urljoin
from xml.parsers import expat

from .document import Document, markup_in
from .names import (
    ATOM_ATTRIBUTES, LARGEST, LINK_ATTRIBUTES, LINK_RELATIONS, NAMESPACES, PEOPLE, PREFIXES, QUIET, REPEATABLE,
    REPLY_ATTRIBUTES, RSS_ATTRIBUTES,
)


class Node:
    """An element: its name with the usual prefix of its namespace, its attributes likewise, and its own text."""

    def __init__(self, name, attributes, line, parent):
        self.name, self.attributes, self.line, self.parent = name, attributes, line, parent
        self.last_line, self.text, self.children = line, "", []

    def all(self, name):
        return [child for child in self.children if child.name == name]

    def first(self, name):
        return next(iter(self.all(name)), None)

    def value(self, name):
        child = self.first(name)
        return child.text if child else None

    def get(self, attribute, default=None):
        return self.attributes.get(attribute, default)


class XmlFeed(Document):
    """What RSS and Atom share: well-formedness, namespaces, known names, links."""

    home = None

    def check(self):
        if len(self.data) > LARGEST:
            self.note(1, "ValidatorLimit", f"{len(self.data)} bytes")
        if not self.data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n'):
            name = "BadXmlVersion" if re.match(rb'\s*<\?xml version="(?!1\.0")', self.data) else "HouseRule"
            self.note(1, name, 'the file does not begin with <?xml version="1.0" encoding="utf-8"?>')
        if b"\r" in self.data or b"&#13;" in self.data or b"&#xD;" in self.data:
            self.note(1, "HouseRule", "carriage return")
        try:
            self.source = self.data.decode("utf-8").split("\n")
            root = self.parse()
        except UnicodeDecodeError as error:
            return self.note(self.data.count(b"\n", 0, error.start) + 1, "UnicodeError", str(error))
        except expat.ExpatError as error:
            return self.note(error.lineno, "SAXError", str(error))
        if "xml:lang" in root.attributes:
            self.language(root.line, root.get("xml:lang"), f"{root.name}@xml:lang")
        self.feed(root)

    def parse(self):
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        top = Node("", {}, 1, None)
        stack, declared, used = [top], {}, set()

        def known(name):
            uri, _, local = name.rpartition(" ")
            used.add(uri)
            if not uri or uri == self.home:
                return local
            return f"{PREFIXES[uri]}:{local}" if uri in PREFIXES else f"{{{uri}}}{local}"

        def start(name, attributes):
            node = Node(known(name), {known(key): value for key, value in attributes.items()},
                        parser.CurrentLineNumber, stack[-1])
            stack[-1].children.append(node)
            stack.append(node)
            for key, value in node.attributes.items():
                self.characters(node.line, value, f"{node.name}@{key}")

        def end(_):
            node = stack.pop()
            node.last_line = parser.CurrentLineNumber
            self.characters(node.line, node.text, node.name)

        def text(data):
            stack[-1].text += data

        def namespace(prefix, uri):
            declared[uri] = parser.CurrentLineNumber
            line, detail = parser.CurrentLineNumber, f"xmlns:{prefix}={uri!r}"
            if uri == "http://search.yahoo.com/mrss":
                self.note(line, "MediaRssNamespace", detail)
            elif prefix and NAMESPACES.get(prefix, uri) != uri:
                self.note(line, "ReservedPrefix", detail)
            elif uri not in PREFIXES and uri not in QUIET:
                self.note(line, "UnknownNamespace", detail)
            elif prefix and self.home and PREFIXES.get(uri) in ("atom", "xhtml"):
                self.note(line, "AvoidNamespacePrefix", detail)

        def doctype(*_):
            self.note(parser.CurrentLineNumber, "InvalidDoctype", "a feed has no DOCTYPE")

        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        parser.StartNamespaceDeclHandler, parser.StartDoctypeDeclHandler = namespace, doctype
        parser.Parse(self.data, True)
        for uri in set(declared) - used:
            self.note(declared[uri], "HouseRule", f"namespace declared and not used: {uri}")
        return top.children[0]

    def names(self, node, known):
        """Reports children and attributes that `node` cannot have, and children it has twice."""
        for name, count in Counter(child.name for child in node.children).items():
            child = node.first(name)
            if name not in known and not name.startswith("{"):
                self.note(child.line, "UndefinedElement", f"{name} in {node.name}")
            elif count > 1 and name == "enclosure":
                self.note(node.all(name)[1].line, "DuplicateEnclosure", f"{count} in {node.name}")
            elif count > 1 and name not in REPEATABLE and not name.startswith("{"):
                self.note(node.all(name)[1].line, "DuplicateElement", f"{name} in {node.name}")
        if node.text.strip():
            self.note(node.line, "UnexpectedText", f"{node.text.strip()[:40]!r} in {node.name}")
        for child in node.children:
            for attribute in set(child.attributes) - self.attributes(child) - {"xml:lang"}:
                if not attribute.startswith("{"):
                    name = "HouseRule" if attribute == "xml:base" else "UnexpectedAttribute"
                    self.note(child.line, name, f"{child.name}@{attribute}")
            if "xml:lang" in child.attributes:
                self.language(child.line, child.get("xml:lang"), f"{child.name}@xml:lang")
            if child.name in known and child.children and not self.is_container(child):
                self.note(child.line, "UndefinedElement", f"{child.children[0].name} in {child.name}")

    def attributes(self, node):
        if node.name == "thr:in-reply-to":
            return REPLY_ATTRIBUTES
        if node.name.startswith(("media:", "itunes:", "{")):
            return set(node.attributes)
        if node.name == ("link" if self.home else "atom:link"):
            return LINK_ATTRIBUTES
        return (ATOM_ATTRIBUTES if self.home else RSS_ATTRIBUTES).get(node.name, set())

    def is_container(self, node):
        return node.name in PEOPLE | {"channel", "item", "image", "entry", "source", "app:control"} or ":" in node.name

    def one_line(self, node, blank="NotBlank"):
        """A value with no white space around it and single spaces inside; `blank` names the fault of an empty one."""
        if blank and not node.text.strip():
            self.note(node.line, blank, node.name)
        elif node.text != " ".join(node.text.split()):
            strict = self.home and node.name in ("id", "updated", "published", "icon", "logo", "uri")
            edges = node.text != node.text.strip()
            self.note(node.line, "UnexpectedWhitespace" if strict and edges else "HouseRule",
                      f"white space in {node.name}: {node.text[:40]!r}")
        return node.text.strip()

    def link(self, node, where):
        """A link of Atom, in either format. Returns its relation."""
        line, relation = node.line, node.get("rel", "alternate")
        if relation not in LINK_RELATIONS and not re.match(r"[A-Za-z][\w+.-]*:\S+$", relation):
            self.note(line, "UnregisteredAtomLinkRel" if relation else "AttrNotBlank", f"rel={relation!r} in {where}")
        if "type" in node.attributes:
            self.mime(line, node.get("type"), f"link@type in {where}")
        if relation == "self" and where in ("feed", "channel"):
            own, kind = ("application/atom+xml" if self.home else "application/rss+xml"), node.get("type")
            if kind not in ("application/atom+xml", "application/rss+xml", "application/rdf+xml"):
                self.note(line, "SelfNotAtom", f"type={kind!r}")
            elif kind != own:
                self.note(line, "HouseRule", f"the type of link self is not {own}")
        if "title" in node.attributes:
            if not node.get("title").strip():
                self.note(line, "AttrNotBlank", "link@title")
            elif markup_in(node.get("title")):
                self.note(line, "ContainsHTML", f"link@title: {node.get('title')!r}")
        if "length" in node.attributes:
            self.number(line, node.get("length"), "link@length")
        if "hreflang" in node.attributes:
            self.language(line, node.get("hreflang"), "link@hreflang")
        if "href" not in node.attributes:
            self.note(line, "MissingHref", f"link rel={relation!r} in {where}")
        else:
            is_self = relation == "self" and where in ("feed", "channel")
            self.url(line, node.get("href"), f"link rel={relation!r}", "RelativeSelf" if is_self else "InvalidFullLink")
            if is_self and self.location and urljoin(self.location, node.get("href")) != self.location:
                self.note(line, "SelfDoesntMatchLocation", node.get("href"))
        for attribute in {"thr:count", "thr:updated"} & set(node.attributes):
            if relation != "replies":
                self.note(line, "UnexpectedAttribute", f"{attribute} on rel={relation!r}")
        if "thr:count" in node.attributes:
            self.number(line, node.get("thr:count"), "thr:count")
        if "thr:updated" in node.attributes:
            self.rfc3339(line, node.get("thr:updated"), "thr:updated")
        if "thr:when" in node.attributes:
            self.note(line, "NoThrWhen", where)
        if node.text.strip() or node.children:
            self.note(line, "AtomLinkNotEmpty", where)
        return relation

    def extensions(self, node):
        """The values of the extensions that feeds of both formats may carry."""
        for child in node.children:
            line, value, name = child.line, child.text.strip(), child.name
            if name in ("slash:comments", "thr:total"):
                self.number(line, value, name)
            elif name in ("atom:updated", "atom:published"):
                self.rfc3339(line, value, name)
            elif name.startswith("dcterms:") or name == "dc:date":
                self.rfc3339(line, value, name, "InvalidW3CDTFDate")
            elif name in ("wfw:comment", "wfw:commentRss", "wfw:commentRSS", "creativeCommons:license",
                          "trackback:ping", "feedburner:origLink", "atom:id"):
                self.url(line, value, name)
                if name == "wfw:commentRSS":
                    self.note(line, "CommentRSS", "write commentRss")
            elif name == "dc:language":
                self.language(line, value, name)
            elif name == "georss:point" and not re.fullmatch(r"[-+]?\d+(\.\d+)? [-+]?\d+(\.\d+)?", value, re.A):
                self.note(line, "InvalidCoord", value)
            elif name == "thr:in-reply-to":
                self.identifier(line, child.get("ref", ""), "thr:in-reply-to@ref")
                for attribute in {"href", "source"} & set(child.attributes):
                    self.url(line, child.get(attribute), f"thr:in-reply-to@{attribute}")
                if "type" in child.attributes:
                    self.mime(line, child.get("type"), "thr:in-reply-to@type")
            elif name.startswith("media:"):
                for part in [child, *child.children]:
                    if "url" in part.attributes:
                        self.url(part.line, part.get("url"), f"{part.name}@url")

    def podcast(self, top, members):
        """Any element of iTunes obliges the feed to name its category, its explicitness and its owner's address."""
        if not any(child.name.startswith("itunes:") for node in [top, *members] for child in node.children):
            return
        for name in ("itunes:category", "itunes:explicit"):
            if not top.first(name):
                self.note(top.line, "MissingItunesElement", name)
        owner = top.first("itunes:owner")
        if not owner:
            self.note(top.line, "MissingItunesEmail", "itunes:owner")
        elif not owner.first("itunes:email"):
            self.note(owner.line, "MissingElement", "itunes:email in itunes:owner")

    def latest(self, node, moments, name):
        """The feed's own date is that of its newest member, not of the moment of writing."""
        moments = [moment for moment in moments if moment]
        if node and moments and self.own_date and self.own_date != max(moments):
            self.note(node.line, "HouseRule", f"{name} is not the newest date of the document")
