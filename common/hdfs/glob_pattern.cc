#include "common/hdfs/glob_pattern.h"

#include <fmt/format.h>

#include <deque>
#include <functional>

#include "common/base/utf8.h"

namespace mammoth::hdfs {

struct GlobPattern::Node {
  enum class Kind { kCharacter, kAny, kAnyMany, kSet, kAlternatives };
  struct Range {
    char32_t low;
    char32_t high;
  };

  Kind kind;
  char32_t character = 0;
  std::vector<Range> ranges{};  // kSet
  bool negated = false;
  std::vector<Sequence> alternatives{};  // kAlternatives
};

// What must match the text that a brace's alternative leaves over.
struct Continuation {
  std::function<bool(std::u32string_view)> accepts;
};

namespace {

Error illegal(std::string_view message, std::size_t position, std::string_view pattern) {
  return {ErrorCode::kIo,
          fmt::format("Illegal file pattern: error parsing regexp: {} at pos {}: `{}`", message,
                      position, pattern)};
}

Error escape_at_end(std::string_view pattern) {
  return {
      ErrorCode::kIo,
      fmt::format("Illegal file pattern: An escaped character does not present for glob {} at {}",
                  pattern, pattern.size())};
}

}  // namespace

class GlobPattern::Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern), text_(code_points(pattern)) {}

  static constexpr int kMaxDepth = 100;
  bool has_wildcard = false;

  // Up to the end, or inside braces up to the comma or brace that ends an alternative.
  Result<Sequence> sequence(bool in_braces) {
    Sequence nodes;
    while (position_ < text_.size()) {
      const char32_t c = text_[position_];
      if (in_braces && (c == U',' || c == U'}')) return nodes;
      ++position_;
      switch (c) {
        case U'\\':
          if (position_ == text_.size())
            return illegal("Missing escaped character", position_, pattern_);
          nodes.push_back({Node::Kind::kCharacter, text_[position_++]});
          break;
        case U'?':
          nodes.push_back(wildcard(Node::Kind::kAny));
          break;
        case U'*':
          nodes.push_back(wildcard(Node::Kind::kAnyMany));
          break;
        case U'[':
          nodes.push_back(TRY(set()));
          break;
        case U'{':
          nodes.push_back(TRY(alternatives()));
          break;
        default:
          nodes.push_back({Node::Kind::kCharacter, c});
      }
    }
    if (in_braces) return illegal("Unclosed group", text_.size(), pattern_);
    return nodes;
  }

 private:
  Node wildcard(Node::Kind kind) {
    has_wildcard = true;
    return {kind};
  }

  Result<Node> alternatives() {
    Node node = wildcard(Node::Kind::kAlternatives);
    if (++depth_ > kMaxDepth) return illegal("Too many braces in braces", position_, pattern_);
    do {
      node.alternatives.push_back(TRY(sequence(true)));
    } while (text_[position_++] != U'}');
    --depth_;
    return node;
  }

  Result<Node> set() {
    Node node = wildcard(Node::Kind::kSet);
    const auto at = [&] { return position_ < text_.size() ? text_[position_] : U'\0'; };
    if (at() == U'^' || at() == U'!') {
      node.negated = true;
      ++position_;
    }
    for (bool first = true; position_ < text_.size(); first = false) {
      if (at() == U']' && !first) {
        ++position_;
        return node;
      }
      if (at() == U'\\' && position_ + 1 < text_.size()) ++position_;
      const char32_t low = text_[position_++];
      char32_t high = low;
      if (at() == U'-' && position_ + 1 < text_.size() && text_[position_ + 1] != U']') {
        high = text_[position_ + 1];
        position_ += 2;
      }
      node.ranges.push_back({low, high});
    }
    return illegal("Unclosed character class", text_.size(), pattern_);
  }

  const std::string_view pattern_;
  const std::u32string text_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

GlobPattern::GlobPattern() = default;
GlobPattern::GlobPattern(GlobPattern&&) noexcept = default;
GlobPattern& GlobPattern::operator=(GlobPattern&&) noexcept = default;
GlobPattern::~GlobPattern() = default;

Result<GlobPattern> GlobPattern::parse(std::string_view pattern) {
  Parser parser(pattern);
  GlobPattern result;
  result.nodes_ = std::make_unique<Sequence>(TRY(parser.sequence(false)));
  result.has_wildcard_ = parser.has_wildcard;
  return result;
}

bool GlobPattern::match(const Sequence& nodes, std::size_t index, std::u32string_view text,
                        const Continuation& rest) {
  for (; index < nodes.size(); ++index) {
    const Node& node = nodes[index];
    if (node.kind == Node::Kind::kAnyMany) {
      for (std::size_t skipped = 0; skipped <= text.size(); ++skipped)
        if (match(nodes, index + 1, text.substr(skipped), rest)) return true;
      return false;
    }
    if (node.kind == Node::Kind::kAlternatives) {
      const Continuation after{
          [&](std::u32string_view left) { return match(nodes, index + 1, left, rest); }};
      for (const Sequence& alternative : node.alternatives)
        if (match(alternative, 0, text, after)) return true;
      return false;
    }
    if (text.empty()) return false;
    const char32_t c = text.front();
    if (node.kind == Node::Kind::kCharacter && c != node.character) return false;
    if (node.kind == Node::Kind::kSet) {
      bool listed = false;
      for (const Node::Range& range : node.ranges) listed |= range.low <= c && c <= range.high;
      if (listed == node.negated) return false;
    }
    text.remove_prefix(1);
  }
  return rest.accepts(text);
}

bool GlobPattern::matches(std::string_view name) const {
  const Continuation end{[](std::u32string_view left) { return left.empty(); }};
  return match(*nodes_, 0, code_points(name), end);
}

namespace {

// Where the first outermost brace with a slash inside opens; npos: there is none.
Result<std::size_t> find_brace_with_slash(std::string_view pattern, std::size_t offset) {
  std::size_t opened_at = std::string_view::npos;
  bool slash = false;
  int depth = 0;
  for (std::size_t i = offset; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      if (++i == pattern.size()) return escape_at_end(pattern);
    } else if (c == '{') {
      if (depth++ == 0) {
        opened_at = i;
        slash = false;
      }
    } else if (c == '}' && depth > 0) {
      if (--depth == 0 && slash) return opened_at;
    } else if (c == '/' && depth > 0) {
      slash = true;
    }
  }
  return std::string_view::npos;
}

struct Brace {
  std::vector<std::string_view> alternatives;
  std::size_t end;  // behind the closing brace
};

Brace split_brace(std::string_view pattern, std::size_t opened_at) {
  Brace brace{{}, pattern.size()};
  std::size_t start = opened_at + 1;
  int depth = 1;
  for (std::size_t i = start; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (c == '{') {
      ++depth;
    } else if (c == ',' && depth == 1) {
      brace.alternatives.push_back(pattern.substr(start, i - start));
      start = i + 1;
    } else if (c == '}' && --depth == 0) {
      brace.alternatives.push_back(pattern.substr(start, i - start));
      brace.end = i + 1;
      break;
    }
  }
  return brace;
}

}  // namespace

Result<std::vector<std::string>> expand_braces(std::string_view pattern) {
  struct Pending {
    std::string text;
    std::size_t offset;  // before it nothing is left to expand
  };
  static constexpr std::size_t kMaxPatterns = 100'000;
  std::vector<std::string> expanded;
  std::deque<Pending> pending{{std::string(pattern), 0}};
  while (!pending.empty()) {
    const Pending next = std::move(pending.front());
    pending.pop_front();
    const std::size_t brace_at = TRY(find_brace_with_slash(next.text, next.offset));
    if (brace_at == std::string::npos) {
      expanded.push_back(next.text);
      continue;
    }
    const Brace brace = split_brace(next.text, brace_at);
    if (expanded.size() + pending.size() + brace.alternatives.size() > kMaxPatterns)
      return Error{ErrorCode::kIo, "Illegal file pattern: too many alternatives"};
    const std::string_view text = next.text;
    for (auto it = brace.alternatives.rbegin(); it != brace.alternatives.rend(); ++it)
      pending.push_front(
          {fmt::format("{}{}{}", text.substr(0, brace_at), *it, text.substr(brace.end)), brace_at});
  }
  return expanded;
}

std::string unescape_glob(std::string_view pattern) {
  std::string plain;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    plain.push_back(pattern[i]);
  }
  return plain;
}

}  // namespace mammoth::hdfs
