#!/usr/bin/env python3
"""Builds real Debian packages of the sample tree from the files that `modbuild package deb` writes.

usage: deb_packages.py MODBUILD

What is in debian/ beside those files is what a packager writes by hand. Each case is one sentence of the
contract, and uses what those before it made.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from package_tree import contains, equal, listed_mode, run_cases  # noqa: E402

VERSION = "2.3.0-1"
PACKAGES = ["switchyard", "switchyard-codecs", "switchyard-dev", "switchyard-monitor"]

CONTROL = """Source: switchyard
Section: comm
Priority: optional
Maintainer: Nobody <nobody@example.org>
Standards-Version: 4.6.2
Build-Depends:
 debhelper-compat (= 13),
"""
CHANGELOG = f"""switchyard ({VERSION}) unstable; urgency=medium

  * A test.

 -- Nobody <nobody@example.org>  Thu, 01 Jan 2026 00:00:00 +0000
"""
RULES = """#!/usr/bin/make -f
%:
\tdh $@

override_dh_auto_configure:
\tmodbuild gen --profile debian

override_dh_auto_build:
\tmodbuild build

override_dh_auto_install:
\tmodbuild install --destdir debian/tmp
\tmodbuild package deb --profile debian --out debian

override_dh_auto_test:

override_dh_auto_clean:
\trm -rf build

override_dh_missing:
\tdh_missing --fail-missing
"""


def deb(tree, package):
    found = sorted(tree.scratch.glob(f"{package}_{VERSION}_*.deb"))
    equal(len(found), 1, f"packages named {package}")
    return str(found[0])


def field(tree, package, name):
    return tree.run("dpkg-deb", "-f", deb(tree, package), name).stdout.strip()


def contents(tree, package):
    """{path: mode} of the files in a package that are not debhelper's own."""
    files = {}
    for line in tree.run("dpkg-deb", "-c", deb(tree, package)).stdout.splitlines():
        words = line.split(None, 5)
        path = words[5][1:]
        mode = listed_mode(words[0])
        if mode is not None and not re.search(r"/usr/share/doc/[^/]+/(changelog\.Debian\.gz|copyright)$", path):
            files[path.removesuffix(".gz")] = mode
    return files


def deb_mode(path, mode):
    """What dh_fixperms makes of a mode: Debian's shared objects are not executable (Policy 8.1)."""
    return 0o644 if path.endswith(".so") else mode


def a_packager_writes_the_source_stanza_and_modbuild_the_rest(tree):
    tree.write("debian/control.source", CONTROL)
    tree.write("debian/changelog", CHANGELOG)
    tree.write("debian/rules", RULES, mode=0o755)
    tree.write("debian/source/format", "3.0 (native)\n")
    made = tree.run("modbuild", "package", "deb", "--profile", "debian", "--out", "debian").stdout.split()
    of_packages = [f"debian/{package}.install" for package in PACKAGES] + \
        [f"debian/{package}.substvars" for package in PACKAGES if package != "switchyard-dev"]
    equal(made[1::2], ["debian/control.build-depends", "debian/control.packages", "debian/not-installed"]
          + sorted(of_packages), "files")
    parts = ["control.source", "control.build-depends", "control.packages"]
    tree.write("debian/control", "".join((tree.path / "debian" / part).read_text() for part in parts))


def the_packages_build_and_nothing_is_missing(tree):
    # -d: this machine has modbuild on PATH, and no package of it.
    tree.run("dpkg-buildpackage", "-b", "-us", "-uc", "-d")
    built = sorted(file.name.split("_")[0] for file in tree.scratch.glob("*.deb") if "dbgsym" not in file.name)
    equal(built, PACKAGES, "packages")


def each_package_holds_what_is_planned_with_the_planned_modes(tree):
    plan = tree.plan()
    equal(sorted(plan), PACKAGES, "packages of the plan")
    for package in PACKAGES:
        equal(contents(tree, package), {path: deb_mode(path, mode) for path, mode in plan[package].items()}, package)


def modules_need_their_host_in_the_same_version(tree):
    for package in ("switchyard-codecs", "switchyard-monitor"):
        contains(field(tree, package, "Depends"), f"switchyard (= {VERSION})")
    equal(field(tree, "switchyard-dev", "Depends"), f"switchyard (>= {VERSION}), switchyard (<< {VERSION}.1~)",
          "Depends of switchyard-dev")
    contains(field(tree, "switchyard", "Depends"), "libc6")
    contains(field(tree, "switchyard", "Depends"), "libxxhash0")


def the_packages_of_modules_need_the_abi_that_their_host_provides(tree):
    root = tree.scratch / "abi"
    for package in PACKAGES:
        tree.run("dpkg-deb", "-x", deb(tree, package), str(root))
    provided = [name.strip() for name in field(tree, "switchyard", "Provides").split(",")]
    symbols = tree.run("nm", "-D", *map(str, root.glob("usr/bin/*d")), f"{root}/usr/bin/corelite").stdout
    equal(sorted(set(re.findall(r"modbuild_abi_([0-9a-f]{16})$", symbols, re.M))),
          sorted(name.removeprefix("switchyard-abi-") for name in provided), "Provides")
    for package in ("switchyard-codecs", "switchyard-monitor"):
        needed = re.findall(r"switchyard-abi-[0-9a-f]+", field(tree, package, "Depends"))
        equal([set(needed) <= set(provided), needed == []], [True, False], f"Depends of {package}")


def only_packages_of_text_are_for_all_architectures(tree):
    equal([field(tree, package, "Architecture") == "all" for package in PACKAGES], [False, False, True, False],
          "Architecture: all")


def configuration_files_are_conffiles(tree):
    tree.run("dpkg-deb", "-e", deb(tree, "switchyard"), "control")
    equal((tree.path / "control/conffiles").read_text().split(),
          ["/etc/switchyard/edged.conf", "/etc/switchyard/journal.conf"], "conffiles")


def descriptions_are_those_of_the_tree_file(tree):
    equal(field(tree, "switchyard-codecs", "Description").splitlines(),
          ["speech codecs for switchyard", " Modules: codec_alaw, codec_common, mixer."], "Description")


def check_agrees_with_what_was_staged(tree):
    checked = tree.run("modbuild", "package", "check", "--deb", "debian", "--destdir", "debian/tmp")
    contains(checked.stderr, "4 packages, 33 files, 0 findings")


def the_host_loads_modules_of_other_packages(tree):
    root = tree.scratch / "root"
    for package in PACKAGES:
        tree.run("dpkg-deb", "-x", deb(tree, package), str(root))
    loaded = {}
    (modules,) = {file.parent for file in root.rglob("edged_monitor.so")}
    shown = tree.run(f"{root}/usr/bin/edged", "--moduledir", str(modules), "--load", "monitor", "--load",
                     "codec_common", "--load", "codec_alaw", "--load", "mixer", "--modules")
    loaded = re.findall(r"^module (\S+)", shown.stdout, re.M)
    equal(loaded, ["edged_monitor", "codec_common", "codec_alaw", "mixer"], "modules")


def a_forgotten_file_stops_check_as_it_stops_dh_missing(tree):
    install = tree.path / "debian/switchyard-monitor.install"
    lines = install.read_text().splitlines()
    install.write_text("\n".join(line for line in lines if "corerd_monitor" not in line) + "\n")
    checked = tree.run("modbuild", "package", "check", "--deb", "debian", status=1)
    contains(checked.stderr, "error[MB183]")
    contains(checked.stderr, "corerd_monitor.so")
    tree.run("dh_prep")
    tree.run("modbuild", "install", "--destdir", "debian/tmp")
    tree.run("dh_install")
    contains(tree.run("dh_missing", "--fail-missing", status=None).stderr, "corerd_monitor.so")


def wildcards_of_a_packager_are_read_as_dh_install_reads_them(tree):
    tree.write("debian/switchyard-monitor.install",
               "usr/lib/*/libmeter.so\nusr/lib/${DEB_HOST_MULTIARCH}/switchyard/modules/{corerd,edged}_mon*.so\n")
    tree.run("modbuild", "package", "check", "--deb", "debian")
    tree.run("dh_prep")
    tree.run("modbuild", "install", "--destdir", "debian/tmp")
    tree.run("dh_install")
    tree.run("dh_missing", "--fail-missing")


def blanks_and_special_characters_reach_the_package(tree):
    tree.run("modbuild", "gen", "--profile", "debian", "--dir", "docdir=/usr/share/doc/a b $x [y] {{z}}*")
    tree.run("modbuild", "build")
    tree.run("modbuild", "package", "deb", "--out", "debian", "--force")
    tree.run("dh_prep")
    tree.run("modbuild", "install", "--destdir", "debian/tmp")
    tree.run("dh_install")
    tree.run("dh_missing", "--fail-missing")
    tree.run("modbuild", "package", "check", "--deb", "debian", "--destdir", "debian/tmp")
    equal(sorted(f.name for f in (tree.path / "debian/switchyard/usr/share/doc/a b $x [y] {z}*").iterdir()),
          ["beacon.md", "commands.md"], "documents")


CASES = [
    a_packager_writes_the_source_stanza_and_modbuild_the_rest,
    the_packages_build_and_nothing_is_missing,
    each_package_holds_what_is_planned_with_the_planned_modes,
    modules_need_their_host_in_the_same_version,
    the_packages_of_modules_need_the_abi_that_their_host_provides,
    only_packages_of_text_are_for_all_architectures,
    configuration_files_are_conffiles,
    descriptions_are_those_of_the_tree_file,
    check_agrees_with_what_was_staged,
    the_host_loads_modules_of_other_packages,
    a_forgotten_file_stops_check_as_it_stops_dh_missing,
    wildcards_of_a_packager_are_read_as_dh_install_reads_them,
    blanks_and_special_characters_reach_the_package,
]

if __name__ == "__main__":
    sys.exit(run_cases(CASES, __doc__, ["dh", "dpkg-buildpackage", "fakeroot"]))
