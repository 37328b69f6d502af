import json

from wptserve.utils import isomorphic_decode


def main(request, response):
    key = request.GET.first(b"key")
    if b"value" in request.GET:
        request.server.stash.put(key, isomorphic_decode(request.GET[b"value"]))
        return [(b"Content-Type", b"text/plain")], b"kept"
    return [(b"Content-Type", b"application/json")], json.dumps(request.server.stash.take(key))
