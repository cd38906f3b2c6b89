"""What a balancer and an operator ask."""

from typing import Literal

from pydantic import BaseModel

State = Literal["ok", "down"]


class Checks(BaseModel):
    database: State
    cache: State


class Health(BaseModel):
    """`degraded` still answers everything, slower, without the cache; `down` answers only what the cache holds."""

    status: Literal["ok", "degraded", "down"]
    checks: Checks


class Liveness(BaseModel):
    status: State
