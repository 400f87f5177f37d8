#!/usr/bin/env python3
"""The names of ABIs: a module of another build is refused before any of it runs.

usage: abi_identity.py MODBUILD [WORD ..]

Each case gets a fresh tree whose hosts print what modules do; with words only cases whose name holds one
are run.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

TREE = """schema = 1
[tree]
name = "pbx"
version = "1.2"
modules = ["modules/*"]
programs = ["hosts/*"]
[defaults]
includes = ["include"]
"""

HEADER = "struct call { int from; int to; };\nextern struct call current;\nvoid tell(const char *text);\n"

# Loads the files that are named on the command line, in no hurry to find symbols.
HOST = """#include <dlfcn.h>
#include <stdio.h>
#include "pbx.h"
struct call current = {1, 2};
void tell(const char *text) { printf("%s\\n", text); }
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    void *handle = dlopen(argv[i], RTLD_LAZY | RTLD_GLOBAL);
    if (!handle) { printf("refused: %s\\n", dlerror()); continue; }
    int (*run)(void) = (int (*)(void))dlsym(handle, "run");
    if (!run) { printf("no entry: %s\\n", dlerror()); continue; }
    printf("ran %d\\n", run());
  }
  return 0;
}
"""

MODULE = """#include "pbx.h"
__attribute__((constructor)) static void start(void) { tell("starts"); }
int run(void) { return current.from * 10 + current.to; }
"""

ABI = 'abi = ["{tree.version}", "//include/**/*.h", "defines"]\n'


def host(name, abi=ABI, more=""):
    return f'schema = 1\n[program]\nname = "{name}"\n{more}[host]\nentry-symbols = ["run"]\n{abi}'


FILES = {
    "modbuild.toml": TREE,
    "include/pbx.h": HEADER,
    "hosts/pbxd/module.toml": host("pbxd"),
    "hosts/pbxd/main.c": HOST,
    "modules/route/module.toml": 'schema = 1\n[module]\nhosts = ["pbxd"]\n',
    "modules/route/route.c": MODULE,
}
SYMBOL = re.compile(r"modbuild_abi_[0-9a-f]{16}")


def make_tree(root, modbuild):
    return Tree(root, modbuild, FILES)


def build(tree, *request, **variables):
    tree.variables = variables
    tree.tool("gen", "-q", *request)
    tree.tool("build", "-q")


def names(tree, file):
    return sorted(set(SYMBOL.findall(tree.run("nm", "-D", f"build/{file}").out)))


def keep(tree, name="other.so", module="route"):
    """Puts a module of this build aside, for hosts of others."""
    tree.run("cp", f"build/modules/{module}.so", name)


def loads(tree, file, host="pbxd"):
    return tree.run(f"build/bin/{host}", f"./{file}").out


def refused(tree, host="pbxd"):
    """What the host says of the module that was put aside: both names, and nothing of it ran."""
    (own,) = names(tree, f"bin/{host}")
    (theirs,) = set(SYMBOL.findall(tree.run("nm", "-D", "other.so").out))
    out = loads(tree, "other.so", host)
    equal(own == theirs, False)
    contains(out, "refused: ", theirs, f"{host} has {own}")
    equal("starts" in out, False)


@case
def a_module_of_the_same_build_is_loaded(tree):
    build(tree)
    equal(loads(tree, "build/modules/route.so"), "starts\nran 12\n")
    equal(names(tree, "bin/pbxd"), names(tree, "modules/route.so"))


@case
def one_more_field_in_a_struct_of_the_host_is_another_abi(tree):
    build(tree)
    keep(tree)
    tree.write("include/pbx.h", HEADER.replace("int from;", "int flags; int from;"))
    tree.ninja()
    equal(loads(tree, "build/modules/route.so"), "starts\nran 20\n")
    refused(tree)


@case
def another_version_is_another_abi(tree):
    build(tree)
    keep(tree)
    tree.write("modbuild.toml", TREE.replace("1.2", "1.3"))
    tree.ninja()
    refused(tree)


@case
def other_defines_are_another_abi_wherever_they_come_from(tree):
    build(tree)
    keep(tree)
    tree.write("hosts/pbxd/module.toml", host("pbxd", more='[build]\ndefines = ["TLS"]\n'))
    tree.ninja()
    refused(tree)
    build(tree, "--fresh")
    keep(tree)
    build(tree, "--fresh", CFLAGS="-DTLS=2")
    refused(tree)


@case
def a_new_header_below_a_glob_is_another_abi(tree):
    build(tree)
    keep(tree)
    tree.write("include/more/tls.h", "struct tls;\n")
    tree.ninja()
    refused(tree)


@case
def what_is_not_listed_does_not_count(tree):
    tree.write("hosts/pbxd/module.toml", host("pbxd", 'abi = ["//include/pbx.h"]\n'))
    build(tree)
    keep(tree)
    tree.write("modbuild.toml", TREE.replace("1.2", "1.3"))
    tree.write("include/more/tls.h", "struct tls;\n")
    build(tree, "--fresh", CFLAGS="-O3 -DTLS")
    equal(loads(tree, "other.so"), "starts\nran 12\n")


@case
def flags_and_compiler_count_when_they_are_listed(tree):
    tree.write("hosts/pbxd/module.toml", host("pbxd", 'abi = ["cflags"]\n'))
    build(tree, CFLAGS="-O1")
    keep(tree)
    build(tree, "--fresh", CFLAGS="-O1 -fshort-enums")
    refused(tree)
    tree.write("hosts/pbxd/module.toml", host("pbxd", 'abi = ["compiler"]\n'))
    build(tree, "--fresh", CC="gcc")
    keep(tree)
    build(tree, "--fresh", CC="gcc", CFLAGS="-O1")
    equal(loads(tree, "other.so"), "starts\nran 12\n")
    build(tree, "--fresh", CC="clang-14")
    refused(tree)


@case
def a_host_that_lists_nothing_takes_every_module(tree):
    tree.write("hosts/pbxd/module.toml", host("pbxd", ""))
    build(tree)
    equal(names(tree, "bin/pbxd") + names(tree, "modules/route.so"), [])
    contains(tree.run("sh", "-c", "ls build").out, "bin")
    equal((tree.root / "build/abi").exists(), False)


def add_hosts(tree, abi):
    """edged, whose ABI is another one than pbxd's; a module for both, and one for any host."""
    tree.write("hosts/edged/module.toml", host("edged", abi, '[build]\ndefines = ["EDGE"]\n'))
    tree.write("hosts/edged/main.c", HOST)
    tree.write("modules/both/module.toml", 'schema = 1\n[module]\nhosts = ["edged", "pbxd"]\n')
    tree.write("modules/both/both.c", MODULE)
    tree.write("modules/any/module.toml", 'schema = 1\n[module]\nhosts = ["*"]\n')
    tree.write("modules/any/any.c", MODULE)


@case
def a_module_of_several_hosts_is_tied_to_all_of_them(tree):
    add_hosts(tree, ABI)
    build(tree)
    for program in ("edged", "pbxd"):
        equal(loads(tree, "build/modules/both.so", program), "starts\nran 12\n")
        equal(loads(tree, "build/modules/any.so", program), "starts\nran 12\n")
    equal(names(tree, "modules/both.so"), names(tree, "modules/any.so"))
    contains(loads(tree, "build/modules/route.so", "edged"), "refused: ")
    keep(tree, module="both")
    tree.write("hosts/edged/module.toml", host("edged", ABI, '[build]\ndefines = ["EDGE=2"]\n'))
    tree.ninja()
    for program in ("edged", "pbxd"):
        contains(loads(tree, "other.so", program), "refused: ")
    equal(loads(tree, "build/modules/route.so"), "starts\nran 12\n")


@case
def hosts_with_one_abi_share_their_modules_by_its_name(tree):
    add_hosts(tree, 'abi = ["{tree.version}"]\n')
    tree.write("hosts/pbxd/module.toml", host("pbxd", 'abi = ["{tree.version}"]\n'))
    build(tree)
    equal(names(tree, "bin/edged"), names(tree, "bin/pbxd"))
    equal(names(tree, "modules/both.so"), names(tree, "bin/pbxd"))
    equal(loads(tree, "build/modules/route.so", "edged"), "starts\nran 12\n")


@case
def a_module_that_also_belongs_to_a_host_without_an_abi_is_not_tied(tree):
    add_hosts(tree, "")
    build(tree)
    equal(names(tree, "modules/both.so"), [])
    equal(names(tree, "modules/route.so"), names(tree, "bin/pbxd"))
    equal(loads(tree, "build/modules/both.so", "edged"), "starts\nran 12\n")


@case
def the_reference_survives_what_linkers_throw_away(tree):
    for flags in ("-Os -ffunction-sections -fdata-sections -fvisibility=hidden", "-O2 -flto"):
        for linker in ("bfd", "gold", "lld"):
            if "lto" in flags and linker != "bfd":
                continue
            tree.write("modules/route/route.c", MODULE.replace("int run", '__attribute__((visibility("default"))) int run'))
            tree.write("include/pbx.h", HEADER.replace("extern", '__attribute__((visibility("default"))) extern')
                       .replace("void tell", '__attribute__((visibility("default"))) void tell'))
            build(tree, "--fresh", CFLAGS=flags, LDFLAGS=f"-fuse-ld={linker} -Wl,--gc-sections -Wl,--as-needed")
            equal(loads(tree, "build/modules/route.so"), "starts\nran 12\n")
            keep(tree)
            tree.write("include/pbx.h", HEADER.replace("extern", '__attribute__((visibility("default"))) extern')
                       .replace("void tell", '__attribute__((visibility("default"))) void tell') + "/* new */\n")
            tree.ninja()
            refused(tree)


@case
def so_it_is_with_make(tree):
    tree.tool("gen", "-q", "--backend", "make")
    tree.tool("build", "-q")
    keep(tree)
    tree.write("include/pbx.h", HEADER + "/* new */\n")
    tree.run("make", "-C", "build", "-j2")
    refused(tree)
    equal(tree.run("make", "-C", "build", "-q").out, "")


@case
def beside_static_modules_both_messages_reach_the_host(tree):
    tree.write("hosts/pbxd/module.toml", host("pbxd", 'static = "shim"\n' + ABI))
    tree.write("modules/linked/module.toml", 'schema = 1\n[module]\nhosts = ["pbxd"]\n')
    tree.write("modules/linked/linked.c", MODULE.replace("__attribute__((constructor))", ""))
    build(tree, "-s", "linked")
    equal(names(tree, "modules/route.so"), names(tree, "bin/pbxd"))
    keep(tree)
    tree.write("include/pbx.h", HEADER + "/* new */\n")
    tree.ninja()
    refused(tree)
    equal(loads(tree, "linked.so").splitlines()[-1], "ran 12")
    contains(tree.run("build/bin/pbxd", "./nowhere.so").out, "cannot open shared object file")


@case
def the_same_inputs_give_the_same_name_in_another_directory(tree):
    build(tree)
    first = names(tree, "bin/pbxd")
    tree.run("mkdir", "elsewhere")
    tree.run("sh", "-c", "cp -r modbuild.toml include hosts modules elsewhere/")
    tree.run("sh", "-c", "cd elsewhere && touch include/pbx.h")
    tree.tool("-C", "elsewhere", "-B", "elsewhere/build", "gen", "-q")
    tree.tool("-C", "elsewhere", "-B", "elsewhere/build", "build", "-q")
    equal(sorted(set(SYMBOL.findall(tree.run("nm", "-D", "elsewhere/build/bin/pbxd").out))), first)


@case
def a_comment_rebuilds_what_carries_the_name_and_a_second_run_nothing(tree):
    build(tree)
    contains(tree.ninja(), "no work to do")
    tree.write("include/pbx.h", HEADER + "/* new */\n")
    tree.ninja()
    contains(tree.ninja(), "no work to do")


@case
def plan_and_installed_manifest_say_it(tree):
    build(tree)
    (own,) = (name.removeprefix("modbuild_abi_") for name in names(tree, "bin/pbxd"))
    tree.tool("install", "-q", "--destdir", "stage")
    for entries in (json.loads((tree.root / "build/install-plan.json").read_text())["entries"],
                    json.loads((tree.root / "stage/usr/local/var/lib/modbuild/pbx.json").read_text())["files"]):
        equal([(entry["kind"], entry.get("abi")) for entry in entries], [("program", [own]), ("module", [own])])


if __name__ == "__main__":
    sys.exit(run_cases(make_tree))
