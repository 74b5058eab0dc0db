"""Compares the records that `captures list` finds in a file with those that warcio and FastWARC find.

    compare.py CAPTURES FILE

Compared are the count, and of every record its type, address, date and block; of HTTP messages the decoded body; and
whether digests fit. Where warcio is known to read something otherwise, it says so and why.
"""

import base64
import hashlib
import subprocess
import sys

from warcio.archiveiterator import ArchiveIterator

captures, file = sys.argv[1:]


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def ours():
    listed = subprocess.run([captures, "list", file], check=True, capture_output=True).stdout.decode()
    lines = [line.split("\t") for line in listed.splitlines()]
    account = lines.pop()
    print(account[0])
    for line in lines:
        if line[0] in ("damage", "error"):
            print("outside of records:", line[1])
    return [line for line in lines if line[0] not in ("damage", "error")]


def header(record, *names):
    for name in names:
        value = record.rec_headers.get_header(name)
        if value is not None:
            return value
    return ""


def records(**options):
    with open(file, "rb") as stream:
        yield from ArchiveIterator(stream, **options)


# warcio has a type of its own for the first record of an ARC file.
TYPES = {"arc_header": "warcinfo"}


def theirs():
    blocks = [sha1(record.raw_stream.read()) for record in records(no_record_parse=True)]
    found = []
    for index, record in enumerate(records(check_digests=True)):
        kind = TYPES.get(record.rec_type, record.rec_type)
        target = header(record, "WARC-Target-URI", "uri")
        date = header(record, "WARC-Date", "archive-date")
        body = sha1(record.content_stream().read()) if record.http_headers else "-"
        passed = {True: "right", False: "wrong", None: "-"}[record.digest_checker.passed]
        found.append((kind, target, date, blocks[index], body, passed))
    return found


def fastwarc():
    try:
        from fastwarc.warc import ArchiveIterator as Fast
    except ImportError:
        print("FastWARC is not here")
        return None
    try:
        with open(file, "rb") as stream:
            return [sha1(record.reader.read()) for record in Fast(stream, parse_http=False)]
    except OSError as error:
        # It reads no ARC, and nothing behind a wrong length.
        print("FastWARC:", error)
        return None


def unhex(text):
    return bytes.fromhex(text)


own, other = ours(), theirs()
problems = []
if len(own) != len(other):
    problems.append(f"{len(own)} records, warcio finds {len(other)}")
for index, (one, two) in enumerate(zip(own, other)):
    kind, target, date, block, body, verdict, damage = one
    is_arc = kind in ("warcinfo", "response", "resource") and date.isdigit()
    # ARC says of no record which type it is.
    same_kind = kind == two[0] or is_arc
    # warcio escapes spaces; what it escapes is `target`, and here is what stands in the file.
    same_target = unhex(target).replace(b" ", b"%20") == two[1].replace(" ", "%20").encode("utf-8", "surrogateescape")
    for name, same, left, right in [
        ("type", same_kind, kind, two[0]),
        ("address", same_target, unhex(target), two[1]),
        ("date", date == two[2], date, two[2]),
        # warcio has read the first record of an ARC file before it can be asked for it.
        ("block", block == two[3] or (is_arc and kind == "warcinfo"), block, two[3]),
        # Of a revisit nothing is decoded by warcio, of a request we say nothing else than it.
        ("body", "-" in (body, two[4]) or body == two[4], body, two[4]),
        ("digests", "-" in (verdict, two[5]) or verdict == two[5], verdict, two[5]),
    ]:
        if not same:
            problems.append(f"record {index} ({kind} {unhex(target)}): {name}: {left!r}, warcio has {right!r}. {damage}")
fast = fastwarc()
if fast is not None and fast != [line[3] for line in own]:
    problems.append(f"FastWARC finds {len(fast)} records, or other blocks: {len(own)} here")
print(f"{len(own)} records compared")
print("\n".join(problems))
sys.exit(bool(problems))
