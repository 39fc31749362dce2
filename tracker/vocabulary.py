"""The words people read for the codes kept in tables; translated where they are shown."""

from __future__ import annotations

from tracker.sentences import N_ as N_

EVENTS: dict[str, str] = {
    "filed": N_("Request filed"),
    "platform_checked": N_("Platform looked at, nothing new"),
    "clarification_asked": N_("Clarification asked (prevención)"),
    "clarification_answered": N_("Clarification answered"),
    "incompetence_notified": N_("Incompetence notified"),
    "public_information_notified": N_("Already public: told where"),
    "extension_notified": N_("Extension notified (prórroga)"),
    "available": N_("Made available, with cost"),
    "identity_required": N_("Identity to be proved"),
    "identity_accredited": N_("Identity proved"),
    "paid": N_("Paid"),
    "replied": N_("Reply"),
    "supplementary_reply": N_("Supplementary reply"),
    "delivered": N_("Material delivered"),
    "withdrawn": N_("Withdrawn by the requester"),
    "appeal_filed": N_("Appeal filed"),
    "appeal_clarification_asked": N_("Regulator asks for a clarification"),
    "appeal_clarification_answered": N_("Clarification to the regulator answered"),
    "appeal_admitted": N_("Appeal admitted"),
    "arguments_filed": N_("Arguments filed"),
    "appeal_dismissed": N_("Appeal dismissed"),
    "conciliation_agreed": N_("Conciliation agreed"),
    "conciliation_ended": N_("Conciliation ended, carried out or not"),
    "instruction_closed": N_("Regulator closed the instruction"),
    "resolution_extended": N_("Resolution extended"),
    "resolution_notified": N_("Resolution notified"),
    "inconformidad_filed": N_("Inconformidad filed"),
    "inconformidad_extended": N_("Term to resolve the inconformidad extended"),
    "inconformidad_resolved": N_("Inconformidad resolved"),
    "compliance_extension_asked": N_("Agency asks for more time to comply"),
    "compliance_extension_ruled": N_("Decision on more time to comply (days granted)"),
    "compliance_reported": N_("Agency reports compliance"),
    "compliance_contested": N_("Compliance contested"),
    "compliance_ruled": N_("Compliance ruled on"),
    "amparo_filed": N_("Amparo filed"),
    "closed": N_("Closed"),
}

CLOCKS: dict[str, str] = {
    "registration": N_("Registration of the request"),
    "incompetence": N_("Declare evident incompetence"),
    "public_information": N_("Say where it is already public"),
    "clarification_request": N_("Ask for a clarification"),
    "response": N_("Response"),
    "delivery": N_("Delivery"),
    "keeping": N_("Material kept available"),
    "compliance": N_("Comply with the resolution"),
    "compliance_extension_request": N_("Ask for more time to comply"),
    "compliance_extension_ruling": N_("Decide on more time to comply"),
    "compliance_report": N_("Report compliance"),
    "clarification_answer": N_("Answer the clarification"),
    "payment": N_("Pay"),
    "appeal": N_("File an appeal"),
    "appeal_clarification_answer": N_("Answer the regulator"),
    "arguments": N_("Offer arguments"),
    "compliance_contest": N_("Contest the compliance"),
    "inconformidad": N_("File an inconformidad"),
    "inconformidad_resolution": N_("Resolve the inconformidad"),
    "new_ruling": N_("Issue the new resolution"),
    "amparo": N_("File an amparo"),
    "appeal_dismissal": N_("Dismiss the admitted appeal"),
    "dismissal_notice": N_("Notify the dismissal"),
    "resolution": N_("Resolve the appeal"),
    "resolution_notice": N_("Notify the resolution"),
    "compliance_ruling": N_("Rule on the compliance"),
    "reserve_expiry": N_("The reserve ends"),
    "procedure_notice": N_("Say that a specific procedure exists"),
    "expedition": N_("Decide on urgent handling"),
    "appeal_clarification_request": N_("Ask for a clarification of the appeal"),
    "identity": N_("Prove identity"),
    "make_effective": N_("Make the right effective"),
}

OWNERS: dict[str, str] = {
    "requester": N_("you"), "agency": N_("the agency"), "regulator": N_("the regulator"), "court": N_("the court"),
}

CLOCK_STATES: dict[str, str] = {
    "pending": N_("not started"),
    "running": N_("running"),
    "met": N_("met"),
    "late": N_("done late"),
    "may_be_overdue": N_("may be overdue"),
    "missed": N_("missed"),
    "replaced": N_("replaced"),
}

STATUSES: dict[str, str] = {
    "draft": N_("Draft"),
    "filed": N_("Waiting for the reply"),
    "clarification": N_("Clarification to answer"),
    "payment": N_("Payment to make"),
    "overdue": N_("Overdue"),
    "may_be_overdue": N_("May be overdue"),
    "replied": N_("Replied"),
    "appealed": N_("Under appeal"),
    "resolved": N_("Resolved"),
    "withdrawn": N_("Withdrawn"),
    "closed": N_("Closed"),
}

OUTCOMES: dict[str, str] = {
    "delivered": N_("Delivered"),
    "partial": N_("Delivered in part"),
    "denied": N_("Denied"),
    "incompetence": N_("Says it is not competent"),
    "clarification": N_("Asks for a clarification"),
    "extension": N_("Extends the period"),
    "silence": N_("No reply"),
    "other": N_("Other"),
    "unknown": N_("The text does not say"),
}

LABELS: dict[str, str] = {
    "delivered": N_("Delivers information"),
    "partial": N_("Delivers in part"),
    "inexistence": N_("Declares it does not exist"),
    "incompetence": N_("Says it is not competent"),
    "reserved": N_("Reserved"),
    "confidential": N_("Confidential"),
    "public_version": N_("Public version"),
    "publicly_available": N_("Says it is already public"),
    "direct_consultation": N_("Only for consultation on site"),
    "cost": N_("Asks for payment"),
    "extension": N_("Extends the period"),
    "clarification": N_("Asks for a clarification"),
    "not_processed": N_("Refuses to process it"),
    "referred_to_procedure": N_("Refers to another procedure"),
    "no_ad_hoc": N_("Refuses to make ad hoc documents"),
    "other_format": N_("Delivers in another format"),
    "refused": N_("Refuses without naming a ground"),
    "unknown": N_("The text does not say"),
    "redacted": N_("Parts made unreadable"),
    "leak": N_("Hidden text that can still be read"),
    "silence": N_("No reply within the period"),
    "home_link": N_("A link that only leads to a home page"),
    "dead_link": N_("A link behind which there is nothing"),
}

FINDING_STATES: dict[str, str] = {
    "suggested": N_("suggested"), "confirmed": N_("confirmed"), "dismissed": N_("dismissed"),
}

DOCUMENT_STATES: dict[str, str] = {
    "queued": N_("waiting to be read"), "reading": N_("being read"), "read": N_("read"),
    "failed": N_("could not be read"),
}

ORIGINS: dict[str, str] = {
    "upload": N_("sent in the browser"), "command": N_("added by command"), "folder": N_("the watched folder"),
    "mailbox": N_("the mailbox"), "dossier": N_("a dossier"), "demo": N_("the demonstration"),
    "container": N_("another file"), "link": N_("a link that was fetched"),
}

MAIL_ARRIVALS: dict[str, str] = {
    "taken": N_("taken"), "known": N_("taken before"), "stranger": N_("sender not named"), "refused": N_("not taken"),
}

SOURCES: dict[str, str] = {
    "text": N_("text layer"), "ocr": N_("OCR"), "mixed": N_("text layer and OCR"), "blank": N_("blank page"),
}

ROLES: dict[str, str] = {"admin": N_("administrator"), "editor": N_("editor"), "reader": N_("reader")}

REDACTIONS: dict[str, str] = {
    "black": N_("black box"), "grey": N_("grey box"), "coloured": N_("coloured box"), "outlined": N_("outlined box"),
    "white": N_("white box"), "marker": N_("marker pen"), "pixelated": N_("pixelation"), "label": N_("label"),
    "withheld": N_("page withheld"),
}

LEAKS: dict[str, str] = {
    "text_under_box": N_("text under a box, or in its colour"), "text_under_image": N_("text under a picture"),
    "text_under_annotation": N_("text under a note or a field"),
    "image_under_box": N_("a picture that is whole under a box"),
    "ocr_under_box": N_("words that were read before the box was put there"),
    "unapplied_redaction": N_("a mark to redact that was never applied"), "invisible_text": N_("text that is not seen"),
    "earlier_revision": N_("an earlier state of the page"), "bookmark": N_("a name in a bookmark"),
    "metadata": N_("a name in the properties of the file"), "outside_page": N_("text outside of the page"),
    "attachment": N_("a file attached to it"), "hidden_row": N_("hidden rows"), "hidden_column": N_("hidden columns"),
    "hidden_sheet": N_("hidden sheets"), "hidden_slide": N_("hidden slides"), "hidden_text": N_("hidden text"),
    "tracked_change": N_("deleted text that is still in the file"), "comment": N_("comments and notes"),
}

FACTS: dict[str, str] = {
    "folio": N_("Folio"), "oficio": N_("Number of the letter (oficio)"), "date": N_("Date of the letter"),
    "agency": N_("Agency"), "signatory": N_("Signed by"),
}


def word_for(table: dict[str, str], code: str | None) -> str:
    """The (untranslated) words for a code; the code itself where there are none."""
    return table.get(code or "", (code or "").replace("_", " "))
