"""Writes files with warcio, in each of its forms.

    write.py FOLDER
"""

import gzip
import io
import sys

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

folder = sys.argv[1]


def response(writer, target, headers, body, status="200 OK", kind="response"):
    head = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
    record = writer.create_warc_record(target, kind, payload=io.BytesIO(body), http_headers=head)
    writer.write_record(record)


def fill(writer):
    writer.write_record(writer.create_warcinfo_record("sample.warc", {"software": "warcio", "format": "WARC File Format 1.0"}))
    page = "<!DOCTYPE html><p>느린 기록</p>".encode() * 200
    packed = gzip.compress(page, mtime=0)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(it), it) for it in (packed[:50], packed[50:])) + b"0\r\n\r\n"
    response(writer, "http://blog.example/", [("Content-Type", "text/html")], page)
    response(writer, "http://blog.example/gzip", [("Content-Encoding", "gzip")], packed)
    both = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    response(writer, "http://blog.example/chunked", both, chunked)
    response(writer, "http://blog.example/lie", both, page)
    response(writer, "http://blog.example/글", [("Content-Type", "text/html")], b"", "404 Not Found")
    request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "blog.example")], is_http_request=True)
    writer.write_record(writer.create_warc_record("http://blog.example/", "request", http_headers=request))
    writer.write_record(
        writer.create_warc_record(
            "urn:x:file", "resource", payload=io.BytesIO(bytes(range(256)) * 400), warc_content_type="image/gif"
        )
    )
    writer.write_record(
        writer.create_revisit_record(
            "http://blog.example/again", "sha1:B6QJ6BNJ3R4B23XXMRKZKHLPGJY2VE4O", "http://blog.example/", "2020-01-01T00:00:00Z"
        )
    )


for name, options in {
    "warcio.warc": {"gzip": False},
    "warcio.warc.gz": {"gzip": True},
    "warcio-1.1.warc.gz": {"gzip": True, "warc_version": "1.1"},
}.items():
    with open(f"{folder}/{name}", "wb") as stream:
        fill(WARCWriter(stream, **options))
