"""How views read the parameters in their address: as a schema tells, and each at most once."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from apiflask import APIBlueprint, HTTPError
from flask import request
from pydantic import BaseModel

View = Callable[..., Any]

TWICE = "Give this parameter once."


def query(blueprint: APIBlueprint, schema: type[BaseModel]) -> Callable[[View], View]:
    """Decorates a view that takes the parameters as `query`, for nobody can tell which of two values is meant.

    Only those that the schema names are counted: what it lets through it ignores, however often it is there.
    """

    names = {field.alias or name for name, field in schema.model_fields.items()}

    def decorate(view: View) -> View:
        read = blueprint.input(schema, location="query", arg_name="query")(view)

        @wraps(read)
        def read_once(*args: object, **kwargs: object) -> object:
            repeated = [name for name, values in request.args.lists() if len(values) > 1 and name in names]
            if repeated:
                raise HTTPError(422, detail={"query": {name: [TWICE] for name in repeated}})
            return read(*args, **kwargs)

        return read_once

    return decorate
