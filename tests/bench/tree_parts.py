"""What the synthetic trees of all build systems have in common: names, dependencies and sources, from numbers alone."""
import os
import random

LIBRARIES = 10


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def module_name(number):
    return f"m{number:05d}"


def dependency_of(number):
    """The one module that a module needs; the first needs none."""
    return module_name((number * 7919) % number) if number > 0 else None


def library_of(number):
    """The number of the external library that one module in ten needs."""
    return number % (10 * LIBRARIES) // 10 if number % 10 == 3 else None


def source_text(module, index, headers):
    includes = "".join(f'#include "{header}"\n' for header in headers)
    return (f'{includes}#include "api.h"\n'
            f"int m{module}_f{index}(int x) {{ return x * {index + 2} + M{module}_LIMIT; }}\n")


def module_shape(number):
    """The sources and headers of one module."""
    chance = random.Random(number)
    return ([f"part{i}.c" for i in range(chance.randint(4, 6))],
            [f"m{number}_{i}.h" for i in range(chance.randint(1, 2))])


def write_sources(directory, number):
    """All of a module but what a build system reads; returns the names of its sources."""
    sources, headers = module_shape(number)
    for i, header in enumerate(headers):
        limit = f"#define M{number}_LIMIT {number % 97}\n" if i == 0 else ""
        write(f"{directory}/{header}", f"#pragma once\n{limit}")
    for i, source in enumerate(sources):
        write(f"{directory}/{source}", source_text(number, i, headers))
    if number % 5 == 1:
        write(f"{directory}/m{number}.conf", f"level = {number}\n")
    return sources


def write_headers(root, headers):
    """What every source includes: api.h, and what that includes."""
    includes = "".join(f'#include "shared{i}.h"\n' for i in range(headers))
    write(f"{root}/include/api.h", f"#pragma once\n#define API 1\n{includes}")
    for i in range(headers):
        write(f"{root}/include/shared{i}.h", f"#pragma once\n#define SHARED{i} {i}\n")


def write_host(root):
    write(f"{root}/host/main.c", "int main(void) { return 0; }\n")
