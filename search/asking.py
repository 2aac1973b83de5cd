"""Puts a question to the engine that answers best, and to the database's when that one cannot be trusted just now."""

import logging
from dataclasses import replace

from .engines import database_engine
from .engines.base import Answer, Question
from .engines.elastic import ElasticEngine
from .engines.elastic_connection import Unavailable, connection, is_configured
from .engines.elastic_request import MOST_WEIGHED, TooMuch
from .follower import standing

logger = logging.getLogger(__name__)


def ask(question: Question, *, page: int, per_page: int) -> Answer:
    """Elasticsearch answers where there is one and it is exactly in step; what it has not yet, only the database knows.

    The answer is `degraded` if Elasticsearch does not answer, or has been left behind.
    """
    if not is_configured():
        return database_engine().ask(question, page=page, per_page=per_page)
    now = standing()
    degraded = now.is_left_behind
    if now.is_in_step:
        try:
            return _ask_elasticsearch(now.index, question, page=page, per_page=per_page)
        except TooMuch:
            pass
        except Unavailable:
            degraded = standing().index == now.index  # otherwise a new index took its place this very moment
    return replace(database_engine().ask(question, page=page, per_page=per_page), degraded=degraded)


def is_degraded() -> bool:
    """Whether searches are answered by the simpler engine, as far as this process knows. One query."""
    return is_configured() and (standing().is_left_behind or not connection().breaker.is_closed)


def _ask_elasticsearch(index: str, question: Question, *, page: int, per_page: int) -> Answer:
    breaker = connection().breaker
    if not breaker.lets_through():
        raise Unavailable("it did not answer a moment ago")
    try:
        answer = ElasticEngine(index).ask(question, page=page, per_page=per_page)
    except Unavailable as fault:
        is_long = len(question.query.words) > MOST_WEIGHED  # it may have failed for its own sake: others still try
        if not is_long and breaker.open():
            logger.warning("Elasticsearch does not answer, so the database does: %s", fault)
        raise
    breaker.close()
    return answer
