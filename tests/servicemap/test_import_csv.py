"""CSV files: what the reader makes of them, and that none makes it crash."""

import csv
import datetime
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from servicemap.exchange import csv_rows
from servicemap.exchange.rows import BrokenFileError, ListingRow, RowError, ScheduleValues
from servicemap.models import LISTING_MODELS
from tests.servicemap.importing import broken, run, write

HEADER = "id,kind,name"


def csv_items(folder: Path, text: str) -> list[ListingRow | RowError]:
    """Read a CSV text."""
    return list(csv_rows.read(write(folder, text)))


def csv_row(folder: Path, **cells: str) -> ListingRow | RowError:
    """Read one CSV row and return its row or its only error."""
    cells = {"kind": "activity", "name": "Kerho", **cells}
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells.values())
    (item,) = csv_items(folder, ",".join(cells) + "\n" + quoted + "\n")
    return item


def refusal(folder: Path, **cells: str) -> str:
    """Return the field for which one CSV row is refused."""
    item = csv_row(folder, **cells)
    assert isinstance(item, RowError), item
    assert item.line == 2
    assert item.reason
    return item.field


def accepted(folder: Path, **cells: str) -> ListingRow:
    """Return the row that the cells make."""
    item = csv_row(folder, **cells)
    assert isinstance(item, ListingRow), item
    return item


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_as_spreadsheets_write_it(
    tmp_path: Path, prefix: str, delimiter: str, newline: str
) -> None:
    lines = ["Kind,ID,Name", "facility,1,Talo", "", ",,", 'facility,2,"Sali"']
    text = prefix + newline.join(lines).replace(",", delimiter) + newline
    path = tmp_path / "listings.csv"
    path.write_bytes(text.encode())
    rows = [item for item in csv_rows.read(path) if isinstance(item, ListingRow)]
    assert [(row.source_id, row.values["name"], row.line) for row in rows] == [
        ("1", "Talo", 2),
        ("2", "Sali", 5),
    ]


def test_csv_in_latin_1_tells_the_line_and_the_column(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    path.write_bytes("kind,name\nfacility,Talo\nfacility,Pöytä\n".encode("latin-1"))
    with pytest.raises(BrokenFileError) as caught:
        list(csv_rows.read(path))
    assert (caught.value.line, caught.value.column) == (3, 11)
    assert "UTF-8" in caught.value.reason


def test_csv_names_all_that_is_wrong_with_the_header(tmp_path: Path) -> None:
    reason = broken(csv_rows, write(tmp_path, "name,color,phone,size,phone\n")).reason
    for name in ("color", "size", "kind", "phone"):
        assert name in reason.partition("Known columns")[0] or name in reason.split(":")[1]


@pytest.mark.parametrize(("text", "line"), [("", None), ("\n\n", None)])
def test_csv_without_a_header_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    assert broken(csv_rows, write(tmp_path, text)).line == line


def test_csv_that_breaks_off_inside_quotes_tells_the_line(tmp_path: Path) -> None:
    text = f'{HEADER}\n1,facility,Talo\n2,facility,"Sa\nli,3'
    assert broken(csv_rows, write(tmp_path, text)).line == 3


def test_csv_lines_are_those_where_records_start(tmp_path: Path) -> None:
    items = csv_items(tmp_path, f'{HEADER}\n1,facility,"a\nb\nc"\n2,facility,\n3,facility\n')
    assert [(item.line, getattr(item, "field", None)) for item in items] == [
        (2, None),
        (5, "name"),
        (6, ""),
    ]


def test_csv_row_with_several_faults_tells_them_all(tmp_path: Path) -> None:
    items = csv_items(tmp_path, f"{HEADER},price,postal_code\n5,place,,gratis,1234\n")
    assert {item.field for item in items if isinstance(item, RowError)} == {
        "kind",
        "name",
        "price",
        "postal_code",
    }
    assert {getattr(item, "record_id", "") for item in items} == {"5"}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"kind": "yhdistys"}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "Kerho\x00"}, "name"),
        ({"price": "ilmainen"}, "price"),
        ({"postal_code": "1511"}, "postal_code"),
        ({"latitude": "61", "longitude": ""}, "longitude"),
        ({"latitude": "", "longitude": "25"}, "latitude"),
        ({"latitude": "91", "longitude": "25"}, "latitude"),
        ({"latitude": "61", "longitude": "181"}, "longitude"),
        ({"latitude": "nan", "longitude": "25"}, "latitude"),
        ({"latitude": "6762951", "longitude": "419643"}, "latitude"),
        ({"latitude": "25.66", "longitude": "60.98"}, "latitude"),
        ({"schedule": "FREQ=WEEKLY", "starts_at": ""}, "starts_at"),
        ({"ends_at": "2026-09-02T10:00"}, "starts_at"),
        ({"schedule": "FREQ=HOURLY", "starts_at": "2026-09-02"}, "schedule"),
        ({"schedule": "keskiviikkoisin", "starts_at": "2026-09-02"}, "schedule"),
        ({"starts_at": "2.9.2026"}, "starts_at"),
        ({"starts_at": "2026-02-30T10:00"}, "starts_at"),
        ({"starts_at": "2026-09-02T10:00", "ends_at": "2026-09-02T10:00"}, "ends_at"),
        ({"starts_at": "2026-09-02T10:00", "ends_at": "2026-09-03T10:00"}, "ends_at"),
        ({"starts_at": "2026-09-02", "ends_at": "2026-09-02T10:00"}, "ends_at"),
        ({"registration_number": "1.2"}, "registration_number"),
        ({"kind": "association", "organiser": "x"}, "organiser"),
        ({"kind": "association", "starts_at": "2026-09-02"}, "starts_at"),
    ],
)
def test_csv_refuses_the_field(tmp_path: Path, cells: dict[str, str], field: str) -> None:
    assert refusal(tmp_path, **cells) == field


@pytest.mark.parametrize("written", ["60,98", "60.98", "+60.98", " 60,98 "])
def test_csv_takes_decimal_commas(tmp_path: Path, written: str) -> None:
    row = accepted(tmp_path, latitude=written, longitude="25,5")
    assert row.values["point"] == [60.98, 25.5]


def test_csv_makes_values_plain(tmp_path: Path) -> None:
    row = accepted(
        tmp_path,
        name=" A\u0308iti \n lapsi ",
        description="Yksi.\r\n\r\nKaksi.  ",
        website="www.example.org/a",
        categories="A; b;;a",
        keywords="yksi, kaksi;yksi",
        languages="FI;sv",
        price="Free",
    )
    assert row.values == {
        "name": "Äiti lapsi",
        "description": "Yksi.\n\nKaksi.",
        "website": "https://www.example.org/a",
        "categories": ["a", "b"],
        "keywords": ["yksi", "kaksi"],
        "languages": ["fi", "sv"],
        "price": "free",
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {
                "schedule": "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270526",
                "starts_at": "2026-09-02T10:00",
                "ends_at": "2026-09-02 11:30",
            },
            ScheduleValues(
                datetime.date(2026, 9, 2),
                datetime.time(10),
                datetime.time(11, 30),
                "WEEKLY",
                byday="WE",
                until=datetime.date(2027, 5, 26),
            ),
        ),
        # 22.30 in universal time is after midnight in Helsinki.
        (
            {"starts_at": "2026-09-02T22:30Z", "ends_at": "2026-09-03T02:00+03:00"},
            ScheduleValues(datetime.date(2026, 9, 3), datetime.time(1, 30), datetime.time(2)),
        ),
        ({"starts_at": "2026-12-05"}, ScheduleValues(datetime.date(2026, 12, 5))),
    ],
)
def test_csv_schedules(tmp_path: Path, cells: dict[str, str], expected: ScheduleValues) -> None:
    assert accepted(tmp_path, **cells).schedules == (expected,)


def test_csv_says_nothing_of_what_has_no_column(tmp_path: Path) -> None:
    row = accepted(tmp_path)
    assert row.schedules is None
    assert set(row.values) == {"name"}
    assert accepted(tmp_path, starts_at="").schedules == ()


NOISE = st.one_of(st.just(""), st.text(max_size=20), st.sampled_from(["Lahti", "1", "a;b", '"']))
CELLS = {
    "kind": st.sampled_from(["facility", "activity", "association", " ACTIVITY ", "x"]),
    "name": st.one_of(st.text(min_size=1, max_size=220), st.sampled_from(["Talo", "Äänekoski"])),
    "latitude": st.sampled_from(["", "60,98", "60.98", "61", "-0", "1e3"]),
    "longitude": st.sampled_from(["", "25,66", "25.6", "180", "181", "٢٥"]),
    "schedule": st.sampled_from(["", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101", "x"]),
    "starts_at": st.one_of(st.just(""), st.dates().map(str), st.datetimes().map(str)),
    "ends_at": st.one_of(st.just(""), st.datetimes().map(str)),
    "registration_number": st.sampled_from(["", "1", "2.3"]),
}
COLUMN_SETS = st.sampled_from(
    [
        ["id", "kind", "name"],
        ["kind", "name", "latitude", "longitude", "municipality"],
        ["id", "kind", "name", "organiser", "categories", "keywords", "languages"],
        ["kind", "name", "schedule", "starts_at", "ends_at", "postal_code"],
        ["kind", "name", "website", "email", "price", "registration_number"],
    ]
)


@st.composite
def csv_texts(draw: st.DrawFn) -> str:
    """Texts that are CSV to some degree: from well-formed to noise."""
    if draw(st.booleans()):
        return draw(st.text(max_size=200))
    columns = draw(COLUMN_SETS)
    record = st.tuples(*(CELLS.get(column, NOISE) for column in columns))
    rows = [columns, *draw(st.lists(record, max_size=4))]
    if draw(st.booleans()):
        return "\n".join(",".join(row) for row in rows)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=draw(st.sampled_from(",;"))).writerows(rows)
    return text.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("registers")
@effort(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=csv_texts(), strict=st.booleans())
@example(text="kind,name,starts_at\nactivity,a,0001-01-01T00:00Z", strict=False)
@example(text="kind,name,starts_at\nactivity,a,9999-12-31T23:59-12:00", strict=False)
@example(text="id,kind,name\n" + "1" * 101 + ",facility,a", strict=False)
def test_no_csv_text_makes_it_crash(tmp_path: Path, text: str, strict: bool) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(text.encode())
    for model in reversed(LISTING_MODELS):
        model._default_manager.all().delete()
    first = run(path, "csv", strict=strict)
    again = run(path, "csv", strict=strict)
    if first.out and "Nothing was saved" not in first.counts:
        assert again.counts.startswith("0 created, 0 updated, ")
        assert again.refusals == first.refusals
