"""Workbooks as spreadsheets keep them, and as somebody who means harm would make them."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from allocator import workbook
from allocator.errors import InputError
from allocator.tables import read_table

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
TAIL = "</sheetData></worksheet>"
SOUND = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'


def forged(folder: Path, sheet: str, *, texts: str | None = None, declared: str = HEAD) -> Path:
    """Write a workbook whose only sheet holds these rows, and whose shared texts are these."""
    sound = io.BytesIO()
    with xlsxwriter.Workbook(sound, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["id"])
    with zipfile.ZipFile(sound) as package, zipfile.ZipFile(folder / "table.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = f"{declared}{sheet}{TAIL}".encode()
            elif name == "xl/sharedStrings.xml" and texts is not None:
                content = texts.encode()
            out.writestr(name, content)
    return folder / "table.xlsx"


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        read_table(path)
    return [str(problem) for problem in raised.value.problems]


def test_a_sheet_written_by_hand_is_read(tmp_path):
    [line] = read_table(forged(tmp_path, SOUND)).lines
    assert (line.row, line["id"]) == (2, "7")


@pytest.mark.parametrize(
    "stray",
    [
        '<row r="900000"><c r="A900000"><v>1</v></c></row>',
        '<row r="900000"><c><v>1</v></c></row>',
        '<row r="3"><c r="a900000"><v>1</v></c></row>',
        '<row r="3"><c x=">" r="A900000"><v>1</v></c></row>',
        "<row r='3'><c r='A900000'><v>1</v></c></row>",
        '<row r="3"><c r="&#65;900000"><v>1</v></c></row>',
        '<row r="4294967295"><c><v>1</v></c></row>',
        '<x:row xmlns:x="y" r="900000"><x:c><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_cell_far_away_is_found_however_it_is_written(tmp_path, stray):
    [problem] = problems_of(forged(tmp_path, SOUND + stray))
    assert "too many rows" in problem
    assert problem.endswith("expected at most 200000")


def test_a_cell_far_to_the_right_is_one_of_too_many(tmp_path):
    stray = '<row r="9000"><c r="XFD9000"><v>1</v></c></row>'
    assert problems_of(forged(tmp_path, SOUND + stray)) == [
        "table.xlsx: too many cells; found '9000 × 16384'; expected at most 20000000"
    ]


def test_one_long_text_that_stands_in_many_cells_is_refused_before_it_is_copied(tmp_path, monkeypatch):
    texts = f"<sst><si><t>id</t></si><si><t>{'x' * 1000}</t></si></sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    rows += "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, 12))
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 10_002)
    assert len(read_table(forged(tmp_path, rows, texts=texts)).lines) == 10
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 10_001)
    assert problems_of(forged(tmp_path, rows, texts=texts)) == [
        "table.xlsx: too many characters; found '10002'; expected at most 10001"
    ]


def test_a_type_of_document_is_refused_with_all_that_its_entities_would_multiply_into(tmp_path):
    laughs = HEAD.replace("?><", '?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><')
    assert problems_of(forged(tmp_path, SOUND, declared=laughs)) == [
        "table.xlsx: no workbook that can be read (it declares a type of document)"
    ]


def test_what_a_member_holds_beyond_the_size_that_it_says_is_never_unpacked(tmp_path):
    path = forged(tmp_path, SOUND + f"<!--{' ' * 3_000_000}-->")
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    content = path.read_bytes().replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    path.write_bytes(content)
    [problem] = problems_of(path)
    assert problem.startswith("table.xlsx: no workbook that can be read (")


def test_tags_that_never_close_are_refused_at_once(tmp_path):
    [problem] = problems_of(forged(tmp_path, SOUND + "<c " * 300_000))
    assert problem.startswith("table.xlsx: no workbook that can be read (")


def test_a_formula_whose_value_was_not_saved_is_told_with_its_cell(tmp_path):
    rows = '<row r="3"><c r="AB3"><f>SUM(A1:A2)</f></c><c r="AC3"><f>1</f><v></v></c></row>'
    expected = "expected its value: open the workbook in a spreadsheet and save it"
    assert problems_of(forged(tmp_path, SOUND + rows)) == [
        f"table.xlsx, row 3, column AB: the cell holds a formula without its value; found '=SUM(A1:A2)'; {expected}",
        f"table.xlsx, row 3, column AC: the cell holds a formula without its value; found '=1'; {expected}",
    ]


def test_a_formula_that_gives_no_text_is_an_empty_cell(tmp_path):
    rows = SOUND + '<row r="3"><c r="A3"><v>8</v></c><c r="B3" t="str"><f>IF(A3,"","")</f><v></v></c></row>'
    assert len(read_table(forged(tmp_path, rows)).lines) == 2


def with_sheets(folder: Path, *sheets: tuple[str, bool, list[str]]) -> Path:
    with xlsxwriter.Workbook(folder / "table.xlsx") as book:
        for name, hidden, cells in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, cells)
            if hidden:
                sheet.hide()
            else:
                sheet.activate()
                if hidden is False and name == sheets[-1][0]:
                    sheet.set_first_sheet()
    return folder / "table.xlsx"


def test_a_hidden_sheet_is_passed_over(tmp_path):
    path = with_sheets(tmp_path, ("Old", True, ["code", "X"]), ("Now", False, ["id", "A"]))
    table = read_table(path)
    assert (table.file, table.columns) == ("table.xlsx", ("id",))


def test_of_several_sheets_the_first_is_read_and_messages_name_it(tmp_path):
    path = with_sheets(tmp_path, ("Guide", False, ["how to fill in"]), ("Data", False, ["id", "A"]))
    assert problems_of(path) == [
        "table.xlsx, sheet Guide: the file has a header and no rows; expected at least one row"
    ]


def test_a_workbook_of_a_chart_alone_has_no_sheet(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        data = book.add_worksheet("Data")
        data.write_column(0, 0, [1, 2])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Data!$A$1:$A$2"})
        shown = book.add_chartsheet("Chart")
        shown.set_chart(chart)
        shown.activate()
        shown.set_first_sheet()
        data.hide()
    assert problems_of(tmp_path / "table.xlsx") == ["table.xlsx: no workbook that can be read (it has no sheet)"]


@pytest.mark.parametrize(
    ("stray", "why"),
    [
        ('<row r="3"><c r="ABCD3"><v>1</v></c></row>', "a cell in column 'ABCD'"),
        ('<row r="3"><c r="Ä3"><v>1</v></c></row>', "a cell in column 'Ä'"),
        ('<row r="3"><c r="A3" t="s"><v>99</v></c></row>', "not found in shared strings"),
        ('<row r="3"><c r="A3" t="e"><v>#WHAT!</v></c></row>', "#WHAT!"),
        ('<row r="3"><c r="A3" t="q"><v>1</v></c></row>', "Unknown cell"),
        ('<row r="three"><c><v>1</v></c></row>', "invalid literal for int"),
    ],
)
def test_a_cell_that_cannot_be_makes_no_workbook_that_can_be_read(tmp_path, stray, why):
    [problem] = problems_of(forged(tmp_path, SOUND + stray))
    assert problem.startswith("table.xlsx: no workbook that can be read (")
    assert why in problem
