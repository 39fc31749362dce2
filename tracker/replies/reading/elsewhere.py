"""Whether words stand in somebody else's mouth: another body's case told, the law's own wording, advice.

No check may rest on them, whatever the labels say.
"""

from __future__ import annotations

import re
from itertools import chain

from tracker.replies.reading.text import Letter

_LOOK_BACK = 260
_SAID = (
    r"(?:senal|manifest|respond|contest|inform|declar|comunic|sosten|sostuv|indic|mencion|resolv|resuelv|clasific|"
    r"argument|reserv|determin|refir|expres|aleg)(?!\w*cion)\w+"
)
_BODY = (
    r"(?P<root>secretaria|fiscalia|procuraduria|banco|comision|guardia|servicio|instituto|policia|universidad|"
    r"auditoria|tribunal|ayuntamiento|gobierno|congreso|camara|organismo garante|pleno|inai|ifai)\b"
)
_OTHER_CASE = re.compile(
    r"\b(?:expedientes?|recursos?|solicitud(?:es)?|casos?|asuntos?|resoluci\w+|respuestas?|juicios?|peticion(?:es)?)"
    r"(?: de \w+){0,3} (?:\w+ )?(?:divers[oa]s?|distint[oa]s?|ajen[oa]s?|similar(?:es)?|previ[oa]s?)\b"
    r"|\b(?:otr[oa]s?|divers[oa]s?|distint[oa]s?) (?:dependencia|autoridad|institucion|secretaria|solicitante|"
    r"entidad|sujeto obligado|expediente|solicitud|peticion|persona|organo|caso)\w*"
    r"|\b(?:dicha|esa|aquella|la citada|la mencionada) (?:dependencia|secretaria|institucion|autoridad|fiscalia|"
    rf"comision|entidad) (?:\w+ ){{0,3}}{_SAID}"
)
_ANOTHER_SAID = re.compile(
    rf"(?P<own>\b(?:est[ae]|nuestr[ao]|propi[ao])\s+)?{_BODY}(?:[ \n]+[^\W\d_]\w*,?){{0,14}}?[ \n]+(?:y |que )?{_SAID}"
    r"[^.;:“«\"\x00]{0,60}?(?:\bque\b|:|“|«|\")"
)
_ACRONYM = re.compile(
    r"\b(?:la|el)[ \n]+(?P<root>sedena|semar|fgr|pgr|cndh|sre|sat|imss|issste|segob|sep|shcp|sct|cisen|cni|comar|sspc|"
    rf"ssp|cjf|scjn|tepjf|ine|ife|pemex|cfe|conagua|semarnat|banxico|inegi|sfp|inm)[ \n]+(?:\w+[ \n]+){{0,3}}?{_SAID}"
    r"[^.;:“«\"\x00]{0,60}?(?:\bque\b|:|“|«|\")"
)
_REQUESTER = re.compile(
    r"\b(?:usted|(?<!sobre )(?<!al )(?:el|la)[ \n]+(?:persona[ \n]+)?(?:recurrente|solicitante|particular|ciudadan[oa]|"
    rf"peticionari[oa]|promovente))[ \n]+(?:\w+[ \n]+){{0,3}}?{_SAID}[^.;\x00]{{0,100}}?\bque\b"
    r"|\bsegun[ \n]+(?:refiere|senala|indica|manifiesta|menciona|dice)\b|\b(?:pregunta|duda)[ \n]+de[ \n]+si\b"
    r"|^[\s\x01]*asunto:"
)
_NEVER = re.compile(r"\b(?:en[ \n]+ning\w+[ \n]+(?:caso|momento)|nunca|jamas)\b[^.;\x00]{0,60}$")
_CASES_WHEN = re.compile(
    r"(?<!en )(?<!en los )\b(?:supuestos|casos|hipotesis)[ \n]+en[ \n]+(?:l[oa]s[ \n]+)?que\b[^.;\x00]{0,60}$"
)
_ADVICE = re.compile(
    r"\b(?:se (?:le )?sugiere|sugerimos|se (?:le )?recomienda|se (?:le )?orienta|podra (?:usted )?(?:solicitar|dirigir|"
    r"acudir|requerir))\b[^.;\x00]{0,240}$"
)
_ADVISES = re.compile(r"(?:se\s+)?(?:le\s+)?(?:sugier|suger|recomiend|orient)\w+\b")
_DUTY = re.compile(
    r"\b(?:deber\w+|obligad\w+|obligacion\w*|compromet\w+)\b[^.;\x00]{0,60}\b(?:guardar|mantener|observar)\b[^.;\x00]{0,40}$"
)
_DEFINES = re.compile(
    r"\b(?:definen?|establecen?|senalan?|dispon\w+|prev\w+|regulan?)\b[^.;\x00]{0,30}\b(?:que se (?:considera|entiende|"
    r"clasifica)|como (?:se )?(?:considera|entiende))\b[^.;\x00]{0,80}$"
)
_REMINDER = re.compile(r"\b(?:recordar|recordarle|recuerda|recordando)\s+que\b")
_IN_GENERAL = re.compile(r"\bclasificad\w+\s+como\s+\w+\s+(?:se\s+encuentra|esta|queda)\s+protegid")
_RIGHTS = re.compile(r"\b(?:interponer|presentar|promover|recurso de revision|inconform\w+)\b[^\x00]{0,200}$")
_QUOTES = (re.compile(r"“[^“”\x00]{10,6000}”"), re.compile(r"«[^«»\x00]{10,6000}»"), re.compile(r'"[^"\x00]{10,6000}"'))


def stands_elsewhere(letter: Letter, span: tuple[int, int], *, is_advice_own: bool = False) -> bool:
    """Whether what stands at `span` is told of another case or body, is the law's wording, or is advice.

    With `is_advice_own` advice to ask elsewhere counts as the agency's own word: that is how incompetence is told.
    """
    text, (start, end) = letter.folded, span
    sentence = letter.sentence_at(start)
    before = text[max(sentence.start, start - _LOOK_BACK) : start]
    lead_in = text[max(sentence.start, start - 120) : end]
    if not is_advice_own and (_ADVICE.search(before) or _ADVISES.match(text, start, end)):
        return True
    if _DUTY.search(lead_in) or _DEFINES.search(before) or _REMINDER.search(text, sentence.start, start):
        return True
    if _IN_GENERAL.search(text, sentence.start, sentence.end) or _CASES_WHEN.search(before):
        return True
    if _REQUESTER.search(text[sentence.start : end]) or _NEVER.search(text[max(sentence.start, start - 80) : end]):
        return True
    # What matched may itself hold the telling: “en el expediente diverso…, la Fiscalía señaló que no existe”.
    if _of_another(letter, before) or _of_another(letter, text[start:end]):
        return True
    quoted = next(
        (
            found
            for found in chain.from_iterable(quote.finditer(text) for quote in _QUOTES)
            if found.start() < start and end < found.end() + 1
        ),
        None,
    )
    if quoted is None:
        return False
    lead = text[max(0, quoted.start() - _LOOK_BACK) : quoted.start() + 1]
    return _RIGHTS.search(lead) is not None or _of_another(letter, lead)


def _of_another(letter: Letter, before: str) -> bool:
    if _OTHER_CASE.search(before):
        return True
    if any(found["root"] not in letter.folded[:300] for found in _ACRONYM.finditer(before)):
        return True
    return any(
        not found["own"] and not re.search(rf"\b(?:est[ae]|nuestr[ao])\s+{found['root']}", letter.folded)
        for found in _ANOTHER_SAID.finditer(before)
    )
