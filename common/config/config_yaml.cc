#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <sstream>

#include "common/config/config_file.h"
#include "common/config/values.h"

namespace mammoth {
namespace {

constexpr std::size_t kMaxLevels = 16;

// Takes the parser's events instead of its tree: aliases are seen, and refused, before anything is
// copied.
class YamlReader final : public YAML::EventHandler {
 public:
  explicit YamlReader(const std::string& path) : path_(path) {}

  Result<std::vector<ConfigFileEntry>> take() {
    if (error_) return *error_;
    return std::move(entries_);
  }

  bool has_refused() const { return error_.has_value(); }

  void refuse(const YAML::Mark& mark, std::string_view why) {
    if (error_) return;
    error_ =
        Error{ErrorCode::kIllegalArgument, fmt::format("{}:{}: {}", path_, mark.line + 1, why)};
  }

 private:
  enum class Kind { kMap, kList };
  struct Level {
    Kind kind;
    std::string prefix;  // of names in a map, "" or ending in a dot; a list's whole name
    std::optional<std::string> key;  // of a map: read, and its value is next
    std::string items;               // of a list, joined by commas
    int line;
  };

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) refuse(mark, "a second document; one file is one map");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (error_ || levels_.empty()) return;  // an empty document is an empty map
    if (levels_.back().kind == Kind::kMap && !levels_.back().key)
      return refuse(mark, "a key without a name");
    levels_.back().key.reset();
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases (*name) are not supported; use ${key} to refer to another value");
  }

  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    if (!accept(mark, anchor)) return;
    if (levels_.empty()) return refuse(mark, "expected a map of keys and values");
    Level& level = levels_.back();
    if (level.kind == Kind::kList) {
      if (!level.items.empty()) level.items += ',';
      level.items += value;
    } else if (!level.key) {
      if (trimmed(value).empty()) return refuse(mark, "a key without a name");
      level.key = trimmed(value);
    } else {
      add(level.prefix + *level.key, value, mark.line + 1);
      level.key.reset();
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    if (!accept(mark, anchor)) return;
    if (levels_.empty() || !levels_.back().key)
      return refuse(mark, "a list may only be the value of a key");
    open(mark, Kind::kList, levels_.back().prefix + *levels_.back().key);
  }

  void OnSequenceEnd() override {
    if (error_) return;
    Level list = std::move(levels_.back());
    levels_.pop_back();
    levels_.back().key.reset();
    add(std::move(list.prefix), std::move(list.items), list.line);
  }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    if (!accept(mark, anchor)) return;
    if (levels_.empty()) return open(mark, Kind::kMap, "");
    if (!levels_.back().key) return refuse(mark, "a map may only be the value of a key");
    open(mark, Kind::kMap, levels_.back().prefix + *levels_.back().key + ".");
  }

  void OnMapEnd() override {
    if (error_) return;
    levels_.pop_back();
    if (!levels_.empty()) levels_.back().key.reset();
  }

  bool accept(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) refuse(mark, "anchors (&name) are not supported");
    return !error_;
  }

  void open(const YAML::Mark& mark, Kind kind, std::string prefix) {
    if (levels_.size() == kMaxLevels)
      return refuse(mark, fmt::format("more than {} levels", kMaxLevels));
    levels_.push_back({kind, std::move(prefix), std::nullopt, "", mark.line + 1});
  }

  void add(std::string name, std::string value, int line) {
    const auto [earlier, is_new] = line_of_.emplace(name, line);
    if (!is_new) {
      YAML::Mark mark;
      mark.line = line - 1;
      return refuse(mark, fmt::format("{} is written a second time, first in line {}", name,
                                      earlier->second));
    }
    entries_.push_back({std::move(name), std::move(value), line, false});
  }

  const std::string& path_;
  int documents_ = 0;
  std::vector<Level> levels_;
  std::map<std::string, int> line_of_;
  std::vector<ConfigFileEntry> entries_;
  std::optional<Error> error_;  // the first refusal; events after it are ignored
};

}  // namespace

Result<std::vector<ConfigFileEntry>> parse_config_yaml(std::string_view text,
                                                       const std::string& path) {
  if (text.size() > kMaxConfigFileBytes)
    return Error{ErrorCode::kIllegalArgument, fmt::format("{}: the text is too long", path)};
  YamlReader reader(path);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    // Stops at a refusal: yaml-cpp finds document after document in a stray ",", without end.
    while (!reader.has_refused() && parser.HandleNextDocument(reader)) {
    }
  } catch (const YAML::ParserException& malformed) {
    reader.refuse(malformed.mark, malformed.msg);
  }
  return reader.take();
}

}  // namespace mammoth
