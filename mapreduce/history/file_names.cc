#include "mapreduce/history/file_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <vector>

namespace mammoth::mapreduce::history {

namespace {

constexpr std::string_view kExtension = ".jhist";
constexpr std::string_view kStagingDirectory = "/tmp/hadoop-yarn/staging";

bool is_plain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '*' || c == '_';
}

// java.net.URLEncoder, with the delimiter of the fields encoded as well.
std::string form_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(byte))
      out += c;
    else if (c == ' ')
      out += '+';
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out.empty() ? "NA" : out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string form_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                           hex_digit(text[i + 2]) >= 0;
    if (is_escape) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

// Cut where no character is torn: an encoded one is "%XX" once for each of its bytes.
std::string cut(const std::string& encoded, std::size_t limit) {
  if (encoded.size() <= limit) return encoded;
  std::size_t at = 0;
  for (;;) {
    std::size_t step = 1;
    if (encoded[at] == '%') {
      const int lead = hex_digit(encoded[at + 1]) * 16 + hex_digit(encoded[at + 2]);
      step = lead <= 0x7f ? 3 : lead <= 0xdf ? 6 : lead <= 0xef ? 9 : 12;
    }
    if (at + step > limit) return encoded.substr(0, at);
    at += step;
  }
}

template <class Number>
Number parsed(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string done_file_name(const JobIndex& index, int job_name_limit) {
  return fmt::format(
      "{}-{}-{}-{}-{}-{}-{}-{}-{}-{}{}", index.job_id, index.submit_time, form_encoded(index.user),
      cut(form_encoded(index.job_name), static_cast<std::size_t>(std::max(job_name_limit, 0))),
      index.finish_time, index.finished_maps, index.finished_reduces, index.status,
      form_encoded(index.queue), index.start_time, kExtension);
}

std::optional<JobIndex> index_of_file_name(std::string_view name) {
  if (!name.ends_with(kExtension) || !name.starts_with("job_")) return std::nullopt;
  name.remove_suffix(kExtension.size());
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('-', begin), name.size());
    fields.push_back(form_decoded(name.substr(begin, end - begin)));
    begin = end + 1;
  }
  if (fields.size() < 8) return std::nullopt;  // such as that of a job that runs
  JobIndex index{.job_id = fields[0],
                 .submit_time = parsed<std::int64_t>(fields[1]),
                 .user = fields[2],
                 .job_name = fields[3],
                 .finish_time = parsed<std::int64_t>(fields[4]),
                 .finished_maps = parsed<int>(fields[5]),
                 .finished_reduces = parsed<int>(fields[6]),
                 .status = fields[7]};
  if (std::ranges::count(index.job_id, '_') != 2) return std::nullopt;
  if (fields.size() > 8) index.queue = fields[8];
  index.start_time = fields.size() > 9 ? parsed<std::int64_t>(fields[9]) : index.submit_time;
  return index;
}

std::string conf_file_name(const std::string& job_id) {
  return job_id + "_conf.xml";
}
std::string summary_file_name(const std::string& job_id) {
  return job_id + ".summary";
}

std::string done_subdirectory(const JobIndex& index) {
  const std::time_t seconds = index.finish_time / 1000;
  std::tm day{};
  ::localtime_r(&seconds, &day);
  const int number =
      parsed<int>(std::string_view(index.job_id).substr(index.job_id.rfind('_') + 1));
  return fmt::format("{:04}/{:02}/{:02}/{:06}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday,
                     number / 1000);
}

std::string intermediate_directory(const Configuration& configuration) {
  const std::string staging =
      configuration.get("yarn.app.mapreduce.am.staging-dir", kStagingDirectory);
  return configuration.get("mapreduce.jobhistory.intermediate-done-dir",
                           staging + "/history/done_intermediate");
}

std::string done_directory(const Configuration& configuration) {
  const std::string staging =
      configuration.get("yarn.app.mapreduce.am.staging-dir", kStagingDirectory);
  return configuration.get("mapreduce.jobhistory.done-dir", staging + "/history/done");
}

}  // namespace mammoth::mapreduce::history
