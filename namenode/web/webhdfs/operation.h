// One WebHDFS operation at work: what its file has in hand.
#pragma once

#include <string>
#include <string_view>

#include "common/http/exchange.h"
#include "common/http/json.h"
#include "common/webhdfs/parameters.h"
#include "namenode/system/applied.h"
#include "namenode/system/caller.h"
#include "namenode/web/web_parts.h"

namespace mammoth::namenode {

// Belongs to one request, on its thread.
struct WebOperation {
  const WebParts& parts;
  http::Exchange& exchange;
  std::string_view name;  // "GETFILESTATUS"
  std::string path;
  Caller caller;
  webhdfs::Parameters parameters;

  Namesystem& system() const { return parts.system; }

  // A mutation's outcome, once it is on disk; so are refusals.
  template <class T>
  Result<T> durable(Applied<T> applied) const {
    if (applied.sequence != 0) parts.wait_until_durable(applied.sequence);
    return std::move(applied.result);
  }

  void answer_json(std::string text) const;
  void answer_json(http::JsonWriter json) const { answer_json(std::move(json).text()); }
  void answer_boolean(bool truth) const;          // {"boolean":true}
  void answer_path(std::string_view path) const;  // {"Path":"/user/ann"}
  void answer_nothing() const;                    // 200 without a body
};

// What Apache's server sends with every answer of WebHDFS.
http::Headers web_headers(std::string_view content_type);

}  // namespace mammoth::namenode
