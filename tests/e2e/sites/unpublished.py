"""Makes an archive whose drafts and private posts have everything that a post can have, and looks for it in a built site.

unpublished.py make FOLDER      writes the archive; what belongs to unpublished posts alone has `veiled` in its name or text
unpublished.py pages FOLDER     the same, where some of their files are named as pages are
unpublished.py look BUILT       fails if anything that was built holds that word, or lacks what published posts have
"""

import hashlib
import json
import pathlib
import sys

HOME = "https://blog.example.org"
WORD = "veiled"
# What some published post has, although unpublished ones have it too.
SHOWN = ["open-picture", "common-picture", "single-picture"]


class Archive:
    """The records of a blog, and the bytes of its files."""

    def __init__(self, folder):
        self.folder, self.assets = folder, []

    def asset(self, name):
        """A file of this name, at an address of its own; its bytes say its name."""
        stem, extension = name.rsplit(".", 1)
        start = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;" if extension == "gif" else b"---\ntitle: \"x\"\n---\n"
        data = start + stem.encode()
        digest = hashlib.sha256(data).hexdigest()
        stored = f"media/sha256/{digest[:2]}/{digest}.{extension}"
        (self.folder / stored).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / stored).write_bytes(data)
        file = {"file": stored, "sha256": digest, "length": len(data)}
        self.assets.append({"id": stem, "url": f"{HOME}/up/{name}", "file_name": name, "stored": file})
        return stem


def post(name, number, status="published", visibility="public", **more):
    """A post with an address, an old one and a number of WordPress."""
    return {
        "id": f"{HOME}/?p={number}",
        "status": status,
        "visibility": visibility,
        "permalink": f"{HOME}/2021/03/{name}/",
        "slug": name,
        "old_addresses": [f"{HOME}/old/{name}.html", f"{HOME}/?p={number}"],
        "title": name.replace("-", " "),
        "published": {"at": f"2021-03-{number:02}T10:00:00+09:00"},
        **more,
        "extra": {"wp:post_id": number},
    }


def html(text):
    return {"media_type": "text/html", "original": "", "html": text}


def picture(name):
    return f'<p><img src="{HOME}/up/{name}.gif" alt=""></p>'


def posts(files):
    # Nothing of the posts that it names may be told by what it links to, answers, or stands below.
    links = f'<p><a href="{HOME}/2021/03/other/">a</a> <a href="/?p=22">b</a> <a href="/old/other.html">c</a></p>'
    yield post(
        "open", 2, authors=["nuri"], terms=["open"], series=[{"series": "open"}],
        content=html("<p>Open text.</p>" + picture("open-picture") + picture("common-picture") + links),
        assets=["open-picture", "common-picture"], parent=f"{HOME}/?p=12", in_reply_to=[
            {"reference": f"{HOME}/?p=12", "url": f"{HOME}/2021/03/veiled-private.html"}],
        translations=[{"language": "en", "post": f"{HOME}/?p=11"}], internal_links=[
            {"href": href, "post": "0"} for href in (f"{HOME}/2021/03/other/", "/?p=22", "/old/other.html")],
    )
    yield post("second", 3, authors=["nuri"], terms=["open", "above"], assets=["common-picture", "single-picture"],
               content=html(picture("common-picture") + picture("single-picture")))
    yield post("about", 4, kind="page", content=html("<p>About.</p>"))
    yield {**post("undated", 5, content=html("<p>Nobody knows when.</p>")), "published": None}
    own = ["veiled-picture", "veiled-both", "common-picture", "single-picture", *files]
    text = "<p>Veiled text.</p>" + "".join(map(picture, own[:4]))
    link = f'<p><a href="{HOME}/2021/03/veiled-private.html">p</a></p>'
    yield post(
        "veiled-draft", 11, "draft", authors=["veiled", "nuri"], terms=["veiled-tag", "veiled-category", "OPEN"],
        series=[{"series": "veiled"}], cover="veiled-cover", assets=own, content=html(text + link),
        summary="A veiled summary.", subtitle={"value": "veiled subtitle"},
        enclosures=[{"url": f"{HOME}/up/veiled-audio.mp3", "asset": "veiled-audio", "media_type": "audio/mpeg"}],
    )
    yield {**post("veiled-private", 12, visibility="private", authors=["veiled"], terms=["veiled-tag"],
                  assets=["veiled-lone", "veiled-both"], content=html(picture("veiled-lone") + picture("veiled-both"))),
           "permalink": f"{HOME}/2021/03/veiled-private.html"}
    yield post("veiled-about", 13, visibility="private", kind="page", assets=["veiled-sheet"],
               content=html("<p>Veiled page.</p>" + picture("veiled-sheet")))
    yield {**post("veiled-undated", 14, "draft", content=html("<p>Veiled, undated.</p>")), "published": None}
    # It would have the names of others, if it came first.
    yield {**post("other", 22, "draft", authors=["nuri-2"], terms=["RUST"], content=html("<p>Veiled twin.</p>")),
           "id": "0", "slug": "open", "title": "veiled twin",
           "published": {"at": "2021-03-22T10:00:00-05:00"}}
    yield post("veiled-password", 23, visibility="password", content=html("<p>Veiled, and not asked for.</p>"))


def term(name, kind="tag", **more):
    return {"id": name, "kind": kind, "name": name, "slug": name, "url": f"{HOME}/{kind}/{name}/",
            "description": f"About {name}.", **more}


def comment(number, post, text, name):
    return {"id": str(number), "kind": "comment", "post": f"{HOME}/?p={post}", "status": "published", "author_name": name,
            "author_url": f"https://reader.example/{name}", "body": text}


def make(folder, names):
    folder.mkdir(parents=True)
    archive = Archive(folder)
    for name in SHOWN:
        archive.asset(f"{name}.gif")
    for name in ["picture", "both", "cover", "face", "lone", "sheet"]:
        archive.asset(f"veiled-{name}.gif")
    archive.asset("veiled-audio.mp3")
    files = [archive.asset(f"veiled-{name}") for name in names]
    person = {"handle": "veiled-handle", "url": f"{HOME}/author/veiled/", "bio": "A veiled bio."}
    blog = {
        "larder": 1, "minor": 0,
        "site": {"id": HOME, "home": f"{HOME}/", "title": "Open", "platform": "wordpress", "authors": ["nuri"]},
        "authors": [{"id": "nuri-2", "name": "Nuri", **person}, {"id": "nuri", "name": "Nuri", "handle": "nuri"},
                    {"id": "veiled", "name": "Veiled author", "image": "veiled-face", **person}],
        "terms": [{"id": "OPEN", "kind": "tag", "name": "OPEN"}, term("open"),
                  term("above", "category"), term("veiled-above", "category"), {**term("RUST"), "slug": "veiled-rust"},
                  term("veiled-category", "category", parent="veiled-above"), term("veiled-tag")],
        "series": [{"id": "open", "kind": "serial", "title": "Open series"},
                   {"id": "veiled", "kind": "serial", "title": "Veiled series", "cover": "veiled-cover",
                    "url": f"{HOME}/series/veiled/", "description": "A veiled story."}],
        "posts": [{name: value for name, value in post.items() if value is not None} for post in posts(files)],
        "comments": [comment(1, 2, "An open remark", "reader"), comment(2, 11, "A veiled remark", "veiled-reader"),
                     comment(3, 12, "Another veiled remark", "veiled-reader")],
        "assets": archive.assets,
    }
    (folder / "larder.json").write_text(json.dumps(blog, ensure_ascii=False, indent=1), "utf-8")


def look(built):
    files = [file for file in built.rglob("*") if file.is_file()]
    texts = {file: file.read_bytes().lower() for file in files}
    wrong = [f"{file} is named so" for file in files if WORD in file.relative_to(built).as_posix().lower()]
    wrong += [f"{file} holds it" for file, text in texts.items() if WORD.encode() in text]
    wrong += [f"{name} is not there" for name in SHOWN if not any(name.encode() in text for text in texts.values())]
    return wrong


if __name__ == "__main__":
    path = pathlib.Path(sys.argv[2])
    if sys.argv[1] in ("make", "pages"):
        make(path, ["map.pdf", *(["notes.md", "page.html"] if sys.argv[1] == "pages" else [])])
    else:
        found = look(path)
        print("\n".join(found[:40]))
        sys.exit(1 if found else 0)
