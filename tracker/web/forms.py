"""Pieces forms share: dates and times that say plainly what is wrong, and a file list with a limit."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField, FileField, MultipleFileField, TimeField
from wtforms import SelectField as PlainSelectField
from wtforms import SelectMultipleField as PlainSelectMultipleField
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import Optional, StopValidation

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)


class Form(FlaskForm):  # type: ignore[misc]
    """A form with CSRF protection."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How a form takes what was sent."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Give files to the fields that take files only; a text field that is sent one stays empty."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None or not (request.files or request.is_json):
                return sent
            wanted = {field.name for field in form if isinstance(field, FileField | MultipleFileField)}
            files = [(name, file) for name, file in request.files.items(multi=True) if name in wanted]
            return CombinedMultiDict([MultiDict(files), request.form])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "csrf_token" in self._fields:
            # Several forms stand on one page, and no two things of a page may have the same id.
            self._fields["csrf_token"].id = False


class _Pairs:
    """Choices written as pairs of code and words, or as groups of pairs, handed over as the library wants them.

    From 3.3 on it wants objects and calls pairs deprecated; before, it knew nothing but pairs.
    """

    def __init__(self, label: Any = None, validators: Any = None, *, choices: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, choices=_as_wanted(choices), **kwargs)  # type: ignore[call-arg]

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _as_wanted(value) if name == "choices" else value)


class SelectField(_Pairs, PlainSelectField):  # type: ignore[misc]
    """One of several choices."""


class SelectMultipleField(_Pairs, PlainSelectMultipleField):  # type: ignore[misc]
    """Any of several choices."""


def _as_wanted(choices: Any) -> Any:
    made = getattr(wtforms_choices, "SelectChoice", None)
    if made is None or choices is None or callable(choices):
        return choices
    groups = choices.items() if isinstance(choices, dict) else [(None, choices)]
    return [made(one[0], one[1], optgroup=group) if type(one) is tuple else one for group, some in groups
            for one in some]


def codes_of(field: Any) -> set[str]:
    """The codes of a field's choices."""
    return {str(one.value if hasattr(one, "value") else one[0]) for one in field.choices}


def sensible_date(_form: Any, field: Any) -> None:
    """A day between 1990 and 2100."""
    if field.data is not None and not EARLIEST <= field.data <= LATEST:
        raise StopValidation(_("Write a date between 1990 and 2100."))


class Day(DateField):  # type: ignore[misc]
    """A date, optional unless said otherwise."""

    def __init__(self, label: Any, *, required: bool = False, **kwargs: Any) -> None:
        checks: list[Any] = [sensible_date] if required else [Optional(), sensible_date]
        super().__init__(label, validators=checks, **kwargs)
        self.is_required = required

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as problem:
            raise ValueError(_("Write the date as day, month and year.")) from problem

    def pre_validate(self, form: Any) -> None:
        if self.is_required and self.data is None and not self.errors:
            raise StopValidation(_("Write the date."))


class Hour(TimeField):  # type: ignore[misc]
    """A time of day, optional."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, validators=[Optional()], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as problem:
            raise ValueError(_("Write the time as hours and minutes.")) from problem


REQUIRED = _l("This is needed.")
