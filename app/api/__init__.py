"""api"""

from apiflask import APIFlask


def register(app: APIFlask) -> None:
    pass
