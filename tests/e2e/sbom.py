#!/usr/bin/env python3
"""Bills of materials of the sample tree: what formats demand, and whether what they say is true.

usage: sbom.py MODBUILD

What is required is written down here from SPDX 2.3 and CycloneDX 1.5. Each case is one sentence of the
contract, and uses what those before it made.
"""
import hashlib
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from package_tree import contains, equal, run_cases  # noqa: E402

SPDX_ID = re.compile(r"SPDXRef-[a-zA-Z0-9.-]+")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
SHA1, SHA256 = re.compile("[0-9a-f]{40}"), re.compile("[0-9a-f]{64}")
URL = re.compile(r"pkg:generic/[A-Za-z0-9._~%-]+@[A-Za-z0-9._~%-]+")

# A document's form: a dictionary has these members, those with '?' may be missing, and no others; a list has
# items of one form; a pattern and a set say what a text may be; a type what a value is.
SPDX = {
    "spdxVersion": {"SPDX-2.3"}, "dataLicense": {"CC0-1.0"}, "SPDXID": {"SPDXRef-DOCUMENT"}, "name": str,
    "documentNamespace": re.compile(r"https://spdx\.org/spdxdocs/[A-Za-z0-9.-]+-" + UUID),
    "creationInfo": {"created": TIME, "creators": [re.compile(r"Tool: modbuild-[0-9.]+")]},
    "packages": [{
        "SPDXID": SPDX_ID, "name": str, "versionInfo?": str, "summary?": str, "downloadLocation": {"NOASSERTION"},
        "primaryPackagePurpose": {"APPLICATION", "LIBRARY"}, "filesAnalyzed": bool,
        "packageVerificationCode?": {"packageVerificationCodeValue": SHA1},
        "licenseConcluded": {"NOASSERTION"}, "licenseDeclared": {"NOASSERTION"}, "copyrightText": {"NOASSERTION"},
        "comment?": str,
        "externalRefs?": [{"referenceCategory": {"PACKAGE-MANAGER"}, "referenceType": {"purl"},
                           "referenceLocator": URL}],
    }],
    "files": [{
        "SPDXID": SPDX_ID, "fileName": re.compile(r"\./.+"),
        "fileTypes": [{"BINARY", "SOURCE", "TEXT", "DOCUMENTATION", "OTHER"}],
        "checksums": [{"algorithm": {"SHA1", "SHA256"}, "checksumValue": re.compile("[0-9a-f]{40,64}")}],
        "licenseConcluded": {"NOASSERTION"}, "copyrightText": {"NOASSERTION"},
    }],
    "relationships": [{
        "spdxElementId": SPDX_ID, "relatedSpdxElement": SPDX_ID, "comment?": str,
        "relationshipType": {"DESCRIBES", "CONTAINS", "DEPENDS_ON", "DYNAMIC_LINK", "STATIC_LINK",
                             "RUNTIME_DEPENDENCY_OF"},
    }],
}
PROPERTIES = [{"name": re.compile("modbuild:(kind|linkage|package|mode|size)"), "value": str}]
CYCLONEDX = {
    "$schema": {"http://cyclonedx.org/schema/bom-1.5.schema.json"}, "bomFormat": {"CycloneDX"}, "specVersion": {"1.5"},
    "serialNumber": re.compile("urn:uuid:" + UUID), "version": int,
    "metadata": {
        "timestamp": TIME,
        "tools": {"components": [{"type": {"application"}, "name": {"modbuild"}, "version": str}]},
        "component": {"type": {"application"}, "bom-ref": str, "name": str, "version?": str},
    },
    "components": [{
        "type": {"application", "library"}, "bom-ref": str, "name": str, "version?": str, "description?": str,
        "purl?": URL, "properties": PROPERTIES,
        "components?": [{
            "type": {"file"}, "bom-ref": str, "name": re.compile("/.+"), "properties": PROPERTIES,
            "hashes": [{"alg": {"SHA-1", "SHA-256"}, "content": re.compile("[0-9a-f]{40,64}")}],
        }],
    }],
    "dependencies": [{"ref": str, "dependsOn": [str]}],
}


def check_form(value, form, where="document"):
    if isinstance(form, dict):
        known = {key.rstrip("?"): key for key in form}
        equal(sorted(set(value) - set(known)), [], f"unknown members of {where}")
        for name, key in known.items():
            if name in value:
                check_form(value[name], form[key], f"{where}.{name}")
            elif not key.endswith("?"):
                raise AssertionError(f"{where} has no '{name}'")
    elif isinstance(form, list):
        equal(type(value), list, where)
        for i, item in enumerate(value):
            check_form(item, form[0], f"{where}[{i}]")
    elif isinstance(form, set):
        equal(value in form, True, f"{where} is {value!r}, one of {form}")
    elif isinstance(form, re.Pattern):
        equal(bool(form.fullmatch(value)), True, f"{where} is {value!r}, like {form.pattern}")
    else:
        equal(type(value), form, where)


def bill(tree, form, *words, **variables):
    return tree.run("modbuild", "sbom", "-q", "--format", form, *words, **variables).stdout


def installed(tree, directory):
    root = tree.path / directory
    return {"/" + str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*")
            if path.is_file() and path.name != "switchyard.json"}


def nothing_is_listed_that_is_not_built(tree):
    tree.run("modbuild", "gen")
    done = tree.run("modbuild", "sbom", "--format", "spdx-2.3", status=1)
    contains(done.stderr, "error[MB171]: bin/corelite is not built")
    equal(done.stdout, "", "document")
    tree.run("modbuild", "build")
    tree.run("modbuild", "install", "--destdir", "stage")


def spdx_has_what_the_format_requires(tree):
    document = json.loads(bill(tree, "spdx-2.3"))
    check_form(document, SPDX)
    for package in document["packages"]:
        equal("packageVerificationCode" in package, package["filesAnalyzed"], package["SPDXID"])
    for file in document["files"]:
        equal([checksum["algorithm"] for checksum in file["checksums"]], ["SHA1", "SHA256"], file["fileName"])


def every_identifier_of_spdx_is_unique_and_every_reference_leads_somewhere(tree):
    document = json.loads(bill(tree, "spdx-2.3"))
    ids = [document["SPDXID"]] + [one["SPDXID"] for one in document["packages"] + document["files"]]
    equal(len(ids), len(set(ids)), "identifiers")
    for relation in document["relationships"]:
        equal({relation["spdxElementId"], relation["relatedSpdxElement"]} <= set(ids), True, str(relation))
    contained = [relation["relatedSpdxElement"] for relation in document["relationships"]
                 if relation["relationshipType"] == "CONTAINS"]
    equal(sorted(contained), sorted(one["SPDXID"] for one in document["packages"] + document["files"]
                                    if one["name" if "name" in one else "fileName"] not in ("switchyard", "xxhash")),
          "what something contains, once each")


def checksums_are_those_of_installed_files(tree):
    for words, directory in (((), "stage"), (("--strip",), "stripped")):
        tree.run("modbuild", "install", "--destdir", directory, *words)
        files = installed(tree, directory)
        document = json.loads(bill(tree, "spdx-2.3", *words))
        equal(sorted(file["fileName"][1:] for file in document["files"]), sorted(files), "files")
        for file in document["files"]:
            content = files[file["fileName"][1:]]
            equal([checksum["checksumValue"] for checksum in file["checksums"]],
                  [hashlib.sha1(content).hexdigest(), hashlib.sha256(content).hexdigest()], file["fileName"])


def verification_codes_are_made_of_the_files_of_a_package(tree):
    document = json.loads(bill(tree, "spdx-2.3"))
    sha1 = {file["SPDXID"]: file["checksums"][0]["checksumValue"] for file in document["files"]}
    checked = 0
    for package in document["packages"]:
        own = sorted(sha1[relation["relatedSpdxElement"]] for relation in document["relationships"]
                     if relation["spdxElementId"] == package["SPDXID"] and relation["relatedSpdxElement"] in sha1)
        if package["filesAnalyzed"]:
            checked += 1
            equal(package["packageVerificationCode"]["packageVerificationCodeValue"],
                  hashlib.sha1("".join(own).encode()).hexdigest(), package["name"])
        else:
            equal(own, [], package["name"])
    equal(checked > 10, True, "packages with files")


def relations_say_who_needs_whom(tree):
    document = json.loads(bill(tree, "spdx-2.3"))
    relations = {(one["spdxElementId"][8:], one["relationshipType"], one["relatedSpdxElement"][8:])
                 for one in document["relationships"]}
    for expected in (("module-mixer", "DEPENDS_ON", "module-codec-alaw"),
                     ("module-mixer", "DEPENDS_ON", "program-edged"),
                     ("module-edged-monitor", "DYNAMIC_LINK", "library-meter"),
                     ("module-journal", "DEPENDS_ON", "lib-xxhash"),
                     ("DOCUMENT", "DESCRIBES", "tree-switchyard")):
        equal(expected in relations, True, f"{expected} is among {sorted(relations)}")


def external_libraries_have_the_version_that_was_found(tree):
    version = tree.run("pkg-config", "--modversion", "libxxhash").stdout.strip()
    (spdx,) = [one for one in json.loads(bill(tree, "spdx-2.3"))["packages"] if one["name"] == "xxhash"]
    equal(spdx["versionInfo"], version, "version")
    equal(spdx["externalRefs"][0]["referenceLocator"], f"pkg:generic/xxhash@{version}", "package URL")
    (cyclonedx,) = [one for one in json.loads(bill(tree, "cyclonedx-1.5"))["components"] if one["name"] == "xxhash"]
    equal((cyclonedx["version"], cyclonedx["purl"]), (version, f"pkg:generic/xxhash@{version}"), "version")


def cyclonedx_has_what_the_format_requires(tree):
    document = json.loads(bill(tree, "cyclonedx-1.5"))
    check_form(document, CYCLONEDX)
    own = [document["metadata"]["component"]] + document["components"]
    references = [one["bom-ref"] for one in own]
    references += [file["bom-ref"] for one in document["components"] for file in one.get("components", [])]
    equal(len(references), len(set(references)), "references")
    equal(sorted(one["ref"] for one in document["dependencies"]), sorted(one["bom-ref"] for one in own), "dependencies")
    for one in document["dependencies"]:
        equal(set(one["dependsOn"]) <= set(references), True, one["ref"])
        equal(len(one["dependsOn"]), len(set(one["dependsOn"])), one["ref"])


def both_formats_list_the_same_files(tree):
    spdx = json.loads(bill(tree, "spdx-2.3"))
    cyclonedx = json.loads(bill(tree, "cyclonedx-1.5"))
    equal({file["name"]: file["hashes"][1]["content"] for one in cyclonedx["components"]
           for file in one.get("components", [])},
          {file["fileName"][1:]: file["checksums"][1]["checksumValue"] for file in spdx["files"]}, "files")


def what_only_the_build_runs_is_not_listed(tree):
    names = {one["name"] for one in json.loads(bill(tree, "spdx-2.3"))["packages"]}
    equal(names & {"mkopcodes", "mkcommands", "outfile"}, set(), "parts")


def the_text_lists_every_part(tree):
    text = tree.run("modbuild", "sbom")
    names = {one["name"] for one in json.loads(bill(tree, "spdx-2.3"))["packages"]} - {"switchyard"}
    equal({line.split()[1] for line in text.stdout.splitlines()[1:]}, names, "parts")
    contains(text.stderr, f"{len(names)} parts, {len(installed(tree, 'stage'))} files")


def the_same_build_has_the_same_document(tree):
    for form in ("spdx-2.3", "cyclonedx-1.5"):
        equal(bill(tree, form), bill(tree, form, TZ="Asia/Tokyo", LC_ALL="C"), form)


def another_build_has_another_identity(tree):
    before = json.loads(bill(tree, "spdx-2.3"))["documentNamespace"]
    source = tree.path / "modules/tally/tally.c"
    source.write_text(source.read_text() + "\nint tally_changed(void);\nint tally_changed(void) { return 1; }\n")
    tree.run("modbuild", "build")
    equal(json.loads(bill(tree, "spdx-2.3"))["documentNamespace"] != before, True, "another namespace")


def source_date_epoch_is_the_time_of_creation(tree):
    document = json.loads(bill(tree, "spdx-2.3", SOURCE_DATE_EPOCH="1700000000"))
    equal(document["creationInfo"]["created"], "2023-11-14T22:13:20Z", "created")
    document = json.loads(bill(tree, "cyclonedx-1.5", SOURCE_DATE_EPOCH="0"))
    equal(document["metadata"]["timestamp"], "1970-01-01T00:00:00Z", "timestamp")
    contains(tree.run("modbuild", "sbom", status=2, SOURCE_DATE_EPOCH="today").stderr, "error[MB190]")


def a_smaller_selection_has_a_smaller_bill(tree):
    tree.run("modbuild", "build", "-B", "small", "-g", "codec", "-q")
    names = {one["name"] for one in json.loads(bill(tree, "spdx-2.3", "-B", "small"))["packages"]}
    equal("codec_alaw" in names and "xxhash" not in names and "tally" not in names, True, f"parts {sorted(names)}")
    contains(tree.run("modbuild", "sbom", "-g", "basic", "-B", "small", status=1).stderr, "error[MB176]")


CASES = [
    nothing_is_listed_that_is_not_built,
    spdx_has_what_the_format_requires,
    every_identifier_of_spdx_is_unique_and_every_reference_leads_somewhere,
    checksums_are_those_of_installed_files,
    verification_codes_are_made_of_the_files_of_a_package,
    relations_say_who_needs_whom,
    external_libraries_have_the_version_that_was_found,
    cyclonedx_has_what_the_format_requires,
    both_formats_list_the_same_files,
    what_only_the_build_runs_is_not_listed,
    the_text_lists_every_part,
    the_same_build_has_the_same_document,
    another_build_has_another_identity,
    source_date_epoch_is_the_time_of_creation,
    a_smaller_selection_has_a_smaller_bill,
]

if __name__ == "__main__":
    sys.exit(run_cases(CASES, __doc__, ["pkg-config"]))
