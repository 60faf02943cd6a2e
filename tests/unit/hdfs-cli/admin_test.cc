#include <gmock/gmock.h>

#include "hdfs-cli/admin/admin_commands.h"
#include "tests/unit/hdfs-cli/shell_fixture.h"

namespace mammoth::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// A cluster of one DataNode.
class FakeAdmin final : public hdfs::Admin {
 public:
  Result<bool> safe_mode(hdfs::SafeModeAction action) override {
    if (action == hdfs::SafeModeAction::kEnter) looks_until_off = 100;
    if (action == hdfs::SafeModeAction::kLeave) looks_until_off = 0;
    return looks_until_off-- > 0;
  }
  Result<std::vector<hdfs::DatanodeReport>> datanode_report(
      hdfs::DatanodeReportType type) override {
    if (type == hdfs::DatanodeReportType::kLive || type == hdfs::DatanodeReportType::kAll)
      return std::vector{node};
    return std::vector<hdfs::DatanodeReport>();
  }
  Result<std::vector<hdfs::DatanodeReport>> slow_datanode_report() override {
    return std::vector<hdfs::DatanodeReport>();
  }
  Result<hdfs::ClusterStats> cluster_stats() override {
    return hdfs::ClusterStats{
        .capacity_bytes = 10'000, .used_bytes = 1024, .remaining_bytes = 3072};
  }
  Result<hdfs::BlockStats> replicated_block_stats() override {
    return hdfs::BlockStats{.low_redundancy = 1,
                            .corrupt = 2,
                            .missing = 3,
                            .missing_replication_one = 4,
                            .pending_deletion = 5};
  }
  Result<hdfs::BlockStats> erasure_coded_block_stats() override {
    return hdfs::BlockStats{.highest_priority_low_redundancy = 6};
  }
  Result<bool> save_namespace(std::uint64_t window, std::uint64_t) override {
    if (window == 0) return Error{ErrorCode::kSafeMode, "Safe mode should be turned ON\nat x"};
    return false;
  }
  Result<std::uint64_t> roll_edits() override { return 42; }
  Result<void> refresh_nodes() override { return {}; }
  Result<void> finalize_upgrade() override { return {}; }
  Result<void> set_quota(const std::string& path, std::int64_t names, std::int64_t space) override {
    quotas.push_back(path + " " + std::to_string(names) + " " + std::to_string(space));
    return {};
  }
  Result<void> set_balancer_bandwidth(std::int64_t) override { return {}; }
  Result<void> list_open_files(const std::string& path, bool blocking,
                               const std::function<void(const hdfs::OpenFile&)>& each) override {
    if (path == "/refused") return Error{ErrorCode::kAccessDenied, "not you"};
    if (!blocking) each({path + "open", "client-1", "192.0.2.7"});
    return {};
  }
  Result<std::vector<std::string>> groups_of(const std::string& user) override {
    return std::vector<std::string>{user, "staff"};
  }
  Result<void> refresh_user_to_groups_mappings() override { return {}; }
  Result<void> refresh_super_user_groups() override { return {}; }

  int looks_until_off = 0;
  hdfs::DatanodeReport node;
  std::vector<std::string> quotas;
};

class AdminTest : public ShellTest {
 protected:
  AdminTest() {
    admin_.node = {.ip_address = "192.0.2.1",
                   .host_name = "worker",
                   .uuid = "1",
                   .transfer_port = 9866,
                   .capacity_bytes = 1000,
                   .dfs_used_bytes = 333,
                   .remaining_bytes = 500,
                   .last_update_ms = 1'600'000'000'000,
                   .xceiver_count = 2,
                   .block_count = 7,
                   .topology_path = "/rack1",
                   .upgrade_domain = "",
                   .admin_state = hdfs::DatanodeAdminState::kDecommissionInProgress};
    environment_.open_admin = [this](std::string_view,
                                     const Configuration&) -> Result<std::unique_ptr<hdfs::Admin>> {
      return std::make_unique<Borrowed>(admin_);
    };
  }

  Outcome admin(Arguments arguments) {
    const int code = run_admin(environment_, std::move(arguments));
    return {code, out_.take(), err_.take()};
  }

  // The commands own what they open.
  class Borrowed final : public hdfs::Admin {
   public:
    explicit Borrowed(FakeAdmin& to) : to_(to) {}
    Result<bool> safe_mode(hdfs::SafeModeAction action) override { return to_.safe_mode(action); }
    Result<std::vector<hdfs::DatanodeReport>> datanode_report(
        hdfs::DatanodeReportType type) override {
      return to_.datanode_report(type);
    }
    Result<std::vector<hdfs::DatanodeReport>> slow_datanode_report() override {
      return to_.slow_datanode_report();
    }
    Result<hdfs::ClusterStats> cluster_stats() override { return to_.cluster_stats(); }
    Result<hdfs::BlockStats> replicated_block_stats() override {
      return to_.replicated_block_stats();
    }
    Result<hdfs::BlockStats> erasure_coded_block_stats() override {
      return to_.erasure_coded_block_stats();
    }
    Result<bool> save_namespace(std::uint64_t window, std::uint64_t gap) override {
      return to_.save_namespace(window, gap);
    }
    Result<std::uint64_t> roll_edits() override { return to_.roll_edits(); }
    Result<void> refresh_nodes() override { return to_.refresh_nodes(); }
    Result<void> finalize_upgrade() override { return to_.finalize_upgrade(); }
    Result<void> set_quota(const std::string& path, std::int64_t names,
                           std::int64_t space) override {
      return to_.set_quota(path, names, space);
    }
    Result<void> set_balancer_bandwidth(std::int64_t bytes) override {
      return to_.set_balancer_bandwidth(bytes);
    }
    Result<void> list_open_files(const std::string& path, bool blocking,
                                 const std::function<void(const hdfs::OpenFile&)>& each) override {
      return to_.list_open_files(path, blocking, each);
    }
    Result<std::vector<std::string>> groups_of(const std::string& user) override {
      return to_.groups_of(user);
    }
    Result<void> refresh_user_to_groups_mappings() override {
      return to_.refresh_user_to_groups_mappings();
    }
    Result<void> refresh_super_user_groups() override { return to_.refresh_super_user_groups(); }

   private:
    FakeAdmin& to_;
  };

  FakeAdmin admin_;
};

// Who writes what, and what is said when the NameNode does not tell.
TEST_F(AdminTest, ListOpenFiles) {
  EXPECT_EQ(admin({"-listOpenFiles"}).out,
            "Client Host         \tClient Name         \tOpen File Path\n"
            "192.0.2.7           \tclient-1            \t               /open\n");
  EXPECT_EQ(admin({"-listOpenFiles", "-blockingDecommission"}).out,
            "Client Host         \tClient Name         \tOpen File Path\n");
  EXPECT_EQ(admin({"-listOpenFiles", "-path", "/refused"}).err,
            "List open files failed.\nlistOpenFiles: not you\n");
}

TEST_F(AdminTest, Report) {
  // The text that monitoring scripts parse.
  const std::string text = admin({"-report"}).out;
  EXPECT_THAT(
      text,
      StartsWith("Configured Capacity: 10000 (9.77 KB)\nPresent Capacity: 4096 (4 KB)\n"
                 "DFS Remaining: 3072 (3 KB)\nDFS Used: 1024 (1 KB)\nDFS Used%: 25.00%\n"
                 "Replicated Blocks:\n\tUnder replicated blocks: 1\n"
                 "\tBlocks with corrupt replicas: 2\n\tMissing blocks: 3\n"
                 "\tMissing blocks (with replication factor 1): 4\n\tPending deletion blocks: 5\n"
                 "Erasure Coded Block Groups: \n"));
  EXPECT_THAT(text, HasSubstr("\tLow redundancy blocks with highest priority to recover: 6\n"));
  EXPECT_THAT(text,
              HasSubstr("-------------------------------------------------\nLive datanodes (1):\n\n"
                        "Name: 192.0.2.1:9866\nHostname: worker\nRack: /rack1\n"
                        "Decommission Status : Decommission in progress\n"
                        "Configured Capacity: 1000 (1000 B)\nDFS Used: 333 (333 B)\n"));
  EXPECT_THAT(text, HasSubstr("DFS Used%: 33.30%\nDFS Remaining%: 50.00%\n"));
  EXPECT_THAT(text,
              HasSubstr("Cache Used%: 100.00%\nCache Remaining%: 0.00%\nXceivers: 2\n"
                        "Last contact: Sun Sep 13 12:26:40 UTC 2020\nLast Block Report: Never\n"
                        "Num of Blocks: 7\n\n\n"));
}

TEST_F(AdminTest, ReportOfSomeNodes) {
  EXPECT_THAT(admin({"-report", "-dead"}).out, HasSubstr("---\nDead datanodes (0):\n\n"));
  EXPECT_THAT(admin({"-report", "-1", "-2", "-3", "-4", "-5", "-6", "-7"}).err,
              StartsWith("Usage: hdfs dfsadmin [-report] [-live] [-dead]"));
}

TEST_F(AdminTest, SafeMode) {
  EXPECT_EQ(admin({"-safemode", "enter"}).out, "Safe mode is ON\n");
  EXPECT_EQ(admin({"-safemode", "LEAVE"}).out, "Safe mode is OFF\n");
  admin_.looks_until_off = 3;
  EXPECT_EQ(admin({"-safemode", "wait"}).out, "Safe mode is OFF\n");
  EXPECT_EQ(clock_.monotonic_ms(), 1 + 3 * 5000);
  EXPECT_EQ(admin({"-safemode"}).code, 255);
  EXPECT_EQ(admin({"-safemode", "x"}).code, 0);
}

TEST_F(AdminTest, Quotas) {
  hdfs_->add_directory("/a1");
  hdfs_->add_directory("/a2");
  EXPECT_EQ(admin({"-setQuota", "5", "/a*"}).code, 0);
  EXPECT_EQ(admin({"-setSpaceQuota", "1k", "/a1"}).code, 0);
  EXPECT_EQ(admin({"-clrQuota", "/a1"}).code, 0);
  const std::string unchanged = std::to_string(INT64_MAX);
  EXPECT_THAT(admin_.quotas,
              ::testing::ElementsAre("/a1 5 " + unchanged, "/a2 5 " + unchanged,
                                     "/a1 " + unchanged + " 1024", "/a1 -1 " + unchanged));
  EXPECT_EQ(admin({"-setQuota", "0", "/a1"}).err,
            "setQuota: Invalid values for quota : 0 and 9223372036854775807\n"
            "Usage: hdfs dfsadmin [-setQuota <quota> <dirname>...<dirname>]\n");
}

TEST_F(AdminTest, Failures) {
  EXPECT_EQ(admin({"-saveNamespace"}).err, "saveNamespace: Safe mode should be turned ON\n");
  EXPECT_EQ(admin({"-saveNamespace"}).code, 255);
  EXPECT_THAT(admin({"-saveNamespace", "-beforeShutdown"}).out,
              HasSubstr("No extra checkpoint has been made\n"));
  EXPECT_THAT(admin({"-nonsense"}).err,
              StartsWith("nonsense: Unknown command\nUsage: hdfs dfsadmin\n"));
  EXPECT_EQ(admin({}).code, 255);
  environment_.configuration.set("fs.defaultFS", "file:///");
  EXPECT_THAT(admin({"-rollEdits"}).err,
              StartsWith("rollEdits: FileSystem file:/// is not an HDFS file system."));
}

TEST_F(AdminTest, TheRest) {
  EXPECT_EQ(admin({"-rollEdits"}).out,
            "Successfully rolled edit logs.\nNew segment starts at txid 42\n");
  EXPECT_EQ(admin({"-printTopology"}).out,
            "Rack: /rack1\n   192.0.2.1:9866 Decommission In Progress\n\n");
  EXPECT_EQ(admin({"-refreshNodes"}).out, "Refresh nodes successful\n");
  EXPECT_EQ(admin({"-setBalancerBandwidth", "1m"}).out, "Balancer bandwidth is set to 1048576\n");
  EXPECT_THAT(admin({"-help", "safemode"}).out, StartsWith("-safemode <enter"));
}

}  // namespace
}  // namespace mammoth::cli
