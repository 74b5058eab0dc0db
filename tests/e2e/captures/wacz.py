"""What other programs say of a web archive that larder wrote.

    wacz.py FILE.wacz

`wacz` validates the package, warcio the digest of every record, and cdxj-indexer makes the index anew: it has to be ours, but for
the status, which records of the type `resource` do not state.
"""

import io
import json
import subprocess
import sys
import zipfile

from cdxj_indexer.main import CDXJIndexer
from warcio.archiveiterator import ArchiveIterator

file = sys.argv[1]
validated = subprocess.run([sys.executable, "-m", "wacz.main", "validate", "-f", file], capture_output=True, text=True)
assert validated.returncode == 0 and "Validation succeeded" in validated.stdout, validated.stdout + validated.stderr

with zipfile.ZipFile(file) as package:
    assert all(it.compress_type == zipfile.ZIP_STORED for it in package.infolist() if it.filename.startswith("archive/"))
    records = package.read("archive/data.warc.gz")
    ours = package.read("indexes/index.cdx").decode()
    pages = [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()]

count = 0
for record in ArchiveIterator(io.BytesIO(records), check_digests="raise"):
    record.content_stream().read()
    count += record.rec_type == "resource"

anew = io.StringIO()
anew.close = lambda: None
stream = io.BytesIO(records)
stream.name = "data.warc.gz"
CDXJIndexer(anew, [stream], sort=True, filename="data.warc.gz").process_all()


def parsed(text):
    lines = [line.split(" ", 2) for line in text.splitlines()]
    return [(key, date, {name: it for name, it in json.loads(rest).items() if name != "status"}) for key, date, rest in lines]


theirs = parsed(anew.getvalue())
assert parsed(ours) == theirs, f"{parsed(ours)[:3]}\n{theirs[:3]}"
assert len(theirs) == count > 0
addresses = {line["url"] for _, _, line in theirs}
missing = [page["url"] for page in pages[1:] if page["url"] not in addresses]
assert not missing, missing
print(f"{count} records, {len(pages) - 1} pages")
