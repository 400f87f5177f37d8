// What a generator cannot avoid on this machine: list every directory of a tree, read every
// manifest, write as many bytes as the build file has. With bytes = 0: only look whether anything
// changed (stat of every manifest and directory). usage: bench_floor TREE BYTES OUTPUT THREADS
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

std::vector<std::string> list(const std::string& directory) {
  std::vector<std::string> names;
  if (DIR* stream = opendir(directory.c_str())) {
    while (const dirent* entry = readdir(stream)) {
      if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    }
    closedir(stream);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::size_t read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  std::size_t total = 0;
  char buffer[65536];
  for (ssize_t got = read(file, buffer, sizeof buffer); got > 0;
       got = read(file, buffer, sizeof buffer)) {
    total += static_cast<std::size_t>(got);
  }
  close(file);
  return total;
}

void visit(const std::string& directory, bool only_stat) {
  struct stat status {};
  if (only_stat) {
    stat(directory.c_str(), &status);
    stat((directory + "/module.toml").c_str(), &status);
    return;
  }
  list(directory);
  read_file(directory + "/module.toml");
}

bool write_file(const char* path, std::size_t bytes) {
  const std::string text(bytes, 'x');
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const ssize_t written = write(file, text.data(), text.size());
  return close(file) == 0 && written == static_cast<ssize_t>(bytes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: bench_floor TREE BYTES OUTPUT THREADS\n", stderr);
    return 2;
  }
  const std::string tree = argv[1];
  const std::size_t bytes = std::strtoul(argv[2], nullptr, 10);
  const std::size_t threads = std::max(1UL, std::strtoul(argv[4], nullptr, 10));
  read_file(tree + "/modbuild.toml");
  const std::vector<std::string> modules = list(tree + "/modules");
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < modules.size(); i = next++) {
      visit(tree + "/modules/" + modules[i], bytes == 0);
    }
  };
  std::vector<std::jthread> pool;
  for (std::size_t i = 1; i < threads; ++i) pool.emplace_back(work);
  work();
  pool.clear();
  return bytes == 0 || write_file(argv[3], bytes) ? 0 : 1;
}
