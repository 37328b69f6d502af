"""An adapter in Python with nothing but the standard library: says no hello, does one job after another."""
import json
import sys
import urllib.error
import urllib.request

for line in sys.stdin:
    job = json.loads(line)
    body = None if job["body"] is None else job["body"].encode()
    request = urllib.request.Request(job["url"], body, job["headers"], method=job["method"])
    result = {"id": job["id"], "ok": True}
    try:
        try:
            answer = urllib.request.urlopen(request, timeout=job["options"]["attemptMs"] / 1000)
        except urllib.error.HTTPError as error:
            answer, result["ok"] = error, False
        content = answer.read()
        result.update(status=answer.status, url=answer.url, bodyBytes=len(content))
        result["body"] = content[:65536].decode("utf-8", "replace")
        result["headers"] = {name.lower(): value for name, value in answer.headers.items()}
    except TimeoutError as error:
        result.update(ok=False, status=None, error={"kind": "timeout", "message": str(error)})
    except Exception as error:
        result.update(ok=False, status=None, error={"kind": "network", "message": str(error)})
    print(json.dumps(result), flush=True)
