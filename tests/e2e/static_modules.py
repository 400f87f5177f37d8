#!/usr/bin/env python3
"""Modules that are linked into their hosts, beside the same modules as files.

usage: static_modules.py MODBUILD [WORD ..]

Two hosts load the modules of a small tree: one looks into the table of static modules, the other knows
nothing of it. Each case gets a fresh copy; with words only cases whose name holds one are run.
"""
import os
import re
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
[defaults]
includes = ["include"]
"""

HEADER = """#ifdef __cplusplus
extern "C" {
#endif
struct entry { const char *name; int (*run)(void); };
void tell(const char *text, int number);
extern struct entry module_entry;
extern const int module_interface;
#ifdef __cplusplus
}
#endif
#define MODULE(NAME, RUN) struct entry module_entry = {NAME, RUN}; const int module_interface = 7
"""

# Loads every module that is named on the command line and runs it.
REGISTRY_HOST = """#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include "pbx.h"
struct modbuild_static_symbol { const char *name; void *address; };
struct modbuild_static_module { const char *name; const char *file; const struct modbuild_static_symbol *symbols; };
extern const struct modbuild_static_module modbuild_static_modules[] __attribute__((weak));
void tell(const char *text, int number) { printf("%s %d\\n", text, number); }
static const struct modbuild_static_module *find(const char *name) {
  const struct modbuild_static_module *at = modbuild_static_modules;
  while (at && at->name && strcmp(at->name, name) != 0) at++;
  return at && at->name ? at : 0;
}
static void *look(const struct modbuild_static_module *module, const char *symbol) {
  const struct modbuild_static_symbol *at = module->symbols;
  while (at->name && strcmp(at->name, symbol) != 0) at++;
  return at->address;
}
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    const struct modbuild_static_module *linked = find(argv[i]);
    struct entry *entry;
    const int *version;
    if (linked) {
      entry = look(linked, "module_entry");
      version = look(linked, "module_interface");
    } else {
      char path[200];
      snprintf(path, sizeof path, "build/modules/%s.so", argv[i]);
      void *handle = dlopen(path, RTLD_NOW | (strcmp(argv[i], "base") ? RTLD_LOCAL : RTLD_GLOBAL));
      if (!handle) { printf("%s\\n", dlerror()); return 1; }
      entry = dlsym(handle, "module_entry");
      version = dlsym(handle, "module_interface");
    }
    if (!entry) { printf("%s: no entry\\n", argv[i]); continue; }
    tell(entry->name, *version * 1000 + entry->run());
  }
  return 0;
}
"""

SHIM_HOST = """#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include "pbx.h"
void tell(const char *text, int number) { printf("%s %d\\n", text, number); }
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    char path[200];
    snprintf(path, sizeof path, "build/modules/%s.so", argv[i]);
    void *handle = dlopen(path, RTLD_NOW | (strcmp(argv[i], "base") ? RTLD_LOCAL : RTLD_GLOBAL));
    if (!handle) { printf("%s\\n", dlerror()); return 1; }
    struct entry *entry = dlsym(handle, "module_entry");
    const int *version = dlsym(handle, "module_interface");
    if (!entry) { printf("%s: no entry\\n", argv[i]); continue; }
    tell(entry->name, *version * 1000 + entry->run());
  }
  return 0;
}
"""

# What a host does that asks for files before it loads them, and is careful with errors.
ASKING_HOST = """#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "pbx.h"
void tell(const char *text, int number) { printf("%s %d\\n", text, number); }
static void *other_thread(void *unused) {
  (void)unused;
  return dlerror();
}
int main(void) {
  const char *path = "/nowhere/modules/one.so";
  struct stat status;
  printf("stat %d", stat(path, &status));
  printf(" regular %d", S_ISREG(status.st_mode));
  printf(" access %d %d", access(path, R_OK), access(path, W_OK));
  int file = open(path, O_RDONLY);
  printf(" open %d\\n", file >= 0);
  close(file);
  printf("missing %d %d %d\\n", stat("/nowhere/other.so", &status), access("/nowhere/other.so", F_OK),
         open("/nowhere/other.so", O_RDONLY));
  printf("created %d\\n", open("made", O_CREAT | O_RDWR, 0640) >= 0);
  printf("mode %o\\n", stat("made", &status) ? 0 : (unsigned)(status.st_mode & 0777));

  printf("not loaded %d\\n", dlopen(path, RTLD_NOW | RTLD_NOLOAD) == NULL);
  void *first = dlopen(path, RTLD_NOW), *second = dlopen("one.so", RTLD_LAZY);
  printf("same %d\\n", first == second);
  printf("no error %d\\n", dlerror() == NULL);
  printf("missing symbol %d", dlsym(first, "nothing") == NULL);
  pthread_t thread;
  void *elsewhere = NULL;
  pthread_create(&thread, NULL, other_thread, NULL);
  pthread_join(thread, &elsewhere);
  printf(" elsewhere %d", elsewhere == NULL);
  printf(" here %s", dlerror());
  printf(" again %d\\n", dlerror() == NULL);
  printf("close %d %d", dlclose(first), dlclose(second));
  printf(" once more %d", dlclose(first));
  printf(" %s\\n", dlerror());

  void *self = dlopen(NULL, RTLD_NOW);
  printf("self %d %d\\n", dlsym(self, "tell") == (void *)tell, dlclose(self));
  printf("default %d next %d\\n", dlsym(RTLD_DEFAULT, "tell") == (void *)tell,
         dlsym(RTLD_NEXT, "strlen") != NULL);
  printf("bad file %d", dlopen("/nowhere/other.so", RTLD_NOW) == NULL);
  printf(" %s\\n", strstr(dlerror(), "other.so") ? "told" : "not told");
  return 0;
}
"""


def host(name, lookup=None, entries='["module_entry", "module_interface"]', more=""):
    static = f'static = "{lookup}"\n' if lookup else ""
    return f'schema = 1\n[program]\nname = "{name}"\n{more}[host]\nentry-symbols = {entries}\n{static}'


def module(name, text="", build=""):
    return f'schema = 1\n[module]\nname = "{name}"\nhosts = ["*"]\n{text}{build}'


EQUAL = """#include "pbx.h"
int counter = {start};
int helper(void) {{ return ++counter; }}
static int run(void) {{ helper(); return helper(); }}
MODULE("{name}", run);
"""

# The same inline function in both modules, with one variable for the whole process; and an exception.
CXX = """#include <stdexcept>
#include <string>
#include "pbx.h"
inline int& shared_number() {{ static int number = 1; return number; }}
template <class T> T twice(T value) {{ return value + value; }}
static int run() {{
  try {{
    if (twice(shared_number()) > 0) throw std::runtime_error(std::string("{name}"));
  }} catch (const std::exception& error) {{
    shared_number() += {step};
    return shared_number() * (std::string(error.what()) == "{name}");
  }}
  return -1;
}}
extern "C" {{ struct entry module_entry = {{"{name}", run}}; extern const int module_interface = 7; }}
"""

# A list that the linker puts together, of one link unit each.
BOUNDED = """#include "pbx.h"
#define ITEM(N) static const int item##N __attribute__((used, section("items"))) = N
extern const int __start_items[], __stop_items[];
{items}
static int run(void) {{
  int sum = 0;
  for (const int *at = __start_items; at < __stop_items; at++) sum += *at;
  return sum;
}}
MODULE("{name}", run);
"""

ORDERED = """#include "pbx.h"
static int order;
__attribute__((constructor(500))) static void second(void) { order = order * 10 + 2; }
__attribute__((constructor(300))) static void first(void) { order = order * 10 + 1; }
__attribute__((constructor)) static void last(void) { order = order * 10 + 3; }
static int run(void) { return order; }
MODULE("ordered", run);
"""

FILES = {
    "modbuild.toml": TREE,
    "include/pbx.h": HEADER,
    "hosts/registry/module.toml": host("registry"),
    "hosts/registry/main.c": REGISTRY_HOST,
    "hosts/plain/module.toml": host("plain", "shim"),
    "hosts/plain/main.c": SHIM_HOST,
    "modules/one/module.toml": module("one"),
    "modules/one/one.c": EQUAL.format(name="one", start=10),
    "modules/two/module.toml": module("two"),
    "modules/two/two.c": EQUAL.format(name="two", start=20),
    "modules/cxx_a/module.toml": module("cxx_a"),
    "modules/cxx_a/a.cc": CXX.format(name="cxx_a", step=4),
    "modules/cxx_b/module.toml": module("cxx_b"),
    "modules/cxx_b/b.cc": CXX.format(name="cxx_b", step=6),
    "modules/list_a/module.toml": module("list_a"),
    "modules/list_a/a.c": BOUNDED.format(name="list_a", items="ITEM(1); ITEM(2);"),
    "modules/list_b/module.toml": module("list_b"),
    "modules/list_b/b.c": BOUNDED.format(name="list_b", items="ITEM(40);"),
    "modules/ordered/module.toml": module("ordered"),
    "modules/ordered/ordered.c": ORDERED,
    # Has no entry at all: its constructor is what it is for.
    "modules/silent/module.toml": module("silent"),
    "modules/silent/silent.c": '#include "pbx.h"\n__attribute__((constructor)) static void start(void) '
                               '{ tell("silent starts", 0); }\n',
    # What another module calls by name, and that one.
    "modules/base/module.toml": module("base"),
    "modules/base/base.c": '#include "pbx.h"\nint base_value(void) { return 5; }\nint hidden_helper(void) { return 6; }\n'
                           'static int run(void) { return hidden_helper(); }\nMODULE("base", run);\n',
    "modules/user/module.toml": module("user", build='[depends]\nmodules = ["base"]\n'),
    "modules/user/user.c": '#include "pbx.h"\nint base_value(void);\nint own_helper(void) { return 60; }\n'
                           'static int run(void) { return base_value() + own_helper(); }\nMODULE("user", run);\n',
    # Both link one archive; as files each has a copy of its own.
    "lib/util/module.toml": 'schema = 1\n[library]\nname = "util"\nlinkage = "static"\n',
    "lib/util/util.c": "int util_value(void) { return 3; }\n",
    "modules/with_a/module.toml": module("with_a", build='[depends]\nlibraries = ["util"]\n'),
    "modules/with_a/a.c": '#include "pbx.h"\nint util_value(void);\nstatic int run(void) { return util_value(); }\n'
                          'MODULE("with_a", run);\n',
    "modules/with_b/module.toml": module("with_b", build='[depends]\nlibraries = ["util"]\n'),
    "modules/with_b/b.c": '#include "pbx.h"\nint util_value(void);\nstatic int run(void) { return 10 * util_value(); }\n'
                          'MODULE("with_b", run);\n',
}
MODULES = ["base", "cxx_a", "cxx_b", "list_a", "list_b", "one", "ordered", "silent", "two", "user", "with_a", "with_b"]
# A constructor of a static module runs when the host starts, that of a file when it is loaded.
ANSWERS = ["base 7006", "cxx_a 7005", "cxx_b 7011", "list_a 7003", "list_b 7040", "one 7012", "ordered 7123",
           "silent: no entry", "two 7022", "user 7065", "with_a 7003", "with_b 7030"]


def make_tree(root, modbuild):
    return Tree(root, modbuild, FILES)


def build(tree, *request, backend="ninja", **variables):
    tree.variables = variables
    tree.tool("gen", "--backend", backend, "-q", "--base", "all", *request)
    tree.tool("build", "-q")


def answers(tree, program):
    lines = tree.run(f"build/bin/{program}", *MODULES).out.splitlines()
    return [line for line in lines if line != "silent starts 0"], lines.count("silent starts 0")


def check_answers(tree):
    for program in ("registry", "plain"):
        found, starts = answers(tree, program)
        equal(found, ANSWERS)
        equal(starts, 1)


def module_files(tree):
    return sorted(path.name for path in (tree.root / "build/modules").glob("*.so"))


@case
def modules_do_the_same_as_files_and_linked_in(tree):
    for request, shared in (((), 12), (("-s", "*"), 0), (("-s", "one,cxx_a,list_a,base"), 8)):
        build(tree, *request)
        equal(len(module_files(tree)), shared)
        check_answers(tree)


@case
def so_they_do_when_make_builds_them(tree):
    build(tree, "-s", "*", backend="make")
    check_answers(tree)
    equal(tree.run("make", "-C", "build", "-q").out, "")


@case
def the_linker_may_be_any(tree):
    for linker in ("bfd", "gold", "lld"):
        build(tree, "--fresh", "-s", "*", LDFLAGS=f"-fuse-ld={linker}")
        check_answers(tree)


@case
def optimised_and_debugged_alike(tree):
    for flags in ("-O0 -g", "-O3", "-Os -ffunction-sections -fdata-sections"):
        build(tree, "--fresh", "-s", "*", CFLAGS=flags, CXXFLAGS=flags)
        check_answers(tree)


@case
def nothing_of_a_module_is_seen_but_what_is_looked_up_or_used(tree):
    build(tree, "-s", "*")
    names = tree.run("nm", "--defined-only", "--extern-only", "build/bin/plain").out
    words = {line.split()[-1] for line in names.splitlines()}
    equal(sorted(word for word in words if word in ("counter", "helper", "hidden_helper", "own_helper", "base_value",
                                                    "module_entry", "module_interface")), ["base_value"])
    contains(names, "modbuild_static_one_module_entry", "modbuild_static_two_module_entry")


@case
def what_cannot_be_linked_in_is_an_error_or_a_file(tree):
    failed = tree.tool("gen", "-q", "--base", "all", "-s", "user,one", status=1)
    contains(failed.err, "error[MB072]", "make it static too: -s base; or build what cannot be linked in as a file")
    for again in ((), ("--fresh", "--profile", "mixed")):
        if again:
            tree.write("modbuild.toml", TREE + '[profiles.mixed]\nbase = "all"\nstatic = ["user", "one"]\n'
                                               'static-policy = "downgrade"\n')
            built = tree.tool("gen", *again)
        else:
            built = tree.tool("gen", "--base", "all", "-s", "user,one", "--static-policy", "downgrade")
        contains(built.err, "note[MB080]", "module 'user' is built shared: it depends on 'base', which is")
        tree.tool("build", "-q")
        equal([name in module_files(tree) for name in ("user.so", "one.so")], [True, False])
        check_answers(tree)
    contains(tree.tool("why", "user", "--profile", "mixed").out, "shared, not static: it needs base, which is shared")


@case
def a_library_of_several_modules_is_linked_once(tree):
    build(tree, "-s", "*")
    equal(len(re.findall(r" [tT] util_value$", tree.run("nm", "build/bin/plain").out, re.M)), 1)


@case
def a_file_may_need_a_module_that_is_linked_in(tree):
    build(tree, "-s", "base")
    contains(tree.run("build/bin/plain", "base", "user").out, "user 7065")
    contains(tree.run("build/bin/registry", "base", "user").out, "user 7065")


@case
def a_changed_source_is_linked_in_anew(tree):
    build(tree, "-s", "*")
    tree.write("modules/one/one.c", EQUAL.format(name="one", start=50))
    tree.ninja()
    contains(tree.run("build/bin/plain", "one").out, "one 7052")
    contains(tree.ninja(), "no work to do")


@case
def what_is_linked_in_is_not_installed_as_a_file(tree):
    build(tree, "-s", "one")
    names = tree.tool("plan", "--format", "names").out
    equal("one.so" in names, False)
    contains(names, "two.so", "bin/plain")


@case
def a_host_finds_files_that_are_none(tree):
    tree.write("hosts/asking/module.toml", host("asking", "shim", more='[build]\nldflags = ["-pthread"]\n'))
    tree.write("hosts/asking/main.c", ASKING_HOST)
    build(tree, "-s", "*")
    equal(tree.run("build/bin/asking").out.splitlines(), [
        "silent starts 0",
        "stat 0 regular 1 access 0 -1 open 1",
        "missing -1 -1 -1",
        "created 1",
        "mode 640",
        "not loaded 1",
        "same 1",
        "no error 1",
        "missing symbol 1 elsewhere 1 here one.so: undefined symbol: nothing again 1",
        "close 0 0 once more -1 one.so: shared object not open",
        "self 1 0",
        "default 1 next 1",
        "bad file 1 told",
    ])


@case
def a_host_without_static_modules_is_linked_as_ever(tree):
    tree.write("modules/one/module.toml", module("one").replace('["*"]', '["plain"]'))
    build(tree, "-s", "one")
    equal("modbuild_static" in tree.run("nm", "build/bin/registry").out.replace("modbuild_static_modules", ""), False)
    contains(tree.run("build/bin/registry", "two").out, "two 7022")


@case
def lto_is_refused(tree):
    failed = tree.tool("gen", "-s", "one", "--base", "all", "-q", status=None)
    equal(failed.status, 0)
    tree.variables = {"CFLAGS": "-flto=auto"}
    failed = tree.tool("gen", "--fresh", "-s", "one", "--base", "all", "-q", status=3)
    contains(failed.err, "error[MB103]: module 'one' cannot be linked into its host: it is compiled with -flto",
             "-fno-lto")
    tree.variables = {"CFLAGS": "-flto=auto -fno-lto"}
    tree.tool("gen", "--fresh", "-s", "one", "--base", "all", "-q")


@case
def a_host_must_say_what_it_looks_up(tree):
    tree.write("hosts/registry/module.toml", host("registry", entries="[]"))
    failed = tree.tool("gen", "-s", "one", "--base", "all", "-q", status=3)
    contains(failed.err, "MB103", "'registry' names no entry symbols", "entry-symbols")


@case
def entry_symbols_may_have_the_modules_name(tree):
    tree.write("hosts/plain/module.toml", host("plain", "shim", entries='["{name}_entry"]'))
    tree.write("hosts/registry/module.toml", host("registry", entries='["{name}_entry"]'))
    tree.write("modules/one/one.c", "int one_entry = 1, other = 2;\n")
    build(tree, "-s", "one")
    contains(tree.run("nm", "build/bin/plain").out, "D modbuild_static_one_one_entry", "d other")


if __name__ == "__main__":
    sys.exit(run_cases(make_tree))
