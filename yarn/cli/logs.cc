#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "common/config/keys.h"
#include "common/config/keys/nodemanager.h"
#include "common/hdfs/file_system.h"
#include "common/protocol/yarn/client_application.pb.h"
#include "common/tfile/tfile_reader.h"
#include "common/yarn_tokens/id_text.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

struct LogOrder {
  std::string application;
  std::string owner;
  std::string container;             // empty: all
  std::vector<std::string> files{};  // empty: all
};

// Prints one node's file as Apache's `yarn logs` does.
class LogPrinter final : public tfile::Visitor {
 public:
  LogPrinter(const LogOrder& order, std::string node, std::string modified)
      : order_(order), node_(std::move(node)), modified_(std::move(modified)) {}

  int printed() const { return printed_; }

  Result<bool> begin_record(std::string_view key) override {
    container_ = TRY(tfile::take_utf(key));
    pending_.clear();
    left_ = -1;
    return container_.starts_with("container_") &&
           (order_.container.empty() || container_ == order_.container);
  }

  Result<void> value(std::string_view piece) override {
    pending_ += piece;
    while (!pending_.empty()) {
      if (left_ < 0) {
        if (!take_head()) return {};
        continue;
      }
      const auto count = static_cast<std::size_t>(
          std::min<std::int64_t>(left_, static_cast<std::int64_t>(pending_.size())));
      if (shown_) std::fwrite(pending_.data(), 1, count, stdout);
      pending_.erase(0, count);
      left_ -= static_cast<std::int64_t>(count);
      if (left_ == 0) end_file();
    }
    return {};
  }

  Result<void> end_record() override {
    if (left_ < 0 && pending_.empty()) return {};
    return Error{ErrorCode::kIo, "the log of " + container_ + " is cut off"};
  }

 private:
  // Name and length of the next file; false when they are not there as a whole.
  bool take_head() {
    std::string_view rest = pending_;
    const auto name = tfile::take_utf(rest);
    if (!name) return false;
    const auto length = tfile::take_utf(rest);
    if (!length) return false;
    std::from_chars(length->data(), length->data() + length->size(), left_);
    left_ = std::max<std::int64_t>(left_, 0);
    pending_.erase(0, pending_.size() - rest.size());
    file_ = *name;
    shown_ = order_.files.empty() || std::ranges::find(order_.files, file_) != order_.files.end();
    if (shown_) print_head();
    if (left_ == 0) end_file();
    return true;
  }

  void print_head() const {
    const std::string title = fmt::format("Container: {} on {}", container_, node_);
    print(title);
    print("LogAggregationType: AGGREGATED");
    print(std::string(title.size(), '='));
    print("LogType:" + file_);
    print("LogLastModifiedTime:" + modified_);
    print(fmt::format("LogLength:{}", left_));
    print("LogContents:");
  }

  void end_file() {
    left_ = -1;
    if (!shown_) return;
    const std::string end = "End of LogType:" + file_;
    print("\n" + end);
    print(std::string(end.size() + 50, '*') + "\n");
    ++printed_;
  }

  const LogOrder& order_;
  const std::string node_;
  const std::string modified_;
  std::string container_;
  std::string file_;
  std::string pending_;
  std::int64_t left_ = -1;  // of the file's bytes; -1: its head comes next
  bool shown_ = false;
  int printed_ = 0;
};

Result<int> print_node(hdfs::FileSystem& files, const hdfs::FileStatus& status,
                       const LogOrder& order) {
  const auto reader = TRY(files.open(status.path));
  const tfile::Source source = [&](std::uint64_t offset, std::size_t bytes) -> Result<std::string> {
    std::string text(bytes, '\0');
    std::size_t done = 0;
    while (done < bytes) {
      const auto count = TRY(reader->read_at(
          offset + done, std::as_writable_bytes(std::span(text.data() + done, bytes - done))));
      if (count == 0) return Error{ErrorCode::kEof, status.path + " ends too early"};
      done += count;
    }
    return text;
  };
  LogPrinter printer(order, status.name(),
                     time_text(status.modification_time_ms, "%a %b %d %H:%M:%S %z %Y"));
  TRY(tfile::read(source, status.length_bytes, printer));
  return printer.printed();
}

Result<std::string> owner_of(Session& session, const std::string& application) {
  wire::GetApplicationReportRequestProto request;
  *request.mutable_application_id() = TRY(parse_application_id(application));
  const auto answer = session.clients().call<wire::GetApplicationReportResponseProto>(
      "getApplicationReport", request);
  return answer ? answer->application_report().user() : session.user();
}

std::string directory_of(const Configuration& conf, const LogOrder& order) {
  const std::string number = order.application.substr(order.application.rfind('_') + 1);
  int bucket = 0;
  std::from_chars(number.data(), number.data() + number.size(), bucket);
  return fmt::format("{}/{}/bucket-{}-tfile/{:04}/{}",
                     conf.get(keys::kYarnNodemanagerRemoteAppLogDir), order.owner,
                     conf.get(keys::kYarnNodemanagerRemoteAppLogDirSuffix), bucket % 10'000,
                     order.application);
}

Result<int> print_logs(Session& session, const LogOrder& order) {
  const Configuration& conf = session.configuration();
  const auto files = TRY(hdfs::open_file_system(conf.get(keys::kFsDefaultFs), conf));
  const std::string directory = directory_of(conf, order);
  const auto nodes = files->list_all(directory);
  int printed = 0;
  if (nodes)
    for (const auto& node : *nodes)
      if (!node.is_directory && !node.name().starts_with('.') && !node.name().ends_with(".tmp"))
        printed += TRY(print_node(*files, node, order));
  if (printed > 0) return 0;
  complain(fmt::format("Can not find the logs for the application: {} with the appOwner: {}",
                       order.application, order.owner));
  return kFailed;
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

int run_logs(Session& session, const Words& words) {
  LogOrder order;
  if (const std::string* id = value_of(words, "-applicationId")) order.application = *id;
  if (const std::string* id = value_of(words, "-containerId")) order.container = *id;
  for (const char* option : {"-log_files", "-logFiles"})
    if (const std::string* names = value_of(words, option)) order.files = parts_of(*names);
  if (order.application.empty() && !order.container.empty()) {
    const auto id = parse_container_id(order.container);
    if (!id) return fail(id.error());
    order.application = yarn_tokens::id_text(id->app_attempt_id().application_id());
  }
  if (order.application.empty()) {
    complain(
        "usage: yarn logs -applicationId APPLICATION | -containerId CONTAINER [-appOwner USER] "
        "[-log_files NAME,…]");
    return has(words, "-help") ? 0 : kFailed;
  }
  const std::string* owner = value_of(words, "-appOwner");
  const Result<std::string> found =
      owner ? Result<std::string>(*owner) : owner_of(session, order.application);
  if (!found) return fail(found.error());
  order.owner = *found;
  const Result<int> code = print_logs(session, order);
  return code ? *code : fail(code.error());
}

}  // namespace mammoth::yarn
