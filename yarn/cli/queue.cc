#include <fmt/format.h>

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

}  // namespace

int run_queue(Session& session, const Words& words) {
  if (const std::string* name = value_of(words, "-status")) return show_queue(session, *name);
  complain("usage: yarn queue -status QUEUE");
  return has(words, "-help") ? 0 : kFailed;
}

}  // namespace mammoth::yarn
