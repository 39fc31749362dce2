"""Projects and the people in them; the installation's accounts for its owner."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.exports import authors
from tracker.people import access, managing
from tracker.people import queries as people_queries
from tracker.people.actions import AccountProblem
from tracker.people.models import User
from tracker.projects import actions, queries
from tracker.projects.models import Project
from tracker.web.forms import REQUIRED, Form, SelectField
from tracker.web.i18n import LANGUAGES
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("projects", __name__, url_prefix="/projects")

VISIBILITIES = (("private", _l("Its members only")), ("team", _l("Everybody with an account may read")))
ROLES = (("reader", _l("reader")), ("editor", _l("editor")), ("admin", _l("administrator")))


class ProjectForm(Form):
    """A project's name and who may see it."""

    name = StringField(_l("Name"), validators=[InputRequired(REQUIRED), Length(max=160)])
    description = TextAreaField(_l("What it is about"), validators=[Length(max=4000)])
    visibility = SelectField(_l("Who may see it"), choices=VISIBILITIES)
    is_discreet = BooleanField(_l("Discreet: no subject, agency or folio in mails and calendars"))


class MemberForm(Form):
    """Who is to be in a project, as what."""

    email = StringField(_l("E-mail"), validators=[InputRequired(REQUIRED), Length(max=254)])
    role = SelectField(_l("Role"), choices=ROLES)


class InviteForm(Form):
    """Whom to make an account for."""

    email = StringField(_l("E-mail"), validators=[InputRequired(REQUIRED), Length(max=254)])
    name = StringField(_l("Name"), validators=[Length(max=120)])
    language = SelectField(_l("Language"), choices=tuple(LANGUAGES.items()))


@bp.get("")
def index() -> ResponseReturnValue:
    """The projects a person may see, and a form for a new one."""
    return render_template("projects/index.html", projects=queries.summaries(db(), viewer()), form=ProjectForm())


@bp.post("")
def create() -> ResponseReturnValue:
    """Start a project."""
    form = ProjectForm()
    if not form.validate_on_submit():
        return render_template("projects/index.html", projects=queries.summaries(db(), viewer()), form=form), 422
    now = backends().clock.now()
    project = actions.create_project(db(), form.name.data, by=_account(), now=now,
                                     description=form.description.data or "", visibility=form.visibility.data)
    project.is_discreet = bool(form.is_discreet.data)
    db().commit()
    flash(_("The project is there; you are its administrator."))
    return redirect(url_for("projects.show", number=project.id))


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One project: what it is, and who is in it."""
    return _page(_project(number, "read"), ProjectForm(), MemberForm(), 200)


@bp.post("/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Change a project's name, description, visibility and discretion."""
    project, form = _project(number, "admin"), ProjectForm()
    if not form.validate_on_submit():
        return _page(project, form, MemberForm(), 422)
    actions.change_project(
        db(), project, name=form.name.data, description=form.description.data or "", visibility=form.visibility.data,
        is_discreet=bool(form.is_discreet.data), by=viewer(), now=backends().clock.now(),
    )
    db().commit()
    flash(_("Saved."))
    return redirect(url_for("projects.show", number=number))


@bp.post("/<int:number>/away")
def away(number: int) -> ResponseReturnValue:
    """Put a finished project at the end of the lists, or take it up again."""
    project = _project(number, "admin")
    actions.put_away(db(), project, request.form.get("away") == "yes", by=viewer(), now=backends().clock.now())
    db().commit()
    return redirect(url_for("projects.show", number=number))


@bp.post("/<int:number>/members")
def add_member(number: int) -> ResponseReturnValue:
    """Take a person with an account into the project."""
    project, form = _project(number, "admin"), MemberForm()
    person = people_queries.by_email(db(), form.email.data or "") if form.validate_on_submit() else None
    if person is None:
        if not form.email.errors:
            form.email.errors = [_("Nobody here has an account with that e-mail. The installation's owner can invite "
                                   "them.")]
        return _page(project, ProjectForm(), form, 422)
    if actions.set_member(db(), project, person, form.role.data, by=viewer(), now=backends().clock.now()) is None:
        flash(_("A project needs an administrator: make somebody else one first."), "problem")
    db().commit()
    return redirect(url_for("projects.show", number=number))


@bp.post("/<int:number>/members/<int:user_id>")
def change_member(number: int, user_id: int) -> ResponseReturnValue:
    """Change a member's role, make them the deputy, or take them out."""
    project, now = _project(number, "admin"), backends().clock.now()
    membership = next((row for row in project.memberships if row.user_id == user_id), None)
    if membership is None:
        abort(404)
    if request.form.get("remove"):
        done = actions.remove_member(db(), project, user_id, by=viewer(), now=now)
    else:
        role = request.form.get("role", membership.role)
        if role not in actions.ROLES:
            abort(400)
        is_deputy = request.form.get("deputy") == "yes"
        done = actions.set_member(db(), project, membership.user, role, is_deputy=is_deputy, by=viewer(),
                                  now=now) is not None
    db().commit()
    if not done:
        flash(_("A project needs an administrator: make somebody else one first."), "problem")
    if access.may(db(), viewer(), "read", number):
        return redirect(url_for("projects.show", number=number))
    return redirect(url_for("projects.index"))


@bp.get("/people")
def people() -> ResponseReturnValue:
    """Everybody who has an account; for the installation's owner."""
    _owner_only()
    return _people(InviteForm(), 200)


@bp.post("/people")
def invite() -> ResponseReturnValue:
    """Make an account and show, once, the link with which its password is set."""
    _owner_only()
    form = InviteForm()
    if form.validate_on_submit():
        try:
            user, token = managing.invite(db(), form.email.data, form.name.data or "", language=form.language.data,
                                          by=viewer(), now=backends().clock.now())
        except AccountProblem as problem:
            form.email.errors = [_("That e-mail already has an account.") if problem.code == "email-taken"
                                 else _("That is not an e-mail address.")]
        else:
            db().commit()
            return _people(InviteForm(formdata=None), 200, link=_link(token), person=user)
    return _people(form, 422)


@bp.post("/people/<int:user_id>")
def person(user_id: int) -> ResponseReturnValue:
    """Make a new link for a person, keep them out or let them in, or let them run the installation."""
    _owner_only()
    user, now = db().get(User, user_id), backends().clock.now()
    if user is None:
        abort(404)
    what, done = request.form.get("what"), True
    if what == "link" and user.is_active:
        token = managing.new_link(db(), user, by=viewer(), now=now)
        db().commit()
        return _people(InviteForm(formdata=None), 200, link=_link(token), person=user)
    if what in ("on", "off"):
        done = managing.set_active(db(), user, what == "on", by=viewer(), now=now)
    elif what in ("owner", "member"):
        done = managing.set_owner(db(), user, what == "owner", by=viewer(), now=now)
    else:
        abort(400)
    db().commit()
    if not done:
        flash(_("Somebody has to run the installation: make somebody else its owner first."), "problem")
    stays = _account().is_owner and _account().is_active
    return redirect(url_for("projects.people" if stays else "home.index"))


@bp.post("/people/<int:user_id>/requests")
def author(user_id: int) -> ResponseReturnValue:
    """Hand the requests of an author who came with a dossier to somebody here, or give them back."""
    _owner_only()
    user, now = db().get(User, user_id), backends().clock.now()
    if user is None:
        abort(404)
    if user.id not in {one.user.id for one in authors.authors(db())}:
        # Nobody's own requests are given away like this.
        abort(400)
    if request.form.get("what") == "back":
        done = authors.give_back(db(), user, by=viewer(), now=now)
        flash(ngettext("%(num)s request is in the author's name again.",
                       "%(num)s requests are in the author's name again.", done))
    else:
        to = db().get(User, request.form.get("to", 0, int))
        if to is None or not to.is_active:
            abort(400)
        done = authors.hand_over(db(), user, to, by=viewer(), now=now)
        if done:
            flash(ngettext("%(num)s request is now looked after by %(name)s.",
                           "%(num)s requests are now looked after by %(name)s.", done, name=to.name))
        else:
            flash(_("%(name)s may not edit the project of these requests: take them in there first.", name=to.name),
                  "problem")
    db().commit()
    return redirect(url_for("projects.people"))


def _project(number: int, right: access.Right) -> Project:
    require(right, number)
    project = queries.with_members(db(), number)
    if project is None:
        abort(404)
    return project


def _page(project: Project, form: ProjectForm, members: MemberForm, code: int) -> ResponseReturnValue:
    if code == 200:
        form = ProjectForm(obj=project)
    elif not form.is_submitted() or form.name.data is None:
        form = ProjectForm(formdata=None, obj=project)
    is_admin = access.may(db(), viewer(), "admin", project.id)
    return render_template("projects/show.html", project=project, form=form, members=members, is_admin=is_admin,
                           roles=ROLES), code


def _people(form: InviteForm, code: int, *, link: str = "", person: User | None = None) -> ResponseReturnValue:
    waiting = authors.authors(db())
    numbers = {one.user.id for one in waiting}
    return render_template("projects/people.html", people=[
        one for one in people_queries.people(db()) if one.id not in numbers], authors=waiting, form=form, link=link,
        person=person), code


def _link(token: str) -> str:
    return f"{backends().settings.site_url}{url_for('auth.ticket', token=token)}"


def _owner_only() -> None:
    if not viewer().is_owner:
        abort(404)


def _account() -> User:
    return cast(User, getattr(viewer(), "account", viewer()))
