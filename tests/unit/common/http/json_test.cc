#include "common/http/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace mammoth::http {
namespace {

TEST(JsonWriter, PutsCommasBetweenMembersAndElementsOnly) {
  JsonWriter json;
  json.begin_object().member("a", 1).key("list").begin_array();
  json.value("x").value(true).null().begin_object().end_object().end_array();
  json.member("b", -2).end_object();
  EXPECT_EQ(json.text(), R"({"a":1,"list":["x",true,null,{}],"b":-2})");
}

TEST(JsonWriter, WritesTheWholeRangeOfNumbers) {
  JsonWriter json;
  json.begin_array().value(std::numeric_limits<std::uint64_t>::max());
  json.value(std::numeric_limits<std::int64_t>::min()).value(0.5).end_array();
  EXPECT_EQ(json.text(), "[18446744073709551615,-9223372036854775808,0.5]");
}

TEST(JsonWriter, EscapesWhatJsonDoesNotAllow) {
  JsonWriter json;
  json.value(std::string_view("\"\\/\b\f\n\r\t\x01\x1f\x7f", 11));
  EXPECT_EQ(json.text(), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F\x7f\"");
}

// A path may hold any bytes; the answer must parse all the same.
TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
  const auto written = [](std::string_view text) {
    JsonWriter json;
    json.value(text);
    return std::move(json).text();
  };
  EXPECT_EQ(written("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x90\x98"),
            "\"gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x90\x98\"");
  EXPECT_EQ(written("a\xFF" "b"), "\"a\xEF\xBF\xBD" "b\"");
  EXPECT_EQ(written("\xC3"), "\"\xEF\xBF\xBD\"");                          // cut off
  EXPECT_EQ(written("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");          // overlong
  EXPECT_EQ(written("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // surrogate
}

TEST(JsonWriter, DecimalsAlwaysShowTheirFraction) {
  // Clients of Java's daemons tell 100.0 from 100.
  JsonWriter json;
  json.begin_array().value(Decimal{100}).value(Decimal{0.5}).value(Decimal{-1}).value(Decimal{1e30});
  json.value(Decimal{std::numeric_limits<double>::quiet_NaN()}).end_array();
  EXPECT_EQ(json.text(), R"([100.0,0.5,-1.0,1e+30,"NaN"])");
}

}  // namespace
}  // namespace mammoth::http
