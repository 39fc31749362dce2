"""Spanish names of numbers and months as folded text has them, without accents."""

from __future__ import annotations

MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")
"""From January; `setiembre` is September too."""
_CARDINALS = ("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
              "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
              "veintiseis veintisiete veintiocho veintinueve treinta").split()
NUMBERS = {word: number for number, word in enumerate(_CARDINALS)} | {"primero": 1, "veintiun": 21, "treinta y uno": 31}
"""From 0 to 31, the days of a month among them."""
