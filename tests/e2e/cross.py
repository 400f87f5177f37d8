#!/usr/bin/env python3
"""Builds the sample tree for 64-bit ARM: what is built for which machine, and that it stays so.

usage: cross.py MODBUILD [CASE..]

Every case gets a copy of a tree that is built already. Nothing of the target is run.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample-tree"
CASES = []
TARGET = "AArch64"


def case(function):
    CASES.append(function)
    return function


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"found    {found!r}\nexpected {wanted!r}")


def contains(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in:\n{text}")


def machine_of(file):
    """What readelf calls the machine of an ELF file; an archive has the one of its members."""
    header = subprocess.run(["readelf", "-h", str(file)], capture_output=True, text=True, check=True)
    machines = set(re.findall(r"Machine:\s+(.*)", header.stdout))
    assert len(machines) == 1, f"{file}: {machines}"
    return machines.pop()


def native_machine(folder):
    source, program = folder / "native.c", folder / "native"
    source.write_text("int main(void) { return 0; }\n")
    subprocess.run(["cc", str(source), "-o", str(program)], check=True)
    return machine_of(program)


class Tree:
    def __init__(self, path, modbuild, native):
        self.path, self.modbuild, self.native = path, modbuild, native
        self.build = path / "build"

    def run(self, *argv, ok=True, **variables):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NINJA", "MAKE"))}
        environment.update(variables, LC_ALL="C.UTF-8")
        done = subprocess.run(argv, cwd=self.path, capture_output=True, text=True, env=environment)
        if ok and done.returncode != 0:
            raise AssertionError(f"{' '.join(argv)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def tool(self, *argv, **variables):
        return self.run(self.modbuild, *argv, **variables)

    def ninja(self, *argv, **variables):
        return self.run("ninja", "-C", "build", *argv, **variables)

    def settled(self):
        contains(self.ninja(), "no work to do")

    def replace(self, path, old, new):
        file = self.path / path
        text = file.read_text()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        file.write_text(text.replace(old, new))

    def machines(self, *globs):
        """The machine of every file that the globs find in the build directory."""
        files = [file for glob in globs for file in self.build.glob(glob) if file.is_file()]
        return {str(file.relative_to(self.build)): machine_of(file) for file in files}


@case
def hosts_modules_and_libraries_are_the_targets(tree):
    found = tree.machines("bin/*", "modules/*.so", "lib/*", "obj/**/*.o")
    assert {"bin/edged", "modules/beacon.so", "lib/libyardcore.so"} <= set(found), sorted(found)
    equal(set(found.values()), {TARGET})


@case
def tools_and_what_only_they_link_are_the_build_machines(tree):
    found = tree.machines("for-build/bin/*", "for-build/lib/*", "for-build/obj/**/*.o")
    assert {"for-build/bin/tabgen", "for-build/lib/liboutfile.a"} <= set(found), sorted(found)
    equal(set(found.values()), {tree.native})
    equal([name for name in ("bin/tabgen", "lib/liboutfile.a", "obj/tabgen")
           if (tree.build / name).exists()], [])


@case
def tools_ran_and_what_they_made_is_in_the_module(tree):
    contains((tree.build / "gen/cli/keywords.c").read_text(), "quit")
    equal(machine_of(tree.build / "obj/cli/+gen/keywords.c.o"), TARGET)


@case
def conditions_are_those_of_the_target(tree):
    assert (tree.build / "obj/codec_common/saturate.S.o").exists()


@case
def libraries_of_the_build_machine_are_not_taken_for_the_targets(tree):
    foreign = Path("/usr/lib/aarch64-linux-gnu/pkgconfig/libxxhash.pc")
    if tree.native != TARGET and not foreign.exists():
        contains(tree.tool("--toolchain", "arm64", "libs", "xxhash"), "not found")
    # The variables of the build machine are not the target's either.
    packages = tree.path / "packages"
    packages.mkdir()
    (packages / "libxxhash.pc").write_text("Name: xxhash\nDescription: x\nVersion: 0.8.9\nLibs: -lnowhere\n")
    answer = tree.tool("--toolchain", "arm64", "libs", "xxhash", PKG_CONFIG_LIBDIR_FOR_BUILD=str(packages))
    assert "0.8.9" not in answer, answer


@case
def the_second_ninja_does_nothing(tree):
    tree.settled()


@case
def ninja_alone_regenerates_with_the_same_toolchain(tree):
    before = (tree.build / "build.ninja").read_text()
    (tree.path / "modbuild.toml").touch()
    contains(tree.ninja(), "modbuild gen")
    equal((tree.build / "build.ninja").read_text(), before)
    tree.settled()


@case
def a_changed_toolchain_rebuilds_what_it_builds(tree):
    tree.replace("modbuild.toml", 'cc = "aarch64-linux-gnu-gcc"',
                 'cc = "aarch64-linux-gnu-gcc"\ncflags = ["-DCROSS=1"]')
    said = tree.ninja()
    contains(said, "CC ../modules/bridge/bridge.c")
    assert "for-build" not in said, said
    tree.settled()


@case
def the_environments_compiler_builds_neither_side(tree):
    shutil.rmtree(tree.build)
    tree.tool("--toolchain", "arm64", "gen", CC="no-such-cc", CXX="no-such-c++", AR="no-such-ar",
              CFLAGS="-DFOR_THE_TARGET")
    tree.ninja(CC="no-such-cc")
    text = (tree.build / "build.ninja").read_text()
    assert "no-such" not in text
    contains(text, "\ncflags = -DFOR_THE_TARGET\n")
    contains(text, "\ncflags_for_build =\n")


@case
def a_library_of_both_sides_is_there_twice(tree):
    tree.replace("utils/tabgen/module.toml", '["outfile"]', '["outfile", "meter"]')
    tree.ninja()
    equal(tree.machines("lib/libmeter.so", "for-build/lib/libmeter.so"),
          {"lib/libmeter.so": TARGET, "for-build/lib/libmeter.so": tree.native})
    tree.run("build/for-build/bin/tabgen", ok=False)  # its library is found: it does start
    entries = json.loads((tree.build / "compile_commands.json").read_text())
    equal(sorted(e["arguments"][0] for e in entries if e["file"].endswith("/meter.c")),
          ["aarch64-linux-gnu-gcc", "cc"])


@case
def a_host_that_is_a_tool_is_there_twice(tree):
    tree.replace("modules/cli/module.toml", 'tools = ["tabgen", "cmdmerge"]',
                 'tools = ["tabgen", "cmdmerge", "corelite"]')
    tree.ninja()
    equal(tree.machines("bin/corelite", "for-build/bin/*", "for-build/lib/*.so"),
          {"bin/corelite": TARGET, "for-build/bin/corelite": tree.native,
           "for-build/bin/cmdmerge": tree.native, "for-build/bin/tabgen": tree.native,
           "for-build/lib/libyardcore.so": tree.native})
    contains(tree.run("build/for-build/bin/corelite", "--modules"), "host corelite")
    plan = (tree.build / "install-plan.json").read_text()
    contains(plan, '"source": "bin/corelite"')
    assert "for-build" not in plan


@case
def going_back_removes_what_the_other_machine_had(tree):
    tree.tool("gen", "--fresh")
    tree.ninja()
    equal(set(tree.machines("bin/*", "modules/*.so").values()), {tree.native})
    assert not (tree.build / "for-build/bin/tabgen").exists()
    contains(tree.run("build/bin/edged", "--load", "cli:help"), "edged knows")


@case
def both_machines_have_build_directories_of_their_own(tree):
    tree.tool("-B", "build-native", "gen")
    tree.run("ninja", "-C", "build-native")
    equal(machine_of(tree.path / "build-native/bin/edged"), tree.native)
    equal(machine_of(tree.build / "bin/edged"), TARGET)
    tree.settled()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    modbuild, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="modbuild-cross-") as folder:
        work = Path(os.path.realpath(folder))
        base = Tree(work / "base", modbuild, native_machine(work))
        shutil.copytree(SAMPLE, base.path, ignore=shutil.ignore_patterns("build*"))
        base.tool("--toolchain", "arm64", "gen")
        base.ninja()
        for function in CASES:
            if wanted and function.__name__ not in wanted:
                continue
            tree = Tree(work / "tree", modbuild, base.native)
            shutil.copytree(base.path, tree.path, symlinks=True)
            try:
                function(tree)
                passed += 1
            except Exception as problem:  # one broken case must not hide the others
                failed += 1
                shown = str(problem) if isinstance(problem, AssertionError) else traceback.format_exc()
                print(f"FAILED {function.__name__}\n{shown}", flush=True)
            shutil.rmtree(tree.path, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
