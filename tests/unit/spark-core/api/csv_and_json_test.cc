// Lines of comma-separated values and of JSON as elements.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "spark-core/api/spark.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/spark-core/api/failure_of.h"

namespace mammoth::spark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Rating {
  std::int64_t user = 0;
  std::string movie;
  double stars = 0;
  std::optional<int> year;
  auto operator<=>(const Rating&) const = default;
};

class CsvAndJson : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(directory_.path() + "/" + name) << text;
    return "file://" + directory_.path() + "/" + name;
  }
  TemporaryDirectory directory_;
  SparkContext sc_{"local[2]", "csv and json"};
};

TEST(CsvLine, QuotesSeparatorsAndEscapes) {
  const CsvOptions plain;
  EXPECT_THAT(split_csv_line("", plain), ElementsAre(""));
  EXPECT_THAT(split_csv_line("a,,b,", plain), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split_csv_line(R"("a,b","say ""hi""",c "d")", plain),
              ElementsAre("a,b", "say \"hi\"", "c \"d\""));
  EXPECT_THAT(split_csv_line(R"("a\"b\\c",\d)", plain), ElementsAre("a\"b\\c", "\\d"));
  EXPECT_THAT(split_csv_line("a;'b;c'", {.sep = ';', .quote = '\''}), ElementsAre("a", "b;c"));
  EXPECT_THROW(split_csv_line("a,\"b", plain), std::invalid_argument);
}

TEST_F(CsvAndJson, CsvBecomesStringsOrStructs) {
  const std::string path =
      file("ratings.csv", "user,movie,stars,year\n1,\"Up, up\",4.5,2009\n\n2,Jaws,3,\n");
  const auto rows = sc_.csvFile(path, {.header = true}).collect();
  EXPECT_THAT(rows, ElementsAre(ElementsAre("1", "Up, up", "4.5", "2009"),
                                ElementsAre("2", "Jaws", "3", "")));
  const auto ratings = sc_.csvFile<Rating>(path, {.header = true}).collect();
  EXPECT_THAT(ratings, ElementsAre(Rating{1, "Up, up", 4.5, 2009}, Rating{2, "Jaws", 3, {}}));
  EXPECT_EQ(sc_.csvFile(path).count(), 3);
}

TEST_F(CsvAndJson, MalformedCsvIsNamed) {
  const auto failure = [&](const std::string& text) {
    return failure_of([&] { sc_.csvFile<Rating>(file("bad.csv", text)).count(); });
  };
  EXPECT_THAT(failure("x,Jaws,3,1\n"),
              HasSubstr("Malformed CSV record: x,Jaws,3,1 (For input string: \"x\")"));
  EXPECT_THAT(failure("1,Jaws,3\n"), HasSubstr("Malformed CSV record: 1,Jaws,3 (3 values, not 4)"));
  EXPECT_THAT(failure("1,\"Jaws,3,1\n"), HasSubstr("a quote is not closed"));
}

TEST_F(CsvAndJson, JsonLinesTravelAndAreAsked) {
  const std::string path =
      file("events.json",
           "{\"user\": {\"id\": 7}, \"tags\": [\"a\", \"\\u00e4\"], \"score\": 2.5}\n"
           "{\"user\": {\"id\": 9}, \"ok\": true, \"none\": null}\n\n[1]\n");
  const auto all = sc_.jsonFile(path).collect();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["user"]["id"].asLong(), 7);
  EXPECT_EQ(all[0]["tags"].items()[1].asString(), "ä");
  EXPECT_EQ(all[0]["score"].asDouble(), 2.5);
  EXPECT_TRUE(all[1]["ok"].asBool());
  EXPECT_TRUE(all[1]["none"].isNull());
  EXPECT_TRUE(all[1]["nothing"].isNull());
  EXPECT_FALSE(all[1].has("nothing"));
  EXPECT_EQ(all[2].items()[0].asLong(), 1);
  EXPECT_THROW(all[2]["user"], std::invalid_argument);
  EXPECT_THROW(static_cast<void>(all[0]["score"].asLong()), std::invalid_argument);

  const auto shuffled = sc_.jsonFile(path).repartition(3).map([](const Json& json) {
    return json.kind() == Json::Kind::kObject ? json["user"]["id"].asLong() : 0;
  });
  EXPECT_EQ(shuffled.reduce([](std::int64_t a, std::int64_t b) { return a + b; }), 16);
}

TEST_F(CsvAndJson, MalformedJsonIsNamed) {
  EXPECT_THAT(failure_of([&] { sc_.jsonFile(file("bad.json", "{\"a\": }\n")).count(); }),
              HasSubstr("Malformed JSON record: {\"a\": }"));
}

}  // namespace
}  // namespace mammoth::spark
