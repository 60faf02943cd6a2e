#include "spark-core/executor/settings.h"

#include <cstdlib>

#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {
namespace {

struct Unit {
  const char* suffix;
  double factor;
};

[[noreturn]] void refuse(const std::string& key, const std::string& text, const char* wanted) {
  throw SparkException(key + " should be " + wanted + ", but was " + text);
}

// The number in front and the factor of the unit behind it.
template <std::size_t N>
double with_unit(const std::string& key, const std::string& text, const Unit (&units)[N],
                 const char* wanted) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || value < 0) refuse(key, text, wanted);
  std::string suffix(end);
  for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const Unit& unit : units)
    if (suffix == unit.suffix) return value * unit.factor;
  refuse(key, text, wanted);
}

}  // namespace

std::int64_t parse_time_ms(const std::string& key, const std::string& text) {
  static constexpr Unit kUnits[] = {{"", 1},          {"us", 0.001},    {"ms", 1},
                                    {"s", 1000},      {"m", 60'000},    {"min", 60'000},
                                    {"h", 3'600'000}, {"d", 86'400'000}};
  return static_cast<std::int64_t>(with_unit(key, text, kUnits, "a time like 200ms, 3s or 5min"));
}

std::uint64_t parse_size_bytes(const std::string& key, const std::string& text) {
  constexpr double kK = 1024, kM = kK * kK, kG = kM * kK, kT = kG * kK;
  static constexpr Unit kUnits[] = {{"", 1},    {"b", 1},  {"k", kK},  {"kb", kK}, {"m", kM},
                                    {"mb", kM}, {"g", kG}, {"gb", kG}, {"t", kT},  {"tb", kT}};
  return static_cast<std::uint64_t>(with_unit(key, text, kUnits, "a size like 64m or 1g"));
}

std::optional<std::string> Settings::find(const std::string& key) const {
  const auto found = all_.find(key);
  return found == all_.end() ? std::nullopt : std::optional(found->second);
}

std::int64_t Settings::integer(const std::string& key, std::int64_t otherwise) const {
  const auto text = find(key);
  if (!text) return otherwise;
  char* end = nullptr;
  const long long value = std::strtoll(text->c_str(), &end, 10);
  if (text->empty() || *end != '\0') refuse(key, *text, "int");
  return value;
}

double Settings::number(const std::string& key, double otherwise) const {
  const auto text = find(key);
  if (!text) return otherwise;
  char* end = nullptr;
  const double value = std::strtod(text->c_str(), &end);
  if (text->empty() || *end != '\0') refuse(key, *text, "double");
  return value;
}

bool Settings::flag(const std::string& key, bool otherwise) const {
  const auto text = find(key);
  if (!text) return otherwise;
  if (*text == "true") return true;
  if (*text == "false") return false;
  refuse(key, *text, "boolean");
}

std::int64_t Settings::time_ms(const std::string& key, std::int64_t otherwise) const {
  const auto text = find(key);
  return text ? parse_time_ms(key, *text) : otherwise;
}

std::uint64_t Settings::size_bytes(const std::string& key, std::uint64_t otherwise) const {
  const auto text = find(key);
  return text ? parse_size_bytes(key, *text) : otherwise;
}

Configuration Settings::hadoop() const {
  auto loaded = Configuration::load("");
  if (!loaded) throw SparkException(loaded.error().message);
  for (const auto& [key, value] : all_)
    if (key.starts_with("spark.hadoop.")) loaded->set(key.substr(13), value, "spark.hadoop.*");
  return std::move(*loaded);
}

}  // namespace mammoth::spark
