// What holds for every system and plan: uninstalling brings back what was there, and no edit of a
// user's is lost.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "base/path.h"
#include "base/str.h"
#include "unit/install/random_yard.h"

namespace modbuild::test {
namespace {

constexpr std::size_t kBytes = 300;

std::vector<std::uint8_t> any_bytes() {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  return *rc::gen::container<std::vector<std::uint8_t>>(kBytes, byte);
}

// Installs one to three versions of a plan, the last of them to the end. False when something stood
// in the way of one: then it has changed nothing.
bool install_versions(RandomYard& yard) {
  for (std::size_t left = 1 + yard.dice().below(3); left > 0; --left) {
    const Snapshot before = snapshot(yard.system());
    if (!yard.install().empty()) {
      RC_ASSERT(snapshot(yard.system()) == before);
      return false;
    }
    if (left > 1) yard.change_plan();
  }
  return true;
}

TEST(RoundTrip, LeavesTheSystemAsItWas) {
  std::size_t installed = 0, refused = 0;
  const bool holds = rc::check([&] {
    MemoryFileSystem system;
    system.follow_links();
    RandomYard yard(any_bytes(), system);
    const Snapshot before = snapshot(system);
    const bool all = install_versions(yard);
    ++(all ? installed : refused);
    if (all) {
      RC_ASSERT(yard.verify() == "");
      const Snapshot after = snapshot(system);
      RC_ASSERT(yard.install() == "");
      RC_ASSERT(snapshot(system) == after);
    }
    if (all || system.status("var/lib/modbuild/yard.json")) RC_ASSERT(yard.uninstall() == "");
    RC_ASSERT(snapshot(system) == before);
  });
  EXPECT_TRUE(holds);
  EXPECT_GT(installed, refused);
  EXPECT_GT(refused, 0U);
}

// What users do to an installation, and what has to come of it.
struct Edits {
  std::string faults;  // that verify has to tell
  std::string kept;    // that uninstall has to tell
  std::vector<std::string> foreign;
  std::set<std::uint64_t> stay;  // inodes of what nobody may remove
};

void edit(RandomYard& yard, const std::string& path, const InstalledFile& file, Edits& edits) {
  FileSystem& system = yard.system();
  const std::string name = path.substr(1);
  const bool config = file.kind == InstallKind::Config;
  const std::size_t what = yard.dice().below(9);
  if (what == 0) {
    RC_ASSERT(system.remove(name).has_value());
    edits.faults += "missing " + path + "\n";
  } else if (what == 1) {
    put_file(system, name, system.read(name, 1U << 20U).value(), 0751);
    edits.faults += "mode " + path + "\n";
  } else if (what < 5) {
    const bool link = what == 2;
    put_file(system, name, yard.dice().of({"mine", "rather longer than what was installed"}), 0644);
    if (link) {
      RC_ASSERT(system.remove(name).has_value());
      RC_ASSERT(system.make_link("/usr/share", name).has_value());
    }
    edits.faults += (link ? "not-a-file " : config ? "edited " : "content ") + path + "\n";
    if (config) edits.stay.insert(system.status(name)->inode);
    if (!config) edits.kept += path + " was changed since it was installed, and is kept\n";
  }
  if (file.kind == InstallKind::Module && yard.dice().one_in(3)) {
    const std::string foreign = join_path(directory_of(name), "foreign");
    put_file(system, foreign, "theirs", 0600);
    edits.stay.insert(system.status(foreign)->inode);
    edits.foreign.push_back("foreign /" + foreign + "\n");
  }
}

// Without the lines that say `word`.
std::string without(const std::string& word, const std::string& text) {
  std::string result;
  for (const std::string& line : split(text, "\n")) {
    if (!line.starts_with(word)) result += line + "\n";
  }
  return result;
}

// What was there before and what has to stay, and no directory more than these need.
void check_left(RandomYard& yard, const Snapshot& before, const Snapshot& expected) {
  const Snapshot left = snapshot(yard.system());
  for (const auto& [path, line] : expected) RC_ASSERT(left.contains(path) && left.at(path) == line);
  std::set<std::string> needed;
  for (const auto& [path, line] : expected) {
    for (const std::string& directory : directories_above(path)) needed.insert(directory);
  }
  for (const auto& [path, line] : left) {
    if (is_directory_line(line)) RC_ASSERT(before.contains(path) || needed.contains(path));
    if (!is_directory_line(line)) RC_ASSERT(expected.contains(path));
  }
}

void check_edits(FileSystem& system) {
  RandomYard yard(any_bytes(), system);
  const Snapshot before = snapshot(system);
  if (!install_versions(yard)) RC_DISCARD("something was in the way");
  const auto installed = yard.installed();
  Edits edits;
  for (const auto& [path, file] : installed.files) edit(yard, path, file, edits);
  Snapshot expected = before;
  for (const auto& [path, line] : snapshot(system)) {
    if (edits.stay.contains(system.status(path)->inode)) expected[path] = line;
  }
  const std::string faults = yard.verify();
  RC_ASSERT(without("foreign ", faults) == edits.faults);
  for (const std::string& line : edits.foreign) RC_ASSERT(faults.find(line) != std::string::npos);

  RC_ASSERT(yard.uninstall() == edits.kept);
  RC_ASSERT(system.status("var/lib/modbuild/yard.json").has_value() == !edits.kept.empty());
  if (!edits.kept.empty()) {
    for (const std::string& line : split(edits.kept, "\n")) {
      RC_ASSERT(system.status(line.substr(1, line.find(' ') - 1)).has_value());
    }
    RC_ASSERT(yard.uninstall(true) == "");
  }
  check_left(yard, before, expected);
}

TEST(UsersEdits, AreToldByVerifyAndNeverLost) {
  EXPECT_TRUE(rc::check([] {
    MemoryFileSystem system;
    system.follow_links();
    check_edits(system);
  }));
}

}  // namespace
}  // namespace modbuild::test
