#include "namenode/web/webhdfs/json_status.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

void append_entries(const DirectoryPage& page, bool& is_first, std::string& text) {
  for (const FileStatus& entry : page.entries) {
    http::JsonWriter json;
    write_json(entry.status, json);
    if (!std::exchange(is_first, false)) text += ",\n";
    text += json.text();
  }
}

}  // namespace

// Page by page: a directory of a million entries is never in memory whole.
Result<void> list_status(const WebOperation& call) {
  auto page = TRY(call.system().get_listing(call.caller, call.path, "", false));
  if (!page) return Error{ErrorCode::kFileNotFound, "File " + call.path + " does not exist."};
  bool is_first = true;
  http::Response head{.headers = web_headers("application/json"),
                      .body = "{\"FileStatuses\":{\"FileStatus\":[\n"};
  append_entries(*page, is_first, head.body);
  const std::string_view end = "\n]}}\n";
  if (page->remaining_entries == 0) {
    head.body += end;
    call.exchange.respond(std::move(head));
    return {};
  }
  call.exchange.begin(head, std::nullopt);
  while (page && page->remaining_entries > 0 && !page->entries.empty()) {
    const std::string last = page->entries.back().status.name;
    // Once begun, an answer that cannot be ended breaks off, which the client notices.
    page = call.system().get_listing(call.caller, call.path, last, false).value();
    std::string text;
    if (page) append_entries(*page, is_first, text);
    call.exchange.write(text);
  }
  call.exchange.write(end);
  return {};
}

}  // namespace mammoth::namenode::web_ops
