// Moments as YARN's clients write them: 2026-11-24T00:27:00.123+0000, in the machine's zone. Pure
// functions; milliseconds since the epoch.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::yarn {

std::string iso_time(std::int64_t ms);
// For what is written in another way, the refusal of Java's parser (DateTimeParseException).
Result<std::int64_t> parse_iso_time(std::string_view text);

}  // namespace mammoth::yarn
