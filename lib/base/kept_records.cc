#include "base/kept_records.h"

#include <algorithm>
#include <utility>

#include "base/str.h"

namespace modbuild {
namespace {

bool is_before(const KeptRecords::Record& a, const KeptRecords::Record& b) {
  return a.name < b.name;
}

}  // namespace

bool KeptRecords::load(PackReader& reader) {
  std::vector<Record> records(reader.count());
  for (Record& record : records) {
    record.name = reader.text();
    record.stamp = reader.number();
    record.bytes = reader.text();
  }
  if (!reader.at_end() || !std::is_sorted(records.begin(), records.end(), is_before)) return false;
  loaded_ = std::move(records);
  return true;
}

KeptRecords::Record* KeptRecords::find(const std::string& name) {
  const auto found = std::lower_bound(
      loaded_.begin(), loaded_.end(), name,
      [](const Record& record, const std::string& wanted) { return record.name < wanted; });
  return found == loaded_.end() || found->name != name ? nullptr : &*found;
}

void KeptRecords::use(Record& record) {
  if (!std::exchange(record.used, true)) ++used_;
}

void KeptRecords::put(std::string_view name, std::uint64_t stamp, std::string_view bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  fresh_.push_back({fresh_text_.size(), static_cast<std::uint32_t>(name.size()),
                    static_cast<std::uint32_t>(bytes.size()), stamp});
  append(fresh_text_, name, bytes);
}

std::vector<KeptRecords::Record> KeptRecords::fresh_records() const {
  std::vector<Record> records;
  records.reserve(fresh_.size());
  for (auto fresh = fresh_.rbegin(); fresh != fresh_.rend(); ++fresh) {
    const std::string_view text = std::string_view(fresh_text_).substr(fresh->begin);
    records.push_back({text.substr(0, fresh->name_size), fresh->stamp,
                       text.substr(fresh->name_size, fresh->size), true});
  }
  std::stable_sort(records.begin(), records.end(), is_before);
  const auto is_same = [](const Record& a, const Record& b) { return a.name == b.name; };
  records.erase(std::unique(records.begin(), records.end(), is_same), records.end());
  return records;
}

void KeptRecords::pack(PackWriter& writer) const {
  const std::vector<Record> fresh = fresh_records();
  std::vector<Record> rows;
  rows.reserve(fresh.size() + used_);
  for (const Record& record : loaded_) {
    const bool is_old = std::binary_search(fresh.begin(), fresh.end(), record, is_before);
    if (record.used && !is_old) rows.push_back(record);
  }
  const auto middle = static_cast<std::ptrdiff_t>(rows.size());
  rows.insert(rows.end(), fresh.begin(), fresh.end());
  std::inplace_merge(rows.begin(), rows.begin() + middle, rows.end(), is_before);
  writer.number(rows.size());
  for (const Record& row : rows) {
    writer.text(row.name);
    writer.number(row.stamp);
    writer.text(row.bytes);
  }
}

}  // namespace modbuild
