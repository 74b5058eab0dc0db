#!/usr/bin/env python3
"""How long trafilatura (PyPI) takes for the pages of a folder, text and metadata: pages, CPU and wall time in seconds.

With `pip install trafilatura lxml_html_clean`; with --comments, it reads those of readers, too, as it does by default.
"""

import pathlib
import resource
import sys
import time

import trafilatura


def main(folder, comments):
    pages = [path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(folder).glob("*.html"))]
    used = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    begin, before = time.monotonic(), used()
    found = sum(
        trafilatura.bare_extraction(page, with_metadata=True, include_comments=comments) is not None for page in pages
    )
    print(f"{found} of {len(pages)} pages, {used() - before:.2f} s CPU, {time.monotonic() - begin:.2f} s wall")


if __name__ == "__main__":
    main(sys.argv[1], "--comments" in sys.argv[2:])
