"""Downloads that go on where they broke off: one range, validators, and nothing else (RFC 9110, sections 13 and 14)."""

import datetime
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.test import RequestFactory
from django.utils.http import http_date, parse_http_date
from hypothesis import given
from hypothesis import strategies as st

from content.models import PrivateDocument
from content.sending import send

CONTENT = os.urandom(200_003)  # more than one chunk, and no round number
SIZE = len(CONTENT)
TAG = "abc123"
rf = RequestFactory()


def stored(content: bytes = CONTENT, storage: Storage | None = None) -> FieldFile:
    """A field whose file lies in `storage`; else in one without paths, as remote ones are."""
    storage = storage or InMemoryStorage()
    name = storage.save("documents/report.pdf", ContentFile(content))
    document = PrivateDocument(file=name, collection_id=1)
    document.file.storage = storage
    return document.file


FILE = stored()


def ask(method: str = "get", file=FILE, tag: str = TAG, **headers: str):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(getattr(rf, method)("/", headers=names), file, tag=tag, as_attachment=True)


def content_of(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def modified() -> str:
    return ask().headers["Last-Modified"]


def assert_whole(response) -> None:
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(SIZE)
    assert "Content-Range" not in response.headers
    assert content_of(response) == CONTENT


def assert_part(response, first: int, last: int) -> None:
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert content_of(response) == CONTENT[first : last + 1]


def test_without_a_range_the_whole_file_is_sent() -> None:
    assert_whole(ask())


@given(st.integers(0, SIZE - 1), st.integers(0, 2 * SIZE))
def test_any_range_is_that_slice_of_the_file(first: int, length: int) -> None:
    assert_part(ask(Range=f"bytes={first}-{first + length}"), first, min(first + length, SIZE - 1))


@given(st.integers(0, SIZE - 1))
def test_a_range_without_an_end_goes_to_the_end(first: int) -> None:
    assert_part(ask(Range=f"bytes={first}-"), first, SIZE - 1)


@given(st.integers(1, 2 * SIZE))
def test_a_range_without_a_beginning_counts_from_the_end(length: int) -> None:
    assert_part(ask(Range=f"bytes=-{length}"), max(SIZE - length, 0), SIZE - 1)


@given(st.integers(SIZE, 10**18 - 1), st.integers(0, 100))
def test_a_range_behind_the_end_is_refused_with_the_size(first: int, length: int) -> None:
    for asked in (f"bytes={first}-", "bytes=-0"):
        response = ask(Range=asked)
        assert response.status_code == 416
        assert response.headers["Content-Range"] == f"bytes */{SIZE}"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert content_of(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6",
        "bytes=0-1, -5",
        "bytes=5-2",
        "bytes=-",
        "bytes=",
        "bytes",
        "items=0-5",
        "bytes=a-b",
        "bytes= 0-5",
        "bytes=0-5;",
        "bytes=--5",
        "bytes=٠-٥",
        "bytes=0-" + "9" * 5000,
        "",
    ],
)
def test_what_is_not_one_range_is_ignored(asked: str) -> None:
    assert_whole(ask(Range=asked))


@given(st.text(max_size=30))
def test_no_range_whatever_breaks_the_answer(asked: str) -> None:
    assert ask(Range="bytes=" + asked).status_code in {200, 206, 416}


def test_all_of_one_byte() -> None:
    file = stored(b"x")
    assert content_of(ask(file=file, Range="bytes=0-0")) == b"x"
    assert ask(file=file, Range="bytes=1-1").status_code == 416
    empty = stored(b"")
    assert (ask(file=empty).status_code, ask(file=empty, Range="bytes=0-").status_code) == (200, 416)
    assert ask(file=empty, Range="bytes=-5").status_code == 416


def test_a_part_is_sent_only_of_the_file_that_the_reader_has_begun() -> None:
    part = "bytes=10-19"
    assert_part(ask(Range=part, If_Range=f'"{TAG}"'), 10, 19)
    assert_part(ask(Range=part, If_Range=modified()), 10, 19)
    earlier = http_date(parse_http_date(modified()) - 60)
    later = http_date(parse_http_date(modified()) + 60)
    for condition in ('"other"', f'W/"{TAG}"', TAG, earlier, later, "nonsense"):
        assert_whole(ask(Range=part, If_Range=condition))
    # A range that could not be met is no error where the condition does not hold.
    assert_whole(ask(Range=f"bytes={SIZE}-", If_Range='"other"'))


def test_what_the_reader_has_already_is_not_sent_again() -> None:
    for headers in (
        {"If_None_Match": f'"{TAG}"'},
        {"If_None_Match": f'"other", W/"{TAG}"'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": modified()},
        {"If_None_Match": f'"{TAG}"', "Range": "bytes=0-5"},
    ):
        response = ask(**headers)
        assert response.status_code == 304
        assert content_of(response) == b""
        assert response.headers["ETag"] == f'"{TAG}"'
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    earlier = http_date(parse_http_date(modified()) - 60)
    assert_whole(ask(If_None_Match='"other"'))
    assert_whole(ask(If_Modified_Since=earlier))
    assert_whole(ask(If_None_Match='"other"', If_Modified_Since=modified()))


def test_preconditions_that_fail_are_told() -> None:
    assert ask(If_Match='"other"').status_code == 412
    assert ask(If_Unmodified_Since=http_date(parse_http_date(modified()) - 60)).status_code == 412
    assert_whole(ask(If_Match=f'"{TAG}"'))


def test_a_file_of_unknown_hash_is_dated_and_not_tagged() -> None:
    response = ask(tag="")
    assert_whole(response)
    assert "ETag" not in response.headers
    assert parse_http_date(response.headers["Last-Modified"])
    assert ask(tag="", If_None_Match='"anything"').status_code == 200


def test_whoever_asks_for_the_head_gets_no_body_and_no_part() -> None:
    response = ask("head", Range="bytes=0-5")
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(SIZE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="report.pdf"'


@pytest.mark.django_db
def test_the_file_is_closed_in_the_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[File] = []
    file = stored(storage=FileSystemStorage(tmp_path))
    original = file.storage.open

    def watched(name: str, mode: str = "rb") -> File:
        opened.append(original(name, mode))
        return opened[-1]

    monkeypatch.setattr(file.storage, "open", watched)
    for method, headers in (
        ("get", {}),
        ("head", {}),
        ("get", {"Range": "bytes=0-5"}),
        ("get", {"Range": f"bytes={SIZE}-"}),
        ("get", {"If_None_Match": f'"{TAG}"'}),
    ):
        ask(method, file, **headers).close()
    assert len(opened) == 5
    assert [each.closed for each in opened] == [True] * 5


class Untouchable(ContentFile):
    """A file whose size is known, and that may not be fetched."""

    def read(self, num_bytes: int | None = None) -> bytes:
        raise AssertionError("This file was read.")

    def seek(self, offset: int, whence: int = 0) -> int:
        raise AssertionError("This file was searched.")


def test_a_remote_file_is_not_fetched_to_answer_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    file = stored()
    remote = Untouchable(CONTENT)
    assert remote.size == SIZE
    monkeypatch.setattr(file.storage, "open", lambda *args: remote)
    for method, headers, status in (
        ("head", {}, 200),
        ("get", {"Range": f"bytes={SIZE}-"}, 416),
        ("get", {"If_None_Match": f'"{TAG}"'}, 304),
    ):
        assert ask(method, file, **headers).status_code == status


def test_a_lost_file_is_not_there() -> None:
    file = stored()
    file.storage.delete(file.name)
    with pytest.raises(Http404):
        ask(file=file)


def test_large_files_are_read_piece_by_piece() -> None:
    pieces = list(ask())
    assert max(map(len, pieces)) <= 64 * 1024
    assert b"".join(pieces) == CONTENT


def test_the_date_is_that_of_the_file() -> None:
    date = datetime.datetime.fromtimestamp(parse_http_date(modified()), tz=datetime.UTC)
    age = datetime.datetime.now(tz=datetime.UTC) - date  # of a file that this run of the tests has made
    assert datetime.timedelta(0) <= age < datetime.timedelta(hours=6)
