"""Tables as text, whatever kept them; and the tables of regions of one's own."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter

from allocator import workbook
from allocator.errors import InputError, Problem
from allocator.geography import Geography
from allocator.regions import read_regions
from allocator.tables import Table, column_problems, read_table


def a_file(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(table: Table) -> list[tuple[int, list[str]]]:
    return [(line.row, [line[column] for column in table.columns]) for line in table.lines]


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        read_table(path)
    return [str(problem) for problem in raised.value.problems]


# --- CSV ------------------------------------------------------------------------------------------


def test_a_table_has_its_columns_and_the_rows_of_a_spreadsheet(tmp_path):
    table = read_table(a_file(tmp_path, " id ; name\nA; one \nB;\n"))
    assert (table.file, table.columns) == ("table.csv", ("id", "name"))
    assert cells(table) == [(2, ["A", "one"]), (3, ["B", ""])]


def test_a_column_that_is_not_there_and_a_row_cut_short_are_empty(tmp_path):
    [line] = read_table(a_file(tmp_path, "id;name\nA\n")).lines
    assert (line["id"], line["name"], line["other"]) == ("A", "", "")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".CSV"])
def test_text_is_read_whatever_its_ending_says(tmp_path, suffix):
    assert cells(read_table(a_file(tmp_path, "id\tname\nA\tone\n", f"t{suffix}"))) == [(2, ["A", "one"])]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_ending_is_read(tmp_path, ending):
    text = ending.join(["id;name", "A;one", "B;two"])
    assert cells(read_table(a_file(tmp_path, text))) == [(2, ["A", "one"]), (3, ["B", "two"])]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_first_line_names_the_separator_and_is_not_counted(tmp_path, separator):
    text = (
        f"sep={separator}\r\nid{separator}name\r\nA{separator}a;b\r\n"
        if separator != ";"
        else "SEP=;\nid;name\nA;a,b\n"
    )
    [line] = read_table(a_file(tmp_path, text)).lines
    assert (line.row, line["id"]) == (2, "A")
    assert line["name"] in {"a;b", "a,b"}


@pytest.mark.parametrize(
    ("first", "column"), [("sep=", "sep="), ('sep="', 'sep="'), ("sep=x", "sep=x"), ("sep=;;", "sep=")]
)
def test_a_first_line_that_names_no_separator_is_a_header(tmp_path, first, column):
    assert read_table(a_file(tmp_path, f"{first}\nA\n")).columns == (column,)


def test_the_separator_is_the_one_that_the_header_has_most_of(tmp_path):
    assert read_table(a_file(tmp_path, "id;a, b;c\n1;2,5;3\n")).columns == ("id", "a, b", "c")


def test_quoted_cells_may_hold_separators_quotes_and_lines(tmp_path):
    table = read_table(a_file(tmp_path, 'id;name\n"A;1";"say ""x""\nagain"\nB;two\n'))
    assert cells(table) == [(2, ["A;1", 'say "x"\nagain']), (3, ["B", "two"])]


@pytest.mark.parametrize("opened", ['"Turku;5\n', 'Turku;"5\n'])
def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest(tmp_path, opened):
    assert problems_of(a_file(tmp_path, f"id;name\nA;one\n{opened}B;two\n")) == [
        "table.csv, row 3: a quotation mark is opened here and never closed"
    ]


def test_a_quoted_cell_ends_with_its_quotation_mark(tmp_path):
    assert problems_of(a_file(tmp_path, 'id;name\n"A" and more;one\n')) == [
        "table.csv, row 2: no CSV: ';' expected after '\"'"
    ]


def test_windows_1252_is_read_and_utf_8_is_not_taken_for_it(tmp_path):
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        assert read_table(a_file(tmp_path, "id\nÄ€–\n".encode(encoding))).lines[0]["id"] == "Ä€–"


def test_columns_without_a_name_at_the_end_are_nothing(tmp_path):
    assert read_table(a_file(tmp_path, "id;name;;\nA;one;;\n")).columns == ("id", "name")


def test_several_problems_of_one_file_come_together(tmp_path):
    assert problems_of(a_file(tmp_path, "id;;id;name\nA;;;b;c\nB;;;;;d\n")) == [
        "table.csv, row 1: column 2 has no name",
        "table.csv, row 1, column id: the column is there more than once",
        "table.csv, row 2: a cell beyond the last column of the header; found 'c'",
        "table.csv, row 3: a cell beyond the last column of the header; found 'd'",
    ]


def test_the_row_of_a_header_below_blank_rows_is_told(tmp_path):
    assert problems_of(a_file(tmp_path, "\n\nid;id\nA;B\n")) == [
        "table.csv, row 3, column id: the column is there more than once"
    ]


def test_a_thousand_columns_are_read_and_not_one_more(tmp_path):
    def wide(count: int) -> Path:
        return a_file(tmp_path, ";".join(f"c{i}" for i in range(count)) + "\n" + ";".join("x" * count))

    assert len(read_table(wide(1000)).columns) == 1000
    assert problems_of(wide(1001)) == ["table.csv, row 1: too many columns; found '1001'; expected at most 1000"]


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path, monkeypatch):
    path = a_file(tmp_path, "id\nA\n")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert problems_of(path) == ["table.csv: cannot read it (Permission denied)"]


def test_a_name_longer_than_any_file_has_is_a_problem(tmp_path):
    [problem] = problems_of(tmp_path / f"{'a' * 400}.csv")
    assert "there is no such file" in problem or "cannot read it" in problem


def test_a_folder_is_no_table(tmp_path):
    (tmp_path / "table.csv").mkdir()
    assert problems_of(tmp_path / "table.csv")[0].startswith("table.csv: there is no such file")


# --- workbooks ------------------------------------------------------------------------------------


def a_workbook(folder: Path, *rows: tuple[object, ...], name: str = "table.xlsx") -> Path:
    with xlsxwriter.Workbook(folder / name) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return folder / name


def test_numbers_of_a_workbook_are_plain_text(tmp_path):
    path = a_workbook(tmp_path, ("id", "a", "b", "c", "d"), (12, 12.5, 1e15, True, False))
    assert cells(read_table(path)) == [(2, ["12", "12.5", "1000000000000000", "yes", "no"])]


def test_a_cell_that_holds_an_error_shows_it(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "a", "b"])
        sheet.write_string(1, 0, "A")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 2, "=1+1", None, 2)
    assert cells(read_table(tmp_path / "table.xlsx")) == [(2, ["A", "#DIV/0!", "2"])]


def test_only_the_first_sheet_is_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        book.add_worksheet("Ä").write_column(0, 0, ["id", "A"])
        second = book.add_worksheet("B")
        second.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        second.write_string(900_000, 900, "far away")
    assert cells(read_table(tmp_path / "table.xlsx")) == [(2, ["A"])]


def test_a_table_of_a_workbook_may_begin_lower_down_but_not_further_in(tmp_path):
    path = a_workbook(tmp_path, (), (), ("id", "name"), (), ("A", "one"))
    assert cells(read_table(path)) == [(5, ["A", "one"])]
    path = a_workbook(tmp_path, ("", "id"), ("", "A"))
    assert problems_of(path) == ["table.xlsx, row 1: column 1 has no name"]


def test_formatted_cells_without_content_do_not_count(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["id", "A"])
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert cells(read_table(tmp_path / "table.xlsx")) == [(2, ["A"])]


def test_the_rows_of_a_workbook_are_limited_to_the_row(tmp_path, monkeypatch):
    path = a_workbook(tmp_path, ("id",), ("A",), ("B",))
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    assert len(read_table(path).lines) == 2
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    assert problems_of(path) == ["table.xlsx: too many rows; found '3'; expected at most 2"]


def test_the_cells_of_a_workbook_are_limited_to_the_cell(tmp_path, monkeypatch):
    path = a_workbook(tmp_path, ("id", "name"), ("A", "one"), ("B", "two"))
    monkeypatch.setattr(workbook, "MOST_CELLS", 6)
    assert len(read_table(path).lines) == 2
    monkeypatch.setattr(workbook, "MOST_CELLS", 5)
    assert problems_of(path) == ["table.xlsx: too many cells; found '3 × 2'; expected at most 5"]


def test_a_workbook_without_its_own_list_of_sheets_is_no_workbook(tmp_path):
    path = a_workbook(tmp_path, ("id",), ("A",))
    kept = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(kept, "w") as less:
        for name in package.namelist():
            if name != "xl/workbook.xml":
                less.writestr(name, package.read(name))
    path.write_bytes(kept.getvalue())
    [problem] = problems_of(path)
    assert problem.startswith("table.xlsx: no workbook that can be read (")


def test_a_workbook_of_which_any_byte_is_changed_is_read_or_is_an_input_error(tmp_path):
    content = a_workbook(tmp_path, ("id", "name"), ("A", "one")).read_bytes()
    for position in range(0, len(content), 37):
        damaged = bytearray(content)
        damaged[position] ^= 0xFF
        # Anything but an InputError gets through, and fails the test.
        with suppress(InputError):
            assert read_table(a_file(tmp_path, bytes(damaged), "damaged.xlsx")).columns


# --- columns --------------------------------------------------------------------------------------


def of_columns(*columns: str, further: bool) -> list[str]:
    table = Table("t.csv", (), dict.fromkeys(columns, ()))
    return [str(p) for p in column_problems(table, ("id", "euros"), ("region",), further=further)]


def test_the_cells_of_a_text_are_counted_before_it_is_taken_apart(tmp_path, monkeypatch):
    monkeypatch.setattr("allocator.tables.MOST_CELLS", 6)

    assert len(read_table(a_file(tmp_path, "a;b;c\nA;B;C\n")).lines) == 1
    assert problems_of(a_file(tmp_path, "a;b;c\nA;B;C\n\n")) == [
        "table.csv: too many cells; found '7'; expected at most 6"
    ]


def test_known_columns_are_no_problem_in_any_order():
    assert of_columns("region", "euros", "id", further=False) == of_columns("euros", "id", further=True) == []


def test_a_missing_column_is_told_with_all_that_are_required():
    assert of_columns("id", further=True) == ["t.csv, row 1: the column euros is missing; expected columns id, euros"]


def test_a_misspelt_column_is_not_told_a_second_time_as_missing():
    assert of_columns("id", "euro", further=True) == [
        "t.csv, row 1, column euro: unknown column; found 'euro'; did you mean 'euros'?"
    ]


def test_a_further_column_is_a_problem_only_where_none_is_welcome():
    assert of_columns("id", "euros", "zzz", further=True) == []
    assert of_columns("id", "euros", "zzz", further=False) == [
        "t.csv, row 1, column zzz: unknown column; found 'zzz'; expected one of id, euros, region"
    ]


# --- a table of regions of one's own --------------------------------------------------------------


def regions(folder: Path, content: str) -> Geography:
    return read_regions(a_file(folder, content, "regions.csv"))


def region_problems(folder: Path, content: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        regions(folder, content)
    return [str(problem) for problem in raised.value.problems]


def test_regions_of_ones_own_come_in_the_natural_order_of_their_codes(tmp_path):
    own = regions(tmp_path, "code;name;population\n10;Norte;1 000\n2;Sur;\n1;Este;0\n")
    assert [(r.code, r.name["fi"], r.population) for r in own.regions] == [
        ("1", "Este", 0),
        ("2", "Sur", None),
        ("10", "Norte", 1000),
    ]
    assert own.municipalities == ()


def test_a_region_has_its_names_in_the_languages_that_the_table_has(tmp_path):
    own = regions(tmp_path, "name_fi;name_sv;name_en\nPohjoinen;Norr;North\nEtelä;;South\n")
    assert own.region("norr") == own.region("North") == own.region("Pohjoinen")
    south = own.region("Etelä")
    assert south is not None
    assert (south.name["sv"], south.name["en"]) == ("Etelä", "South")


def test_a_region_without_a_code_has_its_name_for_one(tmp_path):
    assert [r.code for r in regions(tmp_path, "name\nNord\nSyd\n").regions] == ["Nord", "Syd"]


def test_a_name_in_one_language_alone_will_do(tmp_path):
    assert regions(tmp_path, "code;name_en\nN;North\n").regions[0].name["fi"] == "North"


def test_a_table_of_regions_needs_a_name(tmp_path):
    assert region_problems(tmp_path, "code\nN\n") == [
        "regions.csv, row 1: the column name is missing; expected a column name"
    ]


def test_a_table_of_regions_has_the_finnish_name_once(tmp_path):
    assert region_problems(tmp_path, "name;name_fi\nNord;Pohjoinen\n") == [
        "regions.csv, row 1, column name_fi: there is a column name beside it; "
        "expected either, not both: without a language a name is the Finnish one"
    ]


def test_a_region_needs_a_name(tmp_path):
    assert region_problems(tmp_path, "code;name\nN;Nord\nS;\n") == ["regions.csv, row 3: the region has no name"]


@pytest.mark.parametrize(
    ("again", "shared"),
    [("N;Syd;", "N"), ("S;Nord;", "Nord"), ("S;NORD;", "NORD"), ("S;Syd;Nord", "Nord"), ("S;n;", "n")],
)
def test_no_two_regions_share_a_name_or_a_code(tmp_path, again, shared):
    assert region_problems(tmp_path, f"code;name;name_sv\nN;Nord;\n{again}\n") == [
        f"regions.csv, row 3: the region of row 2 has this name or code too; found '{shared}'"
    ]


@pytest.mark.parametrize("people", ["many", "-1", "1,5", "1" * 13, "²"])
def test_a_population_is_a_whole_number(tmp_path, people):
    assert region_problems(tmp_path, f"name;population\nNord;{people}\n") == [
        f"regions.csv, row 2, column population: no number of people; found '{people}'; expected a whole number"
    ]


def test_an_unknown_column_of_regions_is_answered_with_the_right_one(tmp_path):
    assert region_problems(tmp_path, "name;populaton\nNord;5\n") == [
        "regions.csv, row 1, column populaton: unknown column; found 'populaton'; "
        "expected one of name, name_fi, name_sv, name_en, code, population; did you mean 'population'?"
    ]


def test_all_problems_of_a_table_of_regions_come_at_once(tmp_path):
    assert len(region_problems(tmp_path, "name;population;zzz\nNord;x;\n;5;\nNord;7;\n")) == 4


def test_a_table_of_regions_that_is_not_there_is_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_regions(tmp_path / "regions.csv")


# --- problems in words ----------------------------------------------------------------------------


def test_a_table_says_its_file_row_and_what_stands_in_the_cell(tmp_path):
    table = read_table(a_file(tmp_path, "id;name\nA;one\n"))
    assert table.problem(table.lines[0], "name", "wrong") == Problem("wrong", "table.csv", 2, "name", "one")
    assert table.problem(table.lines[0], "name", "wrong", found="x").found == "x"
    assert table.problem(None, None, "wrong") == Problem("wrong", "table.csv", 1)
