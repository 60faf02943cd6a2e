#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "common/base/file_handle.h"
#include "yarn/node_manager/web/web_server.h"

namespace mammoth::yarn::node {

namespace {

constexpr std::int64_t kShownBytes = 4096;        // of a file, unless start= says otherwise
constexpr std::size_t kMaxShownBytes = 16 << 20;  // of an answer

http::Response log_answer(unsigned status, std::string_view type, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", std::string(type)},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'; style-src 'self'"}},
          .body = std::move(text)};
}

constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kHtml = "text/html; charset=utf-8";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else if (c == '&')
      html += "&amp;";
    else if (c == '"')
      html += "&quot;";
    else
      html += c;
  }
  return html;
}

// From `start`, counted from the end when it is negative.
std::optional<std::string> part_of_file(const std::string& path, std::int64_t start) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const std::int64_t begin =
      std::clamp<std::int64_t>(start < 0 ? status.st_size + start : start, 0, status.st_size);
  std::string text(
      std::min<std::size_t>(static_cast<std::size_t>(status.st_size - begin), kMaxShownBytes),
      '\0');
  const ssize_t count = ::pread(file.get(), text.data(), text.size(), begin);
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return text;
}

std::int64_t start_of(const http::Request& request, std::int64_t otherwise) {
  const auto text = request.query.find("start");
  if (!text) return otherwise;
  std::int64_t start = otherwise;
  std::from_chars(text->data(), text->data() + text->size(), start);
  return start;
}

// In the dress of the other pages; `title` and `body` are HTML.
http::Response dressed(const std::string& title, const std::string& body) {
  return log_answer(
      200, kHtml,
      fmt::format(
          "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title>"
          "<link rel=\"stylesheet\" href=\"/static/mammoth.css\"></head>\n<body><header>"
          "<div class=\"brand\">Mammoth <span>NodeManager</span></div>"
          "<nav><ul><li><a href=\"/node\">Node</a></li>"
          "<li><a href=\"/node/allContainers\">Containers</a></li></ul></nav></header>\n"
          "<main><h1>{0}</h1>\n<section class=\"card\">{1}</section></main></body></html>\n",
          title, body));
}

http::Response list_page(const NodeWebParts& parts, const std::string& container,
                         const std::string& user) {
  std::string page = "<ul>\n";
  for (const auto& file : log_files(parts, container))
    page += fmt::format("<li><a href=\"/node/containerlogs/{0}/{1}/{2}/?start=-{3}\">{2}</a>\n",
                        container, escaped(user), escaped(file), kShownBytes);
  return dressed("Logs for " + container, page + "</ul>\n");
}

}  // namespace

std::string application_of_container(const std::string& container) {
  // container_[e01_]<timestamp>_<application>_<attempt>_<number>
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= container.size();) {
    const std::size_t end = std::min(container.find('_', begin), container.size());
    parts.push_back(container.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() < 5 || parts[0] != "container") return {};
  if (parts[1].starts_with('e')) parts.erase(parts.begin() + 1);
  const bool numbers =
      parts.size() == 5 && std::all_of(parts.begin() + 1, parts.end(), [](auto& it) {
        return !it.empty() &&
               std::ranges::all_of(it, [](unsigned char c) { return std::isdigit(c); });
      });
  return numbers ? "application_" + parts[1] + "_" + parts[2] : std::string();
}

std::vector<std::string> log_files(const NodeWebParts& parts, const std::string& container) {
  std::vector<std::string> names;
  const std::string application = application_of_container(container);
  if (application.empty()) return names;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator(parts.logs(application, container), ignored))
    if (entry.is_regular_file(ignored)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

std::optional<http::Response> log_page(const NodeWebParts& parts, const http::Request& request) {
  std::vector<std::string> words = words_of_path(request.path);
  const bool rest =
      words.size() == 5 && words[0] == "ws" && words[2] == "node" && words[3] == "containerlogs";
  const bool rest_file =
      words.size() == 6 && words[0] == "ws" && words[2] == "node" && words[3] == "containerlogs";
  const bool page =
      words.size() >= 4 && words.size() <= 5 && words[0] == "node" && words[1] == "containerlogs";
  if (!rest && !rest_file && !page) return std::nullopt;
  const std::string& container = page ? words[2] : words[4];
  if (application_of_container(container).empty())
    return log_answer(400, kText, "Invalid container ID: " + container + "\n");
  if (page && words.size() == 4) return list_page(parts, container, words[3]);
  if (rest) return list_page(parts, container, "");
  const std::string& name = words.back();
  const std::vector<std::string> names = log_files(parts, container);
  if (std::ranges::find(names, name) == names.end())
    return log_answer(404, kText, "Cannot find this log on the local disk.\n");
  const std::string path = parts.logs(application_of_container(container), container) + "/" + name;
  auto text = part_of_file(path, start_of(request, page ? -kShownBytes : 0));
  if (!text) return log_answer(404, kText, "Cannot find this log on the local disk.\n");
  if (rest_file) return log_answer(200, kText, std::move(*text));
  return dressed(escaped(name), fmt::format("<p><a href=\"?start=0\">From the beginning</a> · "
                                            "<a href=\"?start=-{}\">The end</a></p>\n<pre>{}</pre>",
                                            kShownBytes, escaped(*text)));
}

}  // namespace mammoth::yarn::node
