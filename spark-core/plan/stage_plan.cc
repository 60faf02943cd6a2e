#include "spark-core/plan/stage_plan.h"

#include <unordered_map>

namespace mammoth::spark {
namespace {

const void* read_code(Reader& in) {
  const void* code = read_code_ref(in);
  if (code == nullptr) throw WireError("a plan without code");
  return code;
}

template <class F>
F read_function(Reader& in) {
  return reinterpret_cast<F>(const_cast<void*>(read_code(in)));
}

const TypeOps* read_type(Reader& in) {
  return static_cast<const TypeOps*>(read_code(in));
}

void write_closure(Writer& out, const Closure& closure) {
  write_code_ref(out, address_of(closure.revive));
  out.text(closure.bytes);
}

std::shared_ptr<const void> read_closure(Reader& in) {
  Closure closure;
  closure.revive =
      reinterpret_cast<decltype(Closure::revive)>(const_cast<void*>(read_code_ref(in)));
  closure.bytes = std::string(in.text());
  return closure.make();
}

class PlanWriter {
 public:
  // Answers the index of the node.
  std::uint64_t add(const Node& node) {
    if (const auto known = index_.find(&node); known != index_.end()) return known->second;
    std::vector<std::uint64_t> parents;
    for (const Dependency& dependency : node.dependencies)
      parents.push_back(dependency.shuffle == nullptr ? add(*dependency.parent) : 0);
    write(node, parents);
    return index_.emplace(&node, count_++).first->second;
  }
  std::uint64_t count() const { return count_; }
  std::string_view bytes() const { return out_.view(); }

 private:
  void write(const Node& node, const std::vector<std::uint64_t>& parents) {
    out_.fixed(node.id);
    out_.fixed(node.partitions);
    out_.text(node.operation);
    write_code_ref(out_, node.type);
    write_code_ref(out_, address_of(node.factory));
    write_closure(out_, node.function);
    out_.fixed(node.storage.use_disk);
    out_.fixed(node.storage.use_memory);
    out_.fixed(node.storage.deserialized);
    out_.fixed(node.storage.replication);
    out_.varint(node.dependencies.size());
    for (std::size_t i = 0; i < parents.size(); ++i) {
      const Dependency& dependency = node.dependencies[i];
      const bool shuffled = dependency.shuffle != nullptr;
      out_.fixed(shuffled);
      if (shuffled) {
        out_.fixed(dependency.shuffle->id);
        write_code_ref(out_, dependency.shuffle->record);
      } else {
        out_.varint(parents[i]);
        out_.fixed(dependency.parent->partitions);
        out_.fixed(dependency.map.kind);
        out_.fixed(dependency.map.argument);
        Serializer<std::vector<std::vector<int>>>::write(out_, dependency.map.groups);
      }
    }
  }

  Writer out_;
  std::unordered_map<const Node*, std::uint64_t> index_;
  std::uint64_t count_ = 0;
};

std::string write_stage(const Node& last, const std::function<void(Writer&)>& purpose) {
  PlanWriter nodes;
  nodes.add(last);
  Writer out;
  out.varint(nodes.count());
  out.raw(nodes.bytes().data(), nodes.bytes().size());
  purpose(out);
  return out.take();
}

PlannedInput read_input(Reader& in, std::size_t known) {
  PlannedInput input;
  if (in.fixed<bool>()) {
    input.shuffle_id = in.fixed<int>();
    input.record = read_type(in);
    return input;
  }
  const std::uint64_t parent = in.varint();
  if (parent >= known) throw WireError("a plan whose parents do not come first");
  input.node = static_cast<int>(parent);
  input.parent_partitions = in.fixed<int>();
  input.map.kind = in.fixed<PartitionMap::Kind>();
  input.map.argument = in.fixed<int>();
  input.map.groups = Serializer<std::vector<std::vector<int>>>::read(in);
  return input;
}

PlannedNode read_node(Reader& in, std::size_t known) {
  PlannedNode node;
  node.id = in.fixed<int>();
  node.partitions = in.fixed<int>();
  node.operation = std::string(in.text());
  node.type = read_type(in);
  node.factory = read_function<StreamFactory>(in);
  node.function = read_closure(in);
  node.storage.use_disk = in.fixed<bool>();
  node.storage.use_memory = in.fixed<bool>();
  node.storage.deserialized = in.fixed<bool>();
  node.storage.replication = in.fixed<std::uint8_t>();
  for (std::size_t n = in.count(1); n > 0; --n) node.inputs.push_back(read_input(in, known));
  return node;
}

void collect_payloads(const Node& node, int partition, Payloads& payloads) {
  if (static_cast<std::size_t>(partition) < node.payloads.size())
    payloads.emplace(std::pair(node.id, partition),
                     node.payloads[static_cast<std::size_t>(partition)]);
  for (const Dependency& dependency : node.dependencies) {
    if (dependency.shuffle != nullptr) continue;
    for (const int parent : dependency.map.parents(partition, dependency.parent->partitions))
      collect_payloads(*dependency.parent, parent, payloads);
  }
}

}  // namespace

std::string write_map_stage(const Node& last, const Shuffle& shuffle) {
  return write_stage(last, [&](Writer& out) {
    out.fixed(true);
    out.fixed(shuffle.id);
    write_code_ref(out, address_of(shuffle.sink));
    write_closure(out, shuffle.function);
    shuffle.partitioner.write(out);
  });
}

std::string write_result_stage(const Node& last, const Action& action) {
  return write_stage(last, [&](Writer& out) {
    out.fixed(false);
    write_code_ref(out, address_of(action.kernel));
    write_closure(out, action.function);
  });
}

std::shared_ptr<const StagePlan> read_stage_plan(std::string_view bytes) {
  Reader in(bytes);
  auto plan = std::make_shared<StagePlan>();
  for (std::size_t n = in.count(1); n > 0; --n)
    plan->nodes.push_back(read_node(in, plan->nodes.size()));
  if (plan->nodes.empty()) throw WireError("a plan without nodes");
  if (in.fixed<bool>()) {
    plan->shuffle_id = in.fixed<int>();
    plan->sink = read_function<SinkFactory>(in);
    plan->function = read_closure(in);
    plan->partition_of = PartitionFunction::read(in);
  } else {
    plan->action = read_function<ActionKernel>(in);
    plan->function = read_closure(in);
  }
  return plan;
}

Payloads payloads_of(const Node& last, int partition) {
  Payloads payloads;
  collect_payloads(last, partition, payloads);
  return payloads;
}

}  // namespace mammoth::spark
