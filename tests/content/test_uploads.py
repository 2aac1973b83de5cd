"""What may be uploaded, and what is left of a picture."""

import hashlib
import io
import time
import zipfile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import override_settings
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngImageFile

from content import uploads
from content.models import PrivateDocument, PrivateImage
from content.uploads import CleanPicture, check_document, without_metadata
from tests.content import samples


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        check_document(ContentFile(content, name=name))
    [message] = refused.value.messages
    return str(message)


def real_docx() -> bytes:
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", samples.pdf()),
        ("REPORT.PDF", samples.pdf()),
        ("letter.docx", samples.office("docx")),
        ("letter.docx", real_docx()),
        ("slides.pptx", samples.office("pptx")),
        ("table.xlsx", samples.office("xlsx")),
    ],
)
def test_documents_that_are_what_they_say_are_taken(name: str, content: bytes) -> None:
    file = ContentFile(content, name=name)
    check_document(file)
    assert file.read() == content


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "macro.docm", "old.doc", "run.exe", "pdf", "report"])
def test_other_kinds_are_refused_by_name(name: str) -> None:
    assert refusal(name, samples.pdf()) == (
        "Files of this kind cannot be uploaded. Choose one of these: PDF, DOCX, PPTX, XLSX."
    )


def test_an_empty_file_is_refused() -> None:
    assert refusal("report.pdf", b"") == "This file is empty."


def test_the_limit_of_size_is_told() -> None:
    with override_settings(DOCUMENT_MAX_UPLOAD_SIZE=500):
        assert refusal("report.pdf", b"%PDF-" + b"x" * 600) == (
            "This file is too large: 605\xa0bytes. The limit is 500\xa0bytes."
        )


def test_what_is_no_pdf_inside_is_refused_and_named() -> None:
    assert refusal("report.pdf", samples.picture()) == (
        "This is not a PDF file, although its name ends in .pdf. It looks like this: Portable Network Graphics file."
    )
    assert refusal("report.pdf", b"qqqq") == "This is not a PDF file, although its name ends in .pdf."
    # What a browser might take for something else, with a PDF behind it.
    assert "not a PDF file" in refusal("report.pdf", b"<html><script>1</script></html>" + samples.pdf())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"nonsense " * 500, samples.pdf()[:200]])
def test_a_damaged_pdf_is_refused(content: bytes) -> None:
    assert (
        refusal("report.pdf", content) == "This PDF is damaged and cannot be opened. Export it again, then upload it."
    )


def test_a_protected_pdf_is_refused_because_readers_could_not_open_it() -> None:
    assert refusal("report.pdf", samples.pdf(password="secret")) == (
        "This PDF is protected, so readers and the search could not open it. Save it without a password "
        "and without restrictions, then upload it again."
    )


def test_a_pdf_that_keeps_its_parser_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PROBE_TIMEOUT", 1)
    entries = 1_000_000
    table = b"xref\n0 %d\n" % entries + b"0000000000 00000 n \n" * entries
    bomb = b"%PDF-1.7\n" + table + b"trailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n"
    begun = time.monotonic()
    assert "damaged" in refusal("report.pdf", bomb)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("extension", ["docx", "pptx", "xlsx"])
def test_what_is_no_office_file_inside_is_refused(extension: str) -> None:
    expected = (
        f"This is not a {extension.upper()} file, although its name ends in .{extension}. If it is protected by a "
        f"password or in an older format, save it as .{extension} without a password, then upload it again."
    )
    other = "xlsx" if extension != "xlsx" else "docx"
    old_format = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    whole = samples.office(extension)
    for content in (
        b"plain words",
        old_format,
        samples.pdf(),
        samples.office(other),
        samples.archive({"main.xml": b"no declaration"}),
        samples.archive({"[Content_Types].xml": b""}),
        whole[:-40],
        b"MZ" + whole,
    ):
        assert refusal(f"file.{extension}", content) == expected


@pytest.mark.parametrize(
    "content",
    [
        samples.office("docx", members={"word/vbaProject.bin": b"macro"}),
        samples.office("docx", members={"word/VBAPROJECT.BIN": b"macro"}),
        samples.office("docx", declared="application/vnd.ms-word.document.macroEnabled.main+xml"),
        samples.office("docx", members={"xl/macrosheets/sheet1.xml": b"<sheet/>"}),
    ],
)
def test_macros_are_refused(content: bytes) -> None:
    assert (
        refusal("letter.docx", content) == "This file contains macros, which may harm readers. Save it without macros."
    )


def test_what_would_fill_the_disk_once_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "This file is too large once it is unpacked. The limit is 200.0\xa0MB."
    big = io.BytesIO()
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/bomb.xml", "w") as member:
        for _ in range(201):
            member.write(bytes(1024 * 1024))
    assert len(big.getvalue()) < 1024 * 1024
    assert refusal("letter.docx", big.getvalue()) == expected
    many = samples.archive({f"part-{number}.xml": b"" for number in range(10_001)})
    assert refusal("letter.docx", many) == expected


# What Pillow says of every picture of these formats.
DRAWN = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "version", "background", "duration", "timestamp"}
FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_picture_tells_nothing_but_what_it_shows(file_format: str) -> None:
    content = samples.picture(file_format, telling=True)
    assert any(secret in content for secret in samples.SECRETS)
    clean = without_metadata(ContentFile(content, name=f"holiday.{FORMATS[file_format]}"))
    stored = clean.read()
    assert not [secret for secret in samples.SECRETS if secret in stored]
    with Image.open(io.BytesIO(stored)) as drawn:
        drawn.load()
        assert drawn.format == file_format
        assert dict(drawn.getexif()) == {}
        assert not set(drawn.info) - DRAWN
        if isinstance(drawn, PngImageFile):
            assert drawn.text == {}
        left, right = drawn.convert("RGB").getpixel((2, 2)), drawn.convert("RGB").getpixel((37, 2))
    assert left == pytest.approx((255, 0, 0), abs=60)
    assert right == pytest.approx((0, 0, 255), abs=60)
    assert clean.name == f"holiday.{FORMATS[file_format]}"


def test_a_picture_that_was_taken_sideways_is_stored_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    clean = without_metadata(ContentFile(samples.picture("JPEG", exif=exif), name="sideways.jpg"))
    with Image.open(clean) as drawn:
        assert drawn.size == (20, 40)
        assert drawn.getpixel((10, 5))[0] > 200
        assert drawn.getpixel((10, 35))[2] > 200


def test_the_first_picture_of_a_telephones_file_is_kept() -> None:
    written = io.BytesIO()
    first, second = Image.new("RGB", (30, 30), "red"), Image.new("RGB", (30, 30), "blue")
    first.save(written, "MPO", save_all=True, append_images=[second])
    clean = without_metadata(ContentFile(written.getvalue(), name="telephone.jpg"))
    with Image.open(clean) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (30, 30))
        assert drawn.getpixel((5, 5))[0] > 200


def test_colours_stay_what_they_were_without_their_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = samples.picture("PNG", icc_profile=profile)
    assert b"iCCP" in content
    stored = without_metadata(ContentFile(content, name="profiled.png")).read()
    assert b"iCCP" not in stored
    with Image.open(io.BytesIO(stored)) as drawn:
        assert drawn.getpixel((2, 2)) == (255, 0, 0)


def test_a_picture_for_print_becomes_one_for_screens() -> None:
    written = io.BytesIO()
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(written, "JPEG")
    with Image.open(without_metadata(ContentFile(written.getvalue(), name="print.jpg"))) as drawn:
        assert drawn.mode == "RGB"
        assert drawn.getpixel((5, 5))[0] > 200


@pytest.mark.parametrize("file_format", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving(file_format: str) -> None:
    clean = without_metadata(ContentFile(samples.film(file_format), name=f"film.{FORMATS[file_format]}"))
    with Image.open(clean) as drawn:
        assert (drawn.n_frames, drawn.size, drawn.info["loop"]) == (3, (40, 20), 0)
        reds = []
        for frame in range(3):
            drawn.seek(frame)
            drawn.load()
            assert drawn.info["duration"] == 120
            reds.append(drawn.convert("RGB").getpixel((5, 5))[0])
    assert reds == pytest.approx([0, 80, 160], abs=12)


def test_of_a_film_with_too_many_pixels_the_first_frame_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_PIXELS", 1000)
    with Image.open(without_metadata(ContentFile(samples.film("GIF"), name="film.gif"))) as drawn:
        assert (drawn.n_frames, drawn.size) == (1, (40, 20))


def refused_picture(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        without_metadata(ContentFile(content, name=name))
    [message] = refused.value.messages
    return str(message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("drawing.jpg", samples.picture("BMP")),
        ("drawing.jpg", samples.picture("TIFF")),
        ("drawing.jpg", samples.picture("JPEG")[:300]),
        ("drawing.png", samples.picture("PNG")[:60]),
        ("drawing.gif", b"GIF89a"),
        ("drawing.webp", samples.picture("WEBP")[:40]),
        ("drawing.png", samples.pdf()),
        ("drawing.png", b""),
    ],
)
def test_what_is_no_whole_picture_is_refused_whatever_its_name(name: str, content: bytes) -> None:
    assert refused_picture(name, content) == (
        "This picture cannot be read. Choose a JPEG, PNG, GIF or WebP file that opens on your computer."
    )


@pytest.mark.parametrize("side", [7100, 11_000, 20_000])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    written = io.BytesIO()
    Image.new("1", (side, side)).save(written, "PNG")
    assert len(written.getvalue()) < 10 * 1024 * 1024
    begun = time.monotonic()
    assert refused_picture("big.png", written.getvalue()) == (
        "This picture is too large: the limit is 50 million pixels."
    )
    assert time.monotonic() - begun < 1


@pytest.mark.django_db
def test_what_is_known_of_a_stored_picture_is_true_of_the_clean_one() -> None:
    content = samples.picture("JPEG", telling=True, size=(60, 30))
    image = PrivateImage.objects.create(title="A holiday", file=ContentFile(content, name="holiday.jpg"))
    image.refresh_from_db()
    with image.file.storage.open(image.file.name) as file:
        stored = file.read()
    assert b"Camera-of-Kerstin" not in stored
    assert image.file_size == len(stored)
    assert image.file_hash == hashlib.sha1(stored, usedforsecurity=False).hexdigest()
    assert (image.width, image.height) == (60, 30)


@pytest.mark.django_db
def test_a_replaced_file_is_known_at_once() -> None:
    document = samples.document("First")
    before = PrivateDocument.objects.get(pk=document.pk)
    document.file = ContentFile(samples.pdf("Second"), name="first.pdf")
    document.save(update_fields=["file"])
    after = PrivateDocument.objects.get(pk=document.pk)
    assert before.file_hash
    assert after.file_hash not in {"", before.file_hash}
    assert after.file_size == len(samples.pdf("Second"))


@pytest.mark.django_db
def test_a_replaced_picture_loses_its_renditions() -> None:
    image = samples.image()
    image.get_rendition("width-100")
    assert image.renditions.count() == 1
    image.title = "Another title"
    image.save()
    assert image.renditions.count() == 1
    image.file = ContentFile(samples.picture(size=(80, 80)), name="other.png")
    image.save()
    assert image.renditions.count() == 0
    image.refresh_from_db()
    assert (image.width, image.height) == (80, 80)
    assert image.get_rendition("width-50").file.name.startswith("images/other")


def test_a_clean_picture_says_that_it_is_one() -> None:
    assert isinstance(without_metadata(ContentFile(samples.picture(), name="drawing.png")), CleanPicture)
