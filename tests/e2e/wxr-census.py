#!/usr/bin/env python3
"""Counts what WordPress exports (WXR 1.0 to 1.2) hold, without any code of Larder, to compare with `larder inspect`.

    python3 wxr-census.py FILE...

Prints tab-separated rows, header first: `file`, `what`, `key`, `count`. Files that are not well-formed, and those whose
DOCTYPE declares something, are named on standard error, and the exit code is 1. Nothing is merged: the parts of one blog
are counted one by one.

    version               wxr_version
    items                 every <item>
    item                  by `post_type/status`; `+password` is added if post_password is not empty
    sticky                items with is_sticky = 1
    comments, comment     all, and by comment_approved; comment-type: by comment_type (`-` if empty)
    comment-orphan        comments whose parent is not in the same item (or is themselves)
    author, category, tag elements of the channel; term: by taxonomy
    item-term             <category> in items, by domain (`-` if it has none)
    attachment            items of this type
    postmeta, commentmeta, termmeta
    body                  items with `blocks` (`<!-- wp:` in the body), `html` (any other text) or `none`
    upload-url            distinct addresses of uploaded files in bodies, as written
    url-line              lines of a body that are an address and nothing else
    slug-clash            post names that several posts and pages have, compared decoded, in NFC and without case
    id-clash              post ids that several items have
    offset                posts and pages by local minus GMT, where both dates are given
    link                  <a href> and <area href> in bodies by `target/form`, see `link_key`; external: all other hosts
"""

import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

WP = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/\}")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
UPLOAD = re.compile(
    r"(?:https?:)?(?://[^\s\"'<>/\\]+)?/(?:[^\s\"'<>()\[\]\\]*/)?wp-content/uploads/[^\s\"'<>()\[\]\\]+"
    r"|https?://(?:i\d\.wp\.com/)?[\w-]+\.files\.wordpress\.com/[^\s\"'<>()\[\]\\]+"
)
URL_LINE = re.compile(r"^[ \t]*https?://[^\s<>\"]+[ \t]*\r?$", re.M)
INTERNAL_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[")


class Links(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag in ("a", "area"):
            self.found += [value for name, value in attributes if name == "href" and value]


def name_of(element):
    """`wp:post_id` for any version of the namespace, `title` for elements without one."""
    return WP.sub("wp:", element.tag)


def text(element, name):
    for child in element:
        if name_of(child) == name:
            return child.text or ""
    return ""


def folded(text):
    return unicodedata.normalize("NFC", unquote(text))


def same_place(path):
    return folded(path).rstrip("/").lower()


def moment(text):
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None


class Census:
    def __init__(self, file):
        self.rows = Counter()
        self.home = ""
        self.places, self.old_slugs, self.slugs, self.ids = set(), set(), Counter(), Counter()
        self.links, self.uploads = [], set()
        depth = 0
        channel = None
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            if event == "start":
                depth += 1
                if depth == 2:
                    channel = element
                continue
            depth -= 1
            if depth == 2:
                self.child_of_channel(element)
                channel.remove(element)
        for link, base in self.links:
            self.rows[("link", self.link_key(link, base))] += 1
        self.rows[("upload-url", "")] = len(self.uploads)
        self.rows[("slug-clash", "")] = sum(1 for count in self.slugs.values() if count > 1)
        self.rows[("id-clash", "")] = sum(1 for count in self.ids.values() if count > 1)

    def child_of_channel(self, element):
        name = name_of(element)
        if name == "item":
            self.item(element)
        elif name in ("wp:author", "wp:category", "wp:tag"):
            self.rows[(name[3:], "")] += 1
        elif name == "wp:term":
            self.rows[("term", text(element, "wp:term_taxonomy"))] += 1
        elif name == "wp:wxr_version":
            self.rows[("version", (element.text or "").strip())] += 1
        elif name == "wp:base_blog_url" or (name == "link" and not self.home):
            self.home = (element.text or "").strip()
        self.rows[("termmeta", "")] += sum(1 for child in element if name_of(child) == "wp:termmeta")

    def item(self, item):
        rows = self.rows
        kind, status = text(item, "wp:post_type") or "-", text(item, "wp:status") or "-"
        password = "+password" if text(item, "wp:post_password") else ""
        rows[("items", "")] += 1
        rows[("item", f"{kind}/{status}{password}")] += 1
        rows[("sticky", "")] += text(item, "wp:is_sticky") == "1"
        rows[("attachment", "")] += kind == "attachment"
        self.ids[text(item, "wp:post_id")] += 1
        link, body = text(item, "link"), text(item, CONTENT)
        if kind in ("post", "page"):
            slug = text(item, "wp:post_name")
            if slug:
                self.slugs[folded(slug).lower()] += 1
            path = urlsplit(link).path
            if path.strip("/") and not urlsplit(link).query:
                self.places.add(same_place(path))
            local, utc = moment(text(item, "wp:post_date")), moment(text(item, "wp:post_date_gmt"))
            if local and utc:
                minutes = round((local - utc).total_seconds() / 60)
                rows[("offset", f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}")] += 1
        rows[("body", "blocks" if "<!-- wp:" in body else "html" if body.strip() else "none")] += 1
        rows[("url-line", "")] += len(URL_LINE.findall(body))
        self.uploads.update(found.replace("&amp;", "&") for found in UPLOAD.findall(body))
        parser = Links()
        parser.feed(body)
        parser.close()
        self.links += [(href, link) for href in parser.found]
        comments = []
        for child in item:
            name = name_of(child)
            if name == "category":
                rows[("item-term", child.get("domain") or "-")] += 1
            elif name == "wp:postmeta":
                rows[("postmeta", "")] += 1
                if text(child, "wp:meta_key") == "_wp_old_slug":
                    self.old_slugs.add(folded(text(child, "wp:meta_value")))
            elif name == "wp:comment":
                comments.append(child)
        ids = {text(comment, "wp:comment_id") for comment in comments}
        for comment in comments:
            rows[("comments", "")] += 1
            rows[("comment", text(comment, "wp:comment_approved"))] += 1
            rows[("comment-type", text(comment, "wp:comment_type") or "-")] += 1
            parent = text(comment, "wp:comment_parent")
            orphan = parent not in ("", "0") and (parent not in ids or parent == text(comment, "wp:comment_id"))
            rows[("comment-orphan", "")] += orphan
            rows[("commentmeta", "")] += sum(1 for child in comment if name_of(child) == "wp:commentmeta")

    def link_key(self, href, base):
        """What a link leads to, and how it is written. The first that fits:

        target: comment, anchor (only a fragment); upload; id (`?p=`, `?page_id=`, `?attachment_id=`); amp; item (the
        path of a post or page); old-slug; archive (category, tag, author, feed, year or month); home; unknown.
        form: fragment, relative (to the item), root (`/…`), scheme (`//host/…`), mobile (`m.`), www (`www.` more or
        less), http (the other of http and https), absolute.
        """
        href = href.strip()
        if href.startswith("#"):
            return ("comment" if re.match(r"#comment-\d", href) else "anchor") + "/fragment"
        written = urlsplit(href)
        home = urlsplit(self.home)
        if written.scheme not in ("", "http", "https"):
            return "external"
        host = (written.hostname or home.hostname or "").lower()
        own = (home.hostname or "").lower()
        bare = own.removeprefix("www.")
        if host not in (own, bare, "www." + bare, "m." + bare):
            return "external"
        if not written.netloc:
            form = "root" if href.startswith("/") else "relative"
        elif host == "m." + bare and host != own:
            form = "mobile"
        elif host != own:
            form = "www"
        elif not written.scheme:
            form = "scheme"
        else:
            form = "absolute" if written.scheme == home.scheme else "http"
        whole = urlsplit(urljoin(base if urlsplit(base).netloc else self.home, href))
        path, query = whole.path, parse_qs(whole.query, keep_blank_values=True)
        last = folded(path).rstrip("/").rsplit("/", 1)[-1]
        if "/wp-content/uploads/" in path:
            target = "upload"
        elif {"p", "page_id", "attachment_id"} & set(query):
            target = "id"
        elif last == "amp" or "amp" in query:
            target = "amp"
        elif same_place(path) in self.places:
            target = "item"
        elif last in self.old_slugs:
            target = "old-slug"
        elif re.search(r"^/(?:category|tag|author)/|/feed/?$|^/\d{4}(?:/\d\d){0,2}/?$", path):
            target = "archive"
        elif not path.strip("/"):
            target = "home"
        else:
            target = "unknown"
        return f"{target}/{form}"


def main(files):
    print("file\twhat\tkey\tcount")
    failed = False
    for file in files:
        try:
            with open(file, "rb") as start:
                if INTERNAL_SUBSET.search(start.read(65536)):
                    raise ValueError("a DOCTYPE that declares something")
            census = Census(file)
        except (OSError, ValueError, ElementTree.ParseError) as error:
            print(f"{file}: {error}", file=sys.stderr)
            failed = True
            continue
        for (what, key), count in sorted(census.rows.items()):
            if count:
                print(f"{file}\t{what}\t{key}\t{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
