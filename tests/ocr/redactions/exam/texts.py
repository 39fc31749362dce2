"""Words of three languages, names that belong to nobody, and codes of offices."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """What pages of one language are written with."""

    words: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    labels: tuple[str, ...]

    def name(self, rng: random.Random) -> str:
        """One word of a name."""
        return rng.choice(self.given if rng.random() < 0.4 else self.family)

    def full_name(self, rng: random.Random) -> str:
        """A name of two or three words."""
        return " ".join([rng.choice(self.given), *rng.sample(self.family, rng.choice((1, 2)))])

    def sentence(self, rng: random.Random, words: int) -> str:
        """Words in no order that make no sense, with a capital and a full stop."""
        return " ".join(rng.choice(self.words) for _ in range(words)).capitalize() + "."


_ES = (
    "se le la el los de del en con por para que una un su al como esta este fue son han lugar día hora mes año "
    "oficina turno traslado ingreso egreso albergue frontera sur autoridad agente vehículo carretera kilómetro "
    "retén módulo aseguramiento comparecencia declaración constancia resolución retorno asistido consulado "
    "intérprete médico cocina dormitorio cobija lista anexo foja cuaderno sello firma copia partida importe "
    "factura licitación arrendamiento combustible viático capacitación menor acompañado núcleo familiar refugio "
    "amparo suspensión juzgado distrito municipio colonia calle"
)
_NL = (
    "ik je we het de een dat die voor naar bij met over onder tussen zoals graag even nog wel niet maar ook als "
    "dan hier daar planning overleg project gebied natuur water gemeente wethouder raad provincie begroting "
    "offerte factuur locatie tekening bespreking agenda verslag opmerking reactie conceptversie maatregel "
    "uitvoering perceel eigenaar aanvraag vergunning advies morgen donderdag week kwartaal besluitvorming "
    "inspraak bezwaar termijn onderzoek rapportage stikstof verkeer woningbouw"
)
_EN = (
    "the a of to in on at by from with that this was were has had not but for will would officer agent unit "
    "sector station border checkpoint vehicle subject interview record report memo cable contact source meeting "
    "request transfer custody medical intake shift supervisor investigator detention removal asylum hearing "
    "counsel family program budget review"
)
LANGUAGES = {
    "es": Language(
        tuple(_ES.split()),
        ("Aurelia", "Baltasar", "Celso", "Domitila", "Evodio", "Fidencia", "Gamaliel", "Herminia"),
        ("Arizpe", "Bustamante", "Cienfuegos", "Dondé", "Elizarrarás", "Frausto", "Garibi", "Huerta"),
        ("Nombre", "Domicilio", "Nacionalidad", "Edad", "Teléfono", "CURP", "Estado civil", "Lugar de origen"),
    ),
    "nl": Language(
        tuple(_NL.split()),
        ("Aart", "Bregje", "Coen", "Dieuwke", "Evert", "Floor", "Geesje", "Hidde"),
        ("Akkerman", "Brinkhuis", "Dijkema", "Elzinga", "Feenstra", "Groothuis", "Hoekema", "Jonkers"),
        ("Naam", "Adres", "Postcode", "Telefoon", "Functie", "E-mail", "Kenmerk", "Datum"),
    ),
    "en": Language(
        tuple(_EN.split()),
        ("Abner", "Beulah", "Clement", "Dorcas", "Enoch", "Florence", "Gideon", "Hester"),
        ("Ashdown", "Birkett", "Crowhurst", "Dunmore", "Eastlake", "Fairbairn", "Godwin", "Hathaway"),
        ("Name", "Address", "A-Number", "Phone", "Date of birth", "Country", "Officer", "Station"),
    ),
}
DUTCH_CODES = (
    "5.1.2.e",
    "5.1.2e",
    "5.1.2.i",
    "5.1.1.c",
    "5.2.1",
    "10.2.e",
    "10.2.g",
    "11.1",
    "5.1.2.f",
    "Buiten reikwijdte",
)
FOIA_CODES = ("(b)(6)", "(b)(5)", "(b)(7)(C)", "(b)(7)(E)", "(b)(1)", "(b)(3)", "(b)(4)")
