// -put, which -moveFromLocal builds upon.
#pragma once

#include "hdfs-cli/copy.h"

namespace mammoth::cli {

class Put : public CopyCommand {
 public:
  using CopyCommand::CopyCommand;

 protected:
  Result<void> parse_options(Arguments& arguments) override;
  Result<std::vector<PathData>> expand_argument(const std::string& argument) override;
  Result<void> process_arguments(std::vector<PathData>& items) override;
};

}  // namespace mammoth::cli
