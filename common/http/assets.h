// Files of a server's pages that are part of the program: HTML, style sheets and scripts of our
// own, put in when it is built (cmake/embed.cmake). Constant; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "common/http/message.h"

namespace mammoth::http {

struct Asset {
  std::string_view name;  // "explorer.html"
  std::string_view body;
};

// What the pages of all servers use; served below /static/.
std::span<const Asset> shared_pages();

// The page at `path`: "/NAME" of `own`, "/static/NAME" of the shared ones; with the headers that
// keep a browser from loading anything but these. Nothing where there is none.
std::optional<Response> asset_page(std::span<const Asset> own, std::string_view path);

// What may be asked of a page: clients that authenticate send OPTIONS first.
Response page_options();

// Where to go from "/", as Hadoop's servers send: 302 to /index.html on the host that was asked.
Response to_index(const Request& request);

}  // namespace mammoth::http
