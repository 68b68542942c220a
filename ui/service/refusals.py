"""What the service refuses, as programs expect it: on addresses of the API as a problem (RFC 9457), like all that is wrong there."""

import json

from starlette.responses import JSONResponse, Response

from ui.service import texts

API = "/api/v1"
PROBLEM = "application/problem+json"
CODES = {403: "other-origin", 408: "too-slow", 413: "too-large", 429: "too-many"}


def for_programs(path: str, answer: Response) -> Response:
    """The answer that was about to be given; on an address of the API in the form that is used there."""
    if not (path == API or path.startswith(f"{API}/")) or not isinstance(answer, JSONResponse):
        return answer
    status = answer.status_code
    body = {
        "type": "about:blank", "title": texts.REFUSED.get(status, ""), "status": status, "code": CODES.get(status, f"http-{status}"),
        "detail": json.loads(bytes(answer.body))["detail"],
    }  # fmt: skip
    kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
    return JSONResponse(body, status, kept, PROBLEM)
