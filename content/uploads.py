"""What may be uploaded: documents that are what their name says, and pictures that tell nothing but what they show."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from PIL import Image, ImageCms, ImageOps, ImageSequence

from . import pdf_probe

PROBE = Path(pdf_probe.__file__)
PROBE_TIMEOUT = 20  # seconds; what an honest PDF of 50 MB needs is under one

MAX_ARCHIVE_MEMBERS = 10_000
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
MAX_CONTENT_TYPES_BYTES = 1024 * 1024
# The content type that the main part of each kind of Office file declares (ECMA-376, part 1).
MAIN_PARTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}

PICTURE_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MAX_PIXELS = 50_000_000
# What of a picture's own notes is needed to draw it. Everything else is left behind.
DRAWING_NOTES = {"transparency", "background", "duration", "loop"}


def check_document(file: File) -> None:
    """Raises ValidationError, with a sentence for the person who uploads, unless the file is what its name says."""
    extension = Path(file.name or "").suffix.lower().removeprefix(".")
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        allowed = ", ".join(settings.WAGTAILDOCS_EXTENSIONS).upper()
        raise ValidationError(f"Files of this kind cannot be uploaded. Choose one of these: {allowed}.")
    if not file.size:
        raise ValidationError("This file is empty.")
    if file.size > settings.DOCUMENT_MAX_UPLOAD_SIZE:
        size, limit = filesizeformat(file.size), filesizeformat(settings.DOCUMENT_MAX_UPLOAD_SIZE)
        raise ValidationError(f"This file is too large: {size}. The limit is {limit}.")
    file.seek(0)
    if extension == "pdf":
        _check_pdf(file)
    elif extension in MAIN_PARTS:
        _check_office_file(file, extension)
    else:
        raise ValidationError(f"Nobody has written down yet how to check {extension.upper()} files.")
    file.seek(0)


def _check_pdf(file: File) -> None:
    if not _head(file).startswith(b"%PDF-"):
        raise ValidationError(f"This is not a PDF file, although its name ends in .pdf.{_looks_like(file)}")
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        try:
            probe = subprocess.run(  # noqa: S603  our own script, no argument comes from outside
                [sys.executable, "-I", str(PROBE)],
                stdin=copy,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath},
                timeout=PROBE_TIMEOUT,
                check=False,
            )
            outcome = probe.returncode
        except subprocess.TimeoutExpired:
            outcome = pdf_probe.DAMAGED
    if outcome == pdf_probe.PROTECTED:
        raise ValidationError(
            "This PDF is protected, so readers and the search could not open it. Save it without a password "
            "and without restrictions, then upload it again."
        )
    if outcome != pdf_probe.READABLE:
        raise ValidationError("This PDF is damaged and cannot be opened. Export it again, then upload it.")


def _check_office_file(file: File, extension: str) -> None:
    not_one = ValidationError(
        f"This is not a {extension.upper()} file, although its name ends in .{extension}. If it is protected by a "
        f"password or in an older format, save it as .{extension} without a password, then upload it again."
    )
    if not _head(file).startswith(b"PK\x03\x04"):
        raise not_one
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MAX_ARCHIVE_MEMBERS or sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
                limit = filesizeformat(MAX_ARCHIVE_BYTES)
                raise ValidationError(f"This file is too large once it is unpacked. The limit is {limit}.")
            declared = _content_types(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError) as broken:
        raise not_one from broken
    if "macro" in declared or "vbaproject" in declared or any(_is_macro(member.filename) for member in members):
        raise ValidationError("This file contains macros, which may harm readers. Save it without macros.")
    if f'"{MAIN_PARTS[extension]}"'.lower() not in declared.replace("'", '"'):
        raise not_one


def _content_types(archive: zipfile.ZipFile) -> str:
    """What the archive declares its parts to be, in lower case. KeyError where it declares nothing."""
    with archive.open("[Content_Types].xml") as part:
        declared = part.read(MAX_CONTENT_TYPES_BYTES)
    encoding = "utf-16" if declared.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return declared.decode(encoding, errors="replace").lower()


def _is_macro(name: str) -> bool:
    return name.lower().rsplit("/", 1)[-1] == "vbaproject.bin" or "/macrosheets/" in name.lower()


def _head(file: File) -> bytes:
    head: bytes = file.read(4096)
    file.seek(0)
    return head


def _looks_like(file: File) -> str:
    try:
        kinds = puremagic.magic_string(_head(file))
    except (puremagic.PureError, ValueError):
        return ""
    return f" It looks like this: {kinds[0].name}." if kinds else ""


class CleanPicture(ContentFile):
    """A picture that has been through `without_metadata`."""


def without_metadata(file: File) -> CleanPicture:
    """The same picture drawn anew, turned upright, in sRGB, with nothing else: no place, camera, author or comment.

    Of what moves only the first frame is kept where all frames together have more than 50 million pixels.
    Raises ValidationError for what is not a picture of a kind in PICTURE_FORMATS, whatever its name.
    """
    file.seek(0)
    head = _head(file)
    try:
        with Image.open(file, formats=PICTURE_FORMATS) as picture:
            if picture.width * picture.height <= MAX_PIXELS:
                return CleanPicture(_drawn_anew(picture, head=head), name=Path(file.name or "").name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except Exception as broken:  # a decoder raises whatever it trips over
        raise ValidationError(
            "This picture cannot be read. Choose a JPEG, PNG, GIF or WebP file that opens on your computer."
        ) from broken
    raise ValidationError(f"This picture is too large: the limit is {MAX_PIXELS // 1_000_000} million pixels.")


def _drawn_anew(picture: Image.Image, *, head: bytes) -> bytes:
    drawn = io.BytesIO()
    # A telephone's JPEG may hold several pictures (MPO); the first is the one that people see.
    file_format = "JPEG" if picture.format == "MPO" else str(picture.format)
    frames: int = getattr(picture, "n_frames", 1)
    if frames > 1 and file_format in {"GIF", "WEBP"} and picture.width * picture.height * frames <= MAX_PIXELS:
        _draw_frames(picture, drawn, file_format)
    else:
        options = _options(file_format, is_lossless=b"VP8L" in head)
        upright = ImageOps.exif_transpose(_in_srgb(picture))
        upright.info = {note: value for note, value in upright.info.items() if note in DRAWING_NOTES}
        if file_format == "JPEG" and upright.mode not in {"L", "RGB"}:
            upright = upright.convert("RGB")
        upright.save(drawn, file_format, **options)
    return drawn.getvalue()


def _options(file_format: str, *, is_lossless: bool) -> dict[str, Any]:
    if file_format == "JPEG":
        return {"quality": 92, "optimize": True}
    if file_format == "WEBP":
        return {"quality": 90, "lossless": is_lossless}
    return {}


def _in_srgb(picture: Image.Image) -> Image.Image:
    """With the colours that its own profile describes, in the profile that every screen assumes."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        return picture
    mode = picture.mode if picture.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _draw_frames(picture: Image.Image, drawn: io.BytesIO, file_format: str) -> None:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        copy = frame.convert("RGBA")
        durations.append(frame.info.get("duration", 0))
        copy.info = {}
        frames.append(copy)
    options: dict[str, Any] = {"duration": durations, "save_all": True, "append_images": frames[1:]}
    if "loop" in picture.info:
        options["loop"] = picture.info["loop"]
    if file_format == "GIF":
        options["disposal"] = 2
    frames[0].save(drawn, file_format, **options)
