"""What a handler of the suite answers with: all at once, or line by line."""
import http
import json
from email.utils import formatdate

from text import as_bytes


def phrase_of(code):
    try:
        return http.HTTPStatus(code).phrase
    except ValueError:
        return ""


class Lines:
    """Header lines in their order. Setting a name takes its earlier lines away."""

    def __init__(self):
        self._lines = []

    def __iter__(self):
        return iter(self._lines)

    def __contains__(self, name):
        return any(known.lower() == as_bytes(name).lower() for known, _ in self._lines)

    def get(self, name, default=None):
        found = [value for known, value in self._lines if known.lower() == as_bytes(name).lower()]
        return found or default

    def set(self, name, value):
        kept = [line for line in self._lines if line[0].lower() != as_bytes(name).lower()]
        self._lines = [*kept, (as_bytes(name), as_bytes(value))]

    def append(self, name, value):
        self._lines.append((as_bytes(name), as_bytes(value)))

    def update(self, lines):
        for name, value in lines:
            self.set(name, value)


class Writer:
    """Bytes straight to the socket. Writing gives False once nobody is there to read."""

    def __init__(self, response, stream, method):
        self._response = response
        self._stream = stream
        self._method = method
        self._names = set()
        self.begun = False

    def write(self, data):
        self.begun = True
        try:
            self._stream.write(data.encode("utf-8") if isinstance(data, str) else data)
            self._stream.flush()
            return True
        except OSError:
            self._response.close_connection = True
            return False

    write_data = write

    def write_content(self, data):
        return True if self._method == "HEAD" else self.write(data)

    def write_status(self, code, message=None):
        reason = phrase_of(code) if message is None else message
        return self.write(b"HTTP/1.1 %d %s\r\n" % (code, as_bytes(reason)))

    def write_header(self, name, value):
        self._names.add(as_bytes(name).lower())
        return self.write(as_bytes(name) + b": " + as_bytes(value) + b"\r\n")

    def end_headers(self):
        if self._response.add_required_headers:
            if b"server" not in self._names:
                self.write_header("Server", "wpt")
            if b"date" not in self._names:
                self.write_header("Date", formatdate(usegmt=True))
            content = self._response.content
            if b"content-length" not in self._names and isinstance(content, bytes):
                self.write_header("Content-Length", str(len(content)))
        if b"content-length" not in self._names:
            # The end of the connection is the end of such a body.
            self._response.close_connection = True
        return self.write(b"\r\n")


class Response:
    def __init__(self, request, stream):
        self.headers = Lines()
        self.status = 200
        self.content = None
        self.add_required_headers = True
        self.close_connection = False
        self.writer = Writer(self, stream, request.method)

    def set_error(self, code, message=""):
        self.status = code
        self.headers = Lines()
        self.headers.set("Content-Type", "application/json")
        self.content = json.dumps({"error": {"code": code, "message": message}})

    def set_cookie(self, name, value, path="/", **attributes):
        text = as_bytes(name) + b"=" + as_bytes(value) + b"; Path=" + as_bytes(path)
        for attribute in ("secure", "httponly"):
            text += b"; " + as_bytes(attribute) if attributes.get(attribute) else b""
        self.headers.append("Set-Cookie", text)

    def write_status_headers(self):
        code, message = self.status if isinstance(self.status, tuple) else (self.status, None)
        self.writer.write_status(int(code), message)
        for name, value in self.headers:
            self.writer.write_header(name, value)
        self.writer.end_headers()

    def write(self):
        """All of it, unless a part is on its way already."""
        if isinstance(self.content, str):
            self.content = self.content.encode("utf-8")
        whole = self.content is None or isinstance(self.content, bytes)
        if self.content is None:
            self.content = b""
        self.write_status_headers()
        for piece in [self.content] if whole else self.content:
            if not self.writer.write_content(piece):
                return
