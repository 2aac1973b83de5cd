"""Sends a stored file over HTTP: whole, in part, or not at all where the reader has it already (RFC 9110, 13 and 14).

By our own hand: django-ranged-response is no longer maintained, and Django's own FileResponse knows no ranges.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".pptx": f"{OFFICE}.presentationml.presentation",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
UNKNOWN_TYPE = "application/octet-stream"

HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",  # kept by the reader's own browser only, which asks each time
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


def name_of(stored: FieldFile) -> str:
    return PurePosixPath(stored.name or "").name


def send(request: HttpRequest, stored: FieldFile, *, tag: str, as_attachment: bool) -> HttpResponseBase:
    """Answer a request for a file that this person may open. `tag` changes with every byte of it; empty is unknown.

    Raises Http404 if the storage has lost the file.
    """
    try:
        # Opened through the storage: a remote one refuses to open the same file object twice.
        file = stored.storage.open(stored.name or "", "rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    modified = int(stored.storage.get_modified_time(stored.name or "").timestamp())
    etag = f'"{tag}"' if tag else None
    response: HttpResponseBase | None = get_conditional_response(request, etag, modified)
    if response is not None:
        file.close()
    else:
        part = _part_asked_for(request, size=file.size, etag=etag, modified=modified)
        response = _streamed(file, part, stored, as_attachment=as_attachment)
    for header, value in HEADERS.items():
        response.headers[header] = value
    response.headers["Last-Modified"] = http_date(modified)
    if etag is not None:
        response.headers["ETag"] = etag
    return response


@dataclass(frozen=True)
class _Part:
    """So many bytes of a file, from `first` on. No bytes at all, if they would lie behind its end."""

    first: int
    length: int


def _part_asked_for(request: HttpRequest, *, size: int, etag: str | None, modified: int) -> _Part | None:
    """One range is honoured. Several, another unit and what makes no sense are ignored, as a server may."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or asked is None or not _is_same_file(request, etag, modified):
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:
        length = min(int(last), size)
        return _Part(size - length, length)
    if last and int(last) < int(first):
        return None
    end = min(int(last) + 1, size) if last else size
    return _Part(int(first), max(end - int(first), 0))


def _is_same_file(request: HttpRequest, etag: str | None, modified: int) -> bool:
    """Whether the part continues the file that the reader has the beginning of (`If-Range`)."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition or condition == etag:
        return True
    return parse_http_date_safe(condition) == modified


class _Stream(FileResponse):
    block_size = 64 * 1024  # bytes


class _Reader:
    """Reads one part of a file and closes the file with it. A remote file is fetched when it is first read from."""

    def __init__(self, file: File, part: _Part) -> None:
        self._file, self._first, self._left = file, part.first, part.length

    def read(self, size: int) -> bytes:
        if self._first:
            self._file.seek(self._first)
            self._first = 0
        chunk: bytes = self._file.read(min(size, self._left))
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        self._file.close()


def _streamed(file: File, part: _Part | None, stored: FieldFile, *, as_attachment: bool) -> HttpResponseBase:
    size: int = file.size
    if part is not None and not part.length:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    name = name_of(stored)
    response = _Stream(
        _Reader(file, part or _Part(0, size)),
        as_attachment=as_attachment,
        filename=name,
        content_type=CONTENT_TYPES.get(PurePosixPath(name).suffix.lower(), UNKNOWN_TYPE),
    )
    if part is None:
        response.headers["Content-Length"] = str(size)
    else:
        response.status_code = 206
        response.headers["Content-Length"] = str(part.length)
        response.headers["Content-Range"] = f"bytes {part.first}-{part.first + part.length - 1}/{size}"
    return response
