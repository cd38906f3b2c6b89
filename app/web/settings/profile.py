"""What a member tells of themselves."""

from flask import flash, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from app.accounts.attempts import RELATIONS_OF_MEMBER
from app.extensions import db
from app.models import User
from app.models.user import MAX_BIO
from app.social import profiles
from app.social.profiles import Bio, HomeRegion, ProfileChanges
from app.web.forms import Form, Refused
from app.web.members import REFUSED, member, per_member
from app.web.render import render_private, send_to
from app.web.settings.members import member_row, settings_blueprint

blueprint = settings_blueprint("profile")


class ProfileForm(BaseModel):
    """A whole profile as it is to be: what is left empty is taken away."""

    bio: Bio = ""
    home_region: HomeRegion = None


@blueprint.get("")
def show() -> Response:
    user = member_row()
    return _page(Form(ProfileForm, bio=user.bio, home_region=user.home_region or ""))


@blueprint.post("")
@per_member(RELATIONS_OF_MEMBER)
def update() -> Response:
    form = Form(ProfileForm)
    try:
        form.submit(_edit, nothing_told)
    except Refused:
        return _page(form, REFUSED)
    db.session.commit()
    flash("Your profile is changed.")
    return send_to(url_for("profiles.show", username=member().username), 303)


def nothing_told(_error: Exception) -> None:
    """For forms of which no error of the domain tells anything beside a field."""


def _edit(filled: ProfileForm) -> User:
    return profiles.edit(db.session(), member(), ProfileChanges.model_validate(filled.model_dump()))


def _page(form: Form[ProfileForm], code: int = 200) -> Response:
    return render_private("settings/profile.html", "settings/_profile.html", code, form=form, longest=MAX_BIO)
