// How single values are written in configurations and on command lines: the text formats of
// org.apache.hadoop.conf.Configuration, StringUtils.TraditionalBinaryPrefix and UmaskParser.
//
// All functions take text without spaces around it and refuse (kIllegalArgument) what they cannot
// read to its end; the message says what was expected.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth {

std::string_view trimmed(std::string_view text);  // without spaces and line ends around it

// Decimal or 0x…, with a sign if need be.
Result<std::int64_t> parse_int(std::string_view text);

// 131072, 128k, 1G: one suffix of k m g t p e, powers of 1024. Also what quota commands take.
Result<std::int64_t> parse_size(std::string_view text);

// 30s, 1.5h, -1; one suffix of ns us ms s m h d, any case. A bare number counts in `bare_unit`, one
// of these. Fractions of a millisecond are cut off. More than a hundred years count as a hundred,
// so that sums of times do not overflow.
Result<std::chrono::milliseconds> parse_duration(std::string_view text, std::string_view bare_unit);

Result<bool> parse_bool(std::string_view text);      // true, FALSE
Result<double> parse_double(std::string_view text);  // finite; 0.999f as Java writes it

// 700, 1777: up to four octal digits, a leading 0 aside.
Result<std::int64_t> parse_octal(std::string_view text);

// Bits that a umask takes away: octal (022), or in symbols the rights that stay
// (u=rwx,g=rx,o=rx is 022 too; + adds to what stays so far, - removes from it).
Result<std::int64_t> parse_umask(std::string_view text);

// Parts between commas or line ends, without spaces around them; empty parts are dropped.
std::vector<std::string> split_list(std::string_view text);

}  // namespace mammoth
