"""Serves a small site on this machine and has wget save it, packed and not.

    serve.py PREFIX     writes PREFIX.warc.gz and PREFIX-plain.warc
"""

import gzip
import http.server
import os
import subprocess
import sys
import tempfile
import threading

prefix = sys.argv[1]
PAGE = "<!DOCTYPE html><title>느린 기록</title><a href='/gzip'>1</a><a href='/chunked'>2</a><a href='/moved'>3</a><a href='/none'>4</a><a href='/a b?c=%EA%B8%80'>5</a>".encode()


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/moved":
            return self.answer(302, b"", Location="/gzip")
        if path == "/none":
            return self.answer(404, b"not here")
        if path == "/gzip":
            return self.answer(200, gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
        if path == "/chunked":
            return self.chunked(PAGE)
        return self.answer(200, PAGE)

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", "Content-Length": len(body), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def chunked(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 40):
            piece = body[start : start + 40]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_address[1]}/"
for options in [[f"--warc-file={prefix}"], [f"--warc-file={prefix}-plain", "--no-warc-compression"]]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "no_proxy": "127.0.0.1"}
        subprocess.run(["wget", "--quiet", "--recursive", *options, address], cwd=folder, env=environment)
server.shutdown()
for name in (f"{prefix}.warc.gz", f"{prefix}-plain.warc"):
    assert os.path.getsize(name) > 1000, name
