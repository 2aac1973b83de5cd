"""Measure how well the search finds what people judged to be answers, with any collection of texts and questions."""

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import override_settings

from search.engines import database_engine
from search.engines.elastic_connection import Unavailable, is_configured
from search.evaluation.collections import UnreadableCollection, read_collection
from search.evaluation.running import index_collection, run
from search.evaluation.scratch import scratch_elasticsearch, scratch_index
from search.vocabulary import learn

ELASTICSEARCH = "elasticsearch"
PATIENCE = 60  # seconds for an answer: this measures, nobody waits
DATABASES = {"sqlite": "sqlite", "postgres": "postgresql"}


class Command(BaseCommand):
    help = "Index a collection of texts beside the real index, ask its questions, and print how good the answers are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="holds ….docs.jsonl, ….queries.jsonl and ….qrels.tsv")
        parser.add_argument("--engine", choices=[*DATABASES, ELASTICSEARCH], required=True)
        parser.add_argument("--run", type=Path, metavar="FILE", help="write what was found as a TREC run")

    def handle(self, *args: Any, folder: Path, engine: str, **options: Any) -> None:
        self._refuse_what_is_not_there(engine)
        try:
            collection = read_collection(folder)
        except (UnreadableCollection, OSError) as error:
            raise CommandError(str(error)) from error
        with ExitStack() as stack:
            stack.enter_context(override_settings(ELASTICSEARCH_TIMEOUT=PATIENCE))
            stack.enter_context(scratch_index())
            numbers = index_collection(collection)
            learn(most=len(numbers))
            try:
                asked = stack.enter_context(scratch_elasticsearch()) if engine == ELASTICSEARCH else database_engine()
                measured = run(collection, numbers, asked)
            except Unavailable as fault:
                raise CommandError(f"Elasticsearch does not answer: {fault}") from fault
        figures = {"engine": engine, "documents": len(numbers), **measured.figures(collection)}
        self.stdout.write(json.dumps(figures, indent=2))
        if options["run"]:
            lines = "\n".join(measured.as_trec(engine))
            options["run"].write_text(f"{lines}\n", encoding="utf-8")

    def _refuse_what_is_not_there(self, engine: str) -> None:
        if engine in DATABASES and connection.vendor != DATABASES[engine]:
            raise CommandError(
                f"The portal runs on {connection.display_name}. To measure {engine}, point DATABASE_URL at such a "
                f"database, or let one be started: bin/with-servers --postgres --configure -- COMMAND"
            )
        if engine == ELASTICSEARCH and not is_configured():
            raise CommandError(
                "ELASTICSEARCH_URL is not set. Point it at a server, or let one be started: "
                "bin/with-servers --elasticsearch --configure -- COMMAND"
            )
