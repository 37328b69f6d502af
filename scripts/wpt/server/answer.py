"""From an address to an answer: a handler, bytes as they are, or a file with its header lines."""
import mimetypes
import os
import traceback
from urllib.parse import unquote

from piping import Context, Unknown, piped, substitute
from response import Lines
from text import as_text

TYPES = {".js": "text/javascript", ".json": "application/json", ".html": "text/html", ".txt": "text/plain", ".idl": "text/plain"}

# The suite's own server has this name for a module that lies elsewhere.
ALIASES = {"/resources/WebIDLParser.js": "/resources/webidl2/lib/webidl2.js"}


def file_of(root, path):
    """The file of an address, or None; nothing outside the suite."""
    path = ALIASES.get(path, unquote(path))
    found = os.path.realpath(os.path.join(root, path.lstrip("/")))
    inside = found.startswith(os.path.realpath(root) + os.sep)
    return found if inside and os.path.isfile(found) else None


def content_of(file):
    with open(file, "rb") as opened:
        return opened.read()


def header_lines(file, context):
    """Of the folder, of the file; with `.sub.` in the name, substituted."""
    for beside in (os.path.join(os.path.dirname(file), "__dir__"), file):
        for name in (beside + ".headers", beside + ".sub.headers"):
            if not os.path.isfile(name):
                continue
            content = content_of(name)
            text = substitute(content, context) if name.endswith(".sub.headers") else content
            for line in text.splitlines():
                name_of, colon, value = line.partition(b":")
                if colon:
                    yield name_of.strip(), value.strip()


def plain(file, response, context):
    kind = TYPES.get(os.path.splitext(file)[1]) or mimetypes.guess_type(file)[0]
    response.headers.set("Content-Type", kind or "application/octet-stream")
    lines = list(header_lines(file, context))
    if any(name.lower() == b"content-type" for name, _ in lines):
        response.headers = Lines()
    for name, value in lines:
        response.headers.append(name, value)
    response.content = content_of(file)
    if ".sub." in os.path.basename(file):
        response.content = substitute(response.content, context)


def handled(file, request, response):
    """The handler's own module, made anew for each request; what it returns is the answer."""
    scope = {"__name__": "handler", "__file__": file}
    exec(compile(content_of(file), file, "exec"), scope)
    given = scope["main"](request, response)
    if given is None:
        return
    words = given if isinstance(given, tuple) else (given,)
    if len(words) == 3:
        response.status = words[0]
    if len(words) > 1:
        for name, value in words[-2]:
            response.headers.append(name, value)
    response.content = words[-1]


def respond(request, response, config):
    """Answers, whatever becomes of it: a broken handler is a 500 that says how it broke."""
    try:
        file = file_of(request.doc_root, request.url_parts.path)
        context = Context(request, config)
        if file is None:
            response.set_error(404, "there is no such file")
        elif file.endswith(".asis"):
            response.writer.write(content_of(file))
            response.close_connection = True
        elif file.endswith(".py"):
            handled(file, request, response)
        else:
            plain(file, response, context)
        pipes = request.GET.get("pipe")
        if pipes is not None and not response.writer.begun:
            piped(response, as_text(pipes), context)
    except Exception as error:
        if response.writer.begun:
            response.close_connection = True
            return
        response.status = 500
        response.headers = Lines()
        response.content = "%s" % error if isinstance(error, Unknown) else traceback.format_exc()
    if not response.writer.begun:
        response.write()
