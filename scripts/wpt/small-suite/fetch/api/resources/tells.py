def main(request, response):
    response.headers.set(b"Content-Type", b"text/plain")
    words = [
        request.method,
        request.GET.first(b"one").decode(),
        b",".join(request.GET.get_list(b"one")).decode(),
        (request.auth.username or b"None").decode(),
        request.body.decode(),
        request.url_parts.path,
    ]
    return " ".join(words)
