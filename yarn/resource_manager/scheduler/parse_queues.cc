#include "yarn/resource_manager/scheduler/parse_queues.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace mammoth::yarn {

namespace {

constexpr int kMaximumDepth = 32;
constexpr int kMaximumQueues = 10'000;

Error illegal(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

std::string without_blanks(const std::string& text) {
  std::string result;
  for (const char it : text)
    if (!std::isspace(static_cast<unsigned char>(it))) result += it;
  return result;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// "[memory=10240,vcores=8]": plain numbers, memory in MiB.
Result<Resource> parse_absolute(const std::string& path, const std::string& text) {
  Resource result;
  for (const std::string& part : split(text.substr(1, text.size() - 2), ',')) {
    const std::size_t equals = part.find('=');
    const std::string name = part.substr(0, equals);
    const auto number =
        equals == std::string::npos ? std::nullopt : parse_number(part.substr(equals + 1));
    if (!number || *number < 0 || *number > 1e15F)
      return illegal(fmt::format("unsupported: capacity {} of queue {}", text, path));
    const auto value = static_cast<std::int64_t>(std::stoll(part.substr(equals + 1)));
    if (name == "memory" || name == "memory-mb")
      result.memory_mb = value;
    else if (name == "vcores")
      result.vcores = value;
    else
      return illegal(
          fmt::format("unsupported: resource type {} in the capacity of queue {}", name, path));
  }
  return result;
}

Result<Capacity> parse_capacity(const std::string& path, const std::string& written) {
  const std::string text = without_blanks(written);
  if (text.starts_with('[') && text.ends_with(']'))
    return Capacity{.kind = CapacityKind::kAbsolute, .absolute = TRY(parse_absolute(path, text))};
  const bool weight = text.ends_with('w');
  const auto number = parse_number(weight ? text.substr(0, text.size() - 1) : text);
  if (!number) return illegal(fmt::format("For input string: \"{}\"", written));
  if (*number < 0 || (!weight && *number > 100))
    return illegal(fmt::format("Illegal capacity of {} for queue {}", java_float(*number), path));
  return Capacity{.kind = weight ? CapacityKind::kWeight : CapacityKind::kPercent,
                  .number = *number};
}

class QueueParser {
 public:
  explicit QueueParser(PropertyReader& reader) : reader_(reader) {}

  Result<QueueSettings> parse(const QueueSettings* parent, const std::string& name) {
    QueueSettings queue;
    queue.name = name;
    queue.path = parent ? parent->path + "." + name : name;
    depth_ = static_cast<int>(std::ranges::count(queue.path, '.'));
    if (depth_ > kMaximumDepth || ++count_ > kMaximumQueues)
      return illegal(fmt::format("unsupported: more than {} queues or {} levels, at {}",
                                 kMaximumQueues, kMaximumDepth, queue.path));
    TRY(refuse_unsupported(queue.path));
    TRY(read_capacities(queue));
    TRY(read_state(queue, parent));
    read_access(queue);
    queue.preemption_disabled =
        reader_.flag(key(queue, "disable_preemption"), parent && parent->preemption_disabled);
    TRY(read_lifetimes(queue, parent));
    queue.allow_zero_capacity_sum = reader_.flag(key(queue, "allow-zero-capacity-sum"), false);
    TRY(read_children(queue));
    if (queue.leaf()) {
      if (!parent)
        return Error{ErrorCode::kIllegalState,
                     "Queue configuration missing child queue names for root"};
      TRY(read_leaf(queue));
    }
    return queue;
  }

 private:
  static std::string key(const QueueSettings& queue, const std::string& name) {
    return kCapacityPrefix + queue.path + "." + name;
  }

  Result<void> refuse_unsupported(const std::string& path) {
    const std::string prefix = kCapacityPrefix + path + ".";
    for (const char* name :
         {"auto-create-child-queue.enabled", "auto-queue-creation-v2.enabled", "reservable"})
      if (reader_.flag(prefix + name, false)) return illegal("unsupported: " + prefix + name);
    for (const char* name : {"default-node-label-expression", "acl_application_max_priority"})
      if (reader_.find(prefix + name)) return illegal("unsupported: " + prefix + name);
    const auto labels = reader_.find(prefix + "accessible-node-labels");
    if (labels && *labels != "*")
      return illegal("unsupported: node labels: " + prefix + "accessible-node-labels");
    if (reader_.integer(prefix + "max-parallel-apps", INT32_MAX) != INT32_MAX)
      return illegal("unsupported: " + prefix + "max-parallel-apps");
    return {};
  }

  Result<void> read_capacities(QueueSettings& queue) {
    const bool root = queue.path == "root";
    if (root) queue.capacity.number = 100;
    if (const auto text = reader_.find(key(queue, "capacity")); text && !root)
      queue.capacity = TRY(parse_capacity(queue.path, *text));
    if (const auto text = reader_.find(key(queue, "maximum-capacity"))) {
      if (parse_number(*text) == -1.0F) return {};
      queue.maximum = TRY(parse_capacity(queue.path, *text));
      if (queue.maximum.kind == CapacityKind::kWeight)
        return illegal(
            fmt::format("unsupported: maximum-capacity {} of queue {}", *text, queue.path));
    }
    return {};
  }

  Result<void> read_state(QueueSettings& queue, const QueueSettings* parent) {
    const auto text = reader_.find(key(queue, "state"));
    if (parent && parent->state == QueueState::kStopped) {
      if (text && *text == "RUNNING")
        return illegal(
            fmt::format("The parent queue:{} cannot be STOPPED as the child queue:{} is in "
                        "RUNNING state.",
                        parent->path, queue.path));
      queue.state = QueueState::kStopped;
      return {};
    }
    if (!text) return {};
    std::string upper = *text;
    std::ranges::transform(upper, upper.begin(), [](unsigned char it) { return std::toupper(it); });
    if (upper == "STOPPED")
      queue.state = QueueState::kStopped;
    else if (upper != "RUNNING")
      return illegal("No enum constant org.apache.hadoop.yarn.api.records.QueueState." + upper);
    return {};
  }

  // Below root, what is not written is the parent's, and the default at most the maximum.
  Result<void> read_lifetimes(QueueSettings& queue, const QueueSettings* parent) {
    std::int64_t& most = queue.maximum_lifetime_s;
    std::int64_t& usual = queue.default_lifetime_s;
    most = reader_.integer(key(queue, "maximum-application-lifetime"), -1);
    usual = reader_.integer(key(queue, "default-application-lifetime"), -1);
    queue.default_lifetime_is_written =
        usual >= 0 || (parent && parent->default_lifetime_is_written);
    if (!parent) return {};
    if (most < 0) most = parent->maximum_lifetime_s;
    if (usual < 0)
      usual = queue.default_lifetime_is_written ? std::min(parent->default_lifetime_s, most) : most;
    if (most > 0 && usual > most)
      return illegal(
          fmt::format("Default lifetime {} can't exceed maximum lifetime {}", usual, most));
    if (usual <= 0) usual = most;
    return {};
  }

  void read_access(QueueSettings& queue) {
    const std::string fallback = queue.path == "root" ? "*" : " ";
    queue.submit =
        AccessList(reader_.find_raw(key(queue, "acl_submit_applications")).value_or(fallback));
    queue.administer =
        AccessList(reader_.find_raw(key(queue, "acl_administer_queue")).value_or(fallback));
  }

  Result<void> read_children(QueueSettings& queue) {
    const auto names = reader_.find(key(queue, "queues"));
    if (!names) return {};
    std::set<std::string> seen;
    for (const std::string& name : split(without_blanks(*names), ',')) {
      if (name.find('.') != std::string::npos)
        return illegal(fmt::format("Illegal queue name {} below {}", name, queue.path));
      if (!seen.insert(name).second) continue;
      queue.children.push_back(TRY(parse(&queue, name)));
    }
    return {};
  }

  Result<void> read_leaf(QueueSettings& queue) {
    const auto number = [&](const std::string& name, float fallback) {
      return reader_.number(key(queue, name), reader_.number(kCapacityPrefix + name, fallback));
    };
    queue.user_limit_percent = number("minimum-user-limit-percent", 100);
    queue.user_limit_factor = number("user-limit-factor", 1);
    queue.maximum_am_share = number("maximum-am-resource-percent", 0.1F);
    if (const auto count = reader_.integer(key(queue, "maximum-applications")))
      queue.maximum_applications = static_cast<int>(std::clamp<std::int64_t>(*count, 0, INT32_MAX));
    queue.maximum_allocation_mb = reader_.integer(key(queue, "maximum-allocation-mb"));
    queue.maximum_allocation_vcores = reader_.integer(key(queue, "maximum-allocation-vcores"));
    queue.default_application_priority =
        static_cast<int>(reader_.integer(key(queue, "default-application-priority"), 0));
    const std::string policy = reader_.find(key(queue, "ordering-policy")).value_or("fifo");
    if (policy == "fair")
      queue.ordering = OrderingPolicy::kFair;
    else if (policy != "fifo")
      return illegal(
          fmt::format("Unable to construct ordering policy for: {}, unsupported", policy));
    queue.fair_by_size =
        reader_.flag(key(queue, "ordering-policy.fair.enable-size-based-weight"), false);
    return reader_.outcome();
  }

  PropertyReader& reader_;
  int depth_ = 0;
  int count_ = 0;
};

// <path>.user-settings.<user>.weight, for every queue on the way.
void read_user_weights(QueueSettings& queue, std::map<std::string, float> inherited,
                       const std::map<std::string, std::map<std::string, float>>& all) {
  if (const auto found = all.find(queue.path); found != all.end())
    for (const auto& [user, weight] : found->second) inherited[user] = weight;
  queue.user_weights = inherited;
  for (QueueSettings& child : queue.children) read_user_weights(child, inherited, all);
}

}  // namespace

Result<QueueSettings> parse_queues(PropertyReader& reader) {
  QueueSettings root = TRY(QueueParser(reader).parse(nullptr, "root"));
  std::map<std::string, std::map<std::string, float>> weights;
  for (const auto& [name, value] : reader.entries_below(kCapacityPrefix)) {
    const std::size_t middle = name.find(".user-settings.");
    if (middle == std::string::npos || !name.ends_with(".weight")) continue;
    const std::size_t begin = middle + std::string_view(".user-settings.").size();
    const std::size_t end = name.size() - std::string_view(".weight").size();
    if (begin >= end) continue;
    const auto weight = parse_number(value);
    if (!weight || *weight <= 0)
      return illegal(
          fmt::format("Weight ({}) must be above 0 for {}{}", value, kCapacityPrefix, name));
    weights[name.substr(0, middle)][name.substr(begin, end - begin)] = *weight;
  }
  read_user_weights(root, {}, weights);
  TRY(reader.outcome());
  return root;
}

}  // namespace mammoth::yarn
