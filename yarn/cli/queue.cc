#include <fmt/format.h>
#include <strings.h>

#include <algorithm>

#include "common/protocol/yarn/client_cluster.pb.h"
#include "yarn/cli/commands.h"
#include "yarn/cli/names.h"

namespace mammoth::yarn {

namespace {

void print_queue(const wire::QueueInfoProto& it) {
  print("Queue Information : ");
  print("Scheduler Name : " + it.schedulertype());
  print("Queue Name : " + it.queuename());
  print("Queue Path : " + it.queuepath());
  print("\tState : " + without_prefix(wire::QueueStateProto_Name(it.state()), "Q_"));
  print("\tCapacity : " + percent_text(it.capacity()));
  print("\tCurrent Capacity : " + percent_text(it.currentcapacity()));
  print("\tMaximum Capacity : " + percent_text(it.maximumcapacity()));
  print(fmt::format("\tWeight : {:.2f}", it.weight()));
  print(fmt::format("\tMaximum Parallel Apps : {}", it.maxparallelapps()));
  print("\tDefault Node Label expression : " + (it.defaultnodelabelexpression().empty()
                                                    ? "<DEFAULT_PARTITION>"
                                                    : it.defaultnodelabelexpression()));
  print(fmt::format("\tAccessible Node Labels : {}", fmt::join(it.accessiblenodelabels(), ",")));
  print(std::string("\tPreemption : ") + (it.preemptiondisabled() ? "disabled" : "enabled"));
  print(std::string("\tIntra-queue Preemption : ") +
        (it.intraqueuepreemptiondisabled() ? "disabled" : "enabled"));
}

int show_queue(Session& session, const std::string& name) {
  wire::GetQueueInfoRequestProto request;
  request.set_queuename(name);
  const auto answer =
      session.clients().call<wire::GetQueueInfoResponseProto>("getQueueInfo", request);
  if (!answer) return fail(answer.error());
  if (!answer->has_queueinfo()) {
    print(fmt::format("Cannot get queue from RM by queueName = {}, please check.", name));
    return kFailed;
  }
  print_queue(answer->queueinfo());
  return 0;
}

// A table with its title, every cell in the middle of its column (Hadoop: FormattingCLIUtils).
class Table {
 public:
  void add(Words row) {
    width_.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) width_[i] = std::max(width_[i], row[i].size());
    rows_.push_back(std::move(row));
  }
  std::string text(const std::string& title) const {
    std::size_t inner = 3 * (width_.size() - 1);
    for (const std::size_t width : width_) inner += width;
    const std::string border = this->border();
    std::string text = fmt::format("+{}+\n|{}|\n", std::string(inner + 2, '-'),
                                   in_the_middle(title.substr(0, inner), inner + 2));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (i == 0) text += border;
      text += "|";
      for (std::size_t column = 0; column < width_.size(); ++column)
        text += in_the_middle(rows_[i][column], width_[column] + 2) + "|";
      text += "\n";
      if (i == 0 || i + 1 == rows_.size()) text += border;
    }
    return text;
  }

 private:
  static std::string in_the_middle(const std::string& text, std::size_t width) {
    const std::size_t left = (width - text.size()) / 2;
    return std::string(left, ' ') + text + std::string(width - text.size() - left, ' ');
  }
  std::string border() const {
    std::string border = "+";
    for (const std::size_t width : width_) border += std::string(width + 2, '-') + "+";
    return border + "\n";
  }

  std::vector<Words> rows_;
  std::vector<std::size_t> width_;
};

void add_children(const wire::QueueInfoProto& parent, Table& table, int& count) {
  for (const auto& it : parent.childqueues()) {
    ++count;
    table.add({it.queuename(), it.queuepath(),
               without_prefix(wire::QueueStateProto_Name(it.state()), "Q_"),
               percent_text(it.capacity()), percent_text(it.currentcapacity()),
               percent_text(it.maximumcapacity()), fmt::format("{:.2f}", it.weight()),
               fmt::format("{}", it.maxparallelapps())});
    add_children(it, table, count);
  }
}

int list_queues(Session& session, const std::string& parent) {
  const bool all = ::strcasecmp(parent.c_str(), "all") == 0;
  wire::GetQueueInfoRequestProto request;
  request.set_queuename(all ? "root" : parent);
  request.set_includechildqueues(true);
  request.set_recursive(all);
  const auto answer =
      session.clients().call<wire::GetQueueInfoResponseProto>("getQueueInfo", request);
  if (!answer) return thrown(answer.error());
  if (!answer->has_queueinfo()) {
    print(fmt::format("Cannot get any queues under {} from RM,please check.", parent));
    return kFailed;
  }
  Table table;
  table.add({"Queue Name", "Queue Path", "State", "Capacity", "Current Capacity",
             "Maximum Capacity", "Weight", "Maximum Parallel Apps"});
  int count = 0;
  add_children(answer->queueinfo(), table, count);
  fmt::print("{}", table.text(fmt::format("{} queues were found", count)));
  return 0;
}

}  // namespace

int run_queue(Session& session, const Words& words) {
  constexpr std::string_view kUsage = "usage: queue -status QUEUE | -list PARENT|all";
  if (const auto code = refuse(words, {{"-status", 1}, {"-list", 1}, {"-help"}}, kUsage))
    return *code;
  const std::string* name = value_of(words, "-status");
  if (name && words.size() <= 4) return show_queue(session, *name);
  if (!name && has(words, "-help")) {
    print(kUsage);
    return 0;
  }
  if (const std::string* parent = value_of(words, "-list"); parent && words.size() == 2)
    return list_queues(session, *parent);
  if (words.empty()) complain("Invalid Command Usage : ");
  print(kUsage);
  return kFailed;
}

}  // namespace mammoth::yarn
