// -cat, which -text builds upon.
#pragma once

#include <memory>

#include "hdfs-cli/command.h"
#include "common/formats/byte_source.h"

namespace mammoth::cli {

using formats::ByteSource;

class Cat : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override;
  Result<void> process_path(PathData& item) override;
  // What is shown of a file: its bytes.
  virtual Result<std::unique_ptr<ByteSource>> open(const PathData& item);

  // Copies at most `limit_bytes` to standard output.
  Result<void> show(ByteSource& source, std::uint64_t limit_bytes = UINT64_MAX);
};

}  // namespace mammoth::cli
