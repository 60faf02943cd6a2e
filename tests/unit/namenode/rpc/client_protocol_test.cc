#include "namenode/rpc/client_protocol.h"

#include <google/protobuf/generated_message_reflection.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "common/protocol/hdfs/client_namenode_protocol.pb.h"
#include "common/rpc/service.h"
#include "tests/support/namesystem_fixture.h"

namespace mammoth::namenode {
namespace {

// getXAttrs -> get_x_attrs, getEZForPath -> get_ez_for_path
std::string file_name_of(const std::string& method) {
  std::string name;
  for (std::size_t i = 0; i < method.size(); ++i) {
    const bool upper = std::isupper(static_cast<unsigned char>(method[i])) != 0;
    const bool after_lower = i > 0 && std::isupper(static_cast<unsigned char>(method[i - 1])) == 0;
    const bool before_lower =
        i + 1 < method.size() && std::islower(static_cast<unsigned char>(method[i + 1])) != 0;
    if (upper && i > 0 && (after_lower || before_lower)) name += '_';
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(method[i])));
  }
  return name + ".cc";
}

std::filesystem::path source_root() {
  return std::filesystem::path(__FILE__).parent_path() / "../../../..";
}

std::vector<std::string> methods_of_the_proto() {
  // Refers to the generated file, which the linker would leave out otherwise.
  const google::protobuf::internal::AddDescriptorsRunner linked(
      &descriptor_table_common_2fprotocol_2fhdfs_2fclient_5fnamenode_5fprotocol_2eproto);
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "hadoop.hdfs.ClientNamenodeProtocol");
  std::vector<std::string> methods;
  for (int i = 0; service != nullptr && i < service->method_count(); ++i)
    methods.push_back(service->method(i)->name());
  EXPECT_GT(methods.size(), 100u);
  return methods;
}

class ClientProtocolTest : public NamesystemTest {
 protected:
  ClientProtocolTest() { protocol.bind_to(service); }
  bool is_bound(const std::string& method) const {
    return service.find(method) != nullptr &&
           dynamic_cast<const rpc::UnsupportedMethod*>(service.find(method)) == nullptr;
  }

  ClientProtocol protocol{*system};
  rpc::Service service{"org.apache.hadoop.hdfs.protocol.ClientProtocol", 1};
};

TEST_F(ClientProtocolTest, EveryMethodOfTheProtoIsBoundOrUnsupported) {
  // Nobody who calls a method of the protocol may hear that it does not exist.
  for (const std::string& method : methods_of_the_proto())
    EXPECT_TRUE(service.knows(method)) << method;
}

TEST_F(ClientProtocolTest, EveryBoundMethodHasItsFile) {
  // One method, one file, named after it; and no file without a method.
  std::set<std::string> expected;
  for (const std::string& method : methods_of_the_proto())
    if (is_bound(method)) expected.insert(file_name_of(method));
  std::set<std::string> found;
  for (const auto& entry :
       std::filesystem::directory_iterator(source_root() / "namenode/rpc/client"))
    found.insert(entry.path().filename());
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace mammoth::namenode
