// References in values: ${name} is replaced by what it stands for
// (org.apache.hadoop.conf.Configuration#substituteVars).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth {

// The value of a key as written, or nothing.
using KeyLookup = std::function<std::optional<std::string_view>(std::string_view name)>;

// Replaces the leftmost reference until none is left. A name is looked up as env.NAME,
// env.NAME:-default or env.NAME-default in the environment, then among Java's properties user.name,
// user.home, user.dir and java.io.tmpdir, then by `lookup`. A name holds no space, '$' or '}'.
//
// Where nothing is found the text stays as far as it has come; a value that contains the very
// reference it replaces leaves the whole expression as it was. Refused (kIllegalState, Hadoop's
// words): 20 replacements or more, which loops of several keys come to; a text that grows beyond
// 1 MiB.
Result<std::string> substitute_references(std::string_view expression, const KeyLookup& lookup);

}  // namespace mammoth
