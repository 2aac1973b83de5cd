"""The text of files, page by page, and files that were made to break their reader."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import docx
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pptx.util import Inches
from reportlab.pdfgen.canvas import Canvas

from content import extraction
from content.extraction import Extracted, extract, tidy
from tests.content import samples


def read(content: bytes, kind: str) -> Extracted:
    return extract(io.BytesIO(content), kind)


def pdf_of(*pages: str) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(60, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    document, written = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(written)
    return written.getvalue()


def pptx_of(*titles: str) -> bytes:
    presentation, written = pptx.Presentation(), io.BytesIO()
    for title in titles:
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = title
    presentation.save(written)
    return written.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1. The first is its catalogue."""
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def stream(content: bytes, *, times: int = 1) -> bytes:
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(content) for _ in range(times)) + packing.flush()
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F1 9 Tf 10 700 Td (A few words) Tj ET\n"


def pdf_with(*streams: bytes, pages: int = 1) -> bytes:
    """One page for each of these content streams, or `pages` of them for each."""
    first = 4 + len(streams)
    kids = b" ".join(b"%d 0 R" % (first + number) for number in range(len(streams) * pages))
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(streams) * pages),
        FONT,
        *streams,
        *[PAGE % (4 + number) for number in range(len(streams)) for _ in range(pages)],
    )


SLOW_PAGE = stream(WORDS * 1000, times=1500)  # keeps the parser busy for ten seconds and more


# --- What is read --------------------------------------------------------------------------------------------------


def test_a_pdf_is_read_page_by_page() -> None:
    found = read(pdf_of("Safeguarding\nof children", "", "Hash matching"), "pdf")
    assert found == Extracted(["Safeguarding\nof children", "", "Hash matching"])


def test_a_presentation_is_read_slide_by_slide_with_tables_groups_and_notes() -> None:
    presentation, written = pptx.Presentation(), io.BytesIO()
    for title in ("First slide", "Second slide"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
    box = [Inches(1)] * 4
    slide.shapes.add_group_shape().shapes.add_textbox(*box).text_frame.text = "Inside a group"
    table = slide.shapes.add_table(2, 2, *box).table
    table.cell(0, 0).text, table.cell(1, 1).text = "Top left", "Bottom right"
    slide.notes_slide.notes_text_frame.text = "What the speaker says"
    presentation.save(written)
    found = read(written.getvalue(), "pptx")
    assert found == Extracted(
        ["First slide", "Second slide\nInside a group\nTop left\nBottom right\nWhat the speaker says"]
    )


def test_a_text_is_read_with_its_tables_and_without_what_was_taken_out() -> None:
    document, written = docx.Document(), io.BytesIO()
    document.add_heading("Terms of reference")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Chair", "Two years"
    paragraph = document.add_paragraph("Kept")
    for tag, text_tag in (("w:moveFrom", "w:t"), ("w:del", "w:delText")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = "Taken out"
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    inside = document.add_paragraph("In a field to fill in")._p
    inside.addprevious(control)
    control.append(content)
    content.append(inside)
    assert qn("w:sdt") == control.tag
    document.save(written)
    found = read(written.getvalue(), "docx")
    assert found == Extracted(["Terms of reference\nChair\nTwo years\nKept\nIn a field to fill in"])


def test_footnotes_and_text_boxes_of_a_text_are_read_once() -> None:
    parts = zipfile.ZipFile(io.BytesIO(docx_of("Body")))
    members = {name: parts.read(name) for name in parts.namelist()}
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    compatible = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = b"<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    both = b"<mc:Choice Requires='wps'>%s</mc:Choice><mc:Fallback>%s</mc:Fallback>" % (box, box)
    with_box = b"<w:t>Be</w:t><mc:AlternateContent %s>%s</mc:AlternateContent><w:t>fore</w:t>" % (compatible, both)
    members["word/document.xml"] = members["word/document.xml"].replace(b"<w:t>Body</w:t>", with_box)
    note = b"<w:footnote><w:p><w:r><w:t>A source</w:t></w:r></w:p></w:footnote>"
    members["word/footnotes.xml"] = b"<w:footnotes %s>%s</w:footnotes>" % (space, note)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = b'<Relationship Id="rId99" Type="%s" Target="footnotes.xml"/>' % kind
    name = "word/_rels/document.xml.rels"
    members[name] = members[name].replace(b"</Relationships>", relation + b"</Relationships>")
    assert read(samples.archive(members), "docx") == Extracted(["Before\nIn a box\nA source"])


def test_words_are_whole_and_nothing_unseen_is_left() -> None:
    assert tidy("safe-\nguarding of chil\u00ad\ndren, Anglo-\nSaxon") == "safeguarding of children, Anglo-\nSaxon"
    assert tidy("soft\u00adware \ufb01le\x00s\r\n\r\n  two \t spaces\u200b \x0b\ud800 \uf0b7 end") == (
        "software files\ntwo spaces\nend"
    )
    everything = tidy("".join(map(chr, range(0x110000)))).encode()  # no half of a character is left
    assert not set(b"\0\r\t\x1b\x7f") & set(everything)


def test_other_kinds_are_not_read_and_the_editor_is_told() -> None:
    assert read(samples.office("xlsx"), "xlsx") == Extracted([], "The text of this kind of file is not searched.")


def test_a_scan_says_that_it_has_no_text() -> None:
    expected = Extracted([], "The file has no text that can be searched, perhaps because it is a scan.")
    assert read(samples.pdf(), "pdf") == expected
    assert read(docx_of(""), "docx") == expected
    assert read(pptx_of(), "pptx") == expected


def test_what_is_protected_is_not_called_damaged() -> None:
    expected = Extracted([], "The file is protected by a password, so its text cannot be searched.")
    assert read(samples.pdf(password="secret"), "pdf") == expected
    assert read(_as_aes(samples.pdf(password="secret")), "pdf") == expected
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert read(old, "docx") == read(old, "pptx") == expected


def _as_aes(protected: bytes) -> bytes:
    """What asks for ciphers that are not installed here."""
    return protected.replace(b"/V 2", b"/V 5").replace(b"/R 3", b"/R 6")


# --- What breaks its reader ----------------------------------------------------------------------------------------

DAMAGED = Extracted([], "The file is damaged, so its text cannot be searched. Export it again, then upload it.")
TOO_LARGE = Extracted([], "The file is too large once it is unpacked, so its text cannot be searched.")


@pytest.mark.parametrize("kind", extraction.KINDS)
def test_what_is_damaged_ends_in_a_note(kind: str) -> None:
    whole = {"pdf": pdf_of("Text"), "docx": docx_of("Text"), "pptx": pptx_of("Text")}[kind]
    assert read(whole, kind) == Extracted(["Text"])
    for content in (b"", b"junk " * 1000, b"PK\x03\x04" + b"\0" * 500, whole[: len(whole) // 3]):
        assert read(content, kind) == DAMAGED
    assert read(samples.archive({"[Content_Types].xml": b"<Types/>"}), kind) == DAMAGED


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_an_archive_that_unpacks_to_too_much_is_not_opened(kind: str) -> None:
    big = io.BytesIO(docx_of("Text") if kind == "docx" else pptx_of("Text"))
    with zipfile.ZipFile(big, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.xml", "w") as member:
        for _ in range(201):
            member.write(bytes(1024 * 1024))
    assert len(big.getvalue()) < 1024 * 1024
    assert read(big.getvalue(), kind) == TOO_LARGE
    assert read(samples.archive({f"part-{number}.xml": b"" for number in range(10_001)}), kind) == TOO_LARGE


def test_an_archive_that_lies_about_its_sizes_is_not_believed() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(docx_of("Text"))) as honest:
            for name in honest.namelist():
                archive.writestr(name, honest.read(name) + b" " * (400_000_000 if name == "word/document.xml" else 0))
        archive.getinfo("word/document.xml").file_size = 1000
    assert read(content.getvalue(), "docx") == TOO_LARGE


def _nested(levels: int, kid: bytes) -> bytes:
    """A tree of pages in which each level holds the next, `kid` says how often."""
    nodes = [b"<</Type/Pages/Kids[%s]/Count 1>>" % kid.replace(b"N", b"%d" % (level + 3)) for level in range(levels)]
    return raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


@pytest.mark.parametrize(
    "content",
    [
        _nested(20_000, b"N 0 R"),
        _nested(40, b"N 0 R N 0 R"),  # a million million pages
        raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        raw_pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>", b"<</Type/Pages/Kids[]>>"),
        pdf_with(stream(bytes(1_000_000), times=1000)),  # a gigabyte in one megabyte
    ],
    ids=["deep", "doubling", "in itself", "brackets", "inflating"],
)
def test_a_pdf_made_to_break_its_reader_ends_in_a_note(content: bytes) -> None:
    begun = time.monotonic()
    assert read(content, "pdf") == DAMAGED
    assert time.monotonic() - begun < 15
    assert running_children() == []


def running_children() -> list[int]:
    """Readers that this process has started and that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            is_reader = str(extraction.CHILD).encode() in (entry / "cmdline").read_bytes()
        except OSError:  # ended while we looked
            continue
        if parent == os.getpid() and is_reader:
            found.append(int(entry.name))
    return found


def test_pages_that_cannot_be_read_do_not_take_the_others_with_them() -> None:
    content = pdf_with(stream(WORDS), stream(bytes(1_000_000), times=100), stream(WORDS))
    assert read(content, "pdf") == Extracted(
        ["A few words", "", "A few words"], "Some parts of the file could not be read, so they are not searched."
    )


def test_a_very_long_file_is_searched_in_its_beginning() -> None:
    note = "The file is very long, so only its beginning is searched."
    assert read(pdf_with(stream(WORDS), pages=1001), "pdf") == Extracted(["A few words"] * 1000, note)
    assert read(pdf_with(stream(WORDS), pages=1000), "pdf").note == ""
    wordy = read(docx_of("word " * 150_000, "word " * 150_000), "docx")
    assert wordy.note == note
    assert 999_000 < sum(map(len, wordy.pages)) <= 1_000_000


def test_what_takes_too_long_is_ended_and_what_was_read_till_then_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "TIMEOUT", 3)
    begun = time.monotonic()
    assert read(pdf_with(SLOW_PAGE), "pdf") == Extracted(
        [], "Reading the file took too long, so its text cannot be searched."
    )
    assert read(pdf_with(stream(WORDS), SLOW_PAGE), "pdf") == Extracted(
        ["A few words"], "Reading the file took too long, so only its beginning is searched."
    )
    assert time.monotonic() - begun < 10
    assert running_children() == []


@pytest.mark.parametrize(
    ("bound", "value", "status"),
    [("SECONDS", 2, -signal.SIGALRM), ("CPU_SECONDS", 2, -signal.SIGXCPU), ("MAX_OUTPUT", 1000, 1)],
)
def test_a_reader_that_nobody_watches_ends_by_itself(bound: str, value: int, status: int, tmp_path: Path) -> None:
    begin = f"import extraction_child as child; child.{bound} = {value}; child.main('pdf')"
    file, written = tmp_path / "long.pdf", tmp_path / "written"
    file.write_bytes(pdf_with(*[stream(WORDS)] * 100, SLOW_PAGE))
    with file.open("rb") as given, written.open("wb") as taken:
        reader = subprocess.run(
            [sys.executable, "-c", begin],
            stdin=given,
            stdout=taken,
            stderr=subprocess.DEVNULL,
            cwd=extraction.CHILD.parent,
            timeout=20,
            check=False,
        )
    assert reader.returncode == status
    assert written.stat().st_size <= 100 * len('"A few words"\n')
    assert written.read_bytes().startswith(b'"A few words"\n')


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", TOO_LARGE),  # what the system does for want of memory
        ("os.kill(os.getpid(), signal.SIGSEGV)", DAMAGED),
        ("sys.exit(1)", DAMAGED),
        ("print('\"A page\"'); print('\"half a pa', end='')", Extracted(["A page"], extraction.PARTLY)),
        ("print('no JSON')", DAMAGED),
        ("print('[1, 2]'); print({})", Extracted(["[1, 2]"], extraction.PARTLY)),
        ('print(\'"A page"\'); print(\'{"outcome": "nothing we know"}\')', Extracted(["A page"], extraction.PARTLY)),
    ],
)
def test_whatever_becomes_of_the_reader_there_is_a_note(
    script: str, expected: Extracted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "reader.py"
    broken.write_text(f"import os, signal, sys\n{script}\n")
    monkeypatch.setattr(extraction, "CHILD", broken)
    assert read(b"", "pdf") == expected
