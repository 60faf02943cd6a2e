// The options that every Hadoop program takes before its own (Hadoop: GenericOptionsParser, Tool,
// ToolRunner): -D name=value, -conf FILE, -fs URI, -jt ADDRESS, -files, -libjars, -archives.
#pragma once

#include <string>
#include <vector>

#include "mapreduce/api/configuration.h"

namespace mammoth::mapreduce {

class GenericOptionsParser {
 public:
  // Applies them to `configuration`. Throws IllegalArgumentException or IOException where a value
  // is missing or a file cannot be read. `argv[0]` is skipped.
  GenericOptionsParser(Configuration& configuration, int argc, char** argv);
  const std::vector<std::string>& getRemainingArgs() const { return remaining_; }

 private:
  std::vector<std::string> remaining_;
};

class Tool {
 public:
  virtual ~Tool() = default;
  virtual int run(const std::vector<std::string>& arguments) = 0;
  Configuration& getConf() { return configuration_; }

 private:
  Configuration configuration_;
};

class ToolRunner {
 public:
  // Answers what the tool's run() answers.
  static int run(Tool& tool, int argc, char** argv);
  // Names the generic options on standard output.
  static void printGenericCommandUsage();
};

}  // namespace mammoth::mapreduce
