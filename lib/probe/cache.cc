#include "probe/cache.h"

#include <algorithm>

#include "base/packed.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::string_view kMagic = "modbuild probes 3";
constexpr std::size_t kMostEntries = 4096;

// The packed form of both signs.
std::uint64_t bits(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}

FileStamp read_stamp(PackReader& reader) {
  FileStamp stamp;
  stamp.exists = true;
  stamp.is_directory = reader.flag();
  stamp.size = reader.number();
  stamp.inode = reader.number();
  stamp.mtime_ns = static_cast<std::int64_t>(reader.number());
  stamp.ctime_ns = static_cast<std::int64_t>(reader.number());
  return stamp;
}

void write_stamp(PackWriter& writer, const FileStamp& stamp) {
  writer.flag(stamp.is_directory);
  writer.number(stamp.size);
  writer.number(stamp.inode);
  writer.number(bits(stamp.mtime_ns));
  writer.number(bits(stamp.ctime_ns));
}

}  // namespace

void ProbeCache::load(std::string_view file) {
  const std::optional<std::string_view> payload = unsealed(kMagic, file);
  if (!payload) return;
  PackReader reader(*payload);
  std::vector<Input> inputs(reader.count());
  for (Input& input : inputs) {
    input.path = reader.text();
    input.stamp = read_stamp(reader);
    input.hash = reader.number();
  }
  std::map<std::string, Kept> entries;
  for (std::size_t count = reader.count(); count > 0; --count) {
    const std::string key(reader.text());
    Kept kept;
    kept.payload = reader.text();
    kept.inputs.resize(reader.count());
    for (std::uint32_t& index : kept.inputs) {
      index = static_cast<std::uint32_t>(reader.number());
      if (index >= inputs.size()) return;
    }
    entries.emplace(key, std::move(kept));
  }
  if (!reader.at_end()) return;
  inputs_ = std::move(inputs);
  entries_ = std::move(entries);
}

// Of a file content decides where the stamp does not: one that was only touched, or copied, is the
// same. A directory's entries may be others under the same names.
bool ProbeCache::is_same(Input& input) {
  if (input.state != State::Unchecked) return input.state == State::Same;
  const FileStamp now = stamp_of(input.path);
  bool same = now == input.stamp;
  if (!same && now.exists && input.hash != 0 && content_hash(input.path) == input.hash &&
      is_settled(now, began_ns_)) {
    same = true;
    input.stamp = now;
    changed_ = true;
  }
  input.state = same ? State::Same : State::Changed;
  if (same) current_.emplace(input.path, static_cast<std::uint32_t>(&input - inputs_.data()));
  return same;
}

bool ProbeCache::is_valid(const Kept& kept) {
  return std::all_of(kept.inputs.begin(), kept.inputs.end(),
                     [this](std::uint32_t index) { return is_same(inputs_[index]); });
}

std::optional<ProbeCache::Entry> ProbeCache::find(const std::string& key) {
  const auto kept = entries_.find(key);
  if (kept == entries_.end() || !is_valid(kept->second)) return std::nullopt;
  kept->second.used = true;
  Entry entry{kept->second.payload, {}};
  for (const std::uint32_t index : kept->second.inputs) {
    entry.inputs.push_back(inputs_[index].path);
  }
  return entry;
}

std::string ProbeCache::why_missing(const std::string& key) {
  const auto kept = entries_.find(key);
  if (kept == entries_.end()) return "it was never asked";
  for (const std::uint32_t index : kept->second.inputs) {
    if (!is_same(inputs_[index])) return cat("'", inputs_[index].path, "' has changed since");
  }
  return "it was asked anew";
}

std::uint32_t ProbeCache::current_input(const std::string& path) {
  const auto known = current_.find(path);
  if (known != current_.end()) return known->second;
  Input input{path, stamp_of(path), content_hash(path), State::Same};
  // Such an input holds for this run only; nothing that depends on it is kept.
  if (!is_settled(input.stamp, began_ns_)) input.state = State::Changed;
  const auto index = static_cast<std::uint32_t>(inputs_.size());
  inputs_.push_back(std::move(input));
  current_.emplace(path, index);
  return index;
}

void ProbeCache::put(const std::string& key, Entry entry) {
  Kept kept{std::move(entry.payload), {}, true};
  for (const std::string& path : entry.inputs) kept.inputs.push_back(current_input(path));
  changed_ |= entries_.erase(key) != 0;
  if (!is_valid(kept)) return;
  entries_.emplace(key, std::move(kept));
  changed_ = true;
}

std::string ProbeCache::file() const {
  std::map<std::uint32_t, std::uint64_t> rows;  // index here -> row in the file
  std::vector<std::pair<const std::string*, const Kept*>> lasting;
  // Answers to other requests and environments are worth keeping, but not without end.
  const bool crowded = entries_.size() > kMostEntries;
  for (const auto& [key, kept] : entries_) {
    if (crowded && !kept.used) continue;
    const bool lost = std::any_of(kept.inputs.begin(), kept.inputs.end(), [this](auto index) {
      return inputs_[index].state == State::Changed;
    });
    if (lost) continue;
    lasting.emplace_back(&key, &kept);
    for (const std::uint32_t index : kept.inputs) rows.emplace(index, 0);
  }
  PackWriter writer;
  writer.number(rows.size());
  std::uint64_t next = 0;
  for (auto& [index, row] : rows) {
    row = next++;
    writer.text(inputs_[index].path);
    write_stamp(writer, inputs_[index].stamp);
    writer.number(inputs_[index].hash);
  }
  writer.number(lasting.size());
  for (const auto& [key, kept] : lasting) {
    writer.text(*key);
    writer.text(kept->payload);
    writer.number(kept->inputs.size());
    for (const std::uint32_t index : kept->inputs) writer.number(rows.at(index));
  }
  return sealed(kMagic, writer.bytes());
}

}  // namespace modbuild
