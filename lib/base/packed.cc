#include "base/packed.h"

#include "base/hash.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kChecksumLength = 16;

}  // namespace

void PackWriter::number(std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) bytes_.push_back(static_cast<char>(value | 0x80U));
  bytes_.push_back(static_cast<char>(value));
}

void PackWriter::text(std::string_view value) {
  number(value.size());
  bytes_.append(value);
}

void PackWriter::texts(const std::vector<std::string>& values) {
  number(values.size());
  for (const std::string& value : values) text(value);
}

std::uint64_t PackReader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80U) return value;
  }
  ok_ = false;
  rest_ = {};
  return 0;
}

std::string_view PackReader::text() {
  const std::uint64_t length = number();
  if (length > rest_.size()) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  const std::string_view value = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return value;
}

std::vector<std::string> PackReader::texts() {
  std::vector<std::string> values(count());
  for (std::string& value : values) value = text();
  return values;
}

std::size_t PackReader::count() {
  const std::uint64_t value = number();
  if (value <= rest_.size()) return value;
  ok_ = false;
  rest_ = {};
  return 0;
}

std::string sealed(std::string_view magic, std::string_view payload) {
  return cat(magic, "\n", payload, hash_hex(payload));
}

std::optional<std::string_view> unsealed(std::string_view magic, std::string_view file) {
  if (!file.starts_with(magic)) return std::nullopt;
  file.remove_prefix(magic.size());
  if (!file.starts_with('\n') || file.size() < 1 + kChecksumLength) return std::nullopt;
  const std::string_view payload = file.substr(1, file.size() - 1 - kChecksumLength);
  if (file.substr(1 + payload.size()) != hash_hex(payload)) return std::nullopt;
  return payload;
}

}  // namespace modbuild
