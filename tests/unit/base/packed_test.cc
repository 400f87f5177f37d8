#include "base/packed.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

std::string sample() {
  PackWriter writer;
  writer.number(0);
  writer.number(300);
  writer.number(~std::uint64_t{0});
  writer.text("a");
  writer.texts({"", "x y", "z"});
  writer.flag(true);
  return writer.bytes();
}

TEST(Packed, GivesBackWhatWasPutIn) {
  const std::string bytes = sample();
  PackReader reader(bytes);
  EXPECT_EQ(reader.number(), 0U);
  EXPECT_EQ(reader.number(), 300U);
  EXPECT_EQ(reader.number(), ~std::uint64_t{0});
  EXPECT_EQ(reader.text(), "a");
  EXPECT_EQ(reader.texts(), (Words{"", "x y", "z"}));
  EXPECT_TRUE(reader.flag());
  EXPECT_TRUE(reader.at_end());
}

TEST(Packed, CutShortAnywhereIsNotOk) {
  const std::string bytes = sample();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    PackReader reader(std::string_view(bytes).substr(0, length));
    for (int i = 0; i < 3; ++i) reader.number();
    reader.text();
    reader.texts();
    reader.flag();
    EXPECT_FALSE(reader.ok()) << length;
    EXPECT_EQ(reader.text(), "");
  }
}

TEST(Packed, NeverReservesMoreThanThereIs) {
  PackWriter writer;
  writer.number(~std::uint64_t{0});
  PackReader reader(writer.bytes());
  EXPECT_EQ(reader.texts(), Words{});
  EXPECT_FALSE(reader.ok());
}

TEST(Packed, SealedFilesTellEveryFlippedBitAndEveryCut) {
  const std::string file = sealed("form 1", sample());
  EXPECT_EQ(unsealed("form 1", file), sample());
  EXPECT_EQ(unsealed("form 2", file), std::nullopt);
  EXPECT_EQ(unsealed("form 1", ""), std::nullopt);
  for (std::size_t i = 0; i < file.size(); ++i) {
    EXPECT_EQ(unsealed("form 1", std::string_view(file).substr(0, i)), std::nullopt) << i;
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = file;
      damaged[i] = static_cast<char>(static_cast<unsigned char>(damaged[i]) ^ (1U << bit));
      EXPECT_EQ(unsealed("form 1", damaged), std::nullopt) << i;
    }
  }
}

}  // namespace
}  // namespace modbuild
