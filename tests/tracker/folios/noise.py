"""Makes texts with folios in them and damages them as scanners, spreadsheets and hands do. Run it to see the rates."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

from tracker.agencies.directory import Directory, load_directory
from tracker.folios.read import read_folios

FRAMES = [
    "En atención a su solicitud de información con número de folio {folio}, recibida el 12 de mayo de 2015.",
    "SOLICITUD: {folio}\nOFICIO: INM/UT/0345/2016\nASUNTO: Respuesta. Tel. 55 5387 2400, ext. 18123",
    "Se hace referencia a la solicitud {folio} del 03/04/2019, por la cual requirió copia de 12 expedientes.",
    "folio {folio} 15 de marzo de 2024",
    "La Unidad de Transparencia notifica la respuesta a {folio} y adjunta 3 archivos (25,340 KB).",
    "Folio de la solicitud: {folio}. Av. Homero 1832, C.P. 11510, Ciudad de México.",
    "{folio}",
    "Vistos los autos del recurso interpuesto contra la respuesta al folio {folio}; RESULTANDO 1.",
]
CONFUSED = {"0": "Oo", "1": "lI", "5": "S", "8": "B"}
MISREAD = {"0": "6", "1": "7", "3": "8", "5": "6", "8": "3", "6": "0", "9": "4", "7": "1", "4": "9", "2": "7"}


def some_folio(chance: random.Random, directory: Directory, *, known: bool = True) -> str:
    """A valid folio of 13 or 15 digits; with `known`, of a unit that is in the directory."""
    scheme = chance.choice(["infomex", "sisai33", "sisai34"])
    codes = [c.code for a in directory.agencies if a.exists_on(_middle(scheme)) for c in a.codes if c.series == scheme]
    consecutive = f"{chance.randint(1, 99999 if scheme == 'infomex' else 9999):06d}"
    if scheme == "infomex":
        unit = chance.choice(codes) if known else f"{chance.randint(1, 99999):05d}"
        return unit + consecutive + f"{chance.randint(3, 21):02d}"
    unit = chance.choice(codes) if known else scheme[-2:] + f"{chance.randint(1, 500):05d}"
    if scheme == "sisai34":
        return unit + consecutive + chance.choice(["25", "26"])
    return unit + chance.choice(["21", "22", "23", "24", "25"]) + consecutive


def _middle(scheme: str) -> date:
    return {"infomex": date(2012, 7, 1), "sisai33": date(2023, 7, 1), "sisai34": date(2025, 7, 1)}[scheme]


def _year(folio: str) -> int:
    at = slice(7, 9) if len(folio) == 15 and folio.startswith("33") else slice(-2, None)
    return 2000 + int(folio[at])


def lookalikes(folio: str, chance: random.Random) -> str:
    """Some digits as the letters an OCR engine confuses them with."""
    return "".join(chance.choice(CONFUSED[c]) if c in CONFUSED and chance.random() < 0.3 else c for c in folio)


def pieces(folio: str, chance: random.Random) -> str:
    """Cut once or twice by a space, a dash or the end of a line."""
    cuts = sorted(chance.sample(range(2, len(folio) - 1), chance.choice([1, 2])))
    joints = [chance.choice([" ", "-", "\n", "\u00a0", "-\n"]) for _ in cuts]
    bounds = [0, *cuts, len(folio)]
    parts = [folio[a:b] for a, b in pairwise(bounds)]
    return "".join(part + joint for part, joint in zip(parts, [*joints, ""], strict=True))


def both(folio: str, chance: random.Random) -> str:
    """Lookalike letters and cuts together."""
    return pieces(lookalikes(folio, chance), chance)


def lost_zero(folio: str, chance: random.Random) -> str:
    """As a spreadsheet writes it: without the zeros before it."""
    return folio.lstrip("0")


def lost_digit(folio: str, chance: random.Random) -> str:
    """One digit missing, not a leading zero: nothing can be read for certain."""
    place = chance.randrange(2, len(folio))
    return folio[:place] + folio[place + 1 :]


def misread(folio: str, chance: random.Random) -> str:
    """One digit read as another digit."""
    place = chance.randrange(len(folio))
    return folio[:place] + MISREAD[folio[place]] + folio[place + 1 :]


def clean(folio: str, chance: random.Random) -> str:
    """As printed."""
    return folio


def rates(
    damage: Callable[[str, random.Random], str], directory: Directory, *, count: int, seed: int = 7
) -> Counter[str]:
    """How many of `count` damaged folios are read `right`, `wrong` or not at all (`none`), or given another agency."""
    chance = random.Random(seed)
    told: Counter[str] = Counter()
    for _ in range(count):
        folio = some_folio(chance, directory)
        text = chance.choice(FRAMES).format(folio=damage(folio, chance))
        found = read_folios(text, directory)
        holder = directory.holder(folio[: 5 if len(folio) == 13 else 7], _year(folio))
        owner = holder.agency.acronym if holder else None
        told["right" if [f.folio for f in found] == [folio] else "none" if not found else "wrong"] += 1
        told["another agency"] += any(f.agency and f.agency != owner for f in found)
    return told


def main() -> None:
    """Print the rates of each kind of damage."""
    directory = load_directory(Path(__file__).resolve().parents[3] / "seeds" / "agencies")
    for damage in (clean, lookalikes, pieces, both, lost_zero, lost_digit, misread):
        told = rates(damage, directory, count=4000)
        print(f"{damage.__name__:12}", {name: told[name] for name in ("right", "none", "wrong", "another agency")})


if __name__ == "__main__":
    main()
