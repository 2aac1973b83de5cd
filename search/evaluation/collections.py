"""Test collections for measuring search: texts, questions, and people's judgements of what answers what.

Three files with any beginning of their names: `….docs.jsonl` (id, title, body, perhaps summary), `….queries.jsonl`
(id, text), `….qrels.tsv` (query, document, grade: 0 is no answer, a higher grade a better one).
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class UnreadableCollection(Exception):
    """The folder does not hold a collection. The message says in a sentence what is wrong with it."""


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    summary: str
    body: str


@dataclass(frozen=True)
class Collection:
    documents: list[Document]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]


def read_collection(folder: Path) -> Collection:
    documents = [_document(row) for row in _rows(_only(folder, "*.docs.jsonl"), "id")]
    queries = {str(row["id"]): str(row["text"]) for row in _rows(_only(folder, "*.queries.jsonl"), "id", "text")}
    grades = _grades(_only(folder, "*.qrels.tsv"))
    if not grades.keys() & queries.keys():
        raise UnreadableCollection(f"None of the questions is judged in {folder}.")
    return Collection(documents, queries, grades)


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise UnreadableCollection(f"{folder} must have one file named {pattern}, and has {len(found)}.")
    return found[0]


def _rows(path: Path, *fields: str) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UnreadableCollection(f"Line {number} of {path.name} is not JSON.") from error
            if not isinstance(row, dict) or any(name not in row for name in fields):
                raise UnreadableCollection(f"Line {number} of {path.name} needs {' and '.join(fields)}.")
            yield row


def _document(row: dict[str, object]) -> Document:
    title, summary, body = (str(row.get(name) or "") for name in ("title", "summary", "body"))
    return Document(str(row["id"]), title, summary, body or str(row.get("text") or ""))


def _grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t"), start=1):
            if not row or (number == 1 and not row[-1].lstrip("-").isdigit()):
                continue  # an empty line, or the names of the columns
            if len(row) < 3 or not row[-1].lstrip("-").isdigit():
                raise UnreadableCollection(f"Line {number} of {path.name} needs query, document and grade.")
            query, document, grade = row[0], row[-2], int(row[-1])
            grades.setdefault(query, {})[document] = grade
    return grades
