#!/usr/bin/env python3
"""The sample tree with its modules linked into the hosts.

usage: sample_static.py MODBUILD [CASE ..]

Each case gets a copy of the tree in which all modules are files.
"""
import re
import sys

import sample_tree
from sample_tree import CORELITE_ALL, CORERD_ALL, EDGED_ALL, case, contains, equal, load

sample_tree.CASES.clear()


def listed(tree, host, loads):
    return re.sub(r"linkage: .*", "linkage", tree.host(host, *loads, "--modules").out)


def check_linked_in(tree, *request):
    """Hosts list and do the same with modules linked in; helpers that are linked in start and end earlier."""
    lists, runs = {}, {}
    hosts = (("edged", EDGED_ALL), ("corerd", CORERD_ALL), ("corelite", CORELITE_ALL))
    for linked in (False, True):
        if linked:
            tree.gen("--profile", "developer", *request)
            tree.ninja()
        for name, loads in hosts:
            lists.setdefault(name, []).append(listed(tree, name, loads))
            runs.setdefault(name, []).append(sorted(tree.host(name, *loads).out.splitlines()))
    for name, _ in hosts:
        equal(lists[name][1], lists[name][0], f"list of {name}")
        equal(runs[name][1], runs[name][0], f"run of {name}")


@case
def hosts_do_the_same_with_all_modules_linked_in(tree):
    check_linked_in(tree, "-s", "*")
    equal(sorted(path.name for path in (tree.path / "build/modules").glob("*.so")), ["initfail.so"])
    contains(tree.host("edged", "--load", "tally", "--modules").out, "linkage: static")


@case
def hosts_do_the_same_with_some_modules_linked_in(tree):
    check_linked_in(tree, "-s", "codec_common,tally,journal,cli")
    both = tree.host("edged", "--load", "tally", "--load", "bridge", "--modules").out
    contains(both, "linkage: static")
    contains(both, "linkage: shared")


@case
def a_module_that_is_linked_in_takes_arguments_and_is_loaded_once(tree):
    tree.gen("--profile", "developer", "-s", "cli,tally")
    tree.ninja()
    contains(tree.host("edged", "--load", "cli:help").out, "edged knows")
    twice = tree.host("edged", *load("tally", "tally"), ok=False)
    equal((twice.status, twice.err),
          (1, "edged: cannot load module 'tally'\n  tally.so: already loaded\n"))


@case
def any_request_gives_the_same_hosts_linked_in_by_make_as_with_files_by_ninja(tree):
    for request in ((), ("-x", "@monitor"), ("-g", "codec")):
        lists = []
        for backend, static in (("ninja", ()), ("make", ("-s", "*"))):
            tree.gen("--fresh", "--backend", backend, *request, *static)
            tree.run(*(("ninja", "-C", "build") if backend == "ninja" else ("make", "-s", "-j2", "-C", "build")))
            names = tree.run(tree.modbuild, "select", *request, "--format", "names").out.split()
            loads = [word for word in ("edged_monitor", "journal", "codec_common", "codec_alaw", "mixer", "auth_md5",
                                       "auth_sha", "bridge", "tally", "cli", "beacon") if word in names]
            equal(loads != [], True, "modules")
            lists.append(listed(tree, "edged", load(*loads)))
        equal(lists[1], lists[0], f"edged with {request}")


@case
def a_host_that_knows_nothing_of_static_modules_finds_them_as_files(tree):
    files = [f"build/modules/{name}.so" for name in ("tally", "cli", "beacon")]
    shared = tree.host("tapd", *files).out
    tree.gen("--profile", "developer", "-s", "tally,beacon")
    tree.ninja()
    equal([tree.has(file) for file in files], [False, True, False])
    equal(tree.host("tapd", *files).out, shared)
    missing = tree.host("tapd", "build/modules/nothing.so", ok=False)
    equal((missing.status, missing.err), (1, "tapd: build/modules/nothing.so: no such file\n"))
    contains(tree.host("tapd", str(tree.path / "build/modules/auth_sha.so"), ok=False).err, "; tapd has modbuild_abi_")


if __name__ == "__main__":
    sys.exit(sample_tree.main())
