"""The rules that all formats share: characters, URLs, ids, dates, languages, HTML bodies."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone
from html.entities import name2codepoint
from urllib.parse import unquote_to_bytes, urlsplit

import html5lib
from html5lib.constants import E as HTML_ERRORS

from .names import (
    HTML_ATTRIBUTES, HTML_ELEMENTS, HTML_EVERYWHERE, HTML_OTHER, HTML_PARENTS, HTML_RISKY, LANGUAGES,
)


class Document:
    """One feed, its defects and the rules that all three formats share."""

    bodies_have_lines = True

    def __init__(self, data, as_of, asked=(), location=None):
        self.data, self.as_of, self.asked, self.location = data, as_of, set(asked), location
        self.defects, self.accepted = [], []

    def note(self, line, name, detail, accepted=False):
        findings = self.accepted if accepted or name in self.asked else self.defects
        findings.append((line, name, detail))

    def characters(self, line, text, where):
        suspects = re.findall(r"[\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffd-\uffff\U0001fffe-\U0010ffff]", text)
        for character in sorted(set(suspects)):
            code = ord(character)
            if code == 0xFFFD or 0x80 <= code <= 0x9F:
                self.note(line, "BadCharacters", f"U+{code:04X} in {where}")
            elif code < 0x10000 or code & 0xFFFE == 0xFFFE:
                self.note(line, "HouseRule", f"U+{code:04X} in {where}")
        for run in re.findall(r"[\0-\xff]+", text):
            if not re.search(r"[\xc2\xc3][\xa0-\xbf]", run):
                continue
            try:
                run.encode("latin-1").decode("utf-8")
                self.note(line, "BadCharacters", f"UTF-8 encoded twice in {where}: {run[:40]!r}", accepted=True)
            except UnicodeError:
                pass

    def url(self, line, value, where, relative="InvalidFullLink", schemes="http https mailto tel"):
        """Whether `value` is an absolute URL of ASCII characters that RFC 3986 allows where they stand."""
        detail = f"{where}: {value!r}"
        # An IPv6 host is the one place where brackets may stand.
        bare = re.sub(r"^(\w+://(?:[^/?#@]*@)?)\[[0-9A-Fa-f:.]+\]", r"\1host", value)
        wrong = re.search(r"[^A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]", bare)
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", value)
        if wrong:
            self.note(line, "InvalidUriChar" if wrong[0].isascii() else "UriNotIri", detail)
        elif not scheme or (scheme[1].lower() in ("http", "https") and not urlsplit(bare).hostname):
            self.note(line, relative, detail)
        elif re.search(r"%(?![0-9A-Fa-f]{2})", value):
            self.note(line, "HouseRule", f"a `%` that starts no escape in {detail}")
        elif schemes and scheme[1].lower() not in schemes.split():
            self.note(line, "HouseRule", f"scheme in {detail}")
        else:
            return True
        return False

    def identifier(self, line, value, where):
        """An Atom id: an absolute URI of any scheme, in canonical form if we made it."""
        scheme = value.split(":")[0].lower()
        specific = r"[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,]*"
        if scheme == "tag":
            authority = r"([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?"
            if not re.fullmatch(rf"tag:{authority}:{specific}(#{specific})?", value):
                return self.note(line, "InvalidTAG", f"{where}: {value!r}")
        elif scheme == "urn":
            digits = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            if value[4:9].lower() == "uuid:" and not re.fullmatch(digits, value[9:], re.I):
                return self.note(line, "InvalidUUID", f"{where}: {value!r}")
            if not re.fullmatch(r"urn:[a-z0-9][a-z0-9-]{1,31}:([a-z0-9()+,.:=@;$_!*'-]|%[0-9a-f]{2})+", value, re.I):
                return self.note(line, "InvalidURN", f"{where}: {value!r}")
        elif not self.url(line, value, where, schemes=None):
            return None
        if not is_canonical(value):
            self.note(line, "NonCanonicalURI", f"{where}: {value!r}", accepted=True)

    def mime(self, line, value, where, name="InvalidMIMEType"):
        if not re.fullmatch(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(\s*;\s*[\w-]+=(\"[^\"]*\"|[\w.+-]+))*", value, re.A):
            self.note(line, name, f"{where}: {value!r}")

    def number(self, line, value, where, name="InvalidNonNegativeInteger", least=0):
        if not re.fullmatch(r"[0-9]+", value) or int(value) < least:
            self.note(line, name, f"{where}: {value!r}")

    def language(self, line, value, where):
        subtags = value.split("-")
        if subtags[0].lower() not in LANGUAGES or not all(re.fullmatch("[A-Za-z0-9]{1,8}", tag) for tag in subtags):
            self.note(line, "InvalidLanguage", f"{where}: {value!r}")

    def plausible(self, line, moment, where, ahead):
        if moment.year < 1990:
            self.note(line, "ImplausibleDate", f"{where} is before 1990", accepted=True)
        elif moment > self.as_of + ahead:
            self.note(line, "ImplausibleDate", f"{where} is in the future")
        return moment

    def rfc3339(self, line, value, where, name="InvalidRFC3339Date"):
        """The moment, or None if `value` is not a date and time with seconds, `T` and an offset."""
        moment = moment_of(value)
        if not moment:
            return self.note(line, name, f"{where}: {value!r}")
        return self.plausible(line, moment, where, timedelta(days=1))

    def rfc822(self, line, value, where):
        months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
        weekdays = "Mon Tue Wed Thu Fri Sat Sun".split()
        parts = re.fullmatch(
            r"(?:([A-Z][a-z]{2}), )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}|\d\d) (\d\d):(\d\d):(\d\d) "
            r"(GMT|[+-]\d{4})", value, re.A)
        try:
            weekday, day, month, year, hour, minute, second, zone = parts.groups()
            zone = "+0000" if zone == "GMT" else zone
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:])) * (-1 if zone[0] == "-" else 1)
            moment = datetime(int(year), months.index(month) + 1, int(day), int(hour), int(minute), int(second),
                              tzinfo=timezone(offset))
        except (AttributeError, ValueError):
            return self.note(line, "InvalidRFC2822Date", f"{where}: {value!r}")
        if len(year) == 2 or zone[3:] not in ("00", "30"):
            return self.note(line, "ProblematicalRFC822Date", f"{where}: {value!r}")
        if weekday and weekdays[moment.weekday()] != weekday:
            self.note(line, "IncorrectDOW", f"{where}: {value!r}")
        if not weekday or len(day) == 1:
            self.note(line, "HouseRule", f"{where} has no weekday or a one-digit day: {value!r}")
        return self.plausible(line, moment, where, timedelta(minutes=10))

    def html(self, line, text, where):
        """A body: no parse error, nothing outside the lists above, every URL absolute."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root = parser.parseFragment(text)
        if not text.strip():
            self.note(line, "NotBlank", where)
        for (row, _), code, values in parser.errors[:1]:
            row = line + row - 1 if self.bodies_have_lines else line
            self.note(row, "NotHtml", f"{where}: {HTML_ERRORS.get(code, code) % values}")
        if "<?import" in text.lower():
            self.note(line, "SecurityRisk", f"{where}: <?import")
        for parent in root.iter():
            for element in parent:
                if callable(element.tag):
                    self.note(line, "HouseRule", f"{where}: a comment")
                else:
                    self.html_element(line, element, parent.tag, where)

    def html_element(self, line, element, parent, where):
        tag = element.tag.split("}")[-1]
        if element.tag not in HTML_ELEMENTS:
            return self.note(line, "NotHtml", f"{where}: <{tag}>")
        if tag in HTML_RISKY:
            return self.note(line, "SecurityRisk", f"{where}: <{tag}>")
        if tag in HTML_OTHER:
            return self.note(line, "HouseRule", f"{where}: <{tag}>")
        if tag in HTML_PARENTS and parent not in HTML_PARENTS[tag]:
            self.note(line, "HouseRule", f"{where}: <{tag}> in <{parent}>")
        for attribute, value in element.attrib.items():
            spot = f"{where}: <{tag} {attribute}>"
            if attribute.startswith("on"):
                self.note(line, "SecurityRiskAttr", spot)
            elif attribute == "style":
                self.note(line, "DangerousStyleAttr", spot)
            elif attribute not in HTML_EVERYWHERE | HTML_ATTRIBUTES.get(tag, set()):
                self.note(line, "HouseRule", spot)
            elif attribute == "srcset":
                for candidate in srcset(value):
                    self.url(line, candidate, spot, "ContainsRelRef", "http https data")
            elif attribute in ("href", "src", "poster", "cite"):
                self.url(line, value, spot, "ContainsRelRef", "http https mailto tel" + " data" * (tag == "img"))


def moment_of(value):
    """The moment of an RFC 3339 date and time, without its fraction, or None."""
    parts = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", value, re.A)
    try:
        return datetime.fromisoformat(parts[1] + parts[3].replace("Z", "+00:00")) if parts else None
    except ValueError:
        return None


def is_address(text):
    return bool(re.fullmatch(r"[\w.+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+", text, re.A))


def is_canonical(uri):
    """Whether RFC 3986 normalisation would leave `uri` as it is."""
    parts = urlsplit(uri)
    escapes = re.findall(r"%[0-9A-Fa-f]{2}", uri)
    unreserved = re.compile(r"[A-Za-z0-9._~-]")
    if any(escape != escape.upper() or unreserved.match(chr(int(escape[1:], 16))) for escape in escapes):
        return False
    decoded = unquote_to_bytes(uri).decode("utf-8", "replace")
    if unicodedata.normalize("NFC", decoded) != decoded or not uri.startswith(parts.scheme + ":"):
        return False
    if not parts.netloc:
        return True
    default = {"http": ":80", "https": ":443", "ftp": ":21"}.get(parts.scheme)
    port = re.search(r":\d*$", parts.netloc)
    return not (parts.netloc != parts.netloc.lower() or (port and port[0] in (":", default)) or not parts.path
                or {".", ".."} & set(parts.path.split("/")))


def srcset(value):
    """The URLs of a `srcset`, by the algorithm of the HTML standard: a URL may hold commas."""
    position, urls = 0, []
    while match := re.compile(r"[\s,]*([^\s,]\S*)").match(value, position):
        url, position = match[1], match.end()
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            position = re.compile(r"(\([^)]*\)|[^,(])*").match(value, position).end()
        urls.append(url)
    return urls


def markup_in(text):
    """What a reader would take for HTML in plain text: an end tag or a character reference, else None."""
    for name in re.findall(r"</(\w+)>", text):
        if name.lower() in HTML_ELEMENTS:
            return f"</{name}>"
    for number, word in re.findall(r"&(#?)(\w+)", text):
        if number or word in name2codepoint or word == "apos" or not word.isalpha():
            return f"&{number}{word}"
    return None
