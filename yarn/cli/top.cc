// yarn top: the cluster at work, drawn anew every few seconds; letters and Enter choose what is
// shown. What the terminal can do is asked of tput, as Apache's does, so that a file or a dumb
// terminal gets plain lines. Ends with q, a signal, or nobody who reads.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>

#include "common/config/keys.h"
#include "common/config/keys/yarn.h"
#include "common/config/values.h"
#include "common/http/get.h"
#include "common/http/json_value.h"
#include "common/protocol/yarn/client_application.pb.h"
#include "common/protocol/yarn/client_cluster.pb.h"
#include "common/yarn/application_client.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/top_screen.h"

namespace mammoth::yarn {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kCached{5'000};  // applications cost the ResourceManager most
constexpr std::int64_t kDefaultDelay = 3;
constexpr int kMisusedTop = 1;

volatile std::sig_atomic_t ended_by = 0;  // a signal

std::int64_t now_ms() {
  return std::chrono::duration_cast<milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// What tput says; nothing where there is none.
std::string tput(const std::string& words) {
  std::FILE* pipe = ::popen(("tput " + words + " 2>/dev/null").c_str(), "re");
  if (!pipe) return "";
  char buffer[256];
  const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe);
  ::pclose(pipe);
  return {buffer, count};
}

int terminal_size(const char* words, int otherwise) {
  const std::string text = tput(words);
  const auto number = parse_int(trimmed(text));
  return number && *number > 0 && *number < 10'000 ? static_cast<int>(*number) : otherwise;
}

// When the ResourceManager started; 0 where its pages cannot be reached.
std::int64_t asked_start_ms(const Configuration& configuration) {
  const auto servers =
      resource_manager_addresses(configuration, keys::kYarnResourcemanagerWebappAddress);
  if (!servers) return 0;
  for (const HostPort& server : *servers) {
    std::string body;
    const auto status = http::get(server, "/ws/v1/cluster/info", {.connect = milliseconds(2'000)},
                                  [&](std::string_view piece) { body += piece; });
    if (!status || *status != 200) continue;
    const auto answer = http::parse_json(body);
    const http::JsonValue* info = answer ? answer->find("clusterInfo") : nullptr;
    const http::JsonValue* started = info ? info->find("startedOn") : nullptr;
    const auto number = started ? parse_int(started->text) : Result<std::int64_t>(0);
    if (number && *number > 0) return *number;
  }
  return 0;
}

class Top {
 public:
  Top(Session& session, const Words& words) : session_(session) {
    for (const auto& [name, list] : {std::pair("-queues", &queues_), std::pair("-users", &users_),
                                     std::pair("-types", &types_)})
      if (const std::string* value = value_of(words, name)) *list = split_list(*value);
  }

  Result<void> read_sizes(const Words& words) {
    screen_.columns = TRY(size(words, "-cols", "cols", 80));
    screen_.rows = TRY(size(words, "-rows", "lines", 24));
    const std::string* delay = value_of(words, "-delay");
    const std::int64_t seconds = delay ? TRY(parse_int(*delay)) : kDefaultDelay;
    if (seconds < 1) complain("Delay set too low, using default");
    delay_ = std::chrono::seconds(
        std::clamp<std::int64_t>(seconds < 1 ? kDefaultDelay : seconds, 1, 24 * 60 * 60));
    return {};
  }

  int run() {
    home_ = tput("cup 0 0");
    clear_ = tput("clear");
    below_header_ = tput("cup 6 0");
    screen_.clear_line = tput("el");
    screen_.highlight = tput("smso");
    screen_.normal = tput("rmso");
    started_ms_ = asked_start_ms(session_.configuration());
    write(clear_);
    while (going_ && ended_by == 0) {
      if (showing_ == Showing::kTop) show();
      wait();
      if (started_ms_ == 0 && going_) started_ms_ = asked_start_ms(session_.configuration());
    }
    write(clear_);
    return ended_by == 0 ? 0 : 128 + ended_by;
  }

 private:
  enum class Showing { kTop, kHelp, kSort, kFields };

  static Result<int> size(const Words& words, const char* option, const char* capability,
                          int otherwise) {
    const std::string* value = value_of(words, option);
    if (!value) return terminal_size(capability, otherwise);
    const std::int64_t number = TRY(parse_int(*value));
    return static_cast<int>(std::clamp<std::int64_t>(number, 1, 10'000));
  }

  void write(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    if (std::fflush(stdout) != 0) going_ = false;  // nobody reads
  }

  void show() {
    if (!fetch_applications()) return;
    const std::int64_t now = now_ms();
    std::vector<TopRow> rows;
    for (const auto& report : reports_.applications()) rows.push_back(top_row(report, now));
    wire::GetClusterMetricsResponseProto nodes;
    if (auto answer = session_.clients().call<wire::GetClusterMetricsResponseProto>(
            "getClusterMetrics", wire::GetClusterMetricsRequestProto()))
      nodes = std::move(*answer);
    else
      complain("Unable to fetch cluster metrics: " + answer.error().message);
    const std::string queues =
        queues_.empty() ? "root" : fmt::format("{}", fmt::join(queues_, ","));
    write(home_ +
          screen_.header(nodes.cluster_metrics(), totals(), queues, now,
                         started_ms_ > 0 ? now - started_ms_ : 0) +
          "\n" + screen_.table(rows) + below_header_ + screen_.clear_line);
  }

  bool fetch_applications() {
    if (fetched_ && steady_clock::now() - *fetched_ < kCached) return true;
    wire::GetApplicationsRequestProto request;
    request.add_application_states(wire::ACCEPTED);
    request.add_application_states(wire::RUNNING);
    for (const std::string& it : queues_) request.add_queues(it);
    for (const std::string& it : users_) request.add_users(it);
    for (const std::string& it : types_) request.add_application_types(it);
    auto answer =
        session_.clients().call<wire::GetApplicationsResponseProto>("getApplications", request);
    if (!answer) {
      complain("Unable to get application information: " + answer.error().message);
      return false;
    }
    reports_ = std::move(*answer);
    fetched_ = steady_clock::now();
    return true;
  }

  TopTotals totals() {
    TopTotals totals;
    const auto ask = [&](const std::string& queue, bool children) {
      wire::GetQueueInfoRequestProto request;
      request.set_queuename(queue);
      request.set_includechildqueues(children);
      request.set_recursive(children);
      return session_.clients().call<wire::GetQueueInfoResponseProto>("getQueueInfo", request);
    };
    for (const std::string& queue : queues_) {
      const auto answer = ask(queue, false);
      if (!answer || !answer->has_queueinfo()) {
        complain("Unable to get queue information: " +
                 (answer ? "there is no queue " + queue : answer.error().message));
        return {};
      }
      totals.add(answer->queueinfo().queuestatistics());
    }
    if (!queues_.empty()) return totals;
    const auto answer = ask("root", true);
    if (!answer) {
      complain("Unable to get queue information: " + answer.error().message);
      return {};
    }
    for (const auto& child : answer->queueinfo().childqueues()) totals.add(child.queuestatistics());
    return totals;
  }

  // For what is typed, and where the cluster is shown for its time to come.
  void wait() {
    const auto until = steady_clock::now() + delay_;
    while (going_ && ended_by == 0) {
      const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
      const bool timed = showing_ == Showing::kTop;
      if (timed && left <= 0) return;
      pollfd keyboard{.fd = keyboard_open_ ? STDIN_FILENO : -1, .events = POLLIN, .revents = 0};
      const int ready = ::poll(&keyboard, 1, timed ? static_cast<int>(left) : -1);
      if (ready <= 0) continue;
      char buffer[256];
      const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
      if (count <= 0) {
        keyboard_open_ = false;
        if (showing_ == Showing::kTop) continue;
        showing_ = Showing::kTop;  // nobody is there to leave another screen
        return;
      }
      typed_.append(buffer, static_cast<std::size_t>(count));
      if (take_typed()) return;
    }
  }

  // True: the cluster is to be shown at once.
  bool take_typed() {
    bool back = false;
    for (std::size_t end; (end = typed_.find_first_of(" \t\r\n")) != std::string::npos;) {
      const std::string word = typed_.substr(0, end);
      typed_.erase(0, end + 1);
      if (!word.empty()) back = take_word(word) || back;
    }
    return back && showing_ == Showing::kTop;
  }

  bool take_word(const std::string& word) {
    const std::size_t column = top_column(word);
    if (showing_ == Showing::kTop) {
      const char letter = word.size() == 1 ? static_cast<char>(std::tolower(word[0])) : ' ';
      if (letter == 'q') going_ = false;
      if (letter == 'r') screen_.ascending = !screen_.ascending;
      if (letter == 's') showing_ = Showing::kSort;
      if (letter == 'f') showing_ = Showing::kFields;
      if (letter == 'h') showing_ = Showing::kHelp;
    } else if (showing_ == Showing::kHelp || column == kTopColumns) {
      showing_ = Showing::kTop;
      return true;
    } else if (showing_ == Showing::kSort) {
      screen_.sorted_by = column;
    } else {
      screen_.displayed[column] = !screen_.displayed[column];
    }
    if (showing_ == Showing::kHelp) show_help();
    if (showing_ == Showing::kSort) write(home_ + screen_.sort_menu());
    if (showing_ == Showing::kFields) write(home_ + screen_.column_menu());
    return false;
  }

  void show_help() {
    std::string text = home_;
    for (int i = 0; i < screen_.rows; ++i) text += screen_.clear_line + "\n";
    write(text + home_ +
          fmt::format("Help for yarn top.\nDelay: {} secs; Secure mode: false\n\n"
                      "  s + Enter: Select sort field\n"
                      "  f + Enter: Select fields to display\n"
                      "  R + Enter: Reverse current sort order\n"
                      "  h + Enter: Display this screen\n"
                      "  q + Enter: Quit\n\n"
                      "Press any key followed by Enter to continue\n",
                      std::chrono::duration_cast<std::chrono::seconds>(delay_).count()));
  }

  Session& session_;
  std::vector<std::string> queues_, users_, types_;
  TopScreen screen_;
  milliseconds delay_{};
  std::string home_, clear_, below_header_;
  std::int64_t started_ms_ = 0;
  wire::GetApplicationsResponseProto reports_;
  std::optional<steady_clock::time_point> fetched_;
  Showing showing_ = Showing::kTop;
  bool going_ = true;
  bool keyboard_open_ = true;
  std::string typed_;
};

void note_end(int signal) {
  ended_by = signal;
}

}  // namespace

int run_top(Session& session, const Words& words) {
  constexpr std::string_view kUsage =
      "usage: yarn top [-queues QUEUES] [-users USERS] [-types TYPES] [-cols N] [-rows N]\n"
      "                [-delay SECONDS]\n"
      "Shows applications, queues and nodes, anew every SECONDS (3). QUEUES, USERS and TYPES are\n"
      "lists with commas; types as they were submitted. h + Enter, while it runs, tells the keys.";
  if (has(words, "-help")) {
    print(kUsage);
    return 0;
  }
  if (refuse(
          words,
          {{"-queues", 1}, {"-users", 1}, {"-types", 1}, {"-cols", 1}, {"-rows", 1}, {"-delay", 1}},
          kUsage))
    return kMisusedTop;
  Top top(session, words);
  if (const Result<void> sizes = top.read_sizes(words); !sizes) {
    complain("Unable to parse options: " + sizes.error().message);
    return kMisusedTop;
  }
  struct sigaction action{};
  action.sa_handler = note_end;  // without SA_RESTART: what waits is woken
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  return top.run();
}

}  // namespace mammoth::yarn
