// The text of Hadoop's basic Writables (their toString).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::formats {

// Whether values of that Java class can be shown.
bool is_known_writable(std::string_view class_name);

// The text of `bytes`, one value of a known class. kEof when there are too few of them.
Result<std::string> writable_text(std::string_view class_name, std::string_view bytes);

// A number in Hadoop's variable length (WritableUtils.writeVLong), taken from the front of `bytes`.
Result<std::int64_t> take_vlong(std::string_view& bytes);
void append_vlong(std::string& out, std::int64_t value);
// How many bytes it has by its first.
std::size_t vlong_length(char first);

// Java's Double.toString and Float.toString.
std::string java_text(double value);
std::string java_text(float value);

}  // namespace mammoth::formats
