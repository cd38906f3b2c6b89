"""Whether this process and what it needs are well. Never limited, never cached."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.api.schemas.health import Checks, Health, Liveness, State
from app.extensions import cache, db

health = APIBlueprint("health", __name__, tag="Health", url_prefix="/health")


def _unwell(schema: type[BaseModel], description: str) -> dict[int | str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema.__name__}"}}}
    return {503: {"description": description, "content": content}}


@health.after_request
def never_cached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@health.get("")
@health.output(Health)
@health.doc(responses=_unwell(Health, "The database does not answer"))
def show() -> tuple[Health, int]:
    """The state of the database and of the cache

    Without the cache everything still works (`degraded`, 200); without the database it does not (`down`, 503).
    """
    checks = Checks(database=_database(), cache=_cache())
    if checks.database == "down":
        return Health(status="down", checks=checks), 503
    return Health(status="ok" if checks.cache == "ok" else "degraded", checks=checks), 200


@health.get("/live")
@health.output(Liveness)
def live() -> Liveness:
    """Whether the process answers at all"""
    return Liveness(status="ok")


@health.get("/ready")
@health.output(Liveness)
@health.doc(responses=_unwell(Liveness, "Not ready: the database does not answer"))
def ready() -> tuple[Liveness, int]:
    """Whether requests may be sent here"""
    state = _database()
    return Liveness(status=state), 200 if state == "ok" else 503


def _database() -> State:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "down"
    return "ok"


def _cache() -> State:
    try:
        cache.has("health")
    except RedisError:
        return "down"
    return "ok"
