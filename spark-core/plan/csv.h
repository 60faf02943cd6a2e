// One line of comma-separated values (RFC 4180 without line ends inside of quotes; Spark: the csv
// source's sep, quote, escape, header, nullValue), and its values as the fields of a struct.
//
// What is malformed throws std::invalid_argument, which names the line.
#pragma once

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "spark-core/plan/fields.h"

namespace mammoth::spark {

struct CsvOptions {
  char sep = ',';
  char quote = '"';
  char escape = '\\';
  bool header = false;  // the first line says the columns' names; lines equal to it are left out
  std::string nullValue{};  // this text is no value, for std::optional fields
};

// Quotes are gone, doubled and escaped ones are themselves.
[[gnu::visibility("default")]] std::vector<std::string> split_csv_line(std::string_view line,
                                                                       const CsvOptions& options);

namespace detail {

template <class T>
struct CsvField {
  static void set(T& field, const std::string& text, const CsvOptions&) {
    if constexpr (std::is_same_v<T, std::string>) {
      field = text;
    } else if constexpr (std::is_same_v<T, bool>) {
      if (text != "true" && text != "false")
        throw std::invalid_argument("no true or false: " + text);
      field = text == "true";
    } else {
      static_assert(std::is_arithmetic_v<T>,
                    "a CSV field is a number, bool, std::string or std::optional of one of them");
      const char* end = text.data() + text.size();
      const auto [at, error] = std::from_chars(text.data(), end, field);
      if (error != std::errc() || at != end || text.empty())
        throw std::invalid_argument("For input string: \"" + text + "\"");
    }
  }
};
template <class T>
struct CsvField<std::optional<T>> {
  static void set(std::optional<T>& field, const std::string& text, const CsvOptions& options) {
    if (text == options.nullValue) return field.reset();
    CsvField<T>::set(field.emplace(), text, options);
  }
};

}  // namespace detail

// T is std::vector<std::string> or a plain struct with one field a column.
template <class T>
T csv_record(std::string_view line, const CsvOptions& options) {
  std::vector<std::string> values = split_csv_line(line, options);
  if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    return values;
  } else {
    static_assert(PlainAggregate<T>, "csvFile<T>: T is a plain struct");
    T record{};
    try {
      std::apply(
          [&](auto&... fields) {
            if (values.size() != sizeof...(fields))
              throw std::invalid_argument(std::to_string(values.size()) + " values, not " +
                                          std::to_string(sizeof...(fields)));
            std::size_t at = 0;
            (detail::CsvField<std::remove_reference_t<decltype(fields)>>::set(fields, values[at++],
                                                                              options),
             ...);
          },
          fields_of(record));
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument("Malformed CSV record: " + std::string(line) + " (" +
                                  error.what() + ")");
    }
    return record;
  }
}

}  // namespace mammoth::spark
