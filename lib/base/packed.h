// Compact state files: numbers and strings one after the other, behind a word that names the form
// and in front of a checksum. Made for caches: what cannot be read whole is not read at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace modbuild {

class PackWriter {
 public:
  void number(std::uint64_t value);  // 1 to 10 bytes, small ones short
  void text(std::string_view value);
  void texts(const std::vector<std::string>& values);
  void flag(bool value) { number(value ? 1 : 0); }

  const std::string& bytes() const { return bytes_; }
  // All of them; the writer is empty afterwards.
  std::string take() { return std::exchange(bytes_, {}); }

 private:
  std::string bytes_;
};

// Reads what a PackWriter wrote. Past the end, or after anything malformed, every answer is empty
// and ok() is false; nothing is ever read or reserved beyond the bytes given.
class PackReader {
 public:
  explicit PackReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::string_view text();  // points into the bytes given
  std::vector<std::string> texts();
  bool flag() { return number() == 1; }
  // A number of items that follow, each at least one byte long.
  std::size_t count();

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && rest_.empty(); }

 private:
  bool ok_ = true;
  std::string_view rest_;
};

// `payload` as the content of a file whose form `magic` names ("modbuild probes 1").
std::string sealed(std::string_view magic, std::string_view payload);

// The payload of such a file; nothing when it is of another form, cut short or damaged.
std::optional<std::string_view> unsealed(std::string_view magic, std::string_view file);

}  // namespace modbuild
