#include "base/xml.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

TEST(XmlText, EscapesWhatHasAMeaning) {
  EXPECT_EQ(xml_text("a<b> & \"c\" ]]>"), "a&lt;b&gt; &amp; &quot;c&quot; ]]&gt;");
}

TEST(XmlText, ShowsWhatNoDocumentMayHold) {
  EXPECT_EQ(xml_text("\x1B[2J\x01\r \xFF \xE2\x80\xAE"), "\\x1B[2J\\x01\\x0D \\xFF \\u{202E}");
  EXPECT_EQ(xml_text("\xEF\xBF\xBE \xEF\xBF\xBF \xEF\xBF\xBD"), "\\u{FFFE} \\u{FFFF} \xEF\xBF\xBD");
}

TEST(XmlText, KeepsLinesAndOtherLetters) {
  EXPECT_EQ(xml_text("a\n\tb \xC3\xA4\xEF\xBC\xBF"), "a\n\tb \xC3\xA4\xEF\xBC\xBF");
}

}  // namespace
}  // namespace modbuild
