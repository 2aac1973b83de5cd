"""Measuring search with a collection: the arithmetic, the command, and that nothing else is touched."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search.evaluation.measures import average_precision, ndcg, percentile
from search.models import SearchEntry

from .library import resource, titles

ENGINE = "postgres" if connection.vendor == "postgresql" else "sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three texts and two questions, the second of which nobody judged."""
    documents = [
        {"id": "a", "title": "Hashing", "body": "how images are hashed"},
        {"id": "b", "title": "Grooming", "body": "signs of grooming"},
        {"id": "c", "title": "Other", "body": "a remark on hashing"},
    ]
    queries = [{"id": 1, "text": "What is hashing?"}, {"id": 2, "text": "grooming"}]
    (tmp_path / "small.docs.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (tmp_path / "small.queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (tmp_path / "small.qrels.tsv").write_text("query\tdocument\tgrade\n1\ta\t2\n1\tc\t1\n")
    return tmp_path


def test_ndcg_is_one_for_the_best_order_and_less_for_another() -> None:
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b", "x"], grades) == 1.0
    assert ndcg(["b", "a"], grades) == pytest.approx((1 + 7 / 1.58496) / (7 + 1 / 1.58496), abs=1e-4)
    assert ndcg(["x"] * 10 + ["a"], grades) == 0.0
    assert ndcg(["a"], {}) == 0.0


def test_average_precision_counts_what_was_not_found() -> None:
    grades = {"a": 1, "b": 4, "c": 0}
    assert average_precision(["a", "c", "b"], grades) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(["a"], grades) == 0.5
    assert average_precision([], grades) == 0.0


def test_percentiles_are_values_that_occurred() -> None:
    assert (percentile([3.0, 1.0, 2.0], 0.5), percentile([1.0, 2.0], 0.95), percentile([], 0.5)) == (2.0, 2.0, 0.0)


@pytest.mark.django_db
def test_a_collection_is_measured_and_the_portal_stays_as_it_is(folder: Path) -> None:
    resource("Hashing in the portal")
    before = list(SearchEntry.objects.values())
    out = StringIO()
    call_command("evaluate_search", str(folder), engine=ENGINE, run=folder / "run.txt", stdout=out)
    figures = json.loads(out.getvalue())
    assert (figures["engine"], figures["documents"], figures["queries"]) == (ENGINE, 3, 1)
    assert (figures["ndcg@10"], figures["map"]) == (1.0, 1.0)
    assert (folder / "run.txt").read_text().splitlines() == [
        f"1 Q0 a 1 1000 {ENGINE}",
        f"1 Q0 c 2 999 {ENGINE}",
        f"2 Q0 b 1 1000 {ENGINE}",
    ]
    assert list(SearchEntry.objects.values()) == before
    assert titles("hashing") == ["Hashing in the portal"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("engine", "name", "content", "sentence"),
    [
        ("elasticsearch", "", "", "ELASTICSEARCH_URL is not set"),
        ("sqlite" if ENGINE == "postgres" else "postgres", "", "", "point DATABASE_URL"),
        (ENGINE, "small.docs.jsonl", "no JSON", "Line 1 of small.docs.jsonl is not JSON"),
        (ENGINE, "small.queries.jsonl", '{"id": 1}', "Line 1 of small.queries.jsonl needs id and text"),
        (ENGINE, "small.qrels.tsv", "1\ta\t2\n1\ta\n", "Line 2 of small.qrels.tsv needs query, document and grade"),
        (ENGINE, "small.qrels.tsv", "1\ta\n", "None of the questions is judged"),
        (ENGINE, "other.docs.jsonl", "", "one file named"),
    ],
)
def test_what_cannot_be_measured_is_said_in_a_sentence(
    folder: Path, engine: str, name: str, content: str, sentence: str
) -> None:
    if name:
        (folder / name).write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("evaluate_search", str(folder), engine=engine)
