#include "spark-core/executor/checkpoint.h"

#include <fmt/format.h>

#include "common/base/bytes.h"
#include "common/formats/byte_source.h"
#include "spark-core/executor/task_run.h"
#include "spark-core/storage/block.h"

namespace mammoth::spark {
namespace {

std::string file_of(const std::string& directory, int partition) {
  return fmt::format("{}/part-{:05}", directory, partition);
}

struct CheckpointTo {
  std::string directory;
  const TypeOps* type;
  void save(Writer& out) const {
    out.text(directory);
    write_code_ref(out, type);
  }
  static CheckpointTo load(Reader& in) {
    std::string directory(in.text());
    return {std::move(directory), static_cast<const TypeOps*>(read_code_ref(in))};
  }
};

void write_partition(const void* function, TaskContext& context, Stream& elements, Writer&) {
  const auto& to = *static_cast<const CheckpointTo*>(function);
  const std::string path = file_of(to.directory, context.partitionId());
  const LocatedPath place = static_cast<TaskRun&>(context).executor().file_systems().locate(path);
  const std::string temporary = fmt::format("{}-attempt-{}", place.path, context.taskAttemptId());
  const auto file = must(place.file_system->create(temporary, {}));
  Writer bytes;
  for (Batch batch; elements.next(batch);) {
    context.check_interrupted();
    to.type->write(bytes, batch.data, batch.size);
    if (bytes.size() < 256 * 1024) continue;
    must(file->write(as_byte_view(bytes.view())));
    bytes.clear();
  }
  must(file->write(as_byte_view(bytes.view())));
  must(file->close());
  static_cast<void>(must(place.file_system->remove(place.path, false)));
  if (!must(place.file_system->rename(temporary, place.path)))
    throw SparkException("Checkpoint failed: could not rename " + temporary);
}

std::unique_ptr<Stream> read_partition(StreamArguments& arguments) {
  const LocatedPath place = static_cast<TaskRun&>(arguments.context)
                                .executor()
                                .file_systems()
                                .locate(std::string(arguments.payload));
  formats::FileSource source(must(place.file_system->open(place.path)));
  return Block::read(must(formats::read_all(source, std::uint64_t{8} << 30)), arguments.type);
}

void compute_all(const void*, TaskContext& context, Stream& elements, Writer&) {
  for (Batch batch; elements.next(batch);) context.check_interrupted();
}

std::unique_ptr<Stream> lost_partition(StreamArguments& arguments) {
  throw SparkException(
      "Checkpoint block " + std::string(arguments.payload) +
      " not found! Either the executor that originally checkpointed this partition is no longer "
      "alive, or the original RDD is unpersisted. If this problem persists, you may consider using "
      "`rdd.checkpoint()` instead, which is slower than local checkpointing but more "
      "fault-tolerant.");
}

// A source without lineage.
void cut_lineage(Node& node, StreamFactory factory) {
  node.payloads.clear();
  node.locations.clear();
  node.dependencies.clear();
  node.factory = factory;
  node.function = {};
  node.checkpointed = true;
}

}  // namespace

std::string make_checkpoint_directory(FileSystems& file_systems, const std::string& path,
                                      const std::string& application) {
  const LocatedPath place = file_systems.locate(path);
  const std::string directory = place.path + "/" + application;
  must(place.file_system->mkdirs(directory, 0777));
  return place.qualified(directory);
}

void begin_checkpoint(FileSystems& file_systems, const std::string& directory) {
  const LocatedPath place = file_systems.locate(directory);
  must(place.file_system->mkdirs(place.path, 0777));
}

Action checkpoint_action(const std::string& directory, const TypeOps* type) {
  return {&write_partition, make_closure(CheckpointTo{directory, type})};
}

void become_checkpoint(Node& node, const std::string& directory) {
  cut_lineage(node, &read_partition);
  for (int partition = 0; partition < node.partitions; ++partition)
    node.payloads.push_back(file_of(directory, partition));
  node.checkpoint_directory = directory;
}

Action cache_action() {
  return {&compute_all, {}};
}

void become_local_checkpoint(Node& node) {
  cut_lineage(node, &lost_partition);
  for (int partition = 0; partition < node.partitions; ++partition)
    node.payloads.push_back(fmt::format("rdd_{}_{}", node.id, partition));
}

}  // namespace mammoth::spark
