#!/usr/bin/env python3
"""Checks what clang-format cannot: the rules of style that hold for every file of the project.

One check per file; the rules that belong to a kind of file are in RULES.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_LINES = 500
# Spelt apart, so that this file passes its own check.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK"]) + r")\b")
# Data that tests compare byte by byte, or that has a form of its own.
NOT_OURS = re.compile(r"^(tests/(data|import/family/tree|golden/.*/(tree|expected)|.*/expected|fuzz/corpus|diagnostics)/"
                      r"|schemas/|build/)")
CODE = {".cc", ".h"}
SCRIPT = {".py", ".sh"}


def project_files():
    """What git tracks or would track; in an unpacked archive everything but build/."""
    listing = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
                              "--exclude-standard"], cwd=ROOT, capture_output=True, check=False)
    names = set(listing.stdout.decode().split("\0")) - {""}
    if listing.returncode != 0:
        names = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*")}
    return [name for name in sorted(names) if not NOT_OURS.match(name) and (ROOT / name).is_file()]


def is_script(name, lines):
    return Path(name).suffix in SCRIPT or bool(lines and lines[0].startswith("#!"))


def check_lines(name, lines):
    """Every text file."""
    for number, line in enumerate(lines, 1):
        if line != line.rstrip() and not name.endswith(".md"):
            yield number, "blanks at the end of the line"
        if "\t" in line and not name.endswith((".tab", ".mk")):
            yield number, "a TAB; write spaces"
        if UNFINISHED.search(line):
            yield number, f"'{UNFINISHED.search(line)[0]}': finish it, or open an issue"


def check_length(name, lines):
    if len(lines) > MAX_LINES and (Path(name).suffix in CODE or is_script(name, lines)):
        yield MAX_LINES + 1, f"{len(lines)} lines; split the file by concern (limit {MAX_LINES})"


def check_header(name, lines):
    """A header opens with 1 to 4 lines that say what it is for, then #pragma once."""
    if not name.endswith(".h") or name.startswith("sample-tree/"):
        return
    opening = 0
    while opening < len(lines) and lines[opening].startswith("//"):
        opening += 1
    if opening == 0:
        yield 1, "the header does not say what it is for"
    if opening > 6:
        yield 1, f"the header opens with {opening} lines of comment; 4 are enough"
    if opening >= len(lines) or lines[opening] != "#pragma once":
        yield opening + 1, "expected #pragma once behind the opening comment"
    for number, line in enumerate(lines, 1):
        if re.match(r"\s*using namespace\b", line):
            yield number, "no using-directive in a header"


EXCEPTIONS = re.compile(r"\bthrow\b(?! *\()|\btry\s*\{")
FORBIDDEN_IN_LIB = [
    (EXCEPTIONS, "no exceptions in lib: user mistakes go to Diagnostics"),
    (re.compile(r"(?<![\w.>])(std::)?_?exit\s*\("), "no exit() in lib"),
    (re.compile(r"\b(recursive_)?directory_iterator\b"), "directories are walked by os/ alone"),
    (re.compile(r"\bstd::(cout|cerr|clog)\b|(?<![\w])(std::)?printf\s*\("), "lib does not print"),
    (re.compile(r"\b(setlocale|std::locale)\b"), "output must not depend on a locale"),
    (re.compile(r"\busing namespace\b"), "no using-directives"),
    (re.compile(r"\b(std::source_location|std::expected|std::format)\b"), "clang 14 does not have it"),
]


def strip_comment_and_strings(line):
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    return line.partition("//")[0]


def check_lib(name, lines):
    if not name.startswith("lib/") or Path(name).suffix not in CODE:
        return
    catches_toml = any(line.startswith("#include <toml++/") for line in lines)
    for number, line in enumerate(lines, 1):
        code = strip_comment_and_strings(line)
        for pattern, why in FORBIDDEN_IN_LIB:
            # A child between fork and exec cannot return, and Debian's toml++ reports by throwing.
            excused = (name.startswith("lib/os/") and "_exit" in code) or (
                catches_toml and pattern is EXCEPTIONS)
            if pattern.search(code) and not excused:
                yield number, why
        macro = re.match(r"#define\s+(\w+)", code)
        if macro and macro[1] not in {"MB_CHECK", "MB_CODE"}:
            yield number, f"macro '{macro[1]}': write a function or a constant"


TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)\b(?=[^;]*\{)")
TYPES = {}  # name -> the header of lib/ that defines it


def check_types(name, lines):
    """All of lib/ is one namespace: two types of one name are undefined behaviour, and no linker says so."""
    if not name.startswith("lib/") or not name.endswith(".h"):
        return
    for number, line in enumerate(lines, 1):
        found = TYPE.match(line)
        if found and TYPES.setdefault(found[1], name) != name:
            yield number, f"{TYPES[found[1]]} defines a type '{found[1]}', too"


RULES = [check_lines, check_length, check_header, check_lib, check_types]


def faults_of(name):
    data = (ROOT / name).read_bytes()
    if b"\0" in data:
        return []
    text = data.decode(errors="replace")
    lines = text.split("\n")
    faults = [] if text.endswith("\n") or not text else [(len(lines), "no line feed at the end")]
    if lines and lines[-1] == "":
        lines.pop()
    for rule in RULES:
        faults += rule(name, lines)
    return sorted(faults)


def main():
    passed = failed = 0
    for name in project_files():
        faults = faults_of(name)
        for line, text in faults:
            print(f"{name}:{line}: {text}")
        passed, failed = passed + (not faults), failed + bool(faults)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
