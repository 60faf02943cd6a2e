// What makes a type a key or a value, and how the engine uses it. A type of one's own has
//
//   void write(std::string& out) const;        appends its serialised form
//   void readFields(std::string_view& in);     takes it from the front again
//
// and as a key also `operator<`, or `static int compareBytes(std::string_view, std::string_view)`
// over two serialised forms, which is much faster. Optional: `std::int32_t hashCode() const` (for
// partitions as in Java), `toString()` or `appendText(std::string&)` for text output,
// `static constexpr std::string_view kJavaClass`, `static std::uint64_t
// prefixOf(std::string_view)` (raw.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <typeinfo>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/raw.h"
#include "mapreduce/io/writable.h"

namespace mammoth::mapreduce::engine {

template <class T>
inline constexpr bool isNullWritable = std::is_same_v<T, NullWritable>;

template <class T>
void serialize(const T& value, std::string& out) {
  value.write(out);
}

template <class T>
void deserialize(T& value, std::string_view bytes) {
  value.readFields(bytes);
}

template <class T>
std::int32_t hashCode(const T& value) {
  if constexpr (requires { value.hashCode(); }) {
    return value.hashCode();
  } else {
    std::string bytes;
    value.write(bytes);
    return hashBytes(bytes);
  }
}

template <class T>
void appendText(const T& value, std::string& out) {
  if constexpr (requires { value.appendText(out); })
    value.appendText(out);
  else if constexpr (requires { out += value.toString(); })
    out += value.toString();
  else
    throw IOException("no text: " + typeName(typeid(T)) + " has neither toString nor appendText");
}

template <class T>
int compareObjects(std::string_view a, std::string_view b) {
  thread_local T first;
  thread_local T second;
  first.readFields(a);
  second.readFields(b);
  return first < second ? -1 : second < first ? 1 : 0;
}

template <class T>
WritableType makeWritableType() {
  static const std::string written = typeName(typeid(T));
  WritableType type{written, nullptr, nullptr, false};
  if constexpr (requires { T::kJavaClass; }) type.name = T::kJavaClass;
  if constexpr (requires(std::string_view bytes) { T::compareBytes(bytes, bytes); })
    type.compare = &T::compareBytes;
  else if constexpr (requires(const T& value) { value < value; })
    type.compare = &compareObjects<T>;
  if constexpr (requires(std::string_view bytes) { T::prefixOf(bytes); })
    type.prefix = &T::prefixOf;
  if constexpr (requires { T::kPrefixIsAll; }) type.prefix_is_all = T::kPrefixIsAll;
  return type;
}

template <class T>
const WritableType& writableType() {
  static const WritableType type = makeWritableType<T>();
  return type;
}

}  // namespace mammoth::mapreduce::engine
