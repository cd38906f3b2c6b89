"""What a member tells of themselves."""

from typing import Any

from flask import flash, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import REGIONS
from app.models.user import MAX_BIO
from app.social import profiles
from app.social.profiles import Bio, HomeRegion, ProfileChanges
from app.web.accounts import throttles
from app.web.forms import Form, Refused
from app.web.render import render_private, send_to
from app.web.settings.members import member, member_row, settings_blueprint

blueprint = settings_blueprint("profile")

_CHOICES = [("", "None"), *((code, region.name) for code, region in REGIONS.items())]


class ProfileForm(BaseModel):
    """A whole profile as it is to be: what is left empty is taken away."""

    bio: Bio = ""
    home_region: HomeRegion = None


@blueprint.get("")
def show() -> Response:
    user = member_row()
    return _page(Form(ProfileForm, bio=user.bio, home_region=user.home_region or ""))


@blueprint.post("")
def update() -> Response:
    form = Form(ProfileForm)
    try:
        form.submit(lambda filled: profiles.edit(db.session(), member(), ProfileChanges(**filled.model_dump())), _told)
    except Refused:
        return _page(form, throttles.REFUSED)
    db.session.commit()
    flash("Your profile is changed.")
    return send_to(url_for("profiles.show", username=member().username), 303)


def _page(form: Form[ProfileForm], code: int = 200) -> Response:
    told: dict[str, Any] = {"form": form, "choices": _CHOICES, "longest": MAX_BIO}
    return render_private("settings/profile.html", "settings/_profile.html", code, **told)


def _told(_error: Exception) -> None:
    """Whatever went wrong is nothing that the member typed."""
