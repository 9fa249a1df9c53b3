"""Ways to spoil a file: in its bytes, in its lines, in its cells, and in the members of a zip."""

import io
import random
import zipfile

ODD = [
    *("", " ", "\u00a0", "0", "-0", "-1", "-7000000", "9223372036854775808", "18446744073709551616", "1e308", "1e-308"),
    *("nan", "NaN", "inf", "-Infinity", "1e99999", "9" * 400, "9" * 5000, "0x10", "1_000", "٣", "²", "½", "1/0", "1/3"),
    *("7,000", "7.000", "1 000,50", "1\u202f000 €", "€", "50 %", "%%", "\u2212", "+", "=1+1", '=HYPERLINK("x")', "@x"),
    *(
        "1.1.9999",
        "31.12.9999 klo 23.59",
        "1.1.0001",
        "0.0.0000",
        "29.2.2021",
        "1.1.10000",
        "9999-12-31T23:59:59+23:59",
    ),
    *("0001-01-01T00:00:00+14:00", "44349.677", "true", "yes", "no", "null", "~", "None", "#REF!", "#N/A", "\ufeff"),
    *("\x00", "\x1b[2J", "\x07", "\x85", "\u2028", "\u202e", "\ud7ff", "\U0010ffff", "a" * 200_000, ";" * 5000, '"'),
    *("../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "\\\\server\\share\\x", "C:\\x", "~/x", "a\x00b", "."),
    *("base.yaml", "applications.csv", "..", "con", "x" * 300, "\\ud800", '"\\ud800"', '"\\x00"', "\r", "\n", "\r\n"),
    *("&a", "*a", "<<: *a", "&a [*a]", "&a {x: *a}", "!!python/object/apply:os.system [id]", "!!binary eA==", "!x y"),
    *(
        "!!set {a}",
        "!!timestamp 9999-99-99",
        "? a",
        "? [a]",
        "? {a: b}",
        "- ",
        ": ",
        "{",
        "[",
        "}",
        "]",
        "|",
        ">",
        "%YAML 9",
    ),
    *(
        "---",
        "...",
        "# x",
        "'",
        "[" * 3000,
        "{a: " * 3000,
        "- " * 3000,
        "[]",
        "{}",
        "[1]",
        "{a: 1}",
        "0o7",
        "1:2:3",
        ".inf",
    ),
    *(
        ".nan",
        "2021-13-45",
        "12e3",
        "- - -",
        "extends: base.yaml",
        "kind: limit",
        "META",
        "PROJECTS",
        "VOTES",
        "budget;-1",
    ),
]
"""What people type by mistake, what spreadsheets leave behind, and what attacks are made of."""


def mutated(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return a file spoilt in one to four ways; parts of the other files may get into it."""
    if content[:2] == b"PK" and chance.random() < 0.8:
        return _in_a_member(content, others, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        content = chance.choice(_WAYS)(content, others, chance)
    return content


def _in_a_member(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Spoil one member of a zip, and pack it again as if nothing had happened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, KeyError):
        return _bits(content, others, chance)
    name = chance.choice([name for name in members if "sheet" in name or chance.random() < 0.3] or list(members))
    for _ in range(chance.choice((1, 1, 2, 3))):
        members[name] = chance.choice((*_WAYS, _number, _number, _number))(members[name], others[:0], chance)
    if chance.random() < 0.05:
        del members[chance.choice(list(members))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for member, part in members.items():
            package.writestr(member, part)
    return packed.getvalue()


def _bits(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    changed = bytearray(content or b"x")
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    start, end = sorted(chance.randint(0, len(content)) for _ in range(2))
    return content[:start] + content[end:]


def _repeat(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    start, end = sorted(chance.randint(0, len(content)) for _ in range(2))
    times = min(chance.choice((1, 2, 10, 200)), 200_000 // max(end - start, 1))
    return content[:end] + content[start:end] * times + content[end:]


def _insert(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    place = chance.randint(0, len(content))
    return content[:place] + _odd(chance) + content[place:]


def _cell(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Put something odd in the place of a cell, or of a word."""
    marks = [n for n, byte in enumerate(content) if byte in b";,:\n\t {}[]<>\"'"]
    if len(marks) < 2:
        return _insert(content, others, chance)
    first = chance.randrange(len(marks) - 1)
    return content[: marks[first] + 1] + _odd(chance) + content[marks[first + 1] :]


def _number(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Put another number in the place of one."""
    digits = [n for n, byte in enumerate(content) if byte in b"0123456789"]
    if not digits:
        return _insert(content, others, chance)
    start = end = chance.choice(digits)
    while end < len(content) and content[end] in b"0123456789":
        end += 1
    number = chance.choice(("0", "1", "-1", "2", "65536", "1048576", "2147483648", "4294967296", "9" * 30, "1e400"))
    return content[:start] + number.encode() + content[end:]


def _lines(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Leave a line out, have it twice, or exchange two."""
    lines = content.split(b"\n")
    one, two = (chance.randrange(len(lines)) for _ in range(2))
    how = chance.randrange(3)
    if how == 0:
        del lines[one]
    elif how == 1:
        lines.insert(two, lines[one])
    else:
        lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _splice(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others) if others else content
    return content[: chance.randint(0, len(content))] + other[chance.randint(0, len(other)) :]


def _recoded(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Save the file as another program would."""
    text = content.decode("utf-8", "replace")
    how = chance.randrange(4)
    if how == 0:
        return text.encode(chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "latin-1", "utf-7")), "replace")
    if how == 1:
        return b"\xef\xbb\xbf" * chance.choice((1, 2)) + content
    if how == 2:
        return content.replace(b"\n", chance.choice((b"\r", b"\r\n", b"\n\r", b"\x0b", b"\xe2\x80\xa8")))
    return content.replace(b";", chance.choice((b",", b"\t", b"|")))


def _odd(chance: random.Random) -> bytes:
    return chance.choice(ODD).encode("utf-8", "surrogatepass")


_WAYS = (_bits, _cut, _repeat, _insert, _insert, _cell, _cell, _cell, _number, _lines, _splice, _recoded)
