"""Where handlers keep what a later request takes: values by path and key, each taken once."""
import threading
import uuid

from text import as_text


class Shelf:
    """What all requests of one run share."""

    def __init__(self):
        self.lock = threading.RLock()
        self.values = {}


class Stash:
    """The shelf as one request sees it: without a path of its own, the request's is meant."""

    def __init__(self, shelf, path):
        self._shelf = shelf
        self._path = path
        self.lock = shelf.lock

    def _place(self, key, path):
        return (self._path if path is None else as_text(path), str(uuid.UUID(as_text(key))))

    def put(self, key, value, path=None):
        if value is None:
            raise ValueError("None cannot be kept: it means that nothing is there")
        place = self._place(key, path)
        with self.lock:
            if place in self._shelf.values:
                raise ValueError("something is kept there already: %s" % (place,))
            self._shelf.values[place] = value

    def take(self, key, path=None):
        place = self._place(key, path)
        with self.lock:
            return self._shelf.values.pop(place, None)
