"""Serves a folder of web-platform-tests on the loopback address, with the suite's own handlers. Needs Python 3 alone.

`python3 serve.py FOLDER HOST OTHER_HOST [CERTIFICATE KEY]` listens on two free ports for http, and with a certificate on
two for https. It prints them as a line of JSON and ends when its standard input does.
"""
import json
import socket
import ssl
import sys
import threading

sys.dont_write_bytecode = True

import borrowed
from connection import Connection
from stash import Shelf

PREFIXES = ["", "www", "www1", "www2", "nonexistent"]


class Listening:
    """A port that is listened to, and what its connections need to know."""

    def __init__(self, scheme, root, host, shelf, tls):
        self.scheme, self.root, self.shelf, self.config = scheme, root, shelf, {}
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._socket.getsockname()[1]
        self.host = "%s:%d" % (host, self.port)

    def begin(self, config):
        self.config = config
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            accepted, peer = self._socket.accept()
            threading.Thread(target=self._serve, args=(accepted, peer), daemon=True).start()

    def _serve(self, accepted, peer):
        try:
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            secured = self._tls.wrap_socket(accepted, server_side=True) if self._tls else accepted
        except OSError:
            accepted.close()
            return
        Connection(secured, peer, self).serve()


def names_of(host):
    return {prefix: host if prefix == "" else "%s.%s" % (prefix, host) for prefix in PREFIXES}


def tls_of(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def main(root, host, other, *certificate):
    borrowed.lend()
    sys.path.append(root)
    shelf = Shelf()
    schemes = [("http", None), *([("https", tls_of(*certificate))] if certificate else [])]
    ports = {"http": [], "https": []}
    listening = [Listening(scheme, root, host, shelf, tls) for scheme, tls in schemes for _ in range(2)]
    for each in listening:
        ports[each.scheme].append(each.port)
    hosts = {"": names_of(host), "alt": names_of(other)}
    # Without https an address of it must still be written: nobody listens on port 1.
    shown = {scheme: found or [1, 1] for scheme, found in ports.items()}
    for each in listening:
        each.begin({"host": host, "domains": hosts[""], "hosts": hosts, "ports": shown})
    print(json.dumps(ports), flush=True)
    sys.stdin.read()


main(*sys.argv[1:])
