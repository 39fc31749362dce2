"""Words of one family that the stemmer leaves apart: a verb, what it did, and the noun made of it."""

from __future__ import annotations

from functools import lru_cache

from archive.search.analysis import fold, stems

_FAMILIES = """
detener detención detuvo detuvieron | obtener obtención obtuvo obtuvieron
resolver resolución resuelto resuelve resuelva resolvió | devolver devolución devuelto devuelve devolvió
absolver absolución absuelto | expulsar expulsión | revisar revisión | supervisar supervisión | decidir decisión
emitir emisión | admitir admisión | remitir remisión | omitir omisión | transmitir transmisión | agredir agresión
suspender suspensión | aprehender aprehensión | prevenir prevención | intervenir intervención intervino
proteger protección | corregir corrección | restringir restricción | infringir infracción
inscribir inscripción inscrito | prescribir prescripción prescrito | describir descripción descrito
suscribir suscripción suscrito | transcribir transcripción transcrito | recibir recepción
responder respuesta respondió | buscar búsqueda | desaparecer desaparición | aparecer aparición
comparecer comparecencia | fallecer fallecimiento
nacer nacimiento | cumplir cumplimiento | incumplir incumplimiento | vencer vencimiento
requerir requerimiento requiere requirió | trasladar traslado | ampliar ampliación | migrar migración
negar negativa niega negó | adquirir adquisición adquiere | pedir petición pide pidió | perder pérdida pierde perdió
sobreseer sobreseimiento sobreseyó sobreseído
interponer interposición interpuso interpuesto | proponer propuesta propuso propuesto
abrir apertura abierto | cubrir cobertura cubierto | leer lectura | despedir despido | transferir transferencia
asistir asistencia | residir residencia residente | extraditar extradición | exhibir exhibición
prohibir prohibición | distribuir distribución | contribuir contribución | sustituir sustitución
restituir restitución | evadir evasión | incluir inclusión | excluir exclusión | concluir conclusión
difundir difusión | imprimir impresión impreso | reconocer reconocimiento | establecer establecimiento
violar violación | lesionar lesión | extorsionar extorsión | inspeccionar inspección | revocar revocación
confirmar confirmación | acusar acusación | repatriar repatriación | vincular vinculación | invertir inversión
"""

_ENDINGS = (("if", "ific"), ("struccion", "stru"), ("duccion", "duc"), ("scripcion", "scrib"))
"""Ends of the stems of a noun and of its verb: clasif-icación and clasific-ar, reconstruccion and reconstru-ir."""


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for listed in _FAMILIES.replace("\n", "|").split("|"):
        family = frozenset(stem for word in listed.split() for form in (word, fold(word)) for stem in stems(form))
        for stem in family:
            known[stem] = known.get(stem, frozenset()) | family
    return known


@lru_cache(maxsize=20_000)
def kin(word: str) -> tuple[str, ...]:
    """Stems of other words of its family, rising; none for most words."""
    mine = stems(word)
    found: set[str] = set()
    for stem in mine:
        found |= _families().get(stem, frozenset())
        for one, other in (*_ENDINGS, *((verb, noun) for noun, verb in _ENDINGS)):
            if stem.endswith(one) and len(stem) >= len(one) + 2:
                found.add(stem.removesuffix(one) + other)
    return tuple(sorted(found.difference(mine)))
