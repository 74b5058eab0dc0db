#!/usr/bin/env python3
"""Compares what larder-capture finds in containers with what Python's own readers find.

    differential.py CONTAINERS [COUNT]

CONTAINERS is the example `containers`, built (`cargo build -p larder-capture --example containers`). COUNT files of each
kind are made up, 200 by default: mails with parts (`email`), titles (`email.header`), property lists (`plistlib`), visits (`json`).
The same numbers are drawn in every run.
"""

import base64
import email
import email.header
import hashlib
import json
import plistlib
import quopri
import random
import subprocess
import sys


def captures(program, kind, file):
    """The lines that the program prints for a file; the last one is the account."""
    run = subprocess.run([program, kind], input=file, capture_output=True, check=False)
    assert run.returncode == 0, (run.stderr, file[:2000])
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return lines[:-1], lines[-1]


def digest(body):
    return hashlib.sha256(body).hexdigest()


def body(draw, boundary):
    """Bytes as parts have them: text, binary, and lines that are nearly boundaries."""
    pieces = [
        bytes(draw.randrange(256) for _ in range(draw.randrange(60))).replace(b"\r", b"."),
        "글과 그림, text = text\n".encode(),
        "\ub620\ubc29".encode("cp949"),
        b"\n--" + boundary + b"x\n",
        b"\n--" + boundary[:-1] + b"\n",
        b"\n-- \n--\n",
        b"\n\n",
        b"=",
        b" \t\n",
    ]
    return b"".join(draw.choice(pieces) for _ in range(draw.randrange(8)))


def encoded(draw, raw, end):
    kind = draw.choice(["base64", "quoted-printable", "binary", "8bit", None])
    if kind == "base64":
        return kind, base64.encodebytes(raw).replace(b"\n", end)
    if kind == "quoted-printable":
        return kind, quopri.encodestring(raw).replace(b"\n", end)
    return kind, raw


def part(draw, boundary, end):
    lines = [b"Content-Type: " + draw.choice([b"text/html", b"image/png", b'text/css;\n\tcharset="euc-kr"'])]
    kind, content = encoded(draw, body(draw, boundary), end)
    if kind:
        lines.append(b"Content-Transfer-Encoding: " + kind.encode())
    if draw.random() < 0.8:
        lines.append(b"Content-Location: https://blog.example/%d" % draw.randrange(1000))
    if draw.random() < 0.3:
        lines.append(b"Content-ID: <frame-%d@mhtml.blink>" % draw.randrange(1000))
    head = end.join(line.replace(b"\n", end) for line in lines)
    return head + end + end + content


def multipart(draw, depth, end):
    """The headers and the body of a multipart."""
    boundary = draw.choice([b"----=_Next", b"--b", b"a b", b"x'y", b"b"]) + b"%d" % draw.randrange(10**9)
    pieces = [draw.choice([b"", b"A message in parts." + end])]
    for _ in range(draw.randrange(1, 5)):
        is_leaf = depth == 0 or draw.random() < 0.8
        content = part(draw, boundary, end) if is_leaf else b"%s%s%s" % multipart(draw, depth - 1, end)
        pieces.append(b"--" + boundary + draw.choice([b"", b"  "]) + end + content + end)
    pieces.append(b"--" + boundary + b"--" + end)
    head = b'Content-Type: multipart/related;%s\tboundary="%s"' % (end, boundary)
    return head, end + end, b"".join(pieces)


def check_mail(program, draw):
    end = draw.choice([b"\n", b"\r\n"])
    file = b"From: <Saved by Blink>" + end + b"%s%s%s" % multipart(draw, 2, end)
    if draw.random() < 0.2:
        # The closing boundary is gone. What looks like the beginning of one at the very end is taken for it here, not there.
        file = file[: file.rstrip().rfind(b"\n") + 1] + b"."
    found, _ = captures(program, "mhtml", file)
    expected = [message for message in email.message_from_bytes(file).walk() if not message.is_multipart()]
    assert len(found) == len(expected), (len(found), len(expected), file)
    for ours, theirs in zip(found, expected):
        assert ours["media_type"] == theirs.get_content_type(), (ours, file)
        assert ours["charset"] == theirs.get_content_charset(), (ours, file)
        assert ours["url"] == (theirs["Content-Location"] or ""), (ours, file)
        assert ours["sha256"] == digest(theirs.get_payload(decode=True)), (ours, theirs.get_payload(decode=True), file)


def check_title(program, draw):
    charset = draw.choice(["utf-8", "euc-kr", "ks_c_5601-1987", "iso-2022-jp", "shift_jis", "windows-1252"])
    words = {"utf-8": "글 그림 é😀", "iso-2022-jp": "日本語 テキスト", "shift_jis": "日本語 テキスト", "windows-1252": "café déjà"}
    text = " ".join(draw.choices(words.get(charset, "글 그림 이야기").split() + ["plain"], k=draw.randrange(1, 12)))
    header = email.header.Header(text, charset, header_name="Subject").encode()
    if charset == "ks_c_5601-1987":
        header = header.replace("=?euc-kr?", "=?ks_c_5601-1987?")
    file = f"Subject: {header}\nContent-Type: text/html\n\n<p>".encode()
    found, _ = captures(program, "mhtml", file)
    assert found[0]["title"] == text, (found, header)


def resource(draw):
    value = {
        "WebResourceData": bytes(draw.randrange(256) for _ in range(draw.randrange(200))),
        "WebResourceURL": draw.choice(["https://blog.example/", "https://블로그.example/글&그림/"]) + str(draw.randrange(50)),
        "WebResourceMIMEType": draw.choice(["text/html", "image/png"]),
    }
    if draw.random() < 0.5:
        value["WebResourceTextEncodingName"] = draw.choice(["EUC-KR", "UTF-8"])
    return value


def archive(draw, depth):
    value = {"WebMainResource": resource(draw)}
    if draw.random() < 0.8:
        value["WebSubresources"] = [resource(draw) for _ in range(draw.randrange(60))]
    if depth and draw.random() < 0.6:
        value["WebSubframeArchives"] = [archive(draw, depth - 1) for _ in range(draw.randrange(3))]
    return value


def resources(value):
    yield value["WebMainResource"]
    yield from value.get("WebSubresources", [])
    for frame in value.get("WebSubframeArchives", []):
        yield from resources(frame)


def check_archive(program, draw):
    form = draw.choice([plistlib.FMT_BINARY, plistlib.FMT_XML])
    file = plistlib.dumps(archive(draw, 3), fmt=form, sort_keys=draw.random() < 0.5)
    found, account = captures(program, "webarchive", file)
    expected = list(resources(plistlib.loads(file)))
    assert len(found) == len(expected), (len(found), len(expected))
    assert account["damage"] == [], account
    for ours, theirs in zip(found, expected):
        assert ours["url"] == theirs["WebResourceURL"], ours
        assert ours["media_type"] == theirs["WebResourceMIMEType"], ours
        assert ours["charset"] == theirs.get("WebResourceTextEncodingName"), ours
        assert ours["sha256"] == digest(theirs["WebResourceData"]), ours


def check_har(program, draw):
    texts = ["<p>글 \"그림\"\n", "a\\u0000\u0001", "\U0001f600 é", "", "]}{[,:"]
    entries = []
    for number in range(draw.randrange(8)):
        raw = bytes(draw.randrange(256) for _ in range(draw.randrange(1, 80)))
        content = draw.choice(
            [
                {"text": "x" + "".join(draw.choices(texts, k=draw.randrange(5)))},
                {"text": base64.encodebytes(raw).decode(), "encoding": "base64"},
            ]
        )
        entries.append(
            {
                "_initiator": {"stack": [[{"deep": texts}]], "number": draw.random() * 10 ** draw.randrange(-5, 5)},
                "startedDateTime": "2022-10-15T15:19:00.000+09:00",
                "request": {"url": f"https://blog.example/{number}", "headers": [{"name": "Cookie", "value": "canary"}]},
                "response": {"status": draw.choice([200, 404]), "content": content},
            }
        )
    indent, is_ascii = draw.choice([None, 1, "\t"]), draw.random() < 0.5
    file = json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=indent, ensure_ascii=is_ascii).encode()
    found, account = captures(program, "har", file)
    assert account["damage"] == [] and "canary" not in json.dumps(found), account
    assert account["left_out"].get("cookies", 0) == len(entries), account
    assert len(found) == len(entries), (len(found), len(entries))
    for ours, entry in zip(found, entries):
        content = entry["response"]["content"]
        raw = base64.b64decode(content["text"]) if "encoding" in content else content["text"].encode()
        assert (ours["url"], ours["status"]) == (entry["request"]["url"], entry["response"]["status"]), ours
        assert ours["sha256"] == digest(raw), (ours, content)


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    for check in (check_mail, check_title, check_archive, check_har):
        for number in range(count):
            draw = random.Random(number)
            check(program, draw)
        print(f"{check.__name__}: {count} files, no difference")


if __name__ == "__main__":
    main()
