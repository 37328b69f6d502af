"""requests with urllib3's Retry, as their pages show: a Session, an HTTPAdapter with max_retries, a timeout.

Retry: total as the job says, backoff_factor 0.1, status_forcelist 429 500 502 503 504, respect_retry_after_header,
raise_on_status=False, so that the last answer is kept; methods as they come. Session: max_redirects as the job says.
timeout is for connecting and between two pieces: requests knows no time for an attempt or a whole call.
"""
import json
import platform
import sys
import threading
import time
from urllib.parse import urlsplit

import requests
import urllib3
from requests import exceptions
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

KEPT_BYTES = 64 * 1024
# A call that is still under way so long after its time is given up, before the lab stops the adapter.
GRACE_S = 1

KINDS = [
    (exceptions.Timeout, "timeout"),
    (exceptions.TooManyRedirects, "redirects"),
    ((exceptions.InvalidURL, exceptions.InvalidSchema, exceptions.MissingSchema), "redirects"),
    (exceptions.ContentDecodingError, "decode"),
    (exceptions.InvalidHeader, "protocol"),
    (exceptions.RetryError, "status"),
]

sessions = {}
lock = threading.Lock()


def session_for(job):
    """A session for each origin: its cookies know no ports, so scenarios would see those of others."""
    options = job["options"]
    key = (urlsplit(job["url"]).netloc, options["attempts"], options["maxRedirects"])
    with lock:
        if key not in sessions:
            retry = Retry(
                total=options["attempts"] - 1,
                backoff_factor=0.1,
                status_forcelist=[429, 500, 502, 503, 504],
                respect_retry_after_header=True,
                raise_on_status=False,
            )
            session = requests.Session()
            session.max_redirects = options["maxRedirects"]
            for scheme in ("http://", "https://"):
                session.mount(scheme, HTTPAdapter(max_retries=retry))
            sessions[key] = session
        return sessions[key]


def content_of(job):
    if job["body"] is None:
        return None
    body = job["body"].encode()
    return iter([body]) if job["stream"] else body


def kind_of(error):
    for classes, kind in KINDS:
        if isinstance(error, classes):
            return kind
    text = str(error)
    if "timed out" in text:
        return "timeout"
    return "protocol" if "BadStatusLine" in text or "LineTooLong" in text else "network"


def perform(job):
    options = job["options"]
    try:
        answer = session_for(job).request(
            job["method"],
            job["url"],
            headers=job["headers"],
            data=content_of(job),
            timeout=options["attemptMs"] / 1000,
            allow_redirects=True,
        )
    except Exception as error:
        return failure(kind_of(error), str(error))
    return {
        "ok": answer.ok,
        "status": answer.status_code,
        "url": answer.url,
        "headers": {name.lower(): value for name, value in answer.headers.items()},
        "body": answer.content[:KEPT_BYTES].decode("utf-8", "ignore"),
        "bodyBytes": len(answer.content),
    }


def failure(kind, message):
    return {"ok": False, "status": None, "error": {"kind": kind, "message": message}}


def say(line):
    with lock:
        print(json.dumps(line), flush=True)


def answer(job):
    """Works on a job in a thread of its own, and tells of one that does not end."""
    start = time.monotonic()
    results = []
    thread = threading.Thread(target=lambda: results.append(perform(job)), daemon=True)
    thread.start()
    thread.join(job["options"]["totalMs"] / 1000 + GRACE_S)
    result = results[0] if results else failure("other", f"requests was still at it after {time.monotonic() - start:.1f} s.")
    say({"id": job["id"], **result, "ms": round((time.monotonic() - start) * 1000)})


say(
    {
        "client": "requests + urllib3 Retry",
        "version": f"{requests.__version__} + {urllib3.__version__}",
        "runtime": f"Python {platform.python_version()}",
        "setup": "Session, HTTPAdapter(max_retries=Retry(total, backoff_factor=0.1, status_forcelist, "
        "respect_retry_after_header, raise_on_status=False)), timeout, max_redirects",
        "lacks": ["cache", "renew", "pause", "quota", "resume", "update", "poll", "limits"],
    }
)
for text in sys.stdin:
    threading.Thread(target=answer, args=(json.loads(text),), daemon=True).start()
