"""The other official names that searches find too: shown to everybody, changed by the installation's owner."""

from __future__ import annotations

import re

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.search.analysis import tokens
from archive.search.thesaurus import Group, ThesaurusWrong, read_groups, write_groups
from tracker.audit.actions import record_act
from tracker.page_search import THESAURUS, thesaurus_text
from tracker.settings_table import Setting
from tracker.web.site import backends, db, viewer

bp = Blueprint("thesaurus", __name__, url_prefix="/search/names")

MOST_GROUPS, MOST_NAMES, LONGEST = 300, 200, 120


@bp.get("")
def index() -> ResponseReturnValue:
    """Every group of names."""
    return render_template("searches/names.html", groups=_groups(), may_change=viewer().is_owner,
                           is_changed=db().get(Setting, THESAURUS) is not None)


@bp.post("")
def change() -> ResponseReturnValue:
    """Keep the groups as the form has them; a group without names is dropped."""
    if not viewer().is_owner:
        abort(403)
    rows = zip(*(request.form.getlist(name) for name in ("about", "terms", "also")), strict=False)
    groups = [Group(" ".join(about.split())[:LONGEST], terms, _names(also)) for about, written, also in rows
              if (terms := _names(written))]
    if not groups or len(groups) > MOST_GROUPS:
        flash(_("Keep at least one group of names."), "problem")
        return redirect(url_for("thesaurus.index"))
    _keep(write_groups(groups))
    flash(_("Saved. Searches use it from now on; nothing needs to be rebuilt."))
    return redirect(url_for("thesaurus.index"))


@bp.post("/restore")
def restore() -> ResponseReturnValue:
    """Go back to the names that came with Acuse."""
    if not viewer().is_owner:
        abort(403)
    _keep(None)
    flash(_("The names that came with Acuse are in use again."))
    return redirect(url_for("thesaurus.index"))


def _keep(text: str | None) -> None:
    row = db().get(Setting, THESAURUS)
    if text is None:
        if row is not None:
            db().delete(row)
    elif row is None:
        db().add(Setting(name=THESAURUS, value=text))
    else:
        row.value = text
    record_act(db(), "change" if text is not None else "restore", "thesaurus", None, by=viewer().id,
               at=backends().clock.now(), content={"thesaurus": text})
    db().commit()


def _groups() -> list[Group]:
    try:
        return read_groups(thesaurus_text(db()))
    except ThesaurusWrong:
        return []


def _names(written: str) -> tuple[str, ...]:
    names = [" ".join(name.split())[:LONGEST] for name in re.split(r"[\n,;]", written)]
    return tuple(dict.fromkeys(name for name in names if tokens(name)))[:MOST_NAMES]
