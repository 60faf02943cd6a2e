// Files: the file systems of a job, by the names its user writes; for the engine's own sources.
//
// A file system is opened once a process and kept (Hadoop: FileSystem.CACHE): the configuration of
// whoever was first counts. What is read and written is added to the counters of the task it is
// for. Failures throw Exception. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/hdfs/file_system.h"
#include "mapreduce/api/configuration.h"
#include "mapreduce/api/counters.h"

namespace mammoth::mapreduce::engine {

// Counts of one file system's use; readers and writers hold on to it.
struct FileCounts {
  Counter* bytes_read = nullptr;
  Counter* bytes_written = nullptr;
  Counter* read_ops = nullptr;
  Counter* write_ops = nullptr;
};

class Files {
 public:
  // `counters` (may be null) must outlive everything that is opened.
  explicit Files(const Configuration& configuration, Counters* counters = nullptr)
      : configuration_(configuration), counters_(counters) {}

  struct Place {
    std::shared_ptr<hdfs::FileSystem> file_system;
    std::string path;  // absolute within it
    std::string uri;   // "hdfs://host:port/path", "file:/path"
  };
  // Relative paths begin in the user's home on HDFS, and in the working directory locally.
  Place at(const std::string& path) const;
  // The same with scheme, authority and an absolute path, as Hadoop prints it.
  std::string qualified(const std::string& path) const { return at(path).uri; }

  std::unique_ptr<hdfs::FileReader> open(const std::string& path) const;
  std::unique_ptr<hdfs::FileWriter> create(const std::string& path, bool overwrite) const;
  std::optional<hdfs::FileStatus> status(const std::string& path) const;  // nothing: no such file
  bool exists(const std::string& path) const { return status(path).has_value(); }
  std::vector<hdfs::FileStatus> list(const std::string& directory) const;
  void makeDirectories(const std::string& path) const;
  void rename(const std::string& from, const std::string& to) const;
  bool remove(const std::string& path) const;  // with all below it
  // The whole of a file that is no longer than `limit` bytes.
  std::string readAll(const std::string& path, std::uint64_t limit) const;

 private:
  FileCounts countsOf(const hdfs::FileSystem& file_system) const;

  const Configuration& configuration_;
  Counters* const counters_;
};

// The same with what passes added to a counter, which must outlive it.
std::unique_ptr<hdfs::FileReader> countedReader(std::unique_ptr<hdfs::FileReader> reader,
                                                Counter& bytes);
std::unique_ptr<hdfs::FileWriter> countedWriter(std::unique_ptr<hdfs::FileWriter> writer,
                                                Counter& bytes);

// Path text put together.
std::string joined(const std::string& directory, const std::string& name);
std::string baseName(const std::string& path);
// `name` below the scheme and authority of `uri`.
std::string withSchemeOf(const std::string& uri, const std::string& path);

}  // namespace mammoth::mapreduce::engine
