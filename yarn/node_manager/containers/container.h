// One container of this node, as its owner asked for it and as far as it has come (Hadoop:
// ContainerImpl). Plain values; only Containers changes the second half.
//
//   localizing ──▶ scheduled ──▶ running ──▶ done
//        │             │            │          ▲
//        │             └──▶ killing ◀┘ ─────────┤   its process still ends
//        └──────────────────────────────────────┘   killed, or a file could not be had
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mammoth::yarn::node {

// Hadoop: ContainerExitStatus, and what a shell says of a process that a signal ended.
inline constexpr int kExitUnknown = -1000;
inline constexpr int kExitDisksFailed = -101;
inline constexpr int kExitKilledExceededVmem = -103;
inline constexpr int kExitKilledExceededPmem = -104;
inline constexpr int kExitKilledByMaster = -105;
inline constexpr int kExitKilledByResourceManager = -106;
inline constexpr int kExitKilledAfterApplication = -107;
inline constexpr int kExitForceKilled = 137;
inline constexpr int kExitTerminated = 143;
inline constexpr int kExitLost = 154;  // of a process that ended unseen, and left no word

enum class ResourceType : std::uint8_t { kArchive, kFile, kPattern };
enum class Visibility : std::uint8_t { kPublic, kPrivate, kApplication };

// A file that must lie in the working directory before the command runs.
struct LocalResource {
  std::string link;  // its name there, may have directories
  std::string uri;
  std::int64_t timestamp_ms = 0;  // that the file must have
  ResourceType type = ResourceType::kFile;
  Visibility visibility = Visibility::kApplication;
  std::string pattern{};
  bool operator==(const LocalResource&) const = default;
};

using Variables = std::vector<std::pair<std::string, std::string>>;

struct ContainerSpec {
  std::string id{};           // container_…
  std::string application{};  // application_…
  std::string user{};
  std::int64_t memory_mb = 0;
  std::int64_t vcores = 0;
  std::string token{};  // identifier of its token; opaque here, for reports
  std::vector<LocalResource> resources{};
  Variables environment{};
  std::vector<std::string> command{};
  std::string credentials{};  // contents of the file that it is given
};

struct LocalizationCounters {
  std::int64_t bytes_missed = 0;
  std::int64_t bytes_cached = 0;
  std::int64_t files_missed = 0;
  std::int64_t files_cached = 0;
  std::int64_t duration_ms = 0;
};

// Where a resource lies and what links to it.
struct LocalizedFile {
  std::string path;
  std::string link;
};

struct Localized {
  std::vector<LocalizedFile> files{};
  LocalizationCounters counters{};
};

enum class ContainerState : std::uint8_t { kLocalizing, kScheduled, kRunning, kKilling, kDone };

struct Container {
  ContainerSpec spec;
  ContainerState state = ContainerState::kLocalizing;
  int exit_status = kExitUnknown;
  std::string diagnostics{};
  Localized localized{};
  bool kill_wanted = false;      // of a process that has not been started yet
  int pid = 0;                   // leader of its process group; 0: none yet
  std::int64_t started_ms = 0;   // wall clock
  std::int64_t finished_ms = 0;  // monotonic
  bool told = false;             // a heartbeat has carried its end
};

}  // namespace mammoth::yarn::node
