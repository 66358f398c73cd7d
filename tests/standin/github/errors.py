"""GitHub's error answers."""

from __future__ import annotations

from typing import Any

from messages import Response, json_response

DOCS = "https://docs.github.com/rest"


class ApiError(Exception):
    """Ends a route with an error answer."""

    def __init__(self, status: int, message: str, errors: list[dict[str, Any]] | None = None, docs: str = DOCS) -> None:
        super().__init__(message)
        self.status = status
        self.errors = errors
        self.docs = docs

    def response(self) -> Response:
        body: dict[str, Any] = {"message": str(self)}
        if self.errors is not None:
            body["errors"] = self.errors
        body |= {"documentation_url": self.docs, "status": str(self.status)}
        return json_response(body, self.status)


def not_found() -> ApiError:
    return ApiError(404, "Not Found")


def bad_credentials() -> ApiError:
    return ApiError(401, "Bad credentials")


def authentication_required() -> ApiError:
    return ApiError(401, "Requires authentication")


def validation_failed(resource: str, field: str, code: str, message: str | None = None) -> ApiError:
    error = {"resource": resource, "field": field, "code": code}
    return ApiError(422, "Validation Failed", [error if message is None else {**error, "message": message}])
