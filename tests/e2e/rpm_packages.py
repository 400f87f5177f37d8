#!/usr/bin/env python3
"""Builds real RPM packages of the sample tree from the files that `modbuild package rpm` writes.

usage: rpm_packages.py MODBUILD

The spec is what a packager writes by hand. Each case is one sentence of the contract, and uses what those
before it made.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from package_tree import contains, equal, listed_mode, run_cases  # noqa: E402

PACKAGES = ["switchyard", "switchyard-codecs", "switchyard-dev", "switchyard-monitor"]
LIBDIR = "/usr/lib64"
REQUEST = ["--profile", "debian", "--dir", f"libdir={LIBDIR}"]

SPEC = f"""Name: switchyard
Version: 2.3.0
Release: 1
Summary: a toy telephone exchange and router
License: MIT
%include build-requires.inc
%include packages.inc
%global debug_package %{{nil}}

%description
Two hosts and their modules.

%prep
%setup -q -c -T
cp -a %{{tree}}/. .

%build
modbuild gen {" ".join(REQUEST)}
modbuild build

%install
modbuild install --destdir %{{buildroot}}
modbuild package rpm --out .

%include files.inc
"""


def rpm(tree, package):
    found = sorted((tree.scratch / "rpmbuild/RPMS").glob(f"*/{package}-2.3.0-1.*.rpm"))
    equal(len(found), 1, f"packages named {package}")
    return str(found[0])


def query(tree, package, *what):
    return tree.run("rpm", "-qp", *what, rpm(tree, package)).stdout.splitlines()


def a_packager_writes_a_spec_that_includes_the_rest(tree):
    tree.run("modbuild", "package", "rpm", *REQUEST, "--out", "rpm")
    tree.write("rpm/switchyard.spec", SPEC)


def the_spec_has_every_package(tree):
    parsed = tree.run("rpmspec", "-q", "--define", f"tree {tree.path}", "switchyard.spec", cwd=tree.path / "rpm")
    equal([re.sub("-2.3.0-1.*", "", line) for line in parsed.stdout.split()], PACKAGES, "packages of the spec")


def the_packages_build_and_every_file_is_packaged(tree):
    # --nodeps: BuildRequires name packages of Fedora.
    tree.run("rpmbuild", "-bb", "--nodeps", "--define", f"_topdir {tree.scratch}/rpmbuild",
             "--define", f"tree {tree.path}", "--define", f"_libdir {LIBDIR}", "switchyard.spec",
             cwd=tree.path / "rpm")


def each_package_holds_what_is_planned_with_the_planned_modes(tree):
    tree.run("modbuild", "gen", *REQUEST)
    plan = tree.plan()
    for package in PACKAGES:
        found = {}
        for line in query(tree, package, "-lv"):
            words = line.split(None, 8)
            mode = listed_mode(words[0])
            if mode is not None:
                found[words[8].removesuffix(".gz")] = mode
            equal(words[2:4], ["root", "root"], words[8])
        equal(found, plan[package], package)


def directories_of_the_tree_are_owned_by_the_package_that_others_need(tree):
    directories = {}
    for package in PACKAGES:
        paths = [line.split(None, 8)[8] for line in query(tree, package, "-lv") if line[0] == "d"]
        directories[package] = [path for path in paths if "/.build-id" not in path]  # rpm's own
    equal(directories, {
        "switchyard": ["/etc/switchyard", f"{LIBDIR}/switchyard", f"{LIBDIR}/switchyard/modules",
                       "/usr/share/doc/switchyard", "/usr/share/switchyard"],
        "switchyard-codecs": [], "switchyard-dev": ["/usr/include/yard"], "switchyard-monitor": []}, "directories")


def modules_need_their_host_in_the_same_version(tree):
    for package in ("switchyard-codecs", "switchyard-monitor"):
        needs = query(tree, package, "--requires")
        equal([need for need in needs if re.match(r"switchyard(?!\(abi\))", need)], [f"switchyard{isa()} = 2.3.0-1"], package)
        equal({need for need in needs if "(abi)" in need} - set(query(tree, "switchyard", "--provides")), set(), package)
        contains("\n".join(needs), "switchyard(abi) = ")
    contains("\n".join(query(tree, "switchyard-dev", "--requires")), "switchyard = 2.3.0-1")


def isa():
    """What rpm calls this machine's architecture in a requirement; Debian's rpm leaves it out."""
    return os.popen("rpm --eval '%{?_isa}'").read().strip()


def configuration_is_kept_when_it_was_changed(tree):
    equal(query(tree, "switchyard", "-c"), ["/etc/switchyard/edged.conf", "/etc/switchyard/journal.conf"], "config")
    flags = query(tree, "switchyard", "--qf", "[%{FILENAMES} %{FILEFLAGS:fflags}\\n]")
    contains("\n".join(flags), "/etc/switchyard/edged.conf cn")


def documents_are_marked(tree):
    documents = query(tree, "switchyard", "-d")
    equal([path.removesuffix(".gz") for path in documents],
          ["/usr/share/doc/switchyard/beacon.md", "/usr/share/doc/switchyard/commands.md",
           "/usr/share/man/man8/edged.8"], "documents")


def only_packages_of_text_are_for_all_architectures(tree):
    equal([package for package in PACKAGES if query(tree, package, "--qf", "%{ARCH}\n") == ["noarch"]],
          ["switchyard-dev"], "noarch")


def the_host_loads_modules_of_other_packages(tree):
    root = tree.scratch / "root"
    root.mkdir()
    for package in PACKAGES:
        tree.run("bash", "-c", f"rpm2cpio {rpm(tree, package)} | cpio -idm --quiet", cwd=root)
    shown = tree.run(f"{root}/usr/bin/corerd", "--moduledir", f"{root}{LIBDIR}/switchyard/modules",
                     "--load", "monitor", "--load", "tally", "--modules")
    equal(re.findall(r"^module (\S+)", shown.stdout, re.M), ["corerd_monitor", "tally"], "modules")


def blanks_and_special_characters_reach_the_package(tree):
    special = [*REQUEST, "--dir", "docdir=/usr/share/doc/a b $x (y) 5%"]
    words = " ".join(f"'{word}'" for word in special).replace("%", "%%")
    spec = SPEC.replace(f"modbuild gen {' '.join(REQUEST)}", f"modbuild gen {words}")
    tree.write("rpm/switchyard.spec", spec)
    the_packages_build_and_every_file_is_packaged(tree)
    contains("\n".join(query(tree, "switchyard", "-l")), "\n/usr/share/doc/a b $x (y) 5%/beacon.md\n")


def what_rpm_reads_as_a_glob_is_refused(tree):
    refused = tree.run("modbuild", "package", "rpm", *REQUEST, "--dir", "docdir=/usr/share/doc/a[b]", "--out", "other",
                       status=3)
    contains(refused.stderr, "error[MB187]: '/usr/share/doc/a[b]/beacon.md' has a character")
    equal((tree.path / "other").exists(), False, "something was written")


CASES = [
    a_packager_writes_a_spec_that_includes_the_rest,
    the_spec_has_every_package,
    the_packages_build_and_every_file_is_packaged,
    each_package_holds_what_is_planned_with_the_planned_modes,
    directories_of_the_tree_are_owned_by_the_package_that_others_need,
    modules_need_their_host_in_the_same_version,
    configuration_is_kept_when_it_was_changed,
    documents_are_marked,
    only_packages_of_text_are_for_all_architectures,
    the_host_loads_modules_of_other_packages,
    blanks_and_special_characters_reach_the_package,
    what_rpm_reads_as_a_glob_is_refused,
]

if __name__ == "__main__":
    sys.exit(run_cases(CASES, __doc__, ["rpmbuild", "rpm2cpio", "cpio"]))
