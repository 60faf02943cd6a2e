#include "datanode/scanner/scan_cursor.h"

#include <charconv>

#include "common/base/log.h"
#include "common/http/json.h"
#include "common/http/json_value.h"

namespace mammoth::datanode {

namespace {

constexpr std::uint64_t kLongestCursor = 4096;

std::string cursor_file(const PoolLayout& layout) { return layout.pool() + "/scanner.cursor"; }

std::int64_t number_at(const http::JsonValue& json, std::string_view name) {
  const http::JsonValue* member = json.find(name);
  std::int64_t number = 0;
  if (member != nullptr)
    std::from_chars(member->text.data(), member->text.data() + member->text.size(), number);
  return number;
}

}  // namespace

ScanCursor load_cursor(Disk& disk, const PoolLayout& layout) {
  try {
    if (!disk.status(cursor_file(layout))) return {};
    const auto json = http::parse_json(read_file(disk, cursor_file(layout), kLongestCursor));
    if (!json) return {};
    ScanCursor cursor{.saved_ms = number_at(*json, "lastSavedMs"),
                      .started_ms = number_at(*json, "iterStartMs"),
                      .directory = {},
                      .last = {}};
    const http::JsonValue* end = json->find("atEnd");
    cursor.at_end = end != nullptr && end->truth;
    const auto outer = json->string_at("curFinalizedDir");
    const auto inner = json->string_at("curFinalizedSubDir");
    if (outer && inner) cursor.directory = *outer + "/" + *inner;
    if (const auto entry = json->string_at("curEntry"))
      if (const auto id = parse_block_file_name(*entry)) cursor.last = *id;
    return cursor;
  } catch (const DiskError& e) {
    log::warn("datanode", "The block scanner begins anew: {}", e.what());
    return {};
  }
}

void save_cursor(Disk& disk, const PoolLayout& layout, const ScanCursor& cursor) {
  http::JsonWriter json;
  json.begin_object().member("lastSavedMs", cursor.saved_ms);
  json.member("iterStartMs", cursor.started_ms);
  const auto text = [&](std::string_view name, const std::string& value, bool given) {
    json.key(name);
    given ? json.value(value) : json.null();
  };
  const bool inside = !cursor.directory.empty();
  const std::size_t slash = cursor.directory.find('/');
  text("curFinalizedDir", cursor.directory.substr(0, slash), inside);
  text("curFinalizedSubDir", inside ? cursor.directory.substr(slash + 1) : "", inside);
  text("curEntry", block_file_name(cursor.last), inside && cursor.last != BlockId{});
  json.member("atEnd", cursor.at_end).end_object();
  replace_file(disk, cursor_file(layout), as_byte_view(json.text()));
}

}  // namespace mammoth::datanode
