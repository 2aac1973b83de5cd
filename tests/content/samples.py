"""Files to upload: honest ones, and ones that are not what they say."""

import io
import zipfile
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from wagtail.models import Collection

from content.models import PrivateDocument, PrivateImage
from content.pages import SectionPage
from content.uploads import MAIN_PARTS

_numbers = count(1)  # in names of files, so that the storage has no reason to change them
PLACE = {1: "N", 2: (59.0, 54.0, 0.0), 3: "E", 4: (10.0, 45.0, 0.0)}
SECRETS = (b"Camera-of-Kerstin", b"taken at home", b"<x:xmpmeta", b"GPS")


def pdf(title: str = "A report", *, password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def office(extension: str, *, declared: str = "", members: dict[str, bytes] | None = None) -> bytes:
    """An Office file with one part, and with `members` besides."""
    content_type = declared or MAIN_PARTS[extension]
    types = f'<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="{content_type}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "main.xml": b"<main/>", **(members or {})})


def archive(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()


def picture(
    file_format: str = "PNG", *, size: tuple[int, int] = (40, 20), telling: bool = False, **options: Any
) -> bytes:
    """The left half red, the right half blue. `telling` ones carry place, camera, comment and notes."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    if telling:
        exif = Image.Exif()
        exif[0x010F], exif[0x8825] = "Camera-of-Kerstin", PLACE
        options = {"exif": exif, "xmp": b"<x:xmpmeta>taken at home</x:xmpmeta>", **options}
        if file_format == "PNG":
            notes = PngImagePlugin.PngInfo()
            notes.add_text("Comment", "taken at home")
            notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>taken at home</x:xmpmeta>")
            options = {"pnginfo": notes, "exif": exif}
        if file_format in {"JPEG", "GIF"}:
            options["comment"] = b"taken at home"
        if file_format == "GIF":
            options = {"comment": b"taken at home"}
    written = io.BytesIO()
    image.save(written, file_format, **options)
    return written.getvalue()


def film(file_format: str, *, frames: int = 3, size: tuple[int, int] = (40, 20)) -> bytes:
    images = [Image.new("RGB", size, (80 * number, 0, 0)) for number in range(frames)]
    written = io.BytesIO()
    images[0].save(written, file_format, save_all=True, append_images=images[1:], duration=120, loop=0)
    return written.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def document(title: str = "A report", *, collection: Collection | None = None, **fields: Any) -> PrivateDocument:
    fields = {"collection": collection or Collection.get_first_root_node(), **fields}
    file = ContentFile(pdf(title), name=f"report-{next(_numbers)}.pdf")
    return PrivateDocument.objects.create(title=title, file=file, **fields)


def image(title: str = "A drawing", *, collection: Collection | None = None, **fields: Any) -> PrivateImage:
    fields = {"collection": collection or Collection.get_first_root_node(), **fields}
    file = ContentFile(picture(size=(1200, 600)), name=f"drawing-{next(_numbers)}.png")
    return PrivateImage.objects.create(title=title, file=file, **fields)


def body_with(*files: Any) -> list[dict[str, Any]]:
    """The body of a page that refers to these documents and images."""
    blocks: list[dict[str, Any]] = []
    for file in files:
        if isinstance(file, PrivateImage):
            blocks.append({"type": "figure", "value": {"image": file.pk, "alt": "What it shows", "caption": ""}})
        else:
            blocks.append({"type": "documents", "value": {"files": [file.pk]}})
    return blocks


def page_with(*files: Any, below: Any, slug: str = "with-files", **fields: Any) -> SectionPage:
    page = SectionPage(title="With files", slug=slug, summary="A page with files.", body=body_with(*files), **fields)
    parent = type(below).objects.get(pk=below.pk)
    parent.add_child(instance=page)
    return page
