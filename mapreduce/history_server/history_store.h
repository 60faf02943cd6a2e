// HistoryStore: the finished jobs that a history server knows (Hadoop: HistoryFileManager,
// CachedHistoryStorage). Application masters leave files below the intermediate directory; scan()
// moves them to DONE/YYYY/MM/DD/NNNNNN (mapreduce/history/file_names.h), where a restart finds them
// again. The files are the only state.
//
// Thread-safe. What file systems refuse is logged and tried again by the next scan.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mapreduce/api/configuration.h"
#include "mapreduce/api/files.h"
#include "mapreduce/history/file_names.h"
#include "mapreduce/history/job_history.h"

namespace mammoth::mapreduce::history {

// One job that has ended: what the name of its file says, and where its files are.
struct HistoryEntry {
  JobIndex index;
  std::string history_path;
  std::string conf_path;  // "": there is none
};

struct JobPlaces {
  std::string conf_uri;
  std::string history_uri;
  std::string tracking_url;
};

class HistoryStore {
 public:
  explicit HistoryStore(const Configuration& configuration);

  // Makes the directories and finds the jobs of earlier days. Throws where HDFS refuses.
  void open();
  // Takes over what application masters left.
  void scan();
  // Deletes jobs that ended before `now_ms` - mapreduce.jobhistory.max-age-ms.
  void clean(std::int64_t now_ms);

  // By job id, oldest id first.
  std::vector<HistoryEntry> entries() const;
  std::optional<HistoryEntry> entry(const std::string& job_id) const;
  // The job's whole history, read and kept with the last few. kFileNotFound for an unknown job,
  // kIo for a file that is none.
  Result<std::shared_ptr<const JobHistory>> job(const std::string& job_id);

  struct Property {
    std::string name;
    std::string value;
    std::vector<std::string> sources;
  };
  // Where its files are, and its page; empty for an unknown job.
  JobPlaces places(const std::string& job_id) const;
  // The job's configuration as it was. kFileNotFound where it was not kept.
  Result<std::vector<Property>> configuration_of(const std::string& job_id) const;

 private:
  void enter_done(const std::string& directory, int depth);
  void take_over(const std::string& directory);
  void move(const std::string& directory, const std::string& name, const JobIndex& index);
  void forget(const std::string& job_id);

  const Configuration configuration_;
  const engine::Files files_;
  const std::string intermediate_;
  const std::string done_;
  const std::size_t max_loaded_;

  mutable std::mutex mutex_;                                      // guards what follows
  std::map<std::pair<std::string, long>, HistoryEntry> entries_;  // by start of master, number
  std::list<std::pair<std::string, std::shared_ptr<const JobHistory>>> loaded_;  // newest first
  std::mutex scanning_;
};

}  // namespace mammoth::mapreduce::history
