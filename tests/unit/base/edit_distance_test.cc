#include "base/edit_distance.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

using Names = std::vector<std::string>;

TEST(EditDistance, CountsInsertionsDeletionsAndChanges) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(EditDistance, CountsASwapOfNeighboursAsOne) {
  EXPECT_EQ(edit_distance("crpyto", "crypto"), 1U);
  EXPECT_EQ(edit_distance("ab", "ba"), 1U);
}

TEST(EditDistance, IgnoresCaseOfLetters) {
  EXPECT_EQ(edit_distance("TLS", "tls"), 0U);
}

TEST(Suggestions, GiveTheNearestNameFirst) {
  EXPECT_EQ(suggestions("codec_alow", {"codec_ulaw", "codec_alaw", "mixer"}),
            (Names{"codec_alaw", "codec_ulaw"}));
}

TEST(Suggestions, OrderEquallyNearNamesByName) {
  EXPECT_EQ(suggestions("tn", {"tm", "rn", "ta"}), (Names{"rn", "ta", "tm"}));
}

TEST(Suggestions, GiveAtMostThree) {
  EXPECT_EQ(suggestions("db", {"da", "dc", "dd", "de"}), (Names{"da", "dc", "dd"}));
}

TEST(Suggestions, LeaveOutNamesThatAreTooFarOff) {
  EXPECT_EQ(suggestions("tls", {"tcp", "presence"}), Names{});
}

TEST(Suggestions, NameAWordThatIsListedTwiceOnce) {
  EXPECT_EQ(suggestions("tn", {"tm", "tm"}), Names{"tm"});
}

TEST(DidYouMean, AsksForOneTwoOrThreeNames) {
  EXPECT_EQ(did_you_mean("crypt", {"crypto"}), "did you mean 'crypto'?");
  EXPECT_EQ(did_you_mean("tn", {"tm", "rn"}), "did you mean 'rn' or 'tm'?");
  EXPECT_EQ(did_you_mean("tn", {"tm", "rn", "ta"}), "did you mean 'rn', 'ta' or 'tm'?");
}

TEST(DidYouMean, SaysNothingWithoutANearName) {
  EXPECT_EQ(did_you_mean("xyz", {"presence"}), "");
}

}  // namespace
}  // namespace modbuild
