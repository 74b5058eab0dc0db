"""Subscribes feed readers to what Larder writes, on loopback, and compares what they show with the archive.

    suite.py LARDER FOLDER

Prints a line for each thing that was tried: `ok`, `FAILED` with the reason, `skipped` with the reason, then the counts.
FOLDER is an empty one to work in; `FOLDER/why/NAME` may say why program NAME could not be installed.
Exit code 0: nothing failed.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
import textwrap
import traceback
import urllib.request
import xml.etree.ElementTree as ElementTree
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import blogs
from expected import as_uri, assert_same, entries_of
from programs import ATOM, JSON_FEED, RSS, Quirk, Unavailable
from programs.newsboat import Newsboat
from programs.node import Feedsmith, RssParser
from programs.python_feedparser import Feedparser
from programs.python_reader import Reader
from programs.sfeed import Sfeed
from server import Server

PROGRAMS = (Newsboat(), Sfeed(), Reader(), Feedparser(), RssParser(), Feedsmith())
FILES = {RSS: "rss.xml", ATOM: "atom.xml", JSON_FEED: "feed.json"}
NAMES = {RSS: "RSS", ATOM: "Atom", JSON_FEED: "JSON Feed"}
OLD = Path(__file__).parent / "old"
BOOK = Path(__file__).parents[3] / "examples/brunch-book/captures"
OLD_FEEDS = {RSS: ("wordpress.xml", "odd.xml"), ATOM: ("atom.xml",), JSON_FEED: ("feed.json",)}


class Report:
    """Runs what is tried, says how it went, and counts."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, name, action, *arguments):
        try:
            action(*arguments)
        except Exception as error:
            self.failed += 1
            reason = str(error) if isinstance(error, AssertionError) and str(error) else traceback.format_exc()
            print(f"FAILED   {name}", textwrap.indent(reason[:4000].rstrip(), " " * 9), sep="\n", flush=True)
        else:
            self.passed += 1
            print(f"ok       {name}", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped  {name}: {why}", flush=True)


class Bench:
    """Larder, a server, and folders: what every scenario works with."""

    def __init__(self, larder, folder):
        self.server = Server()
        self._larder = Path(larder).resolve()
        self._folder = Path(folder).resolve()
        self._scenarios = 0

    def folder(self):
        """A new, empty one."""
        return Path(tempfile.mkdtemp(dir=self._folder))

    def place(self):
        """A folder on the server that no other scenario uses."""
        self._scenarios += 1
        return f"{self._scenarios}/"

    def convert(self, source, *options, formats=(RSS, ATOM, JSON_FEED, "json"), place=""):
        """Converts a file, a folder or an archive in memory; returns the folder with the output."""
        if isinstance(source, dict):
            archive = self.folder() / "larder.json"
            archive.write_text(json.dumps(source, ensure_ascii=False), encoding="utf-8")
            source = archive
        out = self.folder() / "out"
        address = self.server.address + place
        command = [self._larder, "convert", source, "--to", ",".join(formats), "--public-url", address, "-o", out, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        # 1: something was left out, as declared (posts without a date, private ones).
        assert done.returncode in (0, 1), f"exit code {done.returncode}: {done.stderr}"
        return out

    def publish(self, file, path):
        return self.server.publish(path, file.read_bytes())


def the_server_is_a_good_one(bench):
    """ETag, Last-Modified, 304, 301, 404 and types: what the readers do is worth nothing otherwise."""
    place = bench.place()
    url = bench.server.publish(place + "feed.xml", b'<feed xmlns="http://www.w3.org/2005/Atom"/>')
    status, headers = _ask(url)
    assert (status, headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8"), headers
    for asked in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
        assert _ask(url, asked)[0] == 304, f"{asked} was not answered with 304"
    bench.server.publish(place + "feed.xml", b"<rss/>")
    for asked in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
        status, now = _ask(url, asked)
        assert (status, now["Content-Type"]) == (200, "application/rss+xml; charset=utf-8"), (asked, now)
    bench.server.move(place + "old.xml", url)
    status, moved = _ask(bench.server.address + place + "old.xml")
    assert (status, moved["Location"]) == (301, url), moved
    assert _ask(bench.server.address + place + "nothing.xml")[0] == 404


def _ask(url, headers={}):
    """The status and the headers of an answer; no redirect is followed."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", parts.path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers


def every_post_arrives_once(bench, program, sources):
    """Title, date, link, content with its pictures, enclosures and tags of every public post, and no other entry."""
    for out, expected in sources:
        for format in program.formats:
            url = bench.publish(out / FILES[format], bench.place() + FILES[format])
            subscription = program.subscribe(url, bench.folder())
            # Nothing changed in between: the second fetch may bring nothing.
            for _ in range(2):
                subscription.refresh()
                assert_same(expected, subscription.entries(), program, format)


def an_edit_stays_in_place(bench, program):
    """A post that was rewritten takes its own place, and a new one comes once."""
    before = blogs.long(12)
    id = before["posts"][4]["id"]
    after = blogs.edited(blogs.long(13), id)
    first, second = bench.convert(before), bench.convert(after)
    for format in program.formats:
        path = bench.place() + FILES[format]
        subscription = program.subscribe(bench.publish(first / FILES[format], path), bench.folder())
        subscription.refresh()
        subscription.mark_all_read()
        assert not _unread(subscription), "not everything is read"
        bench.publish(second / FILES[format], path)
        subscription.refresh()
        entries = subscription.entries()
        news = {after["posts"][-1]["id"]}
        if Quirk.TITLE_AND_LINK_IDENTIFY in program.quirks:
            entries = [entry for entry in entries if (entry.id, entry.title) != (id, before["posts"][4]["title"])]
            news.add(id)
        assert_same(entries_of(after), entries, program, format)
        assert _unread(subscription) == news, f"unread: {_unread(subscription)}"


def a_migrated_feed_shows_nothing_twice(bench, program):
    """Old feeds, read by Larder and written anew for another address, at the old address and behind a redirect."""
    for format in program.formats:
        for old in OLD_FEEDS[format]:
            _migrate(bench, program, format, OLD / old)


def short_numbers_stay_ids(bench, program):
    """The same for guids that are short numbers, which the validator warns of."""
    _migrate(bench, program, RSS, OLD / "numbers.xml")


def _migrate(bench, program, format, old):
    place = bench.place()
    path, moved_path, new_path = place + old.name, f"{place}moved/{old.name}", f"{place}new/{FILES[format]}"
    stayed = program.subscribe(bench.publish(old, path), bench.folder())
    moved = program.subscribe(bench.publish(old, moved_path), bench.folder())
    for subscription in (stayed, moved):
        subscription.refresh()
        subscription.mark_all_read()
    before = stayed.entries()
    assert len(before) >= 2 and not any(entry.unread for entry in before), before

    archive = bench.convert(old, formats=("json",))
    for source, way in ((old, "at once"), (archive, "by way of an archive")):
        new = bench.convert(source, formats=(format,), place=f"{place}new/") / FILES[format]
        bench.publish(new, path)
        stayed.refresh()
        _assert_unchanged(program, before, stayed, f"{old.name}, converted {way}, at its old address")

    bench.server.move(moved_path, bench.publish(new, new_path))
    if Quirk.NO_REDIRECT in program.quirks:
        _assert_refused(moved)
    else:
        moved.refresh()
        assert (new_path, 200) in bench.server.answers, "the redirect was not followed"
    _assert_unchanged(program, before, moved, f"{old.name}, redirected")

    # A reader that would not show another id as another entry could not have shown a post twice above.
    ids = rb'(<guid[^>]*>|<entry>.*?<id>|\n{"id":")'
    bench.server.publish(path, re.sub(ids, rb"\1urn:x:", new.read_bytes(), flags=re.DOTALL))
    stayed.refresh()
    news = [entry for entry in stayed.entries() if entry.id.startswith("urn:x:")]
    assert len(news) == len(before), f"{old.name}: ids that changed were not noticed"


def _assert_unchanged(program, before, subscription, where):
    after = subscription.entries()
    if Quirk.TITLE_AND_LINK_IDENTIFY in program.quirks:
        # To such a reader, another link or title is another entry. Larder escapes what is no URI in a link, as the
        # formats demand, and writes a title of HTML as text.
        after = [entry for entry in after if not _is_written_otherwise(entry, before)]
    before, after = (sorted((entry.id, f"{entry.published:%FT%TZ}", entry.unread) for entry in them) for them in (before, after))
    assert after == before, f"{where}: id, date, unread\n before {before}\n after  {after}"


def _is_written_otherwise(entry, before):
    alike = [old for old in before if old.id == entry.id and as_uri(old.link) == entry.link]
    alike = [old for old in alike if entry.title in (old.title, html.unescape(old.title))]
    return bool(alike) and all((old.title, old.link) != (entry.title, entry.link) for old in alike)


def _assert_refused(subscription):
    try:
        subscription.refresh()
    except AssertionError:
        return
    raise AssertionError("the redirect was followed: this quirk is gone")


def _unread(subscription):
    return {entry.id for entry in subscription.entries() if entry.unread}


def the_history_is_walked(bench, program):
    """The documents of a whole history, read one after another at one address: every post once, and nothing else."""
    blog = blogs.long(53)
    for format in program.formats:
        place = bench.place()
        _serve(bench, bench.convert(blog, "--archive-pages", "8", place=place), place)
        path = f"{place}walked/{FILES[format]}"
        subscription = program.subscribe(bench.server.address + path, bench.folder())
        documents = _walk(bench.server.address + place + FILES[format], format)
        assert len(documents) > 3, f"only {len(documents)} documents"
        for content in documents.values():
            bench.server.publish(path, content)
            subscription.refresh()
        assert_same(entries_of(blog), subscription.entries(), program, format)


def finished_documents_do_not_change(bench):
    """Each post is in one archive document or waits in the subscription document; a new post changes no archive."""
    place, seen = bench.place(), {}
    for posts in range(40, 58):
        blog = blogs.long(posts)
        _serve(bench, bench.convert(blog, "--archive-pages", "8", place=place), place)
        for format, file in FILES.items():
            documents = _walk(bench.server.address + place + file, format)
            newest, *archives = (_ids(content, format) for content in documents.values())
            assert len(archives) > 3, f"only {len(archives)} archive documents"
            archived = [id for archive in archives for id in archive]
            assert len(archived) == len(set(archived)), "a post is in two archive documents"
            wanted = {entry.id for entry in entries_of(blog)}
            assert set(archived) | set(newest) == wanted, f"{posts} posts: {file} and its archives hold others"
            _assert_kept(seen, documents)


def _assert_kept(seen, documents):
    """Finished documents are the same bytes as before, but for the newest, which learns once what comes after it."""
    addresses = list(documents)[1:]
    for age, address in enumerate(addresses):
        content = documents[address]
        if address in seen and content != seen[address]:
            assert age == 1 and addresses[0] not in seen, f"{address} has changed"
            link = re.compile(rb'<(atom:)?link [^>]*rel="next-archive"[^>]*/>\n?|,"next":"[^"]*"')
            assert link.sub(b"", content, count=1) == seen[address], f"{address} has changed by more than its link"
    seen.update({address: documents[address] for address in addresses})


def _serve(bench, out, place):
    for file in out.rglob("*"):
        if re.fullmatch(r"(rss|atom|feed)(-\d+)?\.(xml|json)", file.name):
            bench.publish(file, place + file.relative_to(out).as_posix())


def _walk(url, format):
    """The documents from the subscription document to the oldest, by address, fetched as a program would."""
    documents = {}
    while url:
        assert url not in documents, f"the walk comes back to {url}"
        with urllib.request.urlopen(url, timeout=10) as response:
            documents[url] = response.read()
        url = _older(documents[url], format)
    return documents


def _older(content, format):
    if format == JSON_FEED:
        return json.loads(content).get("next_url")
    links = ElementTree.fromstring(content).iter("{http://www.w3.org/2005/Atom}link")
    return next((link.get("href") for link in links if link.get("rel") == "prev-archive"), None)


def _ids(content, format):
    if format == JSON_FEED:
        return [item["id"] for item in json.loads(content)["items"]]
    path = "channel/item/guid" if format == RSS else "{*}entry/{*}id"
    return [element.text for element in ElementTree.fromstring(content).findall(path)]


def main(larder, folder):
    report, bench = Report(), Bench(larder, folder)
    book, knotty = bench.convert(BOOK), blogs.knotty()
    archive = json.loads((book / "larder.json").read_text(encoding="utf-8"))
    sources = ((book, entries_of(archive, bench.server.address)), (bench.convert(knotty), entries_of(knotty)))
    assert all(len(expected) >= 16 for _, expected in sources), "the test blogs hold too little"

    report.check("the server on loopback answers as it should", the_server_is_a_good_one, bench)
    report.check("a walk of the whole history meets every post, and finished documents do not change",
                 finished_documents_do_not_change, bench)
    for program in PROGRAMS:
        formats = ", ".join(NAMES[format] for format in program.formats)
        try:
            known = f"{program.name} {program.version()} ({formats})"
        except Unavailable as unavailable:
            why = Path(folder, "why", program.name)
            report.skip(f"{program.name} ({formats})", why.read_text().strip() if why.is_file() else unavailable)
            continue
        report.check(f"{known}: every post arrives once, whole", every_post_arrives_once, bench, program, sources)
        report.check(f"{known}: an edited post stays in its place", an_edit_stays_in_place, bench, program)
        report.check(f"{known}: a migrated feed shows nothing twice", a_migrated_feed_shows_nothing_twice, bench, program)
        report.check(f"{known}: guids that are short numbers show nothing twice", short_numbers_stay_ids, bench, program)
        report.check(f"{known}: the whole history arrives once", the_history_is_walked, bench, program)
    bench.server.close()
    print(f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
