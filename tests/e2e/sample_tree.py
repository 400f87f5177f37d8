#!/usr/bin/env python3
"""End to end on sample-tree: modbuild gen, ninja and the built hosts really run.

usage: sample_tree.py MODBUILD [CASE...]    UPDATE_EXPECTED=1 rewrites tests/e2e/expected/

Every case gets a copy of a tree that is built already, and is one sentence of the contract.
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

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "sample-tree"
EXPECTED = HERE / "expected"

CASES = []
# What the descriptions in build.ninja begin with.
STEPS = {"CC": "compile", "CXX": "compile", "ASM": "compile", "MODULE": "link", "LIBRARY": "link",
         "PROGRAM": "link", "ARCHIVE": "link", "GEN": "make", "modbuild": "modbuild"}


def case(function):
    CASES.append(function)
    return function


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


class Tree:
    """A copy of the sample tree with its build directory."""

    def __init__(self, path, modbuild):
        self.path, self.modbuild = path, modbuild

    def run(self, *argv, ok=True):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NINJA", "MAKE"))}
        environment["LC_ALL"] = "C.UTF-8"
        done = subprocess.run(argv, cwd=self.path, capture_output=True, text=True, env=environment)
        if ok and done.returncode != 0:
            raise AssertionError(f"{' '.join(argv)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return Result(done.returncode, done.stdout, done.stderr)

    def tool(self, *argv, ok=True):
        return self.run(self.modbuild, *argv, ok=ok)

    def gen(self, *argv):
        return self.tool("gen", *argv)

    def ninja(self, *targets):
        """Runs ninja; returns what it did, sorted: 'compile tally.c', 'link tally.so', ..."""
        out = self.run("ninja", "-C", "build", *targets).out
        return sorted(s for s in map(self.step, out.splitlines()) if s)

    def host(self, name, *argv, ok=True):
        return self.run(f"build/bin/{name}", *argv, ok=ok)

    def write(self, path, text):
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def replace(self, path, old, new):
        text = (self.path / path).read_text()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        self.write(path, text.replace(old, new))

    def has(self, path):
        return (self.path / path).exists()

    def step(self, line):
        found = re.match(r"\[\d+/\d+\] (\S+) (.*)", line)
        if not found:
            return None
        names = " ".join(Path(word).name for word in found.group(2).split())
        return f"{STEPS[found.group(1)]} {names}"


def equal(found, wanted, what="result"):
    if found != wanted:
        raise AssertionError(f"{what}:\n  found    {found!r}\n  expected {wanted!r}")


def contains(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in:\n{text}")


def lacks(text, part):
    if part in text:
        raise AssertionError(f"{part!r} is in:\n{text}")


def same_as_file(text, name):
    file = EXPECTED / name
    if os.environ.get("UPDATE_EXPECTED"):
        file.write_text(text)
    equal(text.splitlines(), file.read_text().splitlines(), name)


def nothing_to_do(tree):
    contains(tree.run("ninja", "-C", "build").out, "no work to do")


def settles(tree, wanted):
    """One ninja does exactly `wanted`; the second does nothing."""
    equal(tree.ninja(), sorted(wanted), "ninja")
    nothing_to_do(tree)


def load(*specs):
    return [word for spec in specs for word in ("--load", spec)]


EDGED_ALL = load("monitor", "journal", "codec_common", "codec_alaw", "mixer", "auth_md5", "auth_sha",
                 "policy_strict:mallory,eve", "bridge", "tally", "cli:help", "beacon", "sample")
CORERD_ALL = load("monitor", "journal", "feed:netlink", "tally", "cli", "beacon")
CORELITE_ALL = load("tally", "cli", "beacon")


# ---- the built hosts ----------------------------------------------------------------------------

@case
def edged_lists_what_it_loaded(tree):
    same_as_file(tree.host("edged", *EDGED_ALL, "--modules").out, "edged_modules.txt")


@case
def corerd_lists_what_it_loaded(tree):
    same_as_file(tree.host("corerd", *CORERD_ALL, "--modules").out, "corerd_modules.txt")


@case
def corelite_lists_what_it_loaded(tree):
    same_as_file(tree.host("corelite", *CORELITE_ALL, "--modules").out, "corelite_modules.txt")


@case
def edged_works_with_its_modules(tree):
    same_as_file(tree.host("edged", *EDGED_ALL).out, "edged_run.txt")


@case
def corerd_works_with_its_modules(tree):
    same_as_file(tree.host("corerd", *CORERD_ALL).out, "corerd_run.txt")


@case
def corelite_works_with_its_modules(tree):
    same_as_file(tree.host("corelite", *CORELITE_ALL).out, "corelite_run.txt")


@case
def a_module_of_another_host_is_refused(tree):
    for host, module in (("corerd", "auth_sha"), ("corelite", "feed"), ("edged", "feed")):
        refused_for_its_abi(tree, host, module, f"{tree.path}/build/modules/{module}.so")


def refused_for_its_abi(tree, host, module, file):
    refused = tree.host(host, "--load", module, ok=False)
    equal(re.sub("_[0-9a-f]{16}", "_NAME", refused.err),
          f"{host}: cannot load module '{module}'\n"
          f"  {file}: it is of another build or for another host: undefined symbol: modbuild_abi_NAME; "
          f"this {host} has modbuild_abi_NAME\n")
    equal(len(set(re.findall("modbuild_abi_[0-9a-f]{16}", refused.err))), 2)


@case
def a_module_of_another_build_is_refused(tree):
    mine = str(shutil.copy(tree.path / "build/modules/bridge.so", tree.path / "mine.so"))
    equal(tree.host("edged", "--load", mine).status, 0)
    tree.replace("include/yard/hook.h", "YARD_EARLY = 100", "YARD_EARLY = 50")
    tree.ninja()
    equal(tree.host("edged", "--load", "bridge").status, 0)
    refused_for_its_abi(tree, "edged", mine, mine)


@case
def a_missing_module_is_reported_with_every_place(tree):
    missing = tree.host("edged", "--load", "monitr", ok=False)
    equal(missing.status, 1)
    equal(missing.err, "edged: cannot load module 'monitr'\n"
                       f"  {tree.path}/build/modules/edged_monitr.so: no such file\n"
                       f"  {tree.path}/build/modules/monitr.so: no such file\n")


@case
def a_failing_init_ends_the_host_cleanly(tree):
    failed = tree.host("corerd", "--load", "initfail", ok=False)
    equal(failed.status, 1)
    equal(failed.err, "initfail: not today\ncorerd: cannot load module 'initfail'\n"
                      "  initfail.so: its init failed\n")


@case
def a_module_is_loaded_once(tree):
    twice = tree.host("edged", *load("tally", "tally"), ok=False)
    equal((twice.status, twice.err),
          (1, "edged: cannot load module 'tally'\n  tally.so: already loaded\n"))


@case
def a_library_is_not_a_module(tree):
    refused = tree.host("edged", "--load", "build/lib/libmeter.so", ok=False)
    equal((refused.status, refused.err),
          (1, "edged: cannot load module 'build/lib/libmeter.so'\n"
              "  build/lib/libmeter.so: is not a module: it has no 'yard_module_entry'\n"))


@case
def modules_never_link_the_hosts_library_and_have_no_soname(tree):
    for module in sorted((tree.path / "build/modules").glob("*.so")):
        dynamic = tree.run("readelf", "-dW", str(module)).out
        lacks(dynamic, "libyardcore")
        lacks(dynamic, "(SONAME)")


@case
def only_the_monitors_need_the_helper_library(tree):
    needing = [m.name for m in sorted((tree.path / "build/modules").glob("*.so"))
               if "libmeter.so" in tree.run("readelf", "-dW", str(m)).out]
    equal(needing, ["corerd_monitor.so", "edged_monitor.so"])


@case
def objects_without_referenced_symbols_are_linked(tree):
    listing = tree.host("corelite", "--load", "tally", "--modules").out
    for kind in ("line", "column", "total"):
        contains(listing, f"memory: tally.{kind}\n")


# ---- selection ----------------------------------------------------------------------------------

@case
def why_names_the_missing_library(tree):
    why = tree.tool("why", "codec_opal", ok=False)
    equal(why.status, 1)
    contains(why.out, "opal")


@case
def naming_a_module_outright_whose_library_is_missing_is_an_error(tree):
    refused = tree.tool("select", "-i", "codec_opal", ok=False)
    equal(refused.status, 1)
    contains(refused.err, "MB071")
    contains(refused.err, "codec_opal")


@case
def a_capability_nobody_provides_drops_who_needs_it(tree):
    document = json.loads(tree.tool("select", "--format", "json", "-g", "default", "-x", "codec_alaw").out)
    verdicts = {module["name"]: module for module in document["modules"]}
    equal(verdicts["mixer"]["verdict"], "off")
    equal(verdicts["mixer"]["because"]["kind"], "module-off")
    equal(verdicts["codec_common"]["verdict"], "on")


@case
def only_one_side_of_a_conflict_is_built(tree):
    names = tree.tool("select", "--format", "names", "-i", "policy_open", "--missing", "skip").out.split()
    equal(len({"policy_open", "policy_strict"} & set(names)), 1)


@case
def a_profile_is_a_request(tree):
    equal(tree.tool("--profile", "minimal", "select", "--format", "names").out.split(),
          ["bridge", "feed", "journal"])


@case
def a_feature_that_is_off_takes_its_source_file_along(tree):
    tree.gen("--profile", "minimal")
    tree.ninja()
    assert not tree.has("build/obj/feed/json.c.o")
    refused = tree.host("corerd", "--load", "feed:json", ok=False)
    equal(refused.status, 1)
    contains(refused.err, "feed: unknown format 'json', built in: text netlink\n")


# ---- regeneration and minimal work --------------------------------------------------------------

@case
def the_second_ninja_does_nothing(tree):
    nothing_to_do(tree)


@case
def gen_twice_changes_nothing(tree):
    files = ("build.ninja", "compile_commands.json", "selection.json")
    tree.gen("--profile", "developer")  # compile_commands.json names this copy's directory
    before = [(tree.path / "build" / f).stat().st_mtime_ns for f in files]
    tree.gen("--profile", "developer")
    equal([(tree.path / "build" / f).stat().st_mtime_ns for f in files], before)
    nothing_to_do(tree)


@case
def a_changed_source_is_one_compile_and_one_link(tree):
    tree.replace("modules/bridge/bridge.c", "printf(\"bridge: the", "printf(\"bridge: the very")
    settles(tree, ["compile bridge.c", "link bridge.so"])


@case
def a_touched_source_is_one_compile_and_one_link(tree):
    (tree.path / "modules/beacon/beacon.cc").touch()
    settles(tree, ["compile beacon.cc", "link beacon.so"])


@case
def a_module_of_two_hosts_is_compiled_once_and_linked_twice(tree):
    (tree.path / "modules/journal/journal.c").touch()
    settles(tree, ["compile journal.c", "link corerd_journal.so", "link edged_journal.so"])


@case
def a_changed_header_rebuilds_who_includes_it(tree):
    (tree.path / "include/yard/route.h").touch()
    steps = [s for s in tree.ninja() if s.startswith("compile")]
    equal(steps, ["compile " + s for s in ("feed.c", "json.c", "main.c", "main.c", "monitor.c", "netlink.c")])
    nothing_to_do(tree)


@case
def an_added_source_file_is_found_and_a_removed_one_forgotten(tree):
    tree.write("modules/tally/more.c", '#include "yard/memory.h"\n\nYARD_MEMORY_GROUP_DECLARE(tally);\n'
                                       "YARD_MEMORY_TYPE(tally, extra);\n")
    settles(tree, ["compile more.c", "modbuild gen", "link tally.so"])
    contains(tree.host("corelite", "--load", "tally", "--modules").out, "memory: tally.extra\n")
    (tree.path / "modules/tally/more.c").unlink()
    settles(tree, ["modbuild gen", "link tally.so"])
    lacks(tree.host("corelite", "--load", "tally", "--modules").out, "memory: tally.extra\n")
    assert not tree.has("build/obj/tally/more.c.o")


GREETER = {
    "modules/greeter/module.toml": 'schema = 1\n[module]\nhosts = ["*"]\ngroups = ["operator"]\n',
    "modules/greeter/greeter.c": '#include "yard/module.h"\n\nYARD_MODULE("greets", 0);\n',
}


@case
def an_added_module_is_found_and_a_removed_one_forgotten(tree):
    for path, text in GREETER.items():
        tree.write(path, text)
    settles(tree, ["compile greeter.c", "modbuild gen", "link greeter.so"])
    contains(tree.host("edged", "--load", "greeter", "--modules").out, "module greeter\n")
    shutil.rmtree(tree.path / "modules/greeter")
    settles(tree, ["modbuild gen"])
    assert not tree.has("build/modules/greeter.so")
    assert not tree.has("build/obj/greeter/greeter.c.o")


@case
def a_changed_manifest_rebuilds_its_module_only(tree):
    tree.replace("modules/mixer/module.toml", "[build]\n", '[build]\ndefines = ["LOUD=1"]\n')
    settles(tree, ["compile mixer.c", "modbuild gen", "link mixer.so"])


@case
def a_touched_manifest_builds_nothing(tree):
    (tree.path / "modules/mixer/module.toml").touch()
    settles(tree, ["modbuild gen"])


@case
def a_deleted_manifest_takes_the_outputs_along(tree):
    (tree.path / "modules/auth_sha/module.toml").unlink()
    settles(tree, ["modbuild gen"])
    assert not tree.has("build/modules/auth_sha.so")
    assert tree.has("build/modules/auth_md5.so")


@case
def a_broken_manifest_stops_the_build_and_the_mended_one_goes_on(tree):
    tree.replace("modules/mixer/module.toml", "[build]\n", "[bild]\n")
    broken = tree.run("ninja", "-C", "build", ok=False)
    assert broken.status != 0
    contains(broken.out + broken.err, "MB040")
    assert tree.has("build/modules/mixer.so")
    tree.replace("modules/mixer/module.toml", "[bild]\n", "[build]\n")
    settles(tree, ["modbuild gen"])


@case
def deselecting_removes_outputs(tree):
    tree.gen("--profile", "developer", "-x", "bridge", "-x", "journal")
    tree.ninja()
    for gone in ("bridge.so", "edged_journal.so", "corerd_journal.so"):
        assert not tree.has(f"build/modules/{gone}"), gone
    assert tree.has("build/modules/tally.so")
    nothing_to_do(tree)


@case
def generator_input_with_equal_output_rebuilds_nothing_downstream(tree):
    tree.replace("modules/cli/keywords.tab", "# WORD TEXT:", "# A remark. WORD TEXT:")
    settles(tree, ["make keywords.c keywords.h"])


@case
def generator_input_with_other_output_rebuilds_what_uses_it(tree):
    tree.replace("modules/cli/keywords.tab", "quit   leave", "quit   leave at once")
    settles(tree, ["compile keywords.c", "link cli.so", "make keywords.c keywords.h"])
    tree.write("modules/cli/keywords.tab", "show print something\n")
    settles(tree, ["compile cli.c", "compile keywords.c", "link cli.so", "make keywords.c keywords.h"])
    contains(tree.host("edged", "--load", "cli:help").out, "edged knows 1 words: show\n")


@case
def a_changed_build_tool_runs_again_and_equal_output_ends_it_there(tree):
    (tree.path / "utils/cmdmerge/cmdmerge.c").touch()
    settles(tree, ["compile cmdmerge.c", "link cmdmerge", "make commands.inc"])


@case
def the_aggregate_has_the_selected_modules_only(tree):
    contains((tree.path / "build/gen/cli/commands.inc").read_text(), '"tally"')
    tree.gen("--profile", "developer", "-x", "tally")
    equal(tree.ninja(), ["compile cli.c", "link cli.so", "make commands.inc"])
    equal(re.findall(r'^\{"(\w+)"', (tree.path / "build/gen/cli/commands.inc").read_text(), re.M),
          ["cli", "feed", "journal", "journal"])
    lacks(tree.host("edged", "--load", "cli:help").out, "tally")
    nothing_to_do(tree)


@case
def a_new_member_joins_the_aggregate(tree):
    tree.write("modules/bridge/bridge.cmds", "bridge show: print the last packet\n")
    settles(tree, ["compile cli.c", "modbuild gen", "link cli.so", "make commands.inc"])
    contains(tree.host("edged", "--load", "cli:help").out, "bridge show")
    (tree.path / "modules/bridge/bridge.cmds").unlink()
    settles(tree, ["compile cli.c", "modbuild gen", "link cli.so", "make commands.inc"])


@case
def a_moved_tree_stays_built(tree):
    elsewhere = tree.path.with_name("elsewhere")
    tree.path.rename(elsewhere)
    nothing_to_do(Tree(elsewhere, tree.modbuild))


@case
def modules_and_groups_are_targets(tree):
    tree.run("ninja", "-C", "build", "-t", "clean")
    tree.ninja("codec_alaw")
    equal(sorted(f.name for f in (tree.path / "build/modules").glob("*.so")), ["codec_alaw.so"])
    tree.ninja("@monitor")
    equal(sorted(f.name for f in (tree.path / "build/modules").glob("*.so")),
          ["codec_alaw.so", "corerd_monitor.so", "edged_monitor.so"])


@case
def compile_commands_name_every_compiled_source_once(tree):
    entries = json.loads((tree.path / "build/compile_commands.json").read_text())
    compiled = sorted((e["file"], e["output"]) for e in entries)
    equal(len(compiled), len(set(compiled)))
    build = tree.path / "build"
    objects = {str(f.relative_to(build)) for below in ("obj", "abi") for f in (build / below).rglob("*.o")}
    equal({output for _, output in compiled}, objects)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    modbuild = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="modbuild-sample-") as folder:
        base = Tree(Path(os.path.realpath(folder)) / "base", modbuild)
        shutil.copytree(SAMPLE, base.path, ignore=shutil.ignore_patterns("build"))
        base.gen("--profile", "developer")
        base.ninja()
        for function in CASES:
            if wanted and function.__name__ not in wanted:
                continue
            tree = Tree(base.path.with_name("tree"), modbuild)
            shutil.copytree(base.path, tree.path, symlinks=True)
            try:
                function(tree)
                passed += 1
            except Exception as problem:  # one broken case must not hide the others
                failed += 1
                shown = str(problem) if isinstance(problem, AssertionError) else traceback.format_exc()
                print(f"FAILED {function.__name__}\n{shown or traceback.format_exc()}", flush=True)
            shutil.rmtree(tree.path, ignore_errors=True)
            shutil.rmtree(tree.path.with_name("elsewhere"), ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
