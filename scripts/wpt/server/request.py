"""What a handler of the suite sees of a request. Names and values are bytes, as they came."""
import base64
import email.parser
import email.policy
from urllib.parse import parse_qsl, urlsplit

from stash import Stash
from text import as_bytes, as_text


class Many(dict):
    """Several values for a name. Asked for one, it gives the first."""

    def __getitem__(self, name):
        return super().__getitem__(as_bytes(name))[0]

    def __contains__(self, name):
        return super().__contains__(as_bytes(name))

    def get(self, name, default=None):
        return self[name] if name in self else default

    def first(self, name, *default):
        return self.get(name, *default) if name in self or default else self[name]

    def get_list(self, name):
        return super().get(as_bytes(name), [])

    def add(self, name, value):
        self.setdefault(as_bytes(name), []).append(value)


class Fields(Many):
    """Header fields, by their names in lower case; lines of one name are one value."""

    def __init__(self, lines):
        super().__init__()
        for name, value in lines:
            self.add(as_bytes(name).lower(), as_bytes(value))

    def __getitem__(self, name):
        return b", ".join(dict.__getitem__(self, as_bytes(name).lower()))

    def __contains__(self, name):
        return dict.__contains__(self, as_bytes(name).lower())

    def get_list(self, name):
        return dict.get(self, as_bytes(name).lower(), [])

    def items(self):
        return [(name, self[name]) for name in self]


class RawFields:
    """The lines as they came, as text."""

    def __init__(self, lines):
        self._lines = [(as_text(name), as_text(value)) for name, value in lines]

    def raw_items(self):
        return iter(self._lines)

    def __str__(self):
        return "".join("%s: %s\n" % line for line in self._lines) + "\n"


class Cookie:
    def __init__(self, value):
        self.value = value


class Credentials:
    """Of basic authentication; None where there are none."""

    def __init__(self, field):
        self.username = self.password = None
        scheme, _, token = (field or b"").partition(b" ")
        if scheme.lower() != b"basic":
            return
        try:
            self.username, _, self.password = base64.b64decode(token).partition(b":")
        except ValueError:
            pass


class Server:
    def __init__(self, stash):
        self.stash = stash


def query_of(text):
    many = Many()
    for name, value in parse_qsl(as_text(text), keep_blank_values=True, encoding="latin-1"):
        many.add(name, as_bytes(value))
    return many


def cookies_of(field):
    many = Many()
    for pair in (field or b"").split(b";"):
        name, equals, value = pair.strip().partition(b"=")
        if equals:
            many.add(name, Cookie(value))
    return many


def form_of(content_type, body):
    """The fields of a form, however it is written; nothing of what is no form."""
    kind = content_type.partition(b";")[0].strip().lower()
    if kind == b"application/x-www-form-urlencoded":
        return query_of(body)
    many = Many()
    if kind != b"multipart/form-data":
        return many
    head = b"Content-Type: " + content_type + b"\r\n\r\n"
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    message = parser.parsebytes(head + body)
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        if name is not None:
            many.add(name, part.get_payload(decode=True))
    return many


class Request:
    def __init__(self, connection, method, target, lines, body):
        self.method = method
        self.request_path = target
        self.headers = Fields(lines)
        self.raw_headers = RawFields(lines)
        self.body = body
        host = as_text(self.headers.get("host", b"")) or connection.host
        self.url = target if "://" in target else "%s://%s%s" % (connection.scheme, host, target)
        self.url_parts = urlsplit(self.url)
        self.client_address = connection.peer
        self.doc_root = connection.root
        self.server = Server(Stash(connection.shelf, self.url_parts.path))
        self.GET = query_of(self.url_parts.query)
        self.cookies = cookies_of(self.headers.get("cookie"))
        self.auth = Credentials(self.headers.get("authorization"))

    @property
    def POST(self):
        return form_of(self.headers.get("content-type", b""), self.body)
