// `hdfs fsck` (Hadoop: DFSck): asks the NameNode's web server and passes its answer on.
#include <fmt/format.h>

#include <array>

#include "common/config/keys.h"
#include "common/hdfs/user_identity.h"
#include "common/http/get.h"
#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/help.h"
#include "hdfs-cli/path_data.h"
#include "hdfs-cli/tools/java_names.h"
#include "hdfs-cli/tools/namenode_web.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr int kFsckFailed = 255;

constexpr std::string_view kFsckUsage =
    "Usage: hdfs fsck <path> [-list-corruptfileblocks | [-move | -delete | -openforwrite] "
    "[-files [-blocks [-locations | -racks | -replicaDetails | -upgradedomains]]]] "
    "[-includeSnapshots] [-showprogress] [-storagepolicies] [-maintenance] [-blockId <blk_Id>] "
    "[-replicate]\n"
    "\t<path>\twhere the check begins\n"
    "\t-move\tmoves what is left of corrupted files to /lost+found\n"
    "\t-delete\tdeletes corrupted files\n"
    "\t-files\tlists the files that are checked\n"
    "\t-openforwrite\tincludes files that are being written\n"
    "\t-includeSnapshots\tincludes the snapshots of the directories below the path\n"
    "\t-list-corruptfileblocks\tlists blocks that are lost and the files they belong to\n"
    "\t-files -blocks\tlists the blocks of each file\n"
    "\t-files -blocks -locations\twith the DataNodes of each block\n"
    "\t-files -blocks -racks\twith their place in the network\n"
    "\t-files -blocks -replicaDetails\twith the state of each replica\n"
    "\t-files -blocks -upgradedomains\twith the upgrade domain of each DataNode\n"
    "\t-storagepolicies\tcounts blocks by the kinds of volumes they are on\n"
    "\t-maintenance\ttells of DataNodes in maintenance\n"
    "\t-showprogress\thas no effect any more\n"
    "\t-blockId\tshows the file, the DataNodes and the state of blocks\n"
    "\t-replicate\tis accepted; the NameNode repairs misplaced blocks by itself\n\n"
    "Files that are being written are not checked unless -openforwrite is given. With "
    "-includeSnapshots a file may be counted more than once.";

struct Flag {
  std::string_view option;
  std::string_view parameter;
};
constexpr std::array kFlags{
    Flag{"-move", "move"},
    Flag{"-delete", "delete"},
    Flag{"-files", "files"},
    Flag{"-openforwrite", "openforwrite"},
    Flag{"-blocks", "blocks"},
    Flag{"-locations", "locations"},
    Flag{"-racks", "racks"},
    Flag{"-replicaDetails", "replicadetails"},
    Flag{"-upgradedomains", "upgradedomains"},
    Flag{"-storagepolicies", "storagepolicies"},
    Flag{"-showprogress", "showprogress"},
    Flag{"-list-corruptfileblocks", "listcorruptfileblocks"},
    Flag{"-includeSnapshots", "includeSnapshots"},
    Flag{"-maintenance", "maintenance"},
    Flag{"-replicate", "replicate"},
};

// What the last line of the answer means.
struct Verdict {
  std::string_view text;
  bool at_the_end;
  int exit_code;
};
constexpr std::array kVerdicts{
    Verdict{"is HEALTHY", true, 0},
    Verdict{"is CORRUPT", true, 1},
    Verdict{"does not exist", true, 0},
    Verdict{"Incorrect blockId format:", false, 0},
    Verdict{"is EXCESS", true, 0},
    Verdict{"is DECOMMISSIONED", true, 2},
    Verdict{"is DECOMMISSIONING", true, 3},
    Verdict{"is IN MAINTENANCE", true, 4},
    Verdict{"is ENTERING MAINTENANCE", true, 5},
    Verdict{"is STALE", true, 6},
};

struct Request {
  std::string query;
  std::string directory;
  bool list_corrupt = false;
};

int print_fsck_usage(Output& out) {
  out.write(fmt::format("{}\n\n{}", kFsckUsage, generic_options_text()));
  return kFsckFailed;
}

// Nothing after a mistake that has been told.
std::optional<Request> parse(Environment& environment, const Arguments& arguments) {
  Request request{.query = "/fsck?ugi=" + hdfs::current_user(), .directory = {}};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const auto* flag = std::ranges::find(kFlags, argument, &Flag::option);
    if (flag != kFlags.end()) {
      request.query += fmt::format("&{}=1", flag->parameter);
      request.list_corrupt |= argument == "-list-corruptfileblocks";
    } else if (argument == "-blockId") {
      std::string ids;
      while (i + 1 < arguments.size() && !arguments[i + 1].starts_with('-'))
        ids += arguments[++i] + " ";
      request.query += "&blockId=" + form_encoded(ids);
    } else if (argument.starts_with('-')) {
      environment.err.line(fmt::format("fsck: Illegal option '{}'", argument));
      return std::nullopt;
    } else if (!request.directory.empty()) {
      environment.err.line(
          fmt::format("fsck: can only operate on one path at a time '{}'", argument));
      return std::nullopt;
    } else {
      request.directory = argument;
    }
  }
  if (request.directory.empty()) request.directory = "/";
  return request;
}

// Splits pieces into lines.
class Lines {
 public:
  explicit Lines(std::function<void(std::string_view)> each) : each_(std::move(each)) {}
  void add(std::string_view piece) {
    rest_ += piece;
    std::size_t begin = 0;
    for (std::size_t end; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1)
      each_(std::string_view(rest_).substr(begin, end - begin));
    rest_.erase(0, begin);
  }
  void finish() {
    if (!rest_.empty()) each_(rest_);
  }

 private:
  const std::function<void(std::string_view)> each_;
  std::string rest_;
};

Result<void> fetch_lines(const HostPort& server, const std::string& target,
                         const std::function<void(std::string_view)>& each) {
  Lines lines(each);
  const unsigned status =
      TRY(http::get(server, target, {}, [&](std::string_view piece) { lines.add(piece); }));
  if (status != 200)
    return Error{ErrorCode::kIo,
                 fmt::format("Server returned HTTP response code: {} for URL: http://{}:{}{}",
                             status, server.host, server.port, target)};
  lines.finish();
  return {};
}

Result<int> check(Environment& environment, const HostPort& server, const std::string& target) {
  std::string last;
  TRY(fetch_lines(server, target, [&](std::string_view line) {
    environment.out.line(line);
    last = line;
  }));
  for (const Verdict& verdict : kVerdicts)
    if (verdict.at_the_end ? last.ends_with(verdict.text)
                           : last.find(verdict.text) != std::string::npos)
      return verdict.exit_code;
  return kFsckFailed;
}

// Page by page, until the server says that there is no more.
Result<int> list_corrupt(Environment& environment, const HostPort& server,
                         const std::string& target, const std::string& directory) {
  std::uint64_t count = 0;
  std::string cookie;
  bool done = false;
  bool refused = false;
  while (!done && !refused) {
    const std::string page = cookie.empty() ? target : target + "&startblockafter=" + cookie;
    const std::string before = cookie;
    TRY(fetch_lines(server, page, [&](std::string_view line) {
      if (done || refused) return;
      if (line.starts_with("Cookie:\t")) {
        cookie = line.substr(8);
        if (cookie == "0") cookie.clear();
      } else if (line.ends_with("has no CORRUPT files") ||
                 line.ends_with("has no more CORRUPT files") || line.ends_with("does not exist")) {
        done = true;
      } else if (line.starts_with("Access denied for user")) {
        refused = true;
      } else if (!line.empty() && !line.starts_with("FSCK started by") &&
                 !line.starts_with("FSCK ended at") &&
                 !line.starts_with("The filesystem under path")) {
        if (++count == 1)
          environment.out.line(
              fmt::format("The list of corrupt blocks under path '{}' are:", directory));
        environment.out.line(line);
      }
    }));
    if (cookie == before) break;  // a server that does not go on
  }
  if (refused) {
    environment.out.line(fmt::format("Failed to open path '{}': Permission denied", directory));
    return kFsckFailed;
  }
  environment.out.line(
      fmt::format("The filesystem under path '{}' has {} CORRUPT blocks", directory, count));
  return count == 0 ? 0 : kFsckFailed;
}

struct Place {
  HostPort server;
  std::string path;
};

// Where to ask for the directory; the server's host is empty where there is no NameNode to ask.
Result<Place> locate(Environment& environment, const std::string& directory) {
  FileSystems file_systems(environment);
  const Path path = TRY(Path::parse(directory));
  const FileSystems::Pointer file_system = TRY(file_systems.of(path));
  const std::string absolute = file_systems.qualify(*file_system, path).path();
  TRY(file_system->status(absolute));
  if (file_system->scheme() != "hdfs") {
    environment.err.line("FileSystem is " + file_system->uri());
    return Place{};
  }
  return Place{TRY(namenode_web_address(environment, file_system->uri())), absolute};
}

}  // namespace

int run_fsck(Environment& environment, const Arguments& arguments) {
  if (arguments.empty()) return print_fsck_usage(environment.err);
  const auto request = parse(environment, arguments);
  if (!request) return print_fsck_usage(environment.err);
  const auto place = locate(environment, request->directory);
  if (!place)
    environment.err.line("FileSystem is inaccessible due to:\n" + java_text(place.error()));
  if (!place || place->server.host.empty()) {
    environment.err.line("DFSck exiting.");
    return 0;
  }
  const std::string target = request->query + "&path=" + form_encoded(place->path);
  environment.err.line(fmt::format("Connecting to namenode via http://{}:{}{}", place->server.host,
                                   place->server.port, target));
  const Result<int> outcome =
      request->list_corrupt ? list_corrupt(environment, place->server, target, request->directory)
                            : check(environment, place->server, target);
  if (outcome) return *outcome;
  environment.err.line("Exception in thread \"main\" " + java_text(outcome.error()));
  return 1;
}

int explain_fsck(Environment& environment) {
  print_fsck_usage(environment.out);
  return 0;
}

}  // namespace mammoth::cli
