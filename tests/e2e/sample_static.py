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


def check_linked_in(tree, *request):
    """Hosts list and do the same with modules linked in; helpers that are linked in start earlier."""
    lists, runs = {}, {}
    hosts = (("edged", EDGED_ALL), ("corerd", CORERD_ALL), ("corelite", CORELITE_ALL))
    for linked in (False, True):
        if linked:
            tree.gen("--profile", "developer", *request)
            tree.ninja()
        for name, loads in hosts:
            listed = tree.host(name, *loads, "--modules").out
            lists.setdefault(name, []).append(sorted(re.sub(r"linkage: .*", "linkage", listed).splitlines()))
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


if __name__ == "__main__":
    sys.exit(sample_tree.main())
