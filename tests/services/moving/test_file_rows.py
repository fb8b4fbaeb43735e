"""Files of rows: what a spreadsheet, a database or an editor makes of them is read, or named."""

from pathlib import Path

import pytest

from services.moving.files.file_row import CELL_LENGTH, ROW_LENGTH, FileRow
from services.moving.files.row_file import FileOrigin, RowFile
from services.moving.files.row_values import read_row
from services.moving.files.websites_named import WebsitesNamed, websites_named
from services.rules.basics.enums import ImportMode
from services.rules.basics.refusals import Invalid, OutOfRange, RewardsError
from services.rules.basics.spreadsheets import spreadsheet_cell
from services.rules.ledger.import_rows import ImportRow

HEADER = "customerId,websiteCode,points,comment\n"


def rows_of(
    content: str | bytes,
    path: Path,
    *,
    origin: FileOrigin | None = None,
    websites: WebsitesNamed | None = None,
    encoding: str = "utf-8",
) -> list[FileRow]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    file = RowFile(path, origin, websites or WebsitesNamed(), encoding)
    with file.opened() as rows:
        return list(rows)


def brought(
    content: str, path: Path, origin: FileOrigin, *websites: str
) -> list[ImportRow | str | None]:
    """Return what a file of another shop brings: a row, why not, or None where it brings none."""
    named = websites_named(websites)
    layout = RowFile(path, origin, named).layout()
    found: list[ImportRow | str | None] = []
    for row in rows_of(content, path, origin=origin, websites=named):
        try:
            cells = layout(row.cells)
            found.append(None if cells is None else read_row(cells, named.for_all))
        except RewardsError as error:
            found.append(str(error))
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rows"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("customerId,points\nadé,5\n", id="commas"),
        pytest.param("customerId;points\r\nadé;5\r\n", id="semicolons-and-CRLF"),
        pytest.param("customerId\tpoints\radé\t5", id="tabs-and-CR"),
        pytest.param('"customerId"|"points"\n\n"adé"|"5"\n\n', id="quotes-and-empty-lines"),
        pytest.param(b"\xef\xbb\xbfcustomerId,points\nad\xc3\xa9,5\n", id="mark-of-UTF-8"),
        pytest.param("customerId,points\nadé,5\n".encode("utf-16"), id="UTF-16"),
        pytest.param('{"customerId": "adé", "points": "5"}\n', id="JSON-Lines"),
        pytest.param(b'\xef\xbb\xbf{"customerId": "ad\xc3\xa9", "points": "5"}', id="marked-JSON"),
    ],
)
def test_every_spelling_of_a_file_is_the_same_row(content: str | bytes, path: Path) -> None:
    """R15.4: byte order marks, separators, encodings, line ends."""
    (row,) = rows_of(content, path)

    assert (row.cells, row.refusal) == ({"customerId": "adé", "points": "5"}, None)


def test_another_encoding_is_named_by_the_caller(path: Path) -> None:
    content = "customerId,points\nadé,5\n".encode("cp1252")

    (row,) = rows_of(content, path, encoding="cp1252")
    (unknown,) = rows_of(content, path)

    assert row.cells["customerId"] == "adé"
    with pytest.raises(Invalid, match="encoding") as refused:
        read_row(unknown.cells, "us")
    assert refused.value.path == ("customerId",)


def test_rows_have_the_number_of_the_line_they_begin_on(path: Path) -> None:
    """R15.4: line 1 is the header; a quoted cell may have lines of its own."""
    content = HEADER + 'ada,us,1,"two\nlines"\n\nbob,us,2,\n'

    rows = rows_of(content, path)

    assert [(row.line, row.cells["comment"]) for row in rows] == [(2, "two\nlines"), (5, "")]


@pytest.mark.parametrize(
    ("second", "problem", "field"),
    [
        pytest.param("ada,us", "There are 2 cells; line 1 names 4", (), id="too-few"),
        pytest.param("ada,us,1,a,b", "There are 5 cells", (), id="too-many"),
        pytest.param('ada,us,1,"a"b', "not closed", (), id="quote-in-the-middle"),
        pytest.param(f"ada,us,1,{'x' * (CELL_LENGTH + 1)}", "longer", ("comment",), id="long"),
        pytest.param(f"ada,{'x' * ROW_LENGTH},1,", "longer", ("websiteCode",), id="huge"),
        pytest.param(f'ada,us,1,"{"x" * CELL_LENGTH} "', "longer", ("comment",), id="long-quoted"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_next_is_read(
    second: str, problem: str, field: tuple[str, ...], path: Path
) -> None:
    """R15.4: huge cells are refused by name."""
    bad, good = rows_of(f"{HEADER}{second}\nbob,us,2,\n", path)

    assert bad.refusal is not None
    assert problem in str(bad.refusal)
    assert (bad.line, bad.refusal.path) == (2, field)
    assert (good.line, good.cells["customerId"]) == (3, "bob")


def test_an_open_quote_never_swallows_the_rows_after_it(path: Path) -> None:
    short = rows_of(f'{HEADER}ada,us,1,"open\nbob,us,2,\n', path)
    assert [row.refusal is not None for row in short] == [True]

    with pytest.raises(Invalid, match="Line 2: the quote that begins a cell of comment"):
        rows_of(f'{HEADER}ada,us,1,"open\n' + "bob,us,2,\n" * (ROW_LENGTH // 10), path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "Line 1 must name the columns"),
        ("customerId,points,points\n", "a column twice"),
        ("customerId,points,expires\n", "no column 'expires'"),
        ("customerId,comment\n", "no column points"),
        ("points,comment\n", "no column customerId, nor email"),
        ("x" * (ROW_LENGTH + 1), "Line 1 is too long"),
    ],
)
def test_a_file_whose_columns_nobody_knows_is_refused_whole(
    content: str, problem: str, path: Path
) -> None:
    """R15.4: a name spelled wrong would bring points without what it says."""
    with pytest.raises(Invalid, match=problem):
        rows_of(content, path)


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"a":', "x" * (ROW_LENGTH + 1)])
def test_a_line_that_is_no_object_is_refused_and_the_next_is_read(line: str, path: Path) -> None:
    bad, good = rows_of(f'{{"points": 0}}\n{line}\n{{"points": 1}}\n', path)[1:]

    assert (bad.line, bad.refusal is not None) == (2, True)
    assert (good.line, good.cells) == (3, {"points": 1})


def test_a_row_is_read_with_all_it_says() -> None:
    cells = {
        "email": "ada@example.com",
        "websiteCode": "us",
        "points": " -7 ",
        "mode": "SET",
        "createdAt": "2026-01-31T10:00:00+01:00",
    }

    row = read_row(cells, "eu")

    assert (row.customer_id, row.email, row.website_code) == (None, "ada@example.com", "us")
    assert (row.points, row.mode) == (-7, ImportMode.SET)
    assert row.created_at is not None
    assert row.created_at.isoformat() == "2026-01-31T09:00:00+00:00"
    assert read_row({"customerId": 7, "points": 1}, "eu").website_code == "eu"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"points": "1.5"}, "points"),
        ({"points": "1_0"}, "points"),
        ({"points": "٣"}, "points"),
        ({"points": True}, "points"),
        ({"points": None}, "points"),
        ({"points": "9" * 30}, "points"),
        ({"mode": "add"}, "mode"),
        ({"createdAt": "2026-01-31 10:00:00"}, "createdAt"),
        ({"expiresAt": "2026-02-31T10:00:00Z"}, "expiresAt"),
        ({"customerId": ["ada"]}, "customerId"),
        ({"comment": "x" * (CELL_LENGTH + 1)}, "comment"),
        ({"coment": "x"}, "coment"),
        ({"websiteCode": ""}, "websiteCode"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_its_column(
    cells: dict[str, object], field: str
) -> None:
    """R14.3."""
    whole = {"customerId": "ada", "websiteCode": "us", "points": "1", **cells}

    with pytest.raises((Invalid, OutOfRange)) as refused:
        read_row(whole, None)

    assert refused.value.path == (field,)


def test_adobes_balances_are_brought_and_nothing_of_nothing(path: Path) -> None:
    """R15.4: `magento_reward`, as mysql's client writes it."""
    content = (
        "reward_id\tcustomer_id\twebsite_id\tpoints_balance\twebsite_currency_code\n"
        "1\t17\t1\t250\tUSD\n2\t18\t1\t0\tNULL\n3\t17\t2\t9\tEUR\n"
    )

    assert brought(content, path, FileOrigin.ADOBE, "1=us", "2=eu") == [
        ImportRow("17", "us", 250),
        None,
        ImportRow("17", "eu", 9),
    ]
    one = brought(content, path, FileOrigin.ADOBE, "us")
    assert one[0] == ImportRow("17", "us", 250)
    assert "Website 2 is not 1" in str(one[2])


def test_a_quote_is_a_letter_to_mysqls_client(path: Path) -> None:
    """R15.4: it quotes nothing, so that no quote makes several rows one."""
    content = (
        "customer_id\twebsite_id\tpoints_balance\twebsite_currency_code\n"
        '1\t1\t10\t"open\n2\t1\t20\tUSD\n3\t1\t30\tsize 5"\n'
    )

    assert brought(content, path, FileOrigin.ADOBE, "us") == [
        ImportRow("1", "us", 10),
        ImportRow("2", "us", 20),
        ImportRow("3", "us", 30),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\tb\nc", "a\tb\nc"),
        (r"back\\slash, \\n is no line", r"back\slash, \n is no line"),
        (r"it\'s \"so\"", 'it\'s "so"'),
        (r"nul\0", "nul\0"),
        (r"\N", None),
        ("NULL", None),
    ],
)
def test_what_mysqls_client_escapes_is_read_as_it_was(
    written: str, meant: str | None, path: Path
) -> None:
    """R15.4: MySQL's rules for text between tabs; a cell of its NULL alone is none."""
    content = (
        "customer_id\twebsite_id\tpoints_delta\tpoints_used\tcreated_at\tcomment\n"
        f"1\t1\t10\t0\t2026-01-02 03:04:05\t{written}\n"
    )

    (row,) = brought(content, path, FileOrigin.ADOBE, "us")

    assert isinstance(row, ImportRow)
    assert row.comment == meant


def test_a_backslash_is_a_letter_where_cells_are_quoted(path: Path) -> None:
    (row,) = rows_of(HEADER + r"ada,us,5,C:\new" + "\n", path)

    assert row.cells["comment"] == r"C:\new"


def test_adobes_history_brings_what_is_left_with_its_dates(path: Path) -> None:
    """R15.4: `magento_reward_history`; what was spent is counted with the earnings it used."""
    names = (
        "customer_id,website_id,points_balance,points_delta,points_used,created_at,"
        "expired_at_static,expired_at_dynamic,is_expired,comment\n"
    )
    content = (
        f"{names}17,1,100,100,30,2026-01-31 10:00:00,2027-01-31 10:00:00,NULL,0,Order 7\n"
        "17,1,70,-30,0,2026-02-01 10:00:00,NULL,NULL,0,\n"
        "17,1,70,50,0,2025-01-01 10:00:00,NULL,NULL,1,\n"
    )

    earned, *others = brought(content, path, FileOrigin.ADOBE, "us")

    assert others == [None, None]
    assert isinstance(earned, ImportRow)
    assert (earned.customer_id, earned.points, earned.comment) == ("17", 70, "Order 7")
    assert [str(earned.created_at), str(earned.expires_at)] == [
        "2026-01-31 10:00:00+00:00",
        "2027-01-31 10:00:00+00:00",
    ]


def test_adobes_export_of_finances_names_its_websites(path: Path) -> None:
    """R15.4: codes, which may be called otherwise here."""
    content = (
        "_email,_website,_finance_website,store_credit,reward_points\n"
        "ada@example.com,base,base,0.0000,250\nbob@example.com,base,other,,7\n"
    )

    assert brought(content, path, FileOrigin.ADOBE, "base=us") == [
        ImportRow(None, "us", 250, email="ada@example.com"),
        ImportRow(None, "other", 7, email="bob@example.com"),
    ]


def test_phocas_points_count_once_they_are_approved(path: Path) -> None:
    """R15.4: `phocacart_reward_points`."""
    content = (
        "id,user_id,order_id,title,points,type,published,date\n"
        "1,42,7,Order number 7,100,1,1,2026-01-31 10:00:00\n"
        "2,42,8,Order number 8,-30,-1,1,2026-02-01 10:00:00\n"
        "3,42,9,Order number 9,50,1,0,2026-02-02 10:00:00\n"
    )

    got, used, waiting = brought(content, path, FileOrigin.PHOCA, "us")

    assert isinstance(got, ImportRow)
    assert isinstance(used, ImportRow)
    assert (got.customer_id, got.points, got.comment) == ("42", 100, "Order number 7")
    assert (used.points, str(used.created_at)) == (-30, "2026-02-01 10:00:00+00:00")
    assert waiting is None


@pytest.mark.parametrize("origin", FileOrigin)
def test_a_file_of_another_shop_without_its_columns_is_refused_whole(
    origin: FileOrigin, path: Path
) -> None:
    with pytest.raises(Invalid, match="These are not columns of"):
        rows_of("history_id,reward_id,points_delta\n1,2,3\n", path, origin=origin)


@pytest.mark.parametrize(
    ("cell", "exported"),
    [
        ("=1+1", "'=1+1"),
        ("  @sum", "'  @sum"),
        ("\tx", "'\tx"),
        ("-a", "'-a"),
        ("-40", "-40"),
        ("+1.5", "+1.5"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_no_cell_can_start_a_formula(cell: str, exported: str) -> None:
    """R15.4."""
    assert spreadsheet_cell(cell) == exported


def test_a_cell_marked_for_spreadsheets_is_read_as_it_was(path: Path) -> None:
    marked = spreadsheet_cell("  =1+1")
    (row,) = rows_of(f"{HEADER}'-ada,us,1,{marked}\n", path)

    assert (row.cells["customerId"], row.cells["comment"]) == ("-ada", "  =1+1")
