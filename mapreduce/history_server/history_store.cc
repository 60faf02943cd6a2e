#include "mapreduce/history_server/history_store.h"

#include <algorithm>
#include <cstdlib>

#include "common/base/log.h"
#include "common/config/config_file.h"
#include "common/config/configuration.h"
#include "common/config/keys/mapreduce.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/failure.h"

namespace mammoth::mapreduce::history {

namespace {

constexpr std::string_view kLog = "history";
constexpr int kDoneDepth = 4;  // year, month, day, number
constexpr std::uint16_t kDonePermission = 0770;
constexpr std::uint16_t kIntermediatePermission = 01777;
constexpr std::uint64_t kMaxConfBytes = kMaxConfigFileBytes;

// "job_1_0003" as (1, 3): the order in which jobs came.
std::pair<std::string, long> order_of(const std::string& job_id) {
  const std::size_t last = job_id.rfind('_');
  const std::string start = job_id.substr(0, last);
  return {std::string(start.size() < 24 ? 24 - start.size() : 0, '0') + start,
          std::strtol(job_id.c_str() + last + 1, nullptr, 10)};
}

void make_directory_of_history(const engine::Files& files, const std::string& path,
                               std::uint16_t permission) {
  const engine::Files::Place place = files.at(path);
  if (files.exists(path)) return;
  if (!engine::orRaise(place.file_system->mkdirs(place.path, permission)))
    throw IOException("Error creating done directory: [" + place.uri + "]");
  engine::orRaise(place.file_system->set_permission(place.path, permission));
}

template <class Action>
void logging_failures(std::string_view what, Action action) {
  try {
    action();
  } catch (const std::exception& failure) {
    log::warn(kLog, "{}: {}", what, failure.what());
  }
}

}  // namespace

HistoryStore::HistoryStore(const Configuration& configuration)
    : configuration_(configuration),
      files_(configuration_),
      intermediate_(intermediate_directory(configuration_)),
      done_(done_directory(configuration_)),
      max_loaded_(static_cast<std::size_t>(
          std::max(configuration_.getInt("mapreduce.jobhistory.loadedjobs.cache.size", 5), 1))) {}

void HistoryStore::open() {
  make_directory_of_history(files_, done_, kDonePermission);
  make_directory_of_history(files_, intermediate_, kIntermediatePermission);
  enter_done(done_, kDoneDepth);
  log::info(kLog, "Existing job initialization finished. {} jobs in {}", entries().size(), done_);
  scan();
}

void HistoryStore::enter_done(const std::string& directory, int depth) {
  for (const hdfs::FileStatus& file : files_.list(directory)) {
    const std::string path = engine::joined(directory, file.name());
    if (file.is_directory) {
      if (depth > 0) enter_done(path, depth - 1);
      continue;
    }
    const std::optional<JobIndex> index = index_of_file_name(file.name());
    if (!index) continue;
    const std::string conf = engine::joined(directory, conf_file_name(index->job_id));
    const std::lock_guard lock(mutex_);
    entries_[order_of(index->job_id)] = {*index, path, conf};
  }
}

void HistoryStore::scan() {
  const std::lock_guard scanning(scanning_);
  logging_failures("scan of " + intermediate_, [&] {
    for (const hdfs::FileStatus& user : files_.list(intermediate_))
      if (user.is_directory) {
        const std::string directory = engine::joined(intermediate_, user.name());
        logging_failures("scan of " + directory, [&] { take_over(directory); });
      }
  });
}

void HistoryStore::take_over(const std::string& directory) {
  for (const hdfs::FileStatus& file : files_.list(directory)) {
    const std::optional<JobIndex> index = index_of_file_name(file.name());
    if (!index) continue;
    logging_failures(file.name(), [&] { move(directory, file.name(), *index); });
  }
}

void HistoryStore::move(const std::string& directory, const std::string& name,
                        const JobIndex& index) {
  const std::string target = engine::joined(done_, done_subdirectory(index));
  make_directory_of_history(files_, target, kDonePermission);
  const std::string summary = engine::joined(directory, summary_file_name(index.job_id));
  if (files_.exists(summary)) files_.remove(summary);
  const auto replace = [&](const std::string& file) {
    const std::string to = engine::joined(target, file);
    if (files_.exists(to)) files_.remove(to);
    files_.rename(engine::joined(directory, file), to);
    return to;
  };
  const std::string conf = conf_file_name(index.job_id);
  HistoryEntry entry{.index = index, .history_path = {}, .conf_path = {}};
  if (files_.exists(engine::joined(directory, conf)))
    entry.conf_path = replace(conf);
  else if (files_.exists(engine::joined(target, conf)))
    entry.conf_path = engine::joined(target, conf);
  entry.history_path = replace(name);
  log::info(kLog, "Moved {} to {}", name, target);
  forget(index.job_id);
  const std::lock_guard lock(mutex_);
  entries_[order_of(index.job_id)] = std::move(entry);
}

void HistoryStore::forget(const std::string& job_id) {
  const std::lock_guard lock(mutex_);
  entries_.erase(order_of(job_id));
  loaded_.remove_if([&](const auto& job) { return job.first == job_id; });
}

void HistoryStore::clean(std::int64_t now_ms) {
  const std::int64_t oldest =
      now_ms - configuration_.properties().get_duration(keys::kMapreduceJobhistoryMaxAgeMs).count();
  for (const HistoryEntry& entry : entries()) {
    if (entry.index.finish_time == 0 || entry.index.finish_time > oldest) continue;
    logging_failures(entry.history_path, [&] {
      files_.remove(entry.history_path);
      if (!entry.conf_path.empty()) files_.remove(entry.conf_path);
      forget(entry.index.job_id);
      log::info(kLog, "Deleted {}", entry.history_path);
    });
  }
}

std::vector<HistoryEntry> HistoryStore::entries() const {
  const std::lock_guard lock(mutex_);
  std::vector<HistoryEntry> all;
  for (const auto& [order, entry] : entries_) all.push_back(entry);
  return all;
}

std::optional<HistoryEntry> HistoryStore::entry(const std::string& job_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(order_of(job_id));
  if (found == entries_.end() || found->second.index.job_id != job_id) return std::nullopt;
  return found->second;
}

Result<std::shared_ptr<const JobHistory>> HistoryStore::job(const std::string& job_id) {
  std::optional<HistoryEntry> known = entry(job_id);
  if (!known) {
    scan();
    known = entry(job_id);
  }
  if (!known) return Error{ErrorCode::kFileNotFound, "job, " + job_id + ", is not found"};
  {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::ranges::find(loaded_, job_id, [](const auto& job) { return job.first; });
    if (found != loaded_.end()) {
      loaded_.splice(loaded_.begin(), loaded_, found);
      return loaded_.front().second;
    }
  }
  std::string bytes;
  try {
    bytes = files_.readAll(known->history_path, kMaxHistoryBytes);
  } catch (const Exception& failure) {
    return Error{ErrorCode::kIo, failure.what()};
  }
  JobHistory parsed = TRY(parse_history(bytes));
  if (parsed.id.empty()) parsed.id = job_id;
  auto job = std::make_shared<const JobHistory>(std::move(parsed));
  const std::lock_guard lock(mutex_);
  loaded_.emplace_front(job_id, job);
  if (loaded_.size() > max_loaded_) loaded_.pop_back();
  return job;
}

JobPlaces HistoryStore::places(const std::string& job_id) const {
  const std::optional<HistoryEntry> known = entry(job_id);
  if (!known) return {};
  const std::string server = configuration_.get("mapreduce.jobhistory.webapp.address", "");
  return {.conf_uri = known->conf_path.empty() ? "" : files_.qualified(known->conf_path),
          .history_uri = files_.qualified(known->history_path),
          .tracking_url = "http://" + server + "/jobhistory/job/" + job_id};
}

Result<std::vector<HistoryStore::Property>> HistoryStore::configuration_of(
    const std::string& job_id) const {
  const std::optional<HistoryEntry> known = entry(job_id);
  if (!known || known->conf_path.empty())
    return Error{ErrorCode::kFileNotFound, "unable to load configuration for job: " + job_id};
  std::string text;
  try {
    text = files_.readAll(known->conf_path, kMaxConfBytes);
  } catch (const Exception&) {
    return Error{ErrorCode::kFileNotFound, "unable to load configuration for job: " + job_id};
  }
  const std::string path = files_.qualified(known->conf_path);
  std::vector<Property> properties;
  for (const ConfigFileEntry& property : TRY(parse_config_xml(text, path)))
    properties.push_back({property.name, property.value.value_or(""), {path}});
  return properties;
}

}  // namespace mammoth::mapreduce::history
