#include "base/kept_records.h"

#include <gtest/gtest.h>

#include <string>

#include "base/str.h"

namespace modbuild {
namespace {

std::string packed(const KeptRecords& records) {
  PackWriter writer;
  records.pack(writer);
  return writer.take();
}

// "NAME STAMP BYTES" of those of `names` that are there.
std::string found(KeptRecords& records, const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    const KeptRecords::Record* record = records.find(name);
    if (record != nullptr) {
      append(out, record->name, " ", std::to_string(record->stamp), " ", record->bytes, "\n");
    }
  }
  return out;
}

TEST(KeptRecords, KeepWhatWasPutAndUsedInNameOrder) {
  KeptRecords first;
  EXPECT_FALSE(first.is_changed());
  first.put("b", 2, "B");
  first.put("c", 3, "");
  first.put("a", 1, "A");
  first.put("b", 4, "later");
  EXPECT_TRUE(first.is_changed());
  const std::string bytes = packed(first);

  KeptRecords second;
  PackReader reader(bytes);
  ASSERT_TRUE(second.load(reader));
  EXPECT_EQ("a 1 A\nb 4 later\nc 3 \n", found(second, {"a", "b", "c", "d"}));
  second.use(*second.find("a"));
  second.use(*second.find("b"));
  second.put("b", 5, "new");
  second.put("aa", 6, "AA");
  const std::string more = packed(second);

  KeptRecords third;
  PackReader again(more);
  ASSERT_TRUE(third.load(again));
  EXPECT_EQ("a 1 A\naa 6 AA\nb 5 new\n", found(third, {"a", "aa", "b", "c"}));
}

TEST(KeptRecords, AreUnchangedWhenEachWasUsed) {
  KeptRecords first;
  first.put("a", 1, "A");
  const std::string bytes = packed(first);
  KeptRecords second;
  PackReader reader(bytes);
  ASSERT_TRUE(second.load(reader));
  EXPECT_TRUE(second.is_changed());
  second.use(*second.find("a"));
  EXPECT_FALSE(second.is_changed());
  EXPECT_EQ(bytes, packed(second));
  second.forget();
  EXPECT_EQ(nullptr, second.find("a"));
}

}  // namespace
}  // namespace modbuild
