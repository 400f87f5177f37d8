#!/usr/bin/env python3
"""Builds real packages of the sample tree with CPack, from the file that `modbuild package cpack` writes.

usage: cpack_packages.py MODBUILD

CMakeLists.txt is what a CPack user writes by hand. Each case is one sentence of the contract, and uses what
those before it made.
"""
import os
import re
import sys
import tarfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from package_tree import contains, equal, listed_mode, run_cases  # noqa: E402

PACKAGES = ["switchyard", "switchyard-codecs", "switchyard-dev", "switchyard-monitor"]

PROJECT = """cmake_minimum_required(VERSION 3.22)
project(switchyard VERSION 2.3.0 LANGUAGES NONE)
set(MODBUILD_STAGE "${CMAKE_SOURCE_DIR}/../stage")
set(CPACK_PACKAGE_CONTACT "Nobody <nobody@example.org>")
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(packages.cmake)
include(CPack)
"""


def deb(tree, package):
    found = sorted((tree.path / "cpack/build").glob(f"{package}_2.3.0_*.deb"))
    equal(len(found), 1, f"packages named {package}")
    return str(found[0])


def contents(tree, package):
    files = {}
    for line in tree.run("dpkg-deb", "-c", deb(tree, package)).stdout.splitlines():
        words = line.split(None, 5)
        if listed_mode(words[0]) is not None:
            files[words[5][1:]] = listed_mode(words[0])
    return files


def a_project_stages_the_files_and_includes_the_rest(tree):
    tree.run("modbuild", "gen", "--profile", "debian")
    tree.run("modbuild", "build")
    tree.run("modbuild", "install", "--destdir", "stage")
    tree.run("modbuild", "package", "cpack", "--out", "cpack")
    tree.write("cpack/CMakeLists.txt", PROJECT)


def cpack_makes_the_packages(tree):
    tree.run("cmake", "-S", "cpack", "-B", "cpack/build")
    tree.run("cpack", "--config", "CPackConfig.cmake", cwd=tree.path / "cpack/build")


def each_package_holds_what_is_planned_with_the_planned_modes(tree):
    plan = tree.plan()
    equal(sorted(plan), PACKAGES, "packages of the plan")
    for package in PACKAGES:
        equal(contents(tree, package), plan[package], package)


def each_package_has_an_archive_too(tree):
    plan = tree.plan()
    for package in PACKAGES:
        (archive,) = (tree.path / "cpack/build").glob(f"switchyard-2.3.0-*-{package}.tar.gz")
        with tarfile.open(archive) as tar:
            equal(sorted(f"/{member.name}".replace("//", "/").replace("/./", "/") for member in tar if member.isfile()),
                  sorted(plan[package]), package)


def modules_need_their_host_in_the_same_version(tree):
    for package in PACKAGES[1:]:
        contains(tree.run("dpkg-deb", "-f", deb(tree, package), "Depends").stdout, "switchyard (= 2.3.0)")
    provided = set(tree.run("dpkg-deb", "-f", deb(tree, "switchyard"), "Provides").stdout.replace(",", " ").split())
    for package in ("switchyard-codecs", "switchyard-monitor"):
        depends = tree.run("dpkg-deb", "-f", deb(tree, package), "Depends").stdout
        needed = set(re.findall(r"switchyard-abi-[0-9a-f]{16}", depends))
        equal([needed <= provided, needed == set()], [True, False], f"Depends of {package}")


def configuration_files_are_conffiles(tree):
    tree.run("dpkg-deb", "-e", deb(tree, "switchyard"), "control")
    equal((tree.path / "control/conffiles").read_text().split(),
          ["/etc/switchyard/edged.conf", "/etc/switchyard/journal.conf"], "conffiles")


CASES = [
    a_project_stages_the_files_and_includes_the_rest,
    cpack_makes_the_packages,
    each_package_holds_what_is_planned_with_the_planned_modes,
    each_package_has_an_archive_too,
    modules_need_their_host_in_the_same_version,
    configuration_files_are_conffiles,
]

if __name__ == "__main__":
    sys.exit(run_cases(CASES, __doc__, ["cpack", "dpkg-deb"]))
