// What Ninja reads: names and depfiles, as its own tools list them.
#include <algorithm>
#include <set>

#include "e2e/hostile_text.h"
#include "e2e/ninja_case.h"

namespace modbuild {
namespace {

// Ninja reads back exactly the path that was written, or the path was refused.
TEST(NinjaQuoting, EveryPathIsReadByNinjaAsItWasMeant) {
  NinjaCase build;
  HostileText text(2);
  std::set<std::string> names;
  std::size_t refused = 0;
  std::string file = "rule r\n  command = true\n";
  for (int i = 0; i < 3000; ++i) {
    std::string name = text.word() + std::to_string(i);
    std::replace(name.begin(), name.end(), '/', '_');  // Ninja normalises what it reads
    if (const Escaped<NinjaPath> path = ninja_path(name)) {
      file += "build " + path->text() + ": r\n";
      names.insert(name);
    } else {
      ++refused;
    }
  }
  build.add("build/build.ninja", file);
  const std::string listed = build.ninja({"-t", "targets", "all"}).output;
  std::set<std::string> read;
  for (std::size_t at = listed.find('\n') == std::string::npos ? 0 : 0; at < listed.size();) {
    const std::size_t end = listed.find('\n', at);
    const std::string line = listed.substr(at, end - at);
    if (line.ends_with(": r")) read.insert(line.substr(0, line.size() - 3));
    at = end + 1;
  }
  EXPECT_TRUE(read == names);
  EXPECT_GT(names.size(), 1500U);
  EXPECT_GT(refused, 100U);
}

TEST(NinjaQuoting, EveryDepfilePathIsReadByNinjaAsItWasMeant) {
  NinjaCase build;
  HostileText text(3);
  std::vector<std::string> paths;
  std::string depfile = "out:";
  while (paths.size() < 2000) {
    std::string path = "d" + text.word() + std::to_string(paths.size());
    std::replace(path.begin(), path.end(), '/', '_');
    const Escaped<DepfilePath> quoted = depfile_path(path);
    if (!quoted) continue;
    depfile += " \\\n" + quoted->text();
    paths.push_back(path);
  }
  build.add("build/in.d", depfile + "\n");
  build.add("build/build.ninja",
            "rule r\n  command = cp in.d out.d && touch out\n  deps = gcc\n  depfile = out.d\n"
            "build out: r\n");
  EXPECT_EQ(build.commands_run(), 1);
  std::string expected;
  for (const std::string& path : paths) expected += "    " + path + "\n";
  const std::string listed = build.ninja({"-t", "deps", "out"}).output;
  EXPECT_TRUE(listed.find(expected) != std::string::npos) << listed.substr(0, 2000);
}

}  // namespace
}  // namespace modbuild
