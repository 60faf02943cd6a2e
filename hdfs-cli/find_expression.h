// The expressions of -find (Hadoop: org.apache.hadoop.fs.shell.find).
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "hdfs-cli/output.h"
#include "hdfs-cli/path_data.h"

namespace mammoth::cli {

class FindExpression {
 public:
  virtual ~FindExpression() = default;
  // Whether the item passes. Actions write to `out`.
  virtual bool apply(const PathData& item, Output& out) const = 0;
  // Whether it, or something in it, does more than to choose.
  virtual bool is_action() const { return false; }
};

// Parses all of `arguments`; without an action, matches are printed:
//
//   -name PATTERN  -iname PATTERN  -print  -print0  EXPRESSION [-a | -and] EXPRESSION  ( EXPRESSION
//   )
//
// kIo "Unexpected argument" for everything else; a fatal error where something is missing.
Result<std::unique_ptr<FindExpression>> parse_find_expression(std::deque<std::string> arguments);

}  // namespace mammoth::cli
