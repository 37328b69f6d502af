"""What a test asks to be changed about an answer: `?pipe=` in its address, and `.sub.` in the name of a file."""
import gzip
import re
import uuid

from text import as_bytes, as_text


class Unknown(Exception):
    """The test asks for something that this server does not do."""


def status(response, _context, code):
    response.status = int(code)


def header(response, _context, name, value="", append="False"):
    (response.headers.append if append.lower() in ("1", "true") else response.headers.set)(name, value)


def zipped(response, _context):
    response.content = gzip.compress(content_of(response))
    response.headers.set("Content-Encoding", "gzip")


def substituted(response, context, _kind="none"):
    response.content = substitute(content_of(response), context)


PIPES = {"status": status, "header": header, "gzip": zipped, "sub": substituted}


def content_of(response):
    content = response.content or b""
    return content.encode("utf-8") if isinstance(content, str) else content


def piped(response, pipes, context):
    """`name(a,b)|name`, in this order. A backslash takes the meaning of the character after it away."""
    for text in re.findall(r"(?:\\.|[^|\\])+", pipes):
        name, _, rest = text.partition("(")
        if name not in PIPES:
            raise Unknown("the pipe %s" % name)
        given = rest[:-1] if rest.endswith(")") else rest
        arguments = re.findall(r"(?:^|,)((?:\\.|[^,\\])*)", given) if rest not in ("", ")") else []
        PIPES[name](response, context, *(re.sub(r"\\(.)", r"\1", argument) for argument in arguments))


class Context:
    """What is known when an answer is made: names and ports of the servers, and the request."""

    def __init__(self, request, config):
        parts = request.url_parts
        self.request = request
        self.values = {
            **config,
            "location": {
                "scheme": parts.scheme,
                "host": parts.netloc,
                "hostname": parts.hostname or "",
                "port": str(parts.port or ""),
                "path": parts.path,
                "pathname": parts.path,
                "query": "?" + parts.query if parts.query else "",
                "server": "%s://%s" % (parts.scheme, parts.netloc),
            },
            "url_base": "/",
            "GET": {as_text(name): as_text(request.GET[name]) for name in request.GET},
            "headers": {as_text(name): as_text(value) for name, value in request.headers.items()},
        }


def substitute(content, context):
    """`{{host}}`, `{{ports[http][0]}}`, `{{uuid()}}` and the like."""
    return re.sub(rb"\{\{([^{}]*)\}\}", lambda found: as_bytes(valued(as_text(found[1]).strip(), context)), content)


def valued(words, context):
    if words == "uuid()":
        return str(uuid.uuid4())
    value = context.values
    for word in re.findall(r"[^\[\]]+|(?<=\[)(?=\])", words):
        if isinstance(value, list):
            value = value[int(word)]
        elif isinstance(value, dict) and word in value:
            value = value[word]
        else:
            raise Unknown("the value {{%s}}" % words)
    return str(value)
