#include "base/kept_records.h"

#include <algorithm>
#include <utility>

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

void KeptRecords::put(const std::string& name, std::uint64_t stamp, std::string bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  fresh_.insert_or_assign(name, Fresh{stamp, std::move(bytes)});
}

void KeptRecords::pack(PackWriter& writer) const {
  std::vector<Record> rows;
  for (const Record& record : loaded_) {
    if (record.used && fresh_.find(record.name) == fresh_.end()) rows.push_back(record);
  }
  for (const auto& [name, fresh] : fresh_) rows.push_back({name, fresh.stamp, fresh.bytes, true});
  std::sort(rows.begin(), rows.end(), is_before);
  writer.number(rows.size());
  for (const Record& row : rows) {
    writer.text(row.name);
    writer.number(row.stamp);
    writer.text(row.bytes);
  }
}

}  // namespace modbuild
