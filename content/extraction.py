"""The text of a file, read by a process of its own that is bounded in everything, and tidied for the search."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from . import extraction_child as child

CHILD = Path(child.__file__)
TIMEOUT = 30.0  # seconds by the clock; most files need less than one
KINDS = ("pdf", "docx", "pptx")

# What an editor is told where the text of a file is not searched, or not all of it.
OTHER_KIND = "The text of this kind of file is not searched."
NO_TEXT = "The file has no text that can be searched, perhaps because it is a scan."
PROTECTED = "The file is protected by a password, so its text cannot be searched."
DAMAGED = "The file is damaged, so its text cannot be searched. Export it again, then upload it."
TOO_LARGE = "The file is too large once it is unpacked, so its text cannot be searched."
TOO_SLOW = "Reading the file took too long, so its text cannot be searched."
TOO_SLOW_TO_END = "Reading the file took too long, so only its beginning is searched."
CUT = "The file is very long, so only its beginning is searched."
PARTLY = "Some parts of the file could not be read, so they are not searched."
MISSING = "The file could not be found, so its text cannot be searched. Upload it again."
FAILED = "The file could not be read in several attempts, so its text is not searched. Export it again, then upload it."

NOTE_OF = {
    child.WHOLE: "",
    child.PARTLY: PARTLY,
    child.CUT: CUT,
    child.PROTECTED: PROTECTED,
    child.DAMAGED: DAMAGED,
    child.TOO_LARGE: TOO_LARGE,
}
# The signals that end a process at its own limits of time.
OUT_OF_TIME = {-signal.SIGALRM, -signal.SIGXCPU}

LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# A word divided at the end of a line.
DIVIDED = re.compile(r"(?<=\w)[-\u2010\u00ad][ \t]*\n[ \t]*(?=(\w))")
# Controls, marks that nobody sees, halves of characters; a symbol font's private codes stand for bullets.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
SPACES = re.compile(r"[^\S\n]+|[\ue000-\uf8ff]+")
LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)


@dataclass(frozen=True)
class Extracted:
    """What could be read: one text a page or slide, empty ones too. No pages where nothing can be searched."""

    pages: list[str]
    note: str = ""


def extract(file: IO[bytes], kind: str) -> Extracted:
    """Read a file of one of KINDS, in TIMEOUT seconds at most. Whatever the file is, its failure ends in a note.

    Raises OSError only where `file` cannot be fetched, or this machine has no room for it.
    """
    if kind not in KINDS:
        return Extracted([], OTHER_KIND)
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as written:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        status = _run_child(kind, copy, written)
        written.seek(0)
        pages, outcome = _understood(written.read(child.MAX_OUTPUT))
    return _judged([tidy(page) for page in pages], outcome, status)


def _run_child(kind: str, file: IO[bytes], written: IO[bytes]) -> int | None:
    """The exit status, or None where the time was over."""
    process = subprocess.Popen(  # noqa: S603  our own script, and a word that we have looked up
        [sys.executable, "-I", str(CHILD), kind],
        stdin=file,
        stdout=written,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath},
        start_new_session=True,
    )
    try:
        return process.wait(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _understood(written: bytes) -> tuple[list[str], str]:
    """The pages, and what the last line says came of it: nothing, if the process was ended before."""
    pages: list[str] = []
    for line in written.splitlines():
        try:
            said: Any = json.loads(line)
        except ValueError:  # cut in the middle
            break
        if isinstance(said, dict):
            return pages, str(said.get("outcome"))
        pages.append(str(said))
    return pages, ""


def _judged(pages: list[str], outcome: str, status: int | None) -> Extracted:
    has_text = any(pages)
    is_out_of_time = status is None or status in OUT_OF_TIME
    if outcome in {child.WHOLE, child.CUT} and not has_text:
        return Extracted([], NO_TEXT)
    if not outcome and is_out_of_time:
        return Extracted(pages, TOO_SLOW_TO_END) if has_text else Extracted([], TOO_SLOW)
    if not outcome and status == -signal.SIGKILL:  # by the system, for want of memory
        outcome = child.TOO_LARGE
    if not has_text:
        note = DAMAGED if outcome == child.PARTLY else NOTE_OF.get(outcome, DAMAGED)
        return Extracted([], note)
    return Extracted(pages, NOTE_OF[outcome] if outcome in {child.WHOLE, child.CUT} else PARTLY)


def tidy(text: str) -> str:
    """With divided words whole again, one space between words, one line end between lines, and nothing unseen."""
    text = LINE_ENDS.sub("\n", text).translate(LIGATURES)
    text = DIVIDED.sub(lambda end: "" if end[1].islower() else end[0], text)
    text = SPACES.sub(" ", UNSEEN.sub("", text))
    return "\n".join(filter(None, (line.strip() for line in text.split("\n"))))
