// Writes JSON (RFC 8259), compact as Jackson's default. A writer of our own, because all that the
// daemons need is to print: no document tree in memory, and a listing of a million files goes out
// page by page.
//
//   JsonWriter json;
//   json.begin_object().key("boolean").value(true).end_object();
//   std::move(json).text()   ->   {"boolean":true}
//
// Commas come by themselves. Text that is not UTF-8 is written with replacement characters, so that
// the result always parses. Calls that do not nest are a programming error and give wrong JSON. Not
// thread-safe.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace mammoth::http {

// A number whose fraction is always shown, as those of Java's floats and doubles are: 100.0.
struct Decimal {
  double number = 0;
};

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool truth);
  JsonWriter& value(std::integral auto number) {
    if constexpr (std::unsigned_integral<decltype(number)>)
      return unsigned_number(number);
    else
      return signed_number(number);
  }
  JsonWriter& value(double number);  // NaN and infinities as Jackson writes them: "NaN"
  JsonWriter& value(Decimal number);
  JsonWriter& null();

  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }

  const std::string& text() const& { return text_; }
  std::string text() && { return std::move(text_); }

 private:
  void separate();
  JsonWriter& signed_number(std::int64_t number);
  JsonWriter& unsigned_number(std::uint64_t number);
  void quote(std::string_view text);

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace mammoth::http
