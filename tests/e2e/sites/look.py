"""Looks at a site that a generator built of what Larder wrote.

look.py FOLDER BUILT ARCHIVE

Every page that was written is at the address that its front matter states, with its comments, and shows the whole text of
its post, as it is, template languages or not; something is at each of its old addresses; titles and code are shown letter by
letter; every link and picture of the site that leads within it leads to something; the feed names the ids of the archive and
parses; nothing of the archive that is private is in anything that was built.
"""

import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

BASE = "/blog"
ADDRESS = re.compile(r'^(?:url|permalink|path)(?:: | = )("(?:[^"\\]|\\.)*")$', re.M)
GUID = re.compile(r'^guid(?:: | = )("(?:[^"\\]|\\.)*")$', re.M)
OLD = re.compile(r"^(?:aliases|redirect_from)(?:: | = )(\[.*\])$", re.M)
COMMENTS = re.compile(r'^(?:comments|comment_file)(?:: | = )("(?:[^"\\]|\\.)*")$', re.M)


class Page(HTMLParser):
    """The addresses, ids and texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.addresses, self.ids, self.texts, self.code, self.depth = [], set(), [], [], 0
        self.feed(text)
        self.text = " ".join("".join(self.texts).split())

    def handle_data(self, data):
        self.texts.append(data)
        if self.depth:
            self.code.append(" ".join(data.split()))

    def handle_endtag(self, tag):
        self.depth -= tag == "code" and self.depth > 0

    def handle_starttag(self, tag, attributes):
        self.depth += tag == "code"
        for name, value in attributes:
            if name in ("href", "src") and value:
                self.addresses.append((tag, value))
            if name == "id":
                self.ids.add(value)


class Text(HTMLParser):
    """The text that a page shows."""

    HIDDEN = {"script", "style", "svg", "math", "template", "title", "noscript", "object"}

    def __init__(self, html):
        super().__init__()
        self.pieces, self.hidden = [], 0
        self.feed(html)
        self.close()
        # Neither white space nor what no document can hold is text.
        strip = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\ufeff\ufffd-\uffff]+")
        self.pieces = [strip.sub("", piece) for piece in self.pieces]

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in self.HIDDEN

    def handle_endtag(self, tag):
        self.hidden -= tag in self.HIDDEN and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.pieces.append(data)


def unshown(said, shown):
    """The first piece of a text that another text does not have behind the pieces before it."""
    shown, at = "".join(shown.pieces), 0
    for piece in said.pieces:
        found = shown.find(piece, at)
        if found < 0:
            return piece
        at = found + len(piece)
    return ""


def file_at(built, path):
    """The file that a web server shows at a path, or None."""
    path = urllib.parse.unquote(path).lstrip("/")
    file = built / path
    if file.is_dir():
        file = file / "index.html"
    return file if file.is_file() else None


def look(folder, built, archive):
    wrong = []
    pages = [file for file in folder.rglob("*.md") if "layouts" not in file.parts]
    drafts, posts = 0, {post["id"]: post for post in archive.get("posts", [])}
    for file in pages:
        front = file.read_text("utf-8").split("\n---\n")[0].split("\n+++\n")[0]
        is_draft = re.search(r"^(?:draft(?:: | = )true|published: false)$", front, re.M)
        if is_draft or "_drafts" in file.parts:
            drafts += 1
            continue
        address = ADDRESS.search(front)
        if address and not file_at(built, json.loads(address[1])):
            wrong.append(f"{file}: nothing is at {address[1]}")
        for old in json.loads((OLD.search(front) or [0, "[]"])[1]):
            if not file_at(built, old):
                wrong.append(f"{file}: nothing is at the old address {old}")
        said = COMMENTS.search(front)
        at = address and file_at(built, json.loads(address[1]))
        guid = GUID.search(front)
        post = posts.get(json.loads(guid[1])) if guid else None
        if at and post:
            missing = unshown(Text((post.get("content") or {}).get("html") or ""), Text(at.read_text("utf-8")))
            wrong += [f"{file}: not all of its text is shown: {missing[:200]}"] if missing else []
        if at and said:
            page = Page(at.read_text("utf-8"))
            for data in folder.rglob(f"comments/{json.loads(said[1])}.json"):
                ids = {comment["id"] for comment in json.loads(data.read_text("utf-8"))}
                wrong += [f"{file}: {missing} is not under it" for missing in sorted(ids - page.ids)]
    html = {file: Page(file.read_text("utf-8")) for file in built.rglob("*.html") if file.is_file()}
    if len(html) < len(pages) - drafts:
        wrong.append(f"{len(html)} pages were built of {len(pages)}")
    for file, page in html.items():
        here = "/" + file.relative_to(built).as_posix()
        for tag, address in page.addresses:
            address = urllib.parse.urljoin("https://example.org" + BASE + here, address)
            parts = urllib.parse.urlsplit(address)
            if parts.netloc != "example.org" or not parts.path.startswith(BASE + "/"):
                continue
            if not file_at(built, parts.path[len(BASE):]):
                wrong.append(f"{here}: <{tag}> leads to {address}, and nothing is there")
    text = "\n".join(page.text for page in html.values())
    for post in archive.get("posts", []):
        if not is_public(post) or not post.get("published"):
            continue
        title = "".join(letter for letter in post.get("title") or "" if letter.isprintable() or letter.isspace())
        code = Page((post.get("content") or {}).get("html") or "").code
        wrong += [f"{shown!r} is on no page" for shown in [" ".join(title.split()), *code] if shown not in text]
    ids = {post["id"] for post in archive.get("posts", [])}
    for feed in [*built.rglob("index.xml"), *built.rglob("feed.xml"), *built.rglob("rss.xml")]:
        for item in ElementTree.parse(feed).iter("item"):
            guid = item.findtext("guid")
            if guid not in ids:
                wrong.append(f"{feed}: no post has the id {guid}")
            if not (item.findtext("link") or "").startswith("https://example.org" + BASE):
                wrong.append(f"{feed}: {guid} has no link")
    secrets = set(secret for secret in private(archive) if len(secret) > 3)
    for file in [*built.rglob("*"), *folder.rglob("*")]:
        if file.is_file() and file.suffix in (".html", ".xml", ".json", ".md", ".toml", ".yml", ".js", ".txt"):
            text = file.read_text("utf-8", "replace")
            wrong += [f"{file} holds {secret}" for secret in secrets if secret in text]
    return wrong


def private(archive):
    """What must be nowhere: addresses of people, and the titles and slugs of what is not public."""
    for person in archive.get("authors", []):
        yield person.get("email") or ""
    for comment in archive.get("comments", []):
        yield comment.get("author_email") or ""
        yield comment.get("author_ip") or ""
    public = [post for post in archive.get("posts", []) if is_public(post)]
    shown = json.dumps(public, ensure_ascii=False)
    for post in archive.get("posts", []):
        for said in (post.get("title"), post.get("slug")):
            if not is_public(post) and said and len(said) > 8 and said not in shown:
                yield said


def is_public(post):
    return (
        post.get("status") == "published"
        and post.get("visibility") == "public"
        and post.get("audience", "public") == "public"
        and post.get("kind", "post") != "other"
    )


if __name__ == "__main__":
    found = look(*map(pathlib.Path, sys.argv[1:3]), json.loads(pathlib.Path(sys.argv[3]).read_text("utf-8")))
    print("\n".join(found[:40]))
    sys.exit(1 if found else 0)
