"""What was typed into a form, checked by the same models as the bodies of the JSON interface."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, get_origin

from flask import request
from pydantic import BaseModel, ValidationError

from app.accounts.forms import messages

Fields = TypeVar("Fields", bound=BaseModel)
Outcome = TypeVar("Outcome")
Messages = dict[str, list[str]]


class Refused(Exception):
    """What was filled in was refused; the messages of the form say why."""


class Form(Generic[Fields]):
    """The fields of one form: what to show in them, and what to tell beside each.

    `messages` are by field, those under an empty name are about all of it. `id` makes the ids of a page's forms differ.
    """

    def __init__(self, model: type[Fields], **values: str | list[str]) -> None:
        self.id = model.__name__.lower()
        self.values: dict[str, Any] = dict(values)
        self.messages: Messages = {}
        self._model = model

    @property
    def first_wrong(self) -> str | None:
        """The field to go to first, in the order of the form."""
        return next((name for name in self._model.model_fields if name in self.messages), None)

    def submit(self, act: Callable[[Fields], Outcome], told: Callable[[Exception], Messages | None]) -> Outcome:
        """Do `act` with what the request filled in. Raises `Refused`.

        `told` makes messages of an error of `act`; what it knows nothing of is raised again. Empty fields count as
        missing; a field of a list is filled in any number of times, unless its value was given as one text.
        """
        fields = self._model.model_fields.items()
        lists = {name for name, field in fields if get_origin(field.annotation) is list}
        lists -= {name for name, value in self.values.items() if isinstance(value, str)}
        self.values = {
            name: request.form.getlist(name) if name in lists else request.form.get(name, "")
            for name in self._model.model_fields
        }
        given = {name: text for name, text in self.values.items() if text}
        try:
            return act(self._model.model_validate(given))
        except ValidationError as error:
            self.messages = messages(error)
        except Exception as error:
            found = told(error)
            if found is None:
                raise
            self.messages = found
        raise Refused
