#include <algorithm>

#include "base/str.h"
#include "import/verify.h"

namespace modbuild {

std::vector<Deviation> read_deviations(std::string_view text, FileId file,
                                       Diagnostics& diagnostics) {
  std::vector<Deviation> deviations;
  std::size_t begin = 0;
  std::uint32_t number = 0;
  while (begin < text.size()) {
    ++number;
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::size_t hash = line.find(" # ");
    const std::vector<std::string> words = split(line.substr(0, hash), " \t");
    if (!line.starts_with("#") && !words.empty()) {
      if (words.size() < 3 || hash == std::string_view::npos || hash + 3 >= line.size()) {
        diagnostics.add(
            Code::BadDeviation,
            SourceRange{file, number, 1, number, static_cast<std::uint32_t>(line.size() + 1)},
            "expected COMPONENT KIND VALUE # REASON");
      } else {
        deviations.push_back({words[0], words[1], join({words.begin() + 2, words.end()}, " "),
                              std::string(line.substr(hash + 3))});
      }
    }
    begin = end + 1;
  }
  return deviations;
}

}  // namespace modbuild
