#include "namenode/system/audit_log.h"

#include <gtest/gtest.h>

namespace mammoth::namenode {
namespace {

TEST(AuditLog, ALineReadsLikeApaches) {
  // The format that log processors know.
  const Caller alice{.user = "alice", .remote_address = "10.0.0.7", .caller_context = "CLI"};
  EXPECT_EQ(
      format_audit_event(
          alice,
          {.command = "create", .source = "/f", .status = AuditStatus{"alice", "staff", 0644}},
          true),
      "allowed=true\tugi=alice (auth:SIMPLE)\tip=/10.0.0.7\tcmd=create\tsrc=/f\tdst=null\t"
      "perm=alice:staff:rw-r--r--\tproto=rpc\tcallerContext=CLI");
  EXPECT_EQ(format_audit_event({.user = "bob", .remote_address = "::1", .real_user = "oozie"},
                               {.command = "rename", .source = "/a", .destination = "/b"}, false),
            "allowed=false\tugi=bob (auth:PROXY) via oozie (auth:SIMPLE)\tip=/::1\tcmd=rename\t"
            "src=/a\tdst=/b\tperm=null\tproto=rpc");
}

TEST(AuditLog, APathCannotForgeALine) {
  // Names may hold line ends.
  const std::string line =
      format_audit_event({.user = "eve", .remote_address = "::1"},
                         {.command = "mkdirs", .source = "/x\nallowed=true\tugi=root"}, true);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_NE(line.find("src=/x\\nallowed=true\\tugi=root"), std::string::npos);
}

}  // namespace
}  // namespace mammoth::namenode
