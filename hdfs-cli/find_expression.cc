#include "hdfs-cli/find_expression.h"

#include <vector>

#include "common/hdfs/glob_pattern.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

using hdfs::GlobPattern;

namespace {

using Pointer = std::unique_ptr<FindExpression>;

constexpr int kMaxDepth = 100;

class Name final : public FindExpression {
 public:
  Name(GlobPattern pattern, bool ignore_case)
      : pattern_(std::move(pattern)), ignore_case_(ignore_case) {}

  bool apply(const PathData& item, Output&) const override {
    const std::string name = item.qualified().name();
    return pattern_.matches(ignore_case_ ? lower_case(name) : name);
  }

 private:
  GlobPattern pattern_;
  bool ignore_case_;
};

class Print final : public FindExpression {
 public:
  explicit Print(char end) : end_(end) {}

  bool apply(const PathData& item, Output& out) const override {
    out.write(item.text + end_);
    return true;
  }
  bool is_action() const override { return true; }

 private:
  char end_;
};

class And final : public FindExpression {
 public:
  explicit And(std::vector<Pointer> parts) : parts_(std::move(parts)) {}

  bool apply(const PathData& item, Output& out) const override {
    for (const Pointer& part : parts_)
      if (!part->apply(item, out)) return false;
    return true;
  }
  bool is_action() const override {
    for (const Pointer& part : parts_)
      if (part->is_action()) return true;
    return false;
  }

 private:
  std::vector<Pointer> parts_;
};

// As Java reports an argument that is missing.
Error missing() {
  return fatal_error("java.util.NoSuchElementException");
}

class Parser {
 public:
  explicit Parser(std::deque<std::string> arguments) : arguments_(std::move(arguments)) {}

  // All up to the end or a closing parenthesis.
  Result<Pointer> conjunction() {
    if (++depth_ > kMaxDepth) return Error{ErrorCode::kIo, "Too many parentheses"};
    std::vector<Pointer> parts;
    bool operand_wanted = false;
    while (!arguments_.empty()) {
      const std::string argument = take();
      if (argument == ")") break;
      if (argument == "-a" || argument == "-and") {
        if (parts.empty() || operand_wanted) return missing();
        operand_wanted = true;
        continue;
      }
      parts.push_back(argument == "(" ? TRY(conjunction()) : TRY(primary(argument)));
      operand_wanted = false;
    }
    --depth_;
    if (operand_wanted) return missing();
    if (parts.empty()) return Pointer(std::make_unique<Print>('\n'));
    if (parts.size() == 1) return std::move(parts.front());
    return Pointer(std::make_unique<And>(std::move(parts)));
  }

 private:
  Result<Pointer> primary(const std::string& argument) {
    if (argument == "-print") return Pointer(std::make_unique<Print>('\n'));
    if (argument == "-print0") return Pointer(std::make_unique<Print>('\0'));
    if (argument != "-name" && argument != "-iname")
      return Error{ErrorCode::kIo, "Unexpected argument: " + argument};
    if (arguments_.empty()) return missing();
    const bool ignore_case = argument == "-iname";
    const std::string text = take();
    return Pointer(std::make_unique<Name>(
        TRY(GlobPattern::parse(ignore_case ? lower_case(text) : text)), ignore_case));
  }

  std::string take() {
    std::string argument = std::move(arguments_.front());
    arguments_.pop_front();
    return argument;
  }

  std::deque<std::string> arguments_;
  int depth_ = 0;
};

}  // namespace

Result<Pointer> parse_find_expression(std::deque<std::string> arguments) {
  Pointer expression = TRY(Parser(std::move(arguments)).conjunction());
  if (expression->is_action()) return expression;
  std::vector<Pointer> parts;
  parts.push_back(std::move(expression));
  parts.push_back(std::make_unique<Print>('\n'));
  return Pointer(std::make_unique<And>(std::move(parts)));
}

}  // namespace mammoth::cli
