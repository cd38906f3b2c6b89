"""The text of mails, made from templates/mail: an HTML one and its twin in plain text."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.notify.mails import KINDS
from app.notify.messages import Message
from config import ROOT

_environment = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "mail"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, to: str, values: dict[str, object]) -> Message:
    """Render the mail `template`, to be sent to the address `to`. Raises `KeyError` for an unknown one.

    `values` are `username` (None for nobody's address), `site_url`, the context that the mail was queued with, and for
    a kind with a link `link` and `link_days`.
    """
    subject = KINDS[template].subject
    html, text = (
        _environment.get_template(f"{template}.{form}").render(subject=subject, **values) for form in ("html", "txt")
    )
    return Message(to=to, subject=subject, text=text, html=html)
