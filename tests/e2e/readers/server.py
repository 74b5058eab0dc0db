"""An HTTP server on loopback that serves feeds as a good server does, so that readers behave as they do in life.

Strong ETags, Last-Modified, 304 to whoever asks for what did not change, 301 for what moved, and the right types.
"""

import hashlib
import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath

TYPES = {".xml": "application/rss+xml", ".json": "application/feed+json", ".html": "text/html"}


class Server:
    """Listens until `close`, on a free port of 127.0.0.1."""

    def __init__(self):
        self._documents = {}
        self._moved = {}
        self.answers = []
        # Each change is a minute later than the one before, however fast they follow each other: readers that ask
        # by date see seconds only.
        self._clock = datetime(2024, 1, 1, tzinfo=timezone.utc)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}/"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def publish(self, path, content):
        """Serves these bytes at this path from now on; returns the address."""
        if self._documents.get(path, ("", ""))[0] != content:
            self._clock += timedelta(minutes=1)
            self._documents[path] = (content, format_datetime(self._clock, usegmt=True))
        return self.address + path

    def move(self, path, address):
        """Redirects the path there for good."""
        self._moved[path] = address

    def close(self):
        """Stops listening."""
        self._http.shutdown()
        self._http.server_close()

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                status, headers, body = server._answer(self.path.lstrip("/"), self.headers)
                server.answers.append((self.path.lstrip("/"), status))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_HEAD = do_GET

            def log_message(self, *_):
                pass

        return Handler

    def _answer(self, path, asked):
        if path in self._moved:
            return 301, {"Location": self._moved[path]}, b""
        if path not in self._documents:
            return 404, {}, b""
        content, modified = self._documents[path]
        headers = {
            "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
            "Last-Modified": modified,
            "Content-Type": f"{_media_type(path, content)}; charset=utf-8",
        }
        # If-None-Match goes before If-Modified-Since, which is compared as text: readers send back what they got.
        if "If-None-Match" in asked:
            known = headers["ETag"] in asked["If-None-Match"]
        else:
            known = asked.get("If-Modified-Since") == modified
        return (304, headers, b"") if known else (200, headers, content)


def _media_type(path, content):
    if b"http://www.w3.org/2005/Atom" in content[:200] and b"<feed" in content[:200]:
        return "application/atom+xml"
    return TYPES[PurePosixPath(path).suffix]
