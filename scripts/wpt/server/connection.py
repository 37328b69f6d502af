"""One connection: requests are read from it and answered, until it is closed."""
from answer import respond
from request import Request
from response import Response
from text import as_text

LONGEST_LINE = 65536


class Broken(Exception):
    """What came is no request."""


class Connection:
    def __init__(self, socket, peer, listening):
        self.peer = peer
        self.scheme, self.host, self.root = listening.scheme, listening.host, listening.root
        self.shelf, self._config = listening.shelf, listening.config
        self._socket = socket
        self._in = socket.makefile("rb")
        self._out = socket.makefile("wb", buffering=0)

    def serve(self):
        try:
            while self._serve_one():
                pass
        except (OSError, Broken):
            pass
        finally:
            for each in (self._in, self._out, self._socket):
                try:
                    each.close()
                except OSError:
                    pass

    def _serve_one(self):
        start = self._line()
        if start == b"":
            return False
        words = as_text(start).split()
        if len(words) != 3:
            raise Broken()
        method, target, _version = words
        lines = list(self._header_lines())
        request = Request(self, method, target, lines, self._body(lines))
        response = Response(request, self._out)
        respond(request, response, self._config)
        asked = request.headers.get("connection", b"").lower()
        return not (response.close_connection or asked == b"close")

    def _line(self):
        line = self._in.readline(LONGEST_LINE)
        return line.rstrip(b"\r\n") if line.endswith(b"\n") else b""

    def _header_lines(self):
        while True:
            line = self._line()
            if line == b"":
                return
            name, colon, value = line.partition(b":")
            if not colon:
                raise Broken()
            yield name, value.strip(b" \t")

    def _body(self, lines):
        known = {name.lower(): value for name, value in lines}
        if known.get(b"transfer-encoding", b"").lower() == b"chunked":
            return b"".join(self._chunks())
        return self._in.read(int(known.get(b"content-length", b"0")))

    def _chunks(self):
        while True:
            size = int(self._line().partition(b";")[0] or b"0", 16)
            if size == 0:
                list(self._header_lines())
                return
            yield self._in.read(size)
            self._line()
