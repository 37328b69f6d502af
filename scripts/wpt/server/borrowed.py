"""The modules that the suite's handlers import from the server that they were written for, as far as they use them."""
import json
import sys
import types

from text import as_bytes, as_text


def json_handler(main):
    """The handler gives a value, and the answer is its JSON."""

    def wrapped(request, response):
        given = main(request, response)
        response.headers.set("Content-Type", "application/json")
        if isinstance(given, tuple):
            return (*given[:-1], json.dumps(given[-1]))
        return json.dumps(given)

    return wrapped


def lend():
    parent = types.ModuleType("wptserve")
    utils = types.ModuleType("wptserve.utils")
    utils.isomorphic_decode = as_text
    utils.isomorphic_encode = as_bytes
    handlers = types.ModuleType("wptserve.handlers")
    handlers.json_handler = json_handler
    parent.utils, parent.handlers = utils, handlers
    for module in (parent, utils, handlers):
        sys.modules[module.__name__] = module
