#include "common/webhdfs/remote_exception.h"

#include <fmt/format.h>

#include "common/http/json.h"
#include "common/rpc/remote_error.h"

namespace mammoth::webhdfs {

namespace {

std::string_view simple_name(std::string_view java_class) {
  return java_class.substr(java_class.find_last_of(".$") + 1);
}

void write_message(const Error& error, http::JsonWriter& json) {
  if (error.message.empty())
    json.null();
  else
    json.value(error.message);
}

}  // namespace

unsigned status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kFileNotFound:
      return 404;
    case ErrorCode::kUnsupportedOperation:
    case ErrorCode::kHadoopIllegalArgument:
    case ErrorCode::kIllegalArgument:
    case ErrorCode::kInvalidPath:
      return 400;
    case ErrorCode::kIllegalState:
      return 500;
    default:
      return 403;
  }
}

http::Response remote_exception(const Error& error) {
  const std::string_view java_class = rpc::java_class_of(error);
  http::JsonWriter json;
  json.begin_object().key("RemoteException").begin_object();
  json.member("exception", simple_name(java_class)).member("javaClassName", java_class);
  write_message(error, json.key("message"));
  json.end_object().end_object();
  return {.status = status_of(error.code),
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(json).text()};
}

std::string remote_exception_text(const Error& error) {
  const std::string_view java_class = rpc::java_class_of(error);
  http::JsonWriter message;
  write_message(error, message);
  return fmt::format(
      "{{\n  \"RemoteException\" : {{\n    \"message\" : {},\n    \"exception\" : \"{}\",\n"
      "    \"javaClassName\" : \"{}\"\n  }}\n}}",
      message.text(), simple_name(java_class), java_class);
}

}  // namespace mammoth::webhdfs
