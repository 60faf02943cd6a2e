// `hdfs balancer`: iteration after iteration, until the DataNodes are as full as each other (Hadoop:
// org.apache.hadoop.hdfs.server.balancer.Balancer). Only one runs at a time: it holds
// /system/balancer.id open.
#include <fmt/format.h>

#include "common/config/keys.h"
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/balancer/dispatch.h"
#include "hdfs-cli/balancer/options.h"
#include "hdfs-cli/file_systems.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/host_name.h"
#include "hdfs-cli/interrupt.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

using balancer::Plan;

// Hadoop: ExitStatus.
enum class BalancerExit {
  kSuccess = 0,
  kInProgress = 1,
  kNoMoveBlock = -2,
  kNoMoveProgress = -3,
  kIoException = -4,
  kInterrupted = -6,
  kUnfinalizedUpgrade = -7,
};

constexpr const char* kIdPath = "/system/balancer.id";

std::string time_stamp(std::int64_t epoch_ms) {
  return local_time(epoch_ms, "%b %-d, %Y, %-I:%M:%S %p");
}

std::string elapsed_text(std::int64_t ms) {
  const auto in = [ms](double unit_ms, std::string_view unit) {
    return fmt::format("{} {}", static_cast<double>(ms) / unit_ms, unit);
  };
  if (ms < 1'000) return fmt::format("{}.0 milliseconds", ms);
  if (ms < 60'000) return in(1e3, "seconds");
  return ms < 3'600'000 ? in(60e3, "minutes") : in(3'600e3, "hours");
}

// Held open while the balancer runs, so that the lease keeps another one out.
class IdFile {
 public:
  static Result<IdFile> take(hdfs::FileSystem& files) {
    // Who runs holds the lease; what a dead one left is taken over.
    if (auto other = files.append(kIdPath); other) {
      TRY((*other)->close());
      TRY(files.remove(kIdPath, true));
    } else if (other.error().code != ErrorCode::kFileNotFound) {
      return Error{ErrorCode::kIo, "Another Balancer is running."};
    }
    IdFile id(files);
    id.writer_ = TRY(files.create(kIdPath, {.overwrite = false}));
    TRY(id.writer_->write(as_byte_view(own_host_name())));
    TRY(id.writer_->hflush());
    return id;
  }
  IdFile(IdFile&& other) noexcept = default;
  IdFile& operator=(IdFile&&) = delete;
  ~IdFile() {
    if (!writer_) return;
    static_cast<void>(writer_->close());
    static_cast<void>(files_->remove(kIdPath, true));
  }

 private:
  explicit IdFile(hdfs::FileSystem& files) : files_(&files) {}
  hdfs::FileSystem* files_;
  std::unique_ptr<hdfs::FileWriter> writer_;
};

class BalancerRun {
 public:
  BalancerRun(Environment& environment, const balancer::Options& options)
      : environment_(environment), options_(options) {}

  Result<BalancerExit> run() {
    const std::string uri = default_file_system(environment_);
    const auto client = TRY(hdfs::BalancerClient::open(uri, environment_.configuration));
    if (!options_.during_upgrade && !TRY(client->upgrade_finalized())) {
      environment_.err.line("Balancer exiting as upgrade is not finalized, please finalize the "
                            "HDFS upgrade before running the balancer.");
      return BalancerExit::kUnfinalizedUpgrade;
    }
    const auto files = TRY(environment_.open_file_system(uri, environment_.configuration));
    environment_.out.line("Time Stamp               Iteration#  Bytes Already Moved  Bytes Left To "
                          "Move  Bytes Being Moved  NameNode");
    const InterruptGuard guard;
    const IdFile id = TRY(IdFile::take(*files));
    balancer::Dispatcher dispatcher(environment_, *client, dispatch_options());
    for (int iteration = 0;; ++iteration) {
      const BalancerExit exit = TRY(iterate(*client, dispatcher, uri, iteration));
      if (exit != BalancerExit::kInProgress) return exit;
      if (interrupted()) return BalancerExit::kInterrupted;
      environment_.sleep(pause_ms());
    }
  }

 private:
  const Configuration& conf() const { return environment_.configuration; }

  balancer::DispatchOptions dispatch_options() const {
    const auto bytes = [&](const ConfigKey& key) {
      return static_cast<std::uint64_t>(conf().get_size(key));
    };
    balancer::DispatchOptions options;
    options.fetch_bytes = bytes(keys::kDfsBalancerGetBlocksSize);
    options.min_block_bytes = bytes(keys::kDfsBalancerGetBlocksMinBlockSize);
    options.threads = static_cast<std::size_t>(conf().get_int(keys::kDfsBalancerMoverThreads));
    options.time_limit_ms = conf().get_duration(keys::kDfsBalancerMaxIterationTime).count();
    return options;
  }

  // Until the NameNode has heard of what was moved.
  std::int64_t pause_ms() const {
    return 2 * conf().get_duration(keys::kDfsHeartbeatInterval).count() +
           conf().get_duration(keys::kDfsNamenodeRedundancyIntervalSeconds).count();
  }

  Result<BalancerExit> iterate(hdfs::BalancerClient& client, balancer::Dispatcher& dispatcher,
                               const std::string& uri, int iteration) {
    std::vector<hdfs::DatanodeSpace> spaces = TRY(client.spaces());
    std::erase_if(spaces, [&](const hdfs::DatanodeSpace& space) {
      return balancer::is_listed(options_.excluded, space.node) ||
             (!options_.included.empty() && !balancer::is_listed(options_.included, space.node));
    });
    Plan plan = balancer::make_plan(
        spaces, {.threshold_percent = options_.threshold_percent,
                 .most_bytes_each = static_cast<std::uint64_t>(
                     conf().get_size(keys::kDfsBalancerMaxSizeToMove))});
    if (!options_.sources.empty())
      std::erase_if(plan.transfers, [&](const balancer::Transfer& transfer) {
        return !balancer::is_listed(options_.sources, *transfer.source);
      });
    const std::uint64_t planned = plan.bytes_planned();
    const auto tell = [&, left = plan.bytes_left](BalancerExit exit, std::int64_t being_moved) {
      environment_.out.line(fmt::format(
          "{:<24} {:>10}  {:>19}  {:>18}  {:>17}  {}", time_stamp(environment_.clock.wall_ms()),
          iteration, byte_description(static_cast<std::int64_t>(dispatcher.bytes_moved())),
          byte_description(static_cast<std::int64_t>(left)), byte_description(being_moved), uri));
      return exit;
    };
    if (plan.bytes_left == 0) {
      environment_.out.line("The cluster is balanced. Exiting...");
      return tell(BalancerExit::kSuccess, 0);
    }
    if (planned == 0) {
      environment_.out.line("No block can be moved. Exiting...");
      return tell(BalancerExit::kNoMoveBlock, 0);
    }
    const std::uint64_t moved = TRY(dispatcher.run(spaces, std::move(plan)));
    idle_ = moved > 0 ? 0 : idle_ + 1;
    if (options_.idle_iterations >= 0 && idle_ >= std::max(1, options_.idle_iterations)) {
      environment_.out.line(
          fmt::format("No block has been moved for {} iterations. Exiting...", idle_));
      return tell(BalancerExit::kNoMoveProgress, static_cast<std::int64_t>(planned));
    }
    return tell(BalancerExit::kInProgress, static_cast<std::int64_t>(planned));
  }

  Environment& environment_;
  const balancer::Options& options_;
  int idle_ = 0;
};

}  // namespace

int run_balancer(Environment& environment, const Arguments& arguments) {
  const auto options = balancer::parse_options(environment, arguments);
  if (!options) {
    log_line(environment, log::Level::kError, "balancer.Balancer",
             "Exiting balancer due an exception: " + options.error().message);
    return -1;
  }
  const std::int64_t begin_ms = environment.clock.monotonic_ms();
  const auto exit = BalancerRun(environment, *options).run();
  if (!exit) environment.out.line("java.io.IOException: " + exit.error().message + ".  Exiting ...");
  environment.out.line(fmt::format("{:<24} Balancing took {}",
                                   time_stamp(environment.clock.wall_ms()),
                                   elapsed_text(environment.clock.monotonic_ms() - begin_ms)));
  return static_cast<int>(exit ? *exit : BalancerExit::kIoException);
}

int explain_balancer(Environment& environment) {
  environment.out.line(balancer::kUsage);
  return 0;
}

}  // namespace mammoth::cli
