#!/usr/bin/env python3
"""Checks every include of lib/, tool/ and tests/ against lib/LAYERS.

- a folder of lib/ includes only itself and the folders its row names, and rows name earlier rows only;
- another folder's stage is entered by its door, the header named after the folder;
- the layers a CMakeLists.txt links are those its row names;
- toml++ is included in one file, CLI11 only in tool/.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIB = ROOT / "lib"
ALL_HEADERS_PUBLIC = {"base", "diag", "os", "model"}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)


def read_layers():
    layers = {}
    for line in (LIB / "LAYERS").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            folder, _, allowed = line.partition(":")
            layers[folder.strip()] = allowed.split()
    return layers


def folder_of(path):
    """The row a file of lib/ belongs to: its folder, or its own name for those in lib/ itself."""
    parts = path.relative_to(LIB).parts
    return parts[0] if len(parts) > 1 else path.stem


def sources(folder):
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in {".h", ".cc", ".def"})


def includes(path):
    text = path.read_text()
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield line, match[1], match[2]


def fault_of_include(included, own_folder, allowed, layers):
    """Why a quoted include of a lib file is wrong, or nothing."""
    if not (LIB / included).is_file():
        return f'"{included}" is no file of lib/'
    folder = folder_of(LIB / included)
    if folder == own_folder:
        return None
    if folder not in layers:
        return f"lib/LAYERS has no row for '{folder}'"
    if folder not in allowed:
        return f"'{own_folder}' may not include '{folder}' (lib/LAYERS)"
    door = f"{folder}/{folder}.h"
    if folder not in ALL_HEADERS_PUBLIC and included not in (door, f"{folder}.h"):
        return f'"{included}" is internal to {folder}; its door is "{door}"'
    return None


def check_lib_file(path, layers):
    own = folder_of(path)
    if own not in layers:
        yield 1, f"lib/LAYERS has no row for '{own}'"
        return
    for line, quote, included in includes(path):
        if quote == '"':
            fault = fault_of_include(included, own, layers[own], layers)
            if fault:
                yield line, fault
        elif included.startswith("CLI/"):
            yield line, "CLI11 belongs into tool/"


def check_outer_file(path, layers):
    """tool/ sees every door; a unit test sees the insides of its own layer too, other tests see all."""
    parts = path.relative_to(ROOT).parts
    own = parts[2] if parts[:2] == ("tests", "unit") else parts[0]
    sees_all = parts[0] == "tests" and parts[1] != "unit"
    for line, quote, included in includes(path):
        in_lib = quote == '"' and (LIB / included).is_file()
        if in_lib and not sees_all and not (path.parent / included).is_file():
            fault = fault_of_include(included, own, set(layers), layers)
            if fault:
                yield line, fault
        if included.startswith("CLI/") and parts[0] != "tool":
            yield line, "CLI11 belongs into tool/"


def check_rows(layers):
    seen = set()
    for folder, allowed in layers.items():
        for other in allowed:
            if other not in seen:
                yield 1, f"'{folder}' names '{other}', which has no earlier row"
        seen.add(folder)


def check_links(path, layers):
    """The mb_* libraries a CMakeLists.txt of lib/ links."""
    text = path.read_text()
    for own, uses in re.findall(r"mb_layer\((\w+)[^)]*?USES([^)]*)\)", text):
        for other in re.findall(r"\bmb_(\w+)", uses):
            if other not in layers.get(own, []):
                yield 1, f"mb_{own} links mb_{other}, which lib/LAYERS does not allow"


def check_toml_in_one_file():
    users = [path for path in sources("lib") + sources("tool")
             if any(included.startswith("toml++/") for _, _, included in includes(path))]
    for path in users[1:]:
        yield 1, f"toml++ is included here and in {users[0].relative_to(ROOT)}"


def main():
    layers = read_layers()
    checks = [(LIB / "LAYERS", check_rows(layers)), (LIB, check_toml_in_one_file())]
    checks += [(path, check_lib_file(path, layers)) for path in sources("lib")]
    checks += [(path, check_outer_file(path, layers)) for path in sources("tool") + sources("tests")]
    checks += [(path, check_links(path, layers)) for path in sorted(LIB.rglob("CMakeLists.txt"))]
    passed = failed = 0
    for path, faults in checks:
        found = list(faults)
        for line, text in found:
            print(f"{path.relative_to(ROOT)}:{line}: {text}")
        passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
