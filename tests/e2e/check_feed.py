#!/usr/bin/env python3
"""Checks RSS 2.0, Atom 1.0 and JSON Feed 1.1 documents, strictly and without a network.

    check_feed.py [--as-of DATE] [--asked CLASS]... [--location URL] FILE...

Prints `file: line: Class: detail` for each defect and exits with 1 if there is one. The classes are those of the W3C
feed validator (whatever it reports as an error or a warning is a defect here), so that they can be looked up. What
differs: rules that only this project has are called `HouseRule`; HTML bodies are held to the project's own list of
elements and attributes, without `style`, and to absolute URLs in Atom and JSON too; and an IPv6 host, which the
validator refuses in RSS, is let through, since there is no other way to write it.

Some warnings can only be removed by lying about the archive, for example two posts that changed in the same second.
They are printed under "accepted" and do not fail. `--asked SecurityRisk` accepts what the user asked for by name;
`--asked NoAddress` accepts posts whose address nobody knows.

The XML is read by expat and the HTML by html5lib (see requirements.txt), neither of which writes the feeds.
"""

import argparse
import re
import sys
from datetime import datetime, timezone
from pathlib import Path

from feedrules.atom import Atom
from feedrules.document import moment_of
from feedrules.jsonfeed import JsonFeed
from feedrules.rss import Rss


def document(data, **options):
    """The checked document. Its kind is told by its first significant characters."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        kind = JsonFeed
    else:
        kind = Atom if re.search(rb"<(\w+:)?feed[\s>]", start) else Rss
    found = kind(data, **options)
    found.check()
    for findings in (found.defects, found.accepted):
        findings.sort()
    return found


def main(arguments):
    parser = argparse.ArgumentParser(description="Checks RSS 2.0, Atom 1.0 and JSON Feed 1.1 documents.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--as-of", help="the moment after which a date is in the future (RFC 3339; default: now)")
    parser.add_argument("--asked", action="append", default=[], metavar="CLASS", help="accept this class")
    parser.add_argument("--location", metavar="URL", help="the address the document is served from")
    options = parser.parse_args(arguments)
    as_of = moment_of(options.as_of) if options.as_of else datetime.now(timezone.utc)
    if not as_of:
        parser.error(f"--as-of is not an RFC 3339 date and time: `{options.as_of}`")
    failed, accepted = False, []
    for file in options.files:
        found = document(Path(file).read_bytes(), as_of=as_of, asked=options.asked, location=options.location)
        for line, name, detail in found.defects:
            print(f"{file}: {line}: {name}: {detail}")
        accepted += [f"{file}: {line}: {name}: {detail}" for line, name, detail in found.accepted]
        failed = failed or bool(found.defects)
    if accepted:
        print("accepted:", *accepted, sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
