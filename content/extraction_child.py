"""Reads the text of the file on its standard input. Run in a process of its own: `extraction_child.py pdf|docx|pptx`.

It writes lines of JSON: the text of each page (or slide) as soon as it is read, and at the end an object that says what
came of it. Where the last line is missing, the process was ended, and the pages before still count.
A file made with ill will keeps its parser busy for hours, or fills the memory, so this process is bounded.
Nothing of the portal is imported here.
"""

import json
import logging
import resource
import signal
import sys
import warnings
import zipfile
from collections.abc import Iterator
from typing import IO, Any

SECONDS = 30  # by the clock: the process ends also where whoever started it is no more
CPU_SECONDS = 20
MEMORY = 700 * 1024 * 1024  # bytes
OPEN_FILES = 64
MAX_OUTPUT = 16 * 1024 * 1024  # bytes; what a million characters are at most, once they are written as JSON

MAX_PAGES = 1000
MAX_CHARACTERS = 1_000_000
MAX_ARCHIVE_MEMBERS = 10_000
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024

WHOLE, PARTLY, CUT, PROTECTED, DAMAGED, TOO_LARGE = "whole", "partly", "cut", "protected", "damaged", "too large"

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What is not there for a reader: text that was moved away, and a text box told once more for old versions of Word.
NOT_READ = {f"{WORDS}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
BREAKS = {f"{WORDS}tab": "\t", f"{WORDS}br": "\n", f"{WORDS}cr": "\n", f"{WORDS}noBreakHyphen": "-"}


class Protected(Exception):
    pass


class TooLarge(Exception):
    pass


def main(kind: str) -> None:
    _bound()
    read = {"pdf": _pdf, "docx": _docx, "pptx": _pptx}[kind]
    try:
        outcome = _write_pages(read(sys.stdin.buffer))
    except Protected:
        outcome = PROTECTED
    except (TooLarge, MemoryError):
        outcome = TOO_LARGE
    except Exception:  # a parser raises whatever it trips over
        outcome = DAMAGED
    _write({"outcome": outcome})


def _bound() -> None:
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # one signal tells that it was the time
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    warnings.simplefilter("ignore")


def _write_pages(pages: Iterator[str | None]) -> str:
    """`None` stands for a page that could not be read."""
    left, outcome = MAX_CHARACTERS, WHOLE
    for number, page in enumerate(pages):
        if number == MAX_PAGES:
            return CUT
        if page is None:
            outcome = PARTLY
        text = page or ""
        _write(text[:left])
        left -= len(text)
        if left < 0:
            return CUT
    return outcome


def _write(line: Any) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201  this is how it speaks


def _pdf(file: IO[bytes]) -> Iterator[str | None]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(file)
        if "/Encrypt" in reader.trailer:
            raise Protected
    except DependencyError as no_ciphers:  # they are not installed, and only a protected file asks for them
        raise Protected from no_ciphers
    for page in reader.pages:
        try:
            yield page.extract_text()
        except MemoryError:
            raise
        except Exception:  # the other pages may be sound
            yield None


def _docx(file: IO[bytes]) -> Iterator[str]:
    """Everything in one: its pages are made where it is printed. With tables, text boxes and notes."""
    _check_archive(file)

    import docx
    from docx.oxml import parse_xml

    part = docx.Document(file).part
    notes = [
        parse_xml(relation.target_part.blob)
        for relation in part.rels.values()
        if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes"))
    ]
    roots = [part.element.body, *notes]
    yield "\n".join(_runs(paragraph) for root in roots for paragraph in root.iter(f"{WORDS}p"))


def _runs(paragraph: Any) -> str:
    """The text of this paragraph alone. One inside it (of a text box) is a paragraph of its own."""
    if any(above.tag in NOT_READ for above in paragraph.iterancestors()):
        return ""
    said = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{WORDS}t":
            said.append(element.text or "")
        elif element.tag in BREAKS:
            said.append(BREAKS[element.tag])
        elif element.tag != f"{WORDS}p" and element.tag not in NOT_READ:
            waiting += reversed(element)
    return "".join(said)


def _pptx(file: IO[bytes]) -> Iterator[str | None]:
    _check_archive(file)

    import pptx

    for slide in pptx.Presentation(file).slides:
        try:
            said = list(_shapes(slide.shapes))
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
                said.append(slide.notes_slide.notes_text_frame.text)
        except MemoryError:
            raise
        except Exception:  # the other slides may be sound
            yield None
        else:
            yield "\n".join(said)


def _shapes(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):  # a group
            yield from _shapes(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            for row in shape.table.rows:
                # What a merged cell spans is empty.
                yield "\t".join(cell.text for cell in row.cells)


def _check_archive(file: IO[bytes]) -> None:
    """Raises TooLarge by what the archive declares. Where it lies, the limit of memory ends the reading."""
    if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" and "EncryptedPackage".encode("utf-16-le") in file.read():
        raise Protected
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    if len(members) > MAX_ARCHIVE_MEMBERS or sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
        raise TooLarge
    file.seek(0)


if __name__ == "__main__":
    main(sys.argv[1])
