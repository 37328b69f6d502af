"""Bytes and text of the wire: each byte is one character."""


def as_text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


def as_bytes(value):
    return value if isinstance(value, bytes) else str(value).encode("latin-1")
