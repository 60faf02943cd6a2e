// A client at work: makes files, writes, flushes, appends, truncates, renames, deletes and reads
// below a directory of its own, and holds every answer against what it knows.
#pragma once

#include <memory>
#include <string>

#include "common/hdfs/file_system.h"
#include "tests/sim/cluster/cluster.h"
#include "tests/sim/cluster/file_model.h"

namespace mammoth::sim {

class ClientLoad {
 public:
  // `index` of the cluster's client whose thread calls everything here.
  ClientLoad(World& world, Cluster& cluster, std::size_t index);

  // Makes its directory; the cluster may still be starting.
  void begin();
  // One operation. Refused ones are allowed while `troubled`; wrong answers never.
  void step(bool troubled);
  // What is known is there: every file with its bytes, in as many replicas as it should have. Waits
  // for that, but not for ever; fails the history then.
  void verify(Time patience);

  std::uint64_t operations() const { return operations_; }
  std::uint64_t refusals() const { return refusals_; }

 private:
  // False for a refusal that may be; fails the history for one that contradicts what is known.
  template <class T>
  bool done(const char* operation, const std::string& path, const Result<T>& result);
  std::string pick_closed();
  void make();
  void append();
  void write(const std::string& path, std::unique_ptr<hdfs::FileWriter> writer);
  void look_while_writing(const std::string& path, const ModelFile& file);
  void truncate();
  void rename();
  void remove();
  void read();
  void list();
  bool may_hide_block(const ModelFile& file, const hdfs::FileReader& reader) const;
  // What is wrong with the file; empty: nothing.
  std::string check_bytes(const std::string& path, const ModelFile& file, hdfs::FileReader& reader);
  std::string check(const std::string& path, ModelFile& file);
  std::string finish_abandoned(const std::string& path, ModelFile& file);
  std::string check_unknown();
  std::string check_replicas(const std::string& path);
  std::string first_wrong();

  World& world_;
  Cluster& cluster_;
  std::shared_ptr<hdfs::FileSystem> files_;
  FileModel model_;
  bool troubled_ = false;
  std::uint64_t operations_ = 0;
  std::uint64_t refusals_ = 0;
};

}  // namespace mammoth::sim
