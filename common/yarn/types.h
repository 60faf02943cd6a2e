// What clients, application masters and nodes of YARN speak of, as plain values. Names of
// applications, attempts, containers and nodes are Hadoop's texts: application_<ts>_0001,
// appattempt_<ts>_0001_000001, container_[e02_]<ts>_0001_01_000001, host:port.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mammoth::yarn {

struct Resources {
  std::int64_t memory_mb = 0;
  std::int32_t vcores = 1;
  auto operator<=>(const Resources&) const = default;
};

// A file that a node fetches into a container's working directory (Hadoop: LocalResource).
struct LocalResource {
  enum class Type { kFile, kArchive };  // an archive is unpacked into a directory of the link's name
  enum class Visibility { kPublic, kPrivate, kApplication };

  std::string uri;                 // hdfs://host:port/path, file:///path
  std::int64_t size = 0;           // bytes
  std::int64_t timestamp_ms = 0;   // modification time; a node refuses a file with another one
  Type type = Type::kFile;
  Visibility visibility = Visibility::kApplication;
};

// How a process is started in a container (Hadoop: ContainerLaunchContext). Commands are run by a
// shell, joined with blanks; "<LOG_DIR>" in them is the container's log directory, "{{NAME}}" its
// variable NAME. Values of the environment go between double quotes unescaped: $NAME is live.
struct Launch {
  std::map<std::string, LocalResource> resources{};  // by the name of the link
  std::map<std::string, std::string> environment{};
  std::vector<std::string> commands{};
  std::string credentials{};                          // security::encode_credentials; may be empty
  std::map<std::string, std::string> service_data{};  // for auxiliary services, by their name
};

// A right to start one process (Hadoop: Container).
struct Container {
  std::string id;
  std::string node;          // host:port of its NodeManager
  std::string host;          // of `node`
  std::string http_address;  // host:port of its pages
  std::int32_t priority = 0;  // of the ask that it answers
  Resources resources{};
  std::int64_t allocation_request_id = -1;
  std::string token{};  // opaque: what NodeManagers::start() shows
};

// Exit statuses that are no process's own (Hadoop: ContainerExitStatus).
inline constexpr std::int32_t kExitAborted = -100;  // released, expired, or its node was lost
inline constexpr std::int32_t kExitDisksFailed = -101;
inline constexpr std::int32_t kExitPreempted = -102;
inline constexpr std::int32_t kExitKilledByMaster = -105;

struct CompletedContainer {
  std::string id;
  std::int32_t exit_status = 0;
  std::string diagnostics{};
};

}  // namespace mammoth::yarn
