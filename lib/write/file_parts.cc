#include "write/file_parts.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace modbuild {
namespace {

// How many parts are made at a time: two for each thread, because they are not equally large.
std::size_t batch_size(unsigned threads) {
  return threads == 1 ? 1 : std::size_t{2} * threads;
}

std::vector<std::string> make_batch(const OutputFile& file, std::size_t begin, Threads threads) {
  const std::size_t size = batch_size(effective_threads(threads));
  std::vector<std::string> made(std::min(size, file.parts - begin));
  for_each_index(made.size(), threads, [&](std::size_t i) { made[i] = file.make_part(begin + i); });
  return made;
}

}  // namespace

Expected<void> for_each_part(const OutputFile& file, Threads threads,
                             const std::function<Expected<void>(std::string_view)>& take) {
  if (file.parts == 0) return take(file.text);
  const bool alone = effective_threads(threads) == 1;
  std::vector<std::string> ready = make_batch(file, 0, threads);
  for (std::size_t next = ready.size(); !ready.empty(); next += ready.size()) {
    std::vector<std::string> following;
    std::jthread ahead;
    if (next < file.parts && !alone) {
      ahead = std::jthread([&] { following = make_batch(file, next, threads); });
    }
    for (std::string& part : ready) {
      if (auto done = take(part); !done) return done;
      part = {};
    }
    if (ahead.joinable()) ahead.join();
    if (next < file.parts && alone) following = make_batch(file, next, threads);
    ready = std::move(following);
  }
  return {};
}

}  // namespace modbuild
