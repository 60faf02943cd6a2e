#include "yarn/resource_manager/scheduler/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "yarn/resource_manager/scheduler/parse_queues.h"
#include "yarn/resource_manager/scheduler/property_reader.h"

namespace mammoth::yarn {

namespace {

void read_calculator(PropertyReader& reader, SchedulerSettings& settings) {
  const std::string name = reader.find(kCapacityPrefix + "resource-calculator").value_or("Default");
  if (name.ends_with("DominantResourceCalculator"))
    settings.calculator = ResourceCalculator::Kind::kDominant;
  else if (name != "Default" && !name.ends_with("DefaultResourceCalculator"))
    reader.refuse(fmt::format("unsupported: {}resource-calculator {}", kCapacityPrefix, name));
}

void read_allocations(PropertyReader& reader, SchedulerSettings& settings) {
  const std::string scheduler = "yarn.scheduler.";
  Resource& low = settings.minimum_allocation;
  Resource& high = settings.maximum_allocation;
  low.memory_mb = reader.integer(scheduler + "minimum-allocation-mb", low.memory_mb);
  high.memory_mb = reader.integer(scheduler + "maximum-allocation-mb", high.memory_mb);
  low.vcores = reader.integer(scheduler + "minimum-allocation-vcores", low.vcores);
  high.vcores = reader.integer(scheduler + "maximum-allocation-vcores", high.vcores);
  if (low.memory_mb <= 0 || low.memory_mb > high.memory_mb)
    reader.refuse(fmt::format(
        "Invalid resource scheduler memory allocation configuration: "
        "yarn.scheduler.minimum-allocation-mb={}, yarn.scheduler.maximum-allocation-mb={}. Both "
        "values must be greater than or equal to 0and the maximum allocation value must be greater "
        "than or equal tothe minimum allocation value.",
        low.memory_mb, high.memory_mb));
  if (low.vcores <= 0 || low.vcores > high.vcores)
    reader.refuse(fmt::format(
        "Invalid resource scheduler vcores allocation configuration: "
        "yarn.scheduler.minimum-allocation-vcores={}, yarn.scheduler.maximum-allocation-vcores={}. "
        "Both values must be greater than or equal to 0and the maximum allocation value must be "
        "greater than or equal tothe minimum allocation value.",
        low.vcores, high.vcores));
}

void read_placing(PropertyReader& reader, SchedulerSettings& settings) {
  const auto integer = [&](const std::string& name, int fallback) {
    return static_cast<int>(std::clamp<std::int64_t>(
        reader.integer(kCapacityPrefix + name, fallback), INT32_MIN, INT32_MAX));
  };
  settings.maximum_applications = integer("maximum-applications", settings.maximum_applications);
  if (const auto count = reader.integer(kCapacityPrefix + "global-queue-max-application"))
    settings.default_queue_applications =
        static_cast<int>(std::min<std::int64_t>(*count, INT32_MAX));
  settings.node_locality_delay = integer("node-locality-delay", settings.node_locality_delay);
  settings.rack_locality_additional_delay =
      integer("rack-locality-additional-delay", settings.rack_locality_additional_delay);
  settings.rack_locality_full_reset =
      reader.flag(kCapacityPrefix + "rack-locality-full-reset", settings.rack_locality_full_reset);
  settings.reservations_continue_look_all_nodes =
      reader.flag(kCapacityPrefix + "reservations-continue-look-all-nodes",
                  settings.reservations_continue_look_all_nodes);
  const std::string heartbeat = "per-node-heartbeat.";
  settings.multiple_assignments =
      reader.flag(kCapacityPrefix + heartbeat + "multiple-assignments-enabled", true);
  settings.maximum_assignments = integer(heartbeat + "maximum-container-assignments", 100);
  settings.maximum_offswitch_assignments = integer(heartbeat + "maximum-offswitch-assignments", 1);
  if (settings.maximum_offswitch_assignments < 1) settings.maximum_offswitch_assignments = 1;
}

void read_preemption(PropertyReader& reader, PreemptionSettings& settings) {
  const std::string prefix = "yarn.resourcemanager.monitor.capacity.preemption.";
  settings.enabled = reader.flag("yarn.resourcemanager.scheduler.monitor.enable", false);
  settings.observe_only = reader.flag(prefix + "observe_only", false);
  settings.interval_ms = reader.integer(prefix + "monitoring_interval", settings.interval_ms);
  settings.maximum_wait_before_kill_ms =
      reader.integer(prefix + "max_wait_before_kill", settings.maximum_wait_before_kill_ms);
  settings.per_round = reader.number(prefix + "total_preemption_per_round", 0.1F);
  settings.ignored_over_capacity = reader.number(prefix + "max_ignored_over_capacity", 0.1F);
  settings.natural_termination = reader.number(prefix + "natural_termination_factor", 0.2F);
  if (settings.interval_ms <= 0) reader.refuse(prefix + "monitoring_interval must be above 0");
  if (reader.flag(prefix + "intra-queue-preemption.enabled", false))
    reader.refuse("unsupported: " + prefix + "intra-queue-preemption.enabled");
}

}  // namespace

std::string to_text(QueueState state) {
  switch (state) {
    case QueueState::kRunning:
      return "RUNNING";
    case QueueState::kStopped:
      return "STOPPED";
    case QueueState::kDraining:
      return "DRAINING";
  }
  return {};
}

std::string java_float(float value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

Result<SchedulerSettings> parse_settings(const Configuration& configuration) {
  PropertyReader reader(configuration);
  SchedulerSettings settings;
  read_calculator(reader, settings);
  read_allocations(reader, settings);
  read_placing(reader, settings);
  read_preemption(reader, settings.preemption);
  settings.acl_enabled = reader.flag("yarn.acl.enable", false);
  settings.maximum_priority =
      static_cast<int>(reader.integer("yarn.cluster.max-application-priority", 0));
  settings.allocation_expiry_ms =
      reader.integer("yarn.resourcemanager.rm.container-allocation.expiry-interval-ms", 600'000);
  for (const char* name : {"queue-mappings", "workflow-priority-mappings", "mapping-rule-json"})
    if (reader.find(kCapacityPrefix + name))
      reader.refuse(fmt::format("unsupported: {}{}", kCapacityPrefix, name));
  TRY(reader.outcome());
  settings.root = TRY(parse_queues(reader));
  TRY(check_capacities(settings.root));
  return settings;
}

}  // namespace mammoth::yarn
