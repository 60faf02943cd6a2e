#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "common/io/crc32.h"
#include "common/security/secrets.h"
#include "common/security/token.h"
#include "tests/support/hex.h"
#include "tests/support/temporary_directory.h"
#include "yarn/node_manager/shuffle/map_output.h"
#include "yarn/node_manager/shuffle/shuffle_jobs.h"

namespace mammoth::yarn::node {
namespace {

constexpr const char* kMap = "attempt_1795362318760_0011_m_000000_0";

std::string big_endian(std::uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

std::string index_of(const std::vector<std::array<std::uint64_t, 3>>& parts) {
  std::string bytes;
  for (const auto& part : parts)
    for (const std::uint64_t number : part) bytes += big_endian(number);
  return bytes + big_endian(update_crc(ChecksumType::kCrc32, 0, as_byte_view(bytes)));
}

TEST(ShuffleJobs, TokenOfTheRecordedJob) {
  ShuffleJobs jobs;
  jobs.set_port(25113);
  EXPECT_EQ(jobs.metadata(), from_hex("00006219"));
  ASSERT_TRUE(jobs.begin_application(
      "application_1795362318760_0011", "root",
      from_hex("17166a6f625f313739353336323331383736305f30303131087bbea791ed1c65540d6d617072656475"
               "63652e6a6f62166a6f625f313739353336323331383736305f30303131")));
  const auto job = jobs.find("job_1795362318760_0011");
  ASSERT_TRUE(job);
  EXPECT_EQ(job->secret, from_hex("7bbea791ed1c6554"));
  // What Apache's reducer sent and Apache's node answered.
  const std::string hash = security::encode_base64(security::hmac_sha1(
      job->secret, std::string("25113/mapOutput?job=job_1795362318760_0011&reduce=0&map=") + kMap));
  EXPECT_EQ(hash, "CCqyhm1uxslW95vS2VFrXupunJw=");
  EXPECT_EQ(security::encode_base64(security::hmac_sha1(job->secret, hash)),
            "XWWOluLsNqJPLXyYPbuKBdsWAVY=");
  jobs.end_application("application_1795362318760_0011");
  EXPECT_FALSE(jobs.find("job_1795362318760_0011"));
  EXPECT_FALSE(jobs.begin_application("application_1_0001", "root", "\xff"));
}

TEST(MapOutput, HeaderAsRecorded) {
  EXPECT_EQ(
      shuffle_header(kMap, {.raw_bytes = 1982, .part_bytes = 1986}, 0),
      from_hex("25617474656d70745f313739353336323331383736305f303031315f6d5f3030303030305f308e"
               "07c28e07be00"));
}

TEST(MapOutput, PartsByTheIndex) {
  const std::string index = index_of({{0, 10, 14}, {14, 20, 24}});
  const auto part = part_of_index(as_byte_view(index), 1, "x");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->offset, 14u);
  EXPECT_EQ(part->raw_bytes, 20u);
  EXPECT_EQ(part->part_bytes, 24u);
  EXPECT_FALSE(part_of_index(as_byte_view(index), 2, "x"));
  EXPECT_FALSE(part_of_index(as_byte_view(index), -1, "x"));
  for (std::size_t at = 0; at < index.size(); ++at) {
    std::string wrong = index;
    wrong[at] = static_cast<char>(~wrong[at]);
    EXPECT_FALSE(part_of_index(as_byte_view(wrong), 0, "x")) << at;
    EXPECT_FALSE(part_of_index(as_byte_view(index).first(at), 0, "x")) << at;
  }
}

TEST(MapOutput, FoundOnAnyDisk) {
  TemporaryDirectory folder;
  const std::string output = folder.path() + "/b/output/" + kMap;
  std::filesystem::create_directories(output);
  std::ofstream(output + "/file.out") << "0123456789";
  std::ofstream(output + "/file.out.index") << index_of({{0, 4, 4}, {4, 6, 7}});
  const std::vector<std::string> roots = {folder.path() + "/a", folder.path() + "/b"};
  const auto part = find_map_output(roots, kMap, 0);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->file, output + "/file.out");
  EXPECT_EQ(find_map_output(roots, kMap, 1).error().message,
            output + "/file.out is shorter than its index says");
  EXPECT_EQ(find_map_output(roots, "attempt_2", 0).error().code, ErrorCode::kFileNotFound);
}

}  // namespace
}  // namespace mammoth::yarn::node
