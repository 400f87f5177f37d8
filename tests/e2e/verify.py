#!/usr/bin/env python3
"""`modbuild verify`: the audit of ELF files, on a tree whose modules have a fault each.

usage: verify.py MODBUILD [WORD ..]

Each case gets a fresh tree; with words only cases whose name holds one are run.
"""
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

TREE = """schema = 1
[tree]
name = "pbx"
version = "1"
modules = ["modules/*"]
programs = ["hosts/*"]
libraries = ["lib/*"]
[libs.z]
any = [{ link = ["z"], header = "zlib.h", symbol = "zlibVersion" }]
"""


def host(name, entries='["run"]'):
    return f'schema = 1\n[program]\nname = "{name}"\n[host]\nentry-symbols = {entries}\n'


def module(hosts="", depends="", build=""):
    named = f"hosts = {hosts}\n" if hosts else ""
    return f"schema = 1\n[module]\n{named}[depends]\n{depends}[build]\n{build}"


HOST = "void {0}(void) {{}}\nvoid tell(void) {{}}\nint main(void) {{ return 0; }}\n"
FILES = {
    "modbuild.toml": TREE,
    "hosts/edged/module.toml": host("edged"),
    "hosts/edged/main.c": HOST.format("edge_only"),
    "hosts/cored/module.toml": host("cored"),
    "hosts/cored/main.c": HOST.format("core_only"),
    "modules/edge/module.toml": module('["edged"]'),
    "modules/edge/edge.c": "void edge_only(void);\nint run(void) { edge_only(); return 1; }\n",
    "modules/core/module.toml": module('["cored"]'),
    "modules/core/core.c": "void core_only(void);\nint run(void) { core_only(); return 1; }\n",
    "modules/any/module.toml": module('["*"]'),
    "modules/any/any.c": "void tell(void);\nint run(void) { tell(); return 1; }\n",
    "modules/user/module.toml": module('["*"]', 'modules = ["any"]\nlibs = ["z"]\nlibraries = ["util"]\n'),
    "modules/user/user.c": "const char *zlibVersion(void);\nint util(void);\n"
                           "int run(void) { return zlibVersion() != 0 && util(); }\n",
    "lib/util/module.toml": 'schema = 1\n[library]\nname = "util"\n',
    "lib/util/util.c": "int util(void) { return 3; }\n",
}


def make_tree(root, modbuild):
    return Tree(root, modbuild, FILES)


def build(tree, *request):
    tree.tool("gen", "-q", "--base", "all", *request)
    tree.tool("build", "-q")


def verify(tree, *argv, status=0):
    """{name: (hosts that fit, findings)} of the modules."""
    done = tree.tool("verify", "--format", "json", *argv, status=status)
    found = {}
    for file in json.loads(done.out)["files"]:
        fits = [fit["host"] for fit in file.get("hosts", []) if fit["fits"]]
        if file["role"] == "module":
            found[file["name"]] = (fits, file["findings"])
    return found, done.err


GOOD = {"edge": (["edged"], []), "core": (["cored"], []), "any": (["cored", "edged"], []),
        "user": (["cored", "edged"], [])}


@case
def what_is_right_is_told_as_right(tree):
    build(tree)
    equal(verify(tree)[0], GOOD)
    shown = tree.tool("verify")
    contains(shown.out, "module   modules/edge.so", "edged         ok", "library  lib/libutil.so")
    contains(shown.err, "7 files audited with the ", " libraries they need: nothing is wrong")


@case
def a_staged_tree_is_audited_without_the_tree(tree):
    build(tree)
    tree.tool("install", "-q", "--destdir", "stage")
    shutil.rmtree(tree.root / "modules")
    tree.write("modbuild.toml", TREE)
    equal(verify(tree, "--destdir", "stage")[0], GOOD)
    os.remove(tree.root / "stage/usr/local/lib/pbx/modules/core.so")
    contains(verify(tree, "--destdir", "stage")[1], "1 file missing: /usr/local/lib/pbx/modules/core.so")


@case
def files_are_audited_without_any_tree(tree):
    build(tree)
    (tree.root / "modbuild.toml").unlink()
    found, _ = verify(tree, "build/modules", "--host", "build/bin/edged", "--host", "build/bin/cored", "build/lib")
    equal({name: sorted(fits) for name, (fits, _) in found.items()},
          {name: fits for name, (fits, _) in GOOD.items()})
    found, _ = verify(tree, "build/modules/edge.so", "build/modules/core.so", "--host", "build/bin/edged", status=1)
    equal(found, {"edge": (["edged"], []), "core": ([], ["unresolved-symbol"])})
    equal(sorted(verify(tree, "build")[0]), ["any", "core", "edge", "user"])


@case
def a_library_whose_flag_was_lost_is_named(tree):
    tree.write("modules/user/module.toml", module('["*"]', 'modules = ["any"]\nlibraries = ["util"]\n'))
    tree.write("modules/edge/module.toml", module('["edged"]', 'libs = ["z"]\n'))
    build(tree)
    found, err = verify(tree, status=1)
    equal(found["user"][1], ["unresolved-symbol"])
    equal(found["edge"][1], ["unused-lib"])
    contains(err, "module 'user' needs 'zlibVersion', which neither its hosts nor its libraries have",
             "help: lib 'z' has 'zlibVersion': name it in depends.libs")


@case
def a_module_that_is_not_named_is_told_from_one_that_is(tree):
    tree.write("modules/any/any.c", "void tell(void);\nint shared(void) { return 1; }\nint run(void) { tell(); return 1; }\n")
    tree.write("modules/user/user.c", "int shared(void);\nint run(void) { return shared(); }\n")
    build(tree)
    equal(verify(tree)[0]["user"][1], ["unused-lib"])
    tree.write("modules/user/module.toml", module('["*"]'))
    build(tree)
    found, err = verify(tree, status=1)
    equal(found["user"][1], ["unresolved-symbol"])
    contains(err, "module 'any' has 'shared'; if it is loaded before, name it in depends.modules")


@case
def a_library_of_the_tree_that_is_not_linked_is_named(tree):
    tree.write("modules/user/module.toml", module('["*"]', 'libs = ["z"]\n'))
    tree.write("modules/core/module.toml", module('["cored"]', 'libraries = ["util"]\n'))
    build(tree)
    contains(verify(tree, status=1)[1], "library 'util' has 'util': name it in depends.libraries")


@case
def hosts_are_compared_with_the_manifest(tree):
    tree.write("modules/edge/module.toml", module('["edged", "cored"]'))
    tree.write("modules/any/module.toml", module('["edged"]'))
    build(tree)
    found, err = verify(tree, status=1)
    equal(found["edge"], (["edged"], ["wrong-host"]))
    equal(found["any"], (["cored", "edged"], ["fits-more-hosts"]))
    contains(err, "module 'edge' does not fit 'cored', which lacks 'edge_only'")


@case
def warnings_fail_only_when_it_is_asked_for(tree):
    tree.write("modules/core/module.toml", module('["cored"]', build='ldflags = ["-lz"]\n'))
    tree.write("modules/core/core.c", "const char *zlibVersion(void);\nvoid core_only(void);\n"
                                      "int run(void) { core_only(); return zlibVersion() != 0; }\n")
    build(tree)
    equal(verify(tree)[0]["core"][1], ["undeclared-lib"])
    tree.tool("verify", "--strict", status=1)


@case
def what_is_not_built_is_told_and_the_rest_audited(tree):
    tree.tool("gen", "-q", "--base", "all")
    tree.run("ninja", "-C", "build", "edge", "edged")
    found, err = verify(tree)
    equal(found, {"edge": (["edged"], [])})
    contains(err, "5 files missing: ")


@case
def a_module_whose_hosts_are_not_there_is_left_in_peace(tree):
    tree.tool("gen", "-q", "--base", "all")
    tree.run("ninja", "-C", "build", "core", "edged")
    equal(verify(tree)[0], {"core": ([], [])})


@case
def static_modules_are_no_files_and_their_symbols_do_not_clash(tree):
    build(tree, "-s", "edge,any")
    equal(sorted(verify(tree)[0]), ["core", "user"])


@case
def a_module_of_another_build_is_named_with_both_abis(tree):
    for name in ("edged", "cored"):
        tree.write(f"hosts/{name}/module.toml", host(name) + 'abi = ["{tree.version}"]\n')
    build(tree)
    equal({name: findings for name, (_, findings) in verify(tree)[0].items()}, {name: [] for name in GOOD})
    shutil.copy(tree.root / "build/modules/edge.so", tree.root / "edge.so")
    tree.write("modbuild.toml", TREE.replace('version = "1"', 'version = "2"'))
    build(tree)
    shutil.copy(tree.root / "edge.so", tree.root / "build/modules/edge.so")
    found, err = verify(tree, status=1)
    equal(found["edge"][1], ["other-build"])
    contains(err, "module 'edge' was built for 'modbuild_abi_", "', and 'edged' has 'modbuild_abi_")


@case
def damaged_files_are_findings_and_nothing_else_is_lost(tree):
    build(tree)
    whole = (tree.root / "build/modules/edge.so").read_bytes()
    for bytes_ in (b"", b"\x7fELF", whole[:64], whole[:len(whole) // 2], b"#!/bin/sh\n"):
        (tree.root / "build/modules/edge.so").write_bytes(bytes_)
        found, err = verify(tree, status=1)
        equal(found["edge"], ([], ["unreadable"]))
        equal({name: found[name] for name in ("core", "any", "user")}, {name: GOOD[name] for name in ("core", "any", "user")})
        contains(err, "module 'edge' cannot be used: ")
    # Any byte may be wrong: there is an answer, and it is no crash.
    for at in range(0, min(len(whole), 4096), 7):
        (tree.root / "build/modules/edge.so").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1:])
        tree.tool("verify", "-q", status=None)


@case
def findings_are_a_document_too(tree):
    tree.write("modules/user/module.toml", module('["*"]', 'libraries = ["util"]\n'))
    build(tree)
    sarif = json.loads(tree.tool("verify", "-q", "--diagnostics", "sarif", status=1).err)
    results = sarif["runs"][0]["results"]
    equal([result["ruleId"] for result in results], ["MB202"])
    place = results[0]["locations"][0]["physicalLocation"]
    equal(place["artifactLocation"]["uri"], "modules/user/module.toml")


@case
def names_that_do_not_exist_and_empty_directories_are_errors_of_use(tree):
    contains(tree.tool("verify", "nowhere.so", status=2).err, "there is no file 'nowhere.so'")
    contains(tree.tool("verify", status=5).err, "MB170")


@case
def links_lead_to_the_file_and_directories_are_read_once(tree):
    build(tree)
    (tree.root / "build/modules/again.so").symlink_to("edge.so")
    (tree.root / "loop").mkdir()
    (tree.root / "loop/loop").symlink_to("../loop")
    shutil.copy(tree.root / "build/modules/edge.so", tree.root / "loop/edge.so")
    equal(sorted(verify(tree, "loop", "--host", "build/bin/edged")[0]), ["edge"])
    equal(sorted(verify(tree, "build/modules/again.so", "--host", "build/bin/edged")[0]), ["edge"])


if __name__ == "__main__":
    sys.exit(run_cases(make_tree))
