#include "namenode/web/webhdfs/operation.h"

namespace mammoth::namenode {

http::Headers web_headers(std::string_view content_type) {
  return {{"Cache-Control", "no-cache"},         {"Pragma", "no-cache"},
          {"X-Content-Type-Options", "nosniff"}, {"X-Frame-Options", "SAMEORIGIN"},
          {"X-XSS-Protection", "1; mode=block"}, {"Content-Type", std::string(content_type)}};
}

void WebOperation::answer_json(std::string text) const {
  exchange.respond({.headers = web_headers("application/json"), .body = std::move(text)});
}

void WebOperation::answer_boolean(bool truth) const {
  http::JsonWriter json;
  json.begin_object().member("boolean", truth).end_object();
  answer_json(std::move(json));
}

void WebOperation::answer_path(std::string_view answer) const {
  http::JsonWriter json;
  json.begin_object().member("Path", answer).end_object();
  answer_json(std::move(json));
}

void WebOperation::answer_nothing() const {
  exchange.respond({.headers = web_headers("application/octet-stream")});
}

}  // namespace mammoth::namenode
