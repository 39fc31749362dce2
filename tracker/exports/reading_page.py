"""The page of a dossier that reads without this program: requests, what happened, replies, files. No scripts."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

from archive.receive import safe_name
from tracker.exports.rows import is_held_back
from tracker.vocabulary import EVENTS

STYLE = ("body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
         "h2{margin-top:2rem;border-top:1px solid #ccc;padding-top:1rem}.q{color:#555}pre{white-space:pre-wrap}")


def reading_page(data: dict[str, Any]) -> str:
    """The dossier as one HTML page, in Spanish, the language of what it holds."""
    from tracker.translating import translations

    say = translations("es").gettext
    rows = data["rows"]
    parts = [
        "<!doctype html><html lang='es'><head><meta charset='utf-8'>"
        f"<meta name='viewport' content='width=device-width'><title>{escape(data['project']['name'])}</title>"
        f"<style>{STYLE}</style></head><body><h1>{escape(data['project']['name'])}</h1>"
        f"<p>{escape(data['project']['description'])}</p><p class='q'>{escape(data['written_at'])}</p>"
    ]
    replaced = {event["replaces_id"] for event in rows["event"]}
    for request in rows["info_request"]:
        folio = request["folio"] or request["folio_as_written"] or ""
        parts.append(f"<h2>{escape(request['subject'])}</h2><p class='q'>{escape(folio)} · "
                     f"{escape(request['agency'] or request['agency_as_written'])}</p>")
        if request["text"]:
            parts.append(f"<pre>{escape(request['text'])}</pre>")
        parts.append("<ol>")
        events = [e for e in rows["event"] if e["info_request_id"] == request["id"]]
        for event in sorted(events, key=lambda e: (e["happened_on"], e["id"])):
            if event["id"] not in replaced and not event["is_retraction"]:
                kind = say(EVENTS.get(event["kind"], event["kind"]))
                parts.append(f"<li>{escape(event['happened_on'])}: {escape(kind)} {escape(event['note'])}</li>")
        parts.append("</ol>")
        parts.append(f"<p><a href='proofs/request-{request['id']}.json'>Cómputo de plazos</a></p>")
    parts.append("<h2>Documentos</h2><ul>")
    for document in data["documents"]:
        address = f"originals/{document['sha256']}/{quote(safe_name(document['name']))}"
        held = " (original retenido)" if is_held_back(document) else ""
        texts = " ".join(f"<a href='texts/{document['id']}/{page['number']:04d}.txt'>{page['number']}</a>"
                         for page in document["pages"] if page["text"])
        parts.append(f"<li><a href='{escape(address)}'>{escape(document['name'])}</a>{held} "
                     f"<span class='q'>SHA-256 {document['sha256']}</span><br>texto, página: {texts}</li>")
    parts.append("</ul></body></html>")
    return "".join(parts)
