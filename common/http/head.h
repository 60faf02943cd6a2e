// Heads of messages between text and values: what the parser has taken apart becomes a Request, and
// an answer's status and headers become text. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/http/message.h"

namespace mammoth::http {

struct RequestHead {
  std::string_view method;
  std::string_view target;  // as sent, also in absolute form
  unsigned version = 11;    // 10 for HTTP/1.0
  Headers headers{};
  std::string_view remote_address;
};

// Refuses (kIllegalArgument) a target that parse_target refuses and HTTP/1.1 without a Host.
Result<Request> make_request(RequestHead head);

std::string status_line(unsigned status);
// A header ends at its line's end, whatever somebody put into its value: control characters become
// question marks.
void append_header(std::string& head, std::string_view name, std::string_view value);

// "404 <message>" as text.
Response plain_answer(unsigned status, std::string_view message);

}  // namespace mammoth::http
