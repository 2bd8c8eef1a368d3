"""Queries that say when, and what they are understood to mean."""

from typing import Any

import pytest

from tests.search.understood import Row, understood

pytestmark = pytest.mark.django_db


WEEKDAYS: list[Row] = [
    ("jooga keskiviikkona", "weekday=WE", "jooga"),
    ("keskiviikkoisin", "weekday=WE", ""),
    ("torstaisin perhekerho", "weekday=TH", "perhekerho"),
    ("maanantai-iltana jooga", "weekday=MO time=evening", "jooga"),
    ("tanssit lauantai-iltaisin", "weekday=SA time=evening", "tanssit"),
    ("keskiviikkoaamuna", "weekday=WE time=morning", ""),
    ("sunnuntaina illalla", "weekday=SU time=evening", ""),
    ("jooga ke", "weekday=WE", "jooga"),
    ("sähly ti klo 18", "weekday=TU time=evening", "sähly"),
    ("ma ja ke jumppa", "weekday=MO weekday=WE", "jumppa"),
    ("jumppa ti, to", "weekday=TU weekday=TH", "jumppa"),
    ("ma-pe avoinna", "open=MO+TU+WE+TH+FR", ""),
    ("ke-iltaisin", "weekday=WE time=evening", ""),
    ("arki-iltaisin", "weekday=MO+TU+WE+TH+FR time=evening", ""),
    ("ma–to", "weekday=MO+TU+WE+TH", ""),
    ("pe - su", "weekday=FR+SA+SU", ""),
    ("kahvila arkisin", "weekday=MO+TU+WE+TH+FR", "kahvila"),
    ("luistelu viikonloppuisin", "weekday=SA+SU", "luistelu"),
    ("jumppa to", "weekday=TH", "jumppa"),
    ("la", "", "la"),
    ("places to dance", "kind=facility", "dance"),
    ("La Leche League", "", "La Leche League"),
    ("PE classes", "", "PE classes"),
    ("sunnuntaikahvit", "", "sunnuntaikahvit"),
    ("språkkafé på onsdagar", "weekday=WE", "språkkafé"),
    ("dans på lördagkväll", "weekday=SA time=evening", "dans"),
    ("vardagar", "weekday=MO+TU+WE+TH+FR", ""),
    ("yoga on Wednesdays", "weekday=WE", "yoga"),
    ("Monday evening choir", "weekday=MO time=evening", "choir"),
    ("weekends", "weekday=SA+SU", ""),
]


DAYS: list[Row] = [
    ("tänään", "when=today", ""),
    ("huomenna jooga", "when=tomorrow", "jooga"),
    ("ylihuomenna", "when=2026-11-27..2026-11-27", ""),
    ("viikonloppuna", "when=weekend", ""),
    ("tällä viikolla", "when=week", ""),
    ("ensi viikolla uintia", "when=2026-11-30..2026-12-06", "uintia"),
    ("ensi viikonloppuna", "when=weekend", ""),
    ("ensi lauantaina", "when=2026-11-28..2026-11-28", ""),
    ("ensi keskiviikkona", "when=2026-12-02..2026-12-02", ""),
    ("tänä keskiviikkona", "when=2026-11-25..2026-11-25", ""),
    ("tässä kuussa", "when=2026-11-01..2026-11-30", ""),
    ("ensi kuussa", "when=2026-12-01..2026-12-31", ""),
    ("24.12.", "when=2026-12-24..2026-12-24", ""),
    ("24.12", "when=2026-12-24..2026-12-24", ""),
    ("yhdistysillat 15.12", "when=2026-12-15..2026-12-15", "yhdistysillat"),
    ("jumppa 1.12 maanantaina", "when=2026-12-01..2026-12-01 weekday=MO", "jumppa"),
    ("5.1", "when=2027-01-05..2027-01-05", ""),
    ("klo 10.12", "time=morning", ""),
    ("kello 15.12", "time=afternoon", ""),
    ("jooga 15.30", "", "jooga 15.30"),
    ("jooga 18.05", "", "jooga 18.05"),
    ("jooga 15.30–17", "", "jooga 15.30–17"),
    ("jooga 10.12–12", "", "jooga 10.12–12"),
    ("lenkki 2.5 km", "", "lenkki 2.5 km"),
    ("konsertti 24.12.2026", "when=2026-12-24..2026-12-24", "konsertti"),
    ("24.11.", "when=2027-11-24..2027-11-24", ""),
    ("1.–5.12.", "when=2026-12-01..2026-12-05", ""),
    ("1.-5.12. leiri", "when=2026-12-01..2026-12-05", "leiri"),
    ("28.12.–3.1.", "when=2026-12-28..2027-01-03", ""),
    ("28.12.2026-3.1.2027", "when=2026-12-28..2027-01-03", ""),
    ("2026-12-24", "when=2026-12-24..2026-12-24", ""),
    ("2026-12-01..2026-12-05", "when=2026-12-01..2026-12-05", ""),
    ("6. joulukuuta", "when=2026-12-06..2026-12-06", ""),
    ("joulukuun 6. päivän juhla", "when=2026-12-06..2026-12-06", "päivän juhla"),
    ("joulukuussa", "when=2026-12-01..2026-12-31", ""),
    ("tammikuussa hiihtoa", "when=2027-01-01..2027-01-31", "hiihtoa"),
    ("kesäkuussa 2028", "when=2028-06-01..2028-06-30", ""),
    ("29.2.", "when=2028-02-29..2028-02-29", ""),
    ("31.2.", "", "31.2."),
    ("99.99.", "", "99.99."),
    ("klo 10.30", "time=morning", ""),
    ("joulukuusi", "", "joulukuusi"),
    ("idag", "when=today", ""),
    ("i helgen", "when=weekend", ""),
    ("imorgon", "when=tomorrow", ""),
    ("nästa vecka", "when=2026-11-30..2026-12-06", ""),
    ("den 6 december", "when=2026-12-06..2026-12-06", ""),
    ("konsert i maj", "when=2027-05-01..2027-05-31", "konsert"),
    ("today", "when=today", ""),
    ("this weekend", "when=weekend", ""),
    ("next week", "when=2026-11-30..2026-12-06", ""),
    ("next Friday", "when=2026-11-27..2026-11-27", ""),
    ("in December", "when=2026-12-01..2026-12-31", ""),
    ("December 6th", "when=2026-12-06..2026-12-06", ""),
    ("march", "", "march"),
    ("in March", "when=2027-03-01..2027-03-31", ""),
    ("tänään 24.12.", "when=2026-12-24..2026-12-24", ""),
    ("viikonloppuna 28.-29.11.", "when=2026-11-28..2026-11-29", ""),
    ("tänään tai huomenna", "when=today", "huomenna"),
    ("30.11-4.12", "when=2026-11-30..2026-12-04", ""),
    ("huomenillalla", "when=tomorrow time=evening", ""),
    ("6 Dec", "when=2026-12-06..2026-12-06", ""),
    ("dec 24", "when=2026-12-24..2026-12-24", ""),
    ("den 6 dec.", "when=2026-12-06..2026-12-06", ""),
]


HOLIDAYS: list[Row] = [
    ("konsertti jouluna", "when=2026-12-24..2026-12-26", "konsertti"),
    ("uutenavuotena", "when=2026-12-31..2027-01-01", ""),
    ("loppiaisena", "when=2027-01-06..2027-01-06", ""),
    ("pääsiäisenä lapsille", "when=2027-03-26..2027-03-29 target=lapset", ""),
    ("tekemistä vappuna", "kind=activity when=2027-04-30..2027-05-01", ""),
    ("juhannuksena tanssit", "when=2027-06-25..2027-06-27", "tanssit"),
    ("itsenäisyyspäivänä", "when=2026-12-06..2026-12-06", ""),
    ("på midsommar", "when=2027-06-25..2027-06-27", ""),
    ("joulukonsertti", "", "joulukonsertti"),
    ("juhannus", "", "juhannus"),
]


TABLES = {"weekdays": WEEKDAYS, "days": DAYS, "holidays": HOLIDAYS}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_queries_are_understood(registers: Any, table: list[Row]) -> None:
    assert understood(table) == table
