#include "datanode/replicas/version_file.h"

#include <gtest/gtest.h>

namespace mammoth::datanode {
namespace {

// A VERSION file as Apache Hadoop 3.4 writes it is understood.
TEST(VersionFile, ReadsJavaProperties) {
  const auto properties = parse_properties(
      "#Sun Nov 22 18:20:25 UTC 2026\n"
      "storageID=DS-61ac3a69-5b12-4f4b-8d0e-b5ab0ad9d0b5\n"
      "clusterID = CID-1\\:2\r\n"
      "\n"
      "! another comment\n"
      "layoutVersion=-57");
  EXPECT_EQ(properties.size(), 3u);
  EXPECT_EQ(properties.at("storageID"), "DS-61ac3a69-5b12-4f4b-8d0e-b5ab0ad9d0b5");
  EXPECT_EQ(properties.at("clusterID"), "CID-1:2");
  EXPECT_EQ(*required_number(properties, "layoutVersion", "VERSION"), -57);
}

// What is written comes back, also where Java needs backslashes.
TEST(VersionFile, WritesWhatItReads) {
  const Properties properties{{"a", "1"}, {"path", "C\\x:y=z#"}};
  EXPECT_EQ(parse_properties(format_properties(properties)), properties);
}

// A property that is missing or no number is named, with its file.
TEST(VersionFile, NamesWhatIsWrong) {
  const Properties properties{{"cTime", "soon"}};
  EXPECT_EQ(required_text(properties, "clusterID", "/d/VERSION").error().message,
            "file /d/VERSION has clusterID missing.");
  EXPECT_EQ(required_number(properties, "cTime", "/d/VERSION").error().message,
            "file /d/VERSION: cTime is not a number.");
}

}  // namespace
}  // namespace mammoth::datanode
