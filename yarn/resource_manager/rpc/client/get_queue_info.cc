#include "common/protocol/yarn/queue.pb.h"
#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"
#include "yarn/resource_manager/rpc/convert_application.h"

namespace mammoth::yarn {

namespace {

wire::QueueStateProto state_of(QueueState state) {
  return state == QueueState::kRunning   ? wire::Q_RUNNING
         : state == QueueState::kStopped ? wire::Q_STOPPED
                                         : wire::Q_DRAINING;
}

std::int64_t at_least_zero(std::int64_t value) {
  return std::max<std::int64_t>(value, 0);
}

void fill_statistics(const Cluster& cluster, const QueueReport& queue,
                     wire::QueueStatisticsProto& statistics) {
  std::int64_t submitted = 0, running = 0, pending = 0, completed = 0, killed = 0, failed = 0;
  std::int64_t pending_containers = 0, reserved_containers = 0;
  Resource wanted;
  for (const auto& [id, application] : cluster.applications()) {
    const std::string& path = application.queue;
    if (path != queue.path && !path.starts_with(queue.path + ".")) continue;
    ++submitted;
    running += application.state == ApplicationState::kRunning;
    pending += application.state == ApplicationState::kAccepted;
    completed += application.state == ApplicationState::kFinished;
    killed += application.state == ApplicationState::kKilled;
    failed += application.state == ApplicationState::kFailed;
    const auto use = cluster.scheduler().application(id);
    if (!use) continue;
    pending_containers += use->pending_containers;
    reserved_containers += use->reservations;
    wanted += use->pending;
  }
  statistics.set_numappssubmitted(submitted);
  statistics.set_numappsrunning(running);
  statistics.set_numappspending(pending);
  statistics.set_numappscompleted(completed);
  statistics.set_numappskilled(killed);
  statistics.set_numappsfailed(failed);
  statistics.set_numactiveusers(static_cast<std::int64_t>(queue.users.size()));
  statistics.set_availablememorymb(at_least_zero(queue.maximum.memory_mb - queue.used.memory_mb));
  statistics.set_allocatedmemorymb(queue.used.memory_mb - queue.reserved.memory_mb);
  statistics.set_reservedmemorymb(queue.reserved.memory_mb);
  statistics.set_availablevcores(at_least_zero(queue.maximum.vcores - queue.used.vcores));
  statistics.set_allocatedvcores(queue.used.vcores - queue.reserved.vcores);
  statistics.set_reservedvcores(queue.reserved.vcores);
  statistics.set_allocatedcontainers(queue.containers);
  // Java's reader takes what is missing for -1.
  statistics.set_pendingmemorymb(wanted.memory_mb);
  statistics.set_pendingvcores(wanted.vcores);
  statistics.set_pendingcontainers(pending_containers);
  statistics.set_reservedcontainers(reserved_containers);
}

void fill(const Cluster& cluster, const QueueReport& queue, int levels,
          wire::QueueInfoProto& info) {
  info.set_queuename(queue.name);
  info.set_queuepath(queue.path);
  info.set_capacity(queue.capacity);
  info.set_maximumcapacity(queue.maximum_capacity);
  info.set_currentcapacity(queue.used_capacity);
  info.set_state(state_of(queue.state));
  info.add_accessiblenodelabels("*");
  info.set_preemptiondisabled(queue.preemption_disabled ||
                              !cluster.scheduler().settings().preemption.enabled);
  info.set_intraqueuepreemptiondisabled(true);
  info.set_weight(-1);
  info.set_maxparallelapps(INT32_MAX);
  info.set_schedulertype("CapacityScheduler");
  fill_statistics(cluster, queue, *info.mutable_queuestatistics());
  auto& entry = *info.add_queueconfigurationsmap();
  entry.set_partitionname("");
  auto& settings = *entry.mutable_queueconfigurations();
  settings.set_capacity(queue.capacity);
  settings.set_absolutecapacity(queue.absolute_capacity);
  settings.set_maxcapacity(queue.maximum_capacity);
  settings.set_absolutemaxcapacity(queue.absolute_maximum_capacity);
  *settings.mutable_effectivemincapacity() = to_proto(queue.guaranteed);
  *settings.mutable_effectivemaxcapacity() = to_proto(queue.maximum);
  if (levels == 0) return;
  for (const std::string& child : queue.children)
    if (const auto report = cluster.scheduler().queue(queue.path + "." + child))
      fill(cluster, *report, levels - 1, *info.add_childqueues());
}

}  // namespace

Result<wire::GetQueueInfoResponseProto> ClientProtocol::get_queue_info(
    const wire::GetQueueInfoRequestProto& request, rpc::Call& call) {
  constexpr int kAllLevels = 1'000;
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) {
    wire::GetQueueInfoResponseProto response;
    const auto queue = cluster.scheduler().queue(request.queuename());
    if (!queue) return response;  // so says Hadoop that there is none
    wire::QueueInfoProto& info = *response.mutable_queueinfo();
    const int levels = request.recursive() ? kAllLevels : request.includechildqueues() ? 1 : 0;
    fill(cluster, *queue, levels, info);
    if (!request.includeapplications()) return response;
    for (const auto& [id, application] : cluster.applications())
      if (application.queue == queue->path && !is_over(application.state) &&
          cluster.may_view(application, caller))
        *info.add_applications() = application_report(cluster, application, caller);
    return response;
  });
}

}  // namespace mammoth::yarn
