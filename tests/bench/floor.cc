// What a generator cannot avoid on this machine: list the directories and read the files that
// decide what it writes, and write as many bytes. With bytes = 0 only look whether anything
// changed: stat of each. usage: bench_floor LIST BYTES OUTPUT THREADS. A line of LIST is a path, of
// a directory when it ends in '/'.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

std::optional<std::vector<std::string>> list(const std::string& directory) {
  DIR* stream = opendir(directory.c_str());
  if (stream == nullptr) return std::nullopt;
  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  closedir(stream);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  char buffer[65536];
  for (ssize_t got = read(file, buffer, sizeof buffer); got > 0;
       got = read(file, buffer, sizeof buffer)) {
    text.append(buffer, static_cast<std::size_t>(got));
  }
  close(file);
  return text;
}

bool visit(const std::string& path, bool only_stat) {
  struct stat status {};
  if (only_stat) return stat(path.c_str(), &status) == 0;
  return path.ends_with('/') ? list(path).has_value() : read_file(path).has_value();
}

bool write_file(const char* path, std::size_t bytes) {
  const std::string text(bytes, 'x');
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const ssize_t written = write(file, text.data(), text.size());
  return close(file) == 0 && written == static_cast<ssize_t>(bytes);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: bench_floor LIST BYTES OUTPUT THREADS\n", stderr);
    return 2;
  }
  const std::optional<std::string> text = read_file(argv[1]);
  if (!text) {
    std::fprintf(stderr, "bench_floor: cannot read %s\n", argv[1]);
    return 1;
  }
  const std::vector<std::string> paths = lines_of(*text);
  const std::size_t bytes = std::strtoul(argv[2], nullptr, 10);
  const std::size_t threads = std::max(1UL, std::strtoul(argv[4], nullptr, 10));
  constexpr std::size_t kBlock = 16;
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> failed{0};
  const auto work = [&] {
    for (std::size_t i = next.fetch_add(kBlock); i < paths.size(); i = next.fetch_add(kBlock)) {
      for (std::size_t k = i; k < std::min(paths.size(), i + kBlock); ++k) {
        if (!visit(paths[k], bytes == 0)) ++failed;
      }
    }
  };
  std::vector<std::jthread> pool;
  for (std::size_t i = 1; i < threads; ++i) pool.emplace_back(work);
  work();
  pool.clear();
  if (failed != 0) std::fprintf(stderr, "bench_floor: %zu paths are not there\n", failed.load());
  return failed == 0 && (bytes == 0 || write_file(argv[3], bytes)) ? 0 : 1;
}
