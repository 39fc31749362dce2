"""Languages: Spanish first, English complete; dates as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from babel.dates import format_date, format_datetime
from flask import Flask, request, session
from flask_babel import Babel, get_locale, get_translations
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from tracker.clock import MEXICO_CITY
from tracker.sentences import said
from tracker.translating import compile_translations
from tracker.whys import why

LANGUAGES = {"es": "Español", "en": "English"}
TRANSLATIONS = Path(__file__).parent / "translations"


def chosen_language() -> str:
    """The language of this request: the person's, else the browser session's, else what the browser asks for."""
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    kept = session.get("language")
    if kept in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(list(LANGUAGES)) or "es"


def day(value: date | None, style: str = "medium") -> str:
    """A date in the reader's language."""
    return "" if value is None else format_date(value, style, locale=str(get_locale() or "es"))


def weekday(value: date | None) -> Markup:
    """A date with its weekday, marked up for machines too."""
    if value is None:
        return Markup("")
    locale = str(get_locale() or "es")
    words = format_date(value, "EEE d MMM y", locale=locale)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), escape(words))


def moment(value: datetime | None) -> Markup:
    """A moment as Mexico City's clocks show it."""
    if value is None:
        return Markup("")
    local = value.astimezone(MEXICO_CITY)
    words = format_datetime(local, "d MMM y, HH:mm", locale=str(get_locale() or "es"))
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def init_app(app: Flask) -> None:
    """Attach translations and the filters templates format dates with."""
    with suppress(OSError):
        compile_translations()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=chosen_language, default_locale="es")
    app.jinja_env.globals.update(gettext=_in_page, ngettext=_counted_in_page)
    app.jinja_env.filters.update(day=day, weekday=weekday, moment=moment, told=told, why_read=why_read)

    @app.context_processor
    def _languages() -> dict[str, object]:
        return {"languages": LANGUAGES, "language": str(get_locale() or "es")}


@pass_context
def _in_page(context: Context, text: str, **values: object) -> str:
    """A text of a template in the page's language. What is no text of ours (a code nobody knows) is shown as it is."""
    found = _safe(context, get_translations().ugettext(text))
    return found % values if values else found.replace("%%", "%")


@pass_context
def _counted_in_page(context: Context, one: str, many: str, number: int, **values: object) -> str:
    """The same for a text with a number."""
    return _safe(context, get_translations().ungettext(one, many, number)) % {"num": number, **values}


def _safe(context: Context, text: str) -> str:
    """No text of ours holds markup, and codes that came in with a file or an address must not bring any."""
    if not context.eval_ctx.autoescape:
        return text
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;"))


def told(text: object) -> str:
    """A sentence made away from the web, or a problem that holds one, in the language of the page."""
    return said(text, str(get_locale() or "es"))


def why_read(text: str | None) -> str:
    """Why a page's text comes from where it does, in the language of the page."""
    return why(text, str(get_locale() or "es"))
