// The NameNode's handlers: a series of calls upon a namespace of its own, each
//
//   method, by its place in the protocol (1 byte) │ length of the request (2 bytes) │ request
//
// and what its database and its DataNodes' reports hold.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "common/protocol/hdfs/client_namenode_protocol.pb.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "common/rpc/service.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/rpc/replica_list.h"
#include "namenode/store/record_codec.h"
#include "tests/fuzz/target.h"
#include "tests/support/namesystem_fixture.h"

namespace mammoth::fuzz {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::ServiceDescriptor;

const ServiceDescriptor& descriptor(const char* name) {
  // Refers to the generated files, which the linker would leave out otherwise.
  using Linked = google::protobuf::internal::AddDescriptorsRunner;
  static const Linked client(
      &descriptor_table_common_2fprotocol_2fhdfs_2fclient_5fnamenode_5fprotocol_2eproto);
  static const Linked datanode(
      &descriptor_table_common_2fprotocol_2fhdfs_2fdatanode_5fprotocol_2eproto);
  return *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
}

// Every field of a message, with something a NameNode may have heard of.
void fill(Message& message, int depth);

void fill(Message& message, const FieldDescriptor& field, int depth) {
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
#define MAMMOTH_FILL(kind, type, value)                   \
  case FieldDescriptor::CPPTYPE_##kind:                   \
    many ? reflection.Add##type(&message, &field, value)  \
         : reflection.Set##type(&message, &field, value); \
    break
    MAMMOTH_FILL(INT32, Int32, 1);
    MAMMOTH_FILL(INT64, Int64, 16386);
    MAMMOTH_FILL(UINT32, UInt32, 1);
    MAMMOTH_FILL(UINT64, UInt64, 1);
    MAMMOTH_FILL(DOUBLE, Double, 1);
    MAMMOTH_FILL(FLOAT, Float, 1);
    MAMMOTH_FILL(BOOL, Bool, true);
    MAMMOTH_FILL(ENUM, Enum, field.enum_type()->value(0));
    MAMMOTH_FILL(STRING, String, field.name().find("ser") == std::string::npos ? "/d/f" : "alice");
#undef MAMMOTH_FILL
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth < 5)
        fill(many ? *reflection.AddMessage(&message, &field)
                  : *reflection.MutableMessage(&message, &field),
             depth + 1);
  }
}

void fill(Message& message, int depth) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i)
    fill(message, *message.GetDescriptor()->field(i), depth);
}

std::string encoded_call(const ServiceDescriptor& service, int method) {
  const auto* type = service.method(method)->input_type();
  const std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  fill(*request, 0);
  const std::string bytes = request->SerializePartialAsString();
  return std::string{static_cast<char>(method), static_cast<char>(bytes.size() >> 8),
                     static_cast<char>(bytes.size())} +
         bytes;
}

std::vector<std::string> seeds(const char* protocol) {
  const ServiceDescriptor& service = descriptor(protocol);
  std::vector<std::string> seeds(1);
  for (int i = 0; i < service.method_count(); ++i) {
    seeds.push_back(encoded_call(service, i));
    seeds.front() += seeds.back();
  }
  return seeds;
}

// One NameNode an input, with a directory, a file and a datanode.
class Names final : public namenode::NamesystemTest {
 public:
  Names() {
    log::set_level(log::Level::kError);
    add_datanode(1);
    mkdir("/d", hdfs);
    (void)system->create(hdfs, create_request("/d/f"));
  }
  void TestBody() override {}
  namenode::Namesystem& names() { return *system; }
};

template <class Protocol, class... Extra>
void run_calls(const char* name, std::string_view bytes, Extra... extra) {
  Names names;
  Protocol protocol(names.names(), extra...);
  rpc::Service service("protocol", 1);
  protocol.bind_to(service);
  const ServiceDescriptor& methods = descriptor(name);
  const rpc::Peer peer{.user = "hdfs", .real_user = {}, .remote_address = "127.0.0.1"};
  asio::io_context context;
  for (int calls = 0; bytes.size() >= 3 && calls < 200; ++calls) {
    const int number = static_cast<unsigned char>(bytes[0]) % methods.method_count();
    const std::size_t length = std::min<std::size_t>(
        static_cast<unsigned char>(bytes[1]) << 8 | static_cast<unsigned char>(bytes[2]),
        bytes.size() - 3);
    const std::string_view request = bytes.substr(3, length);
    bytes.remove_prefix(3 + length);
    const rpc::Method* method = service.find(methods.method(number)->name());
    rpc::Call call(peer, {});
    ByteBuffer out;
    if (!method->is_async()) {
      (void)method->run(request, call, out);
      continue;
    }
    asio::co_spawn(context, method->run_async(request, call, out), asio::detached);
    context.restart();
    context.run();
  }
}

constexpr auto kClient = "hadoop.hdfs.ClientNamenodeProtocol";
constexpr auto kDatanode = "hadoop.hdfs.datanode.DatanodeProtocolService";

void call_as_client(std::string_view bytes) {
  run_calls<namenode::ClientProtocol>(kClient, bytes);
}

void call_as_datanode(std::string_view bytes) {
  run_calls<namenode::DatanodeProtocol>(
      kDatanode, bytes,
      namenode::FileSystemIdentity{
          .namespace_id = 1, .cluster_id = "CID", .block_pool_id = "BP-test"});
}

void read_records(std::string_view bytes) {
  if (bytes.empty()) return;
  const ByteView record = as_byte_view(bytes.substr(1));
  switch (bytes[0] % 6) {
    case 0:
      namenode::encode(namenode::decode_inode(record));
      break;
    case 1:
      namenode::encode(namenode::decode_locator(record));
      break;
    case 2:
      namenode::encode(namenode::decode_open_file(record));
      break;
    case 3:
      namenode::encode(namenode::decode_directory_state(record));
      break;
    case 4:
      namenode::encode(namenode::decode_xattrs(record));
      break;
    default:
      namenode::decode_number(record);
  }
}

void read_report(std::string_view bytes) {
  hadoop::hdfs::datanode::StorageBlockReportProto report;
  if (!report.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto cursor = namenode::make_replica_cursor(report);
  for (;;) {
    const auto replica = cursor->next();
    if (!replica || !*replica) return;
  }
}

const Registration client{{"namenode_client", call_as_client, seeds(kClient)}};
const Registration datanode{{"namenode_datanode", call_as_datanode, seeds(kDatanode)}};
const Registration records{
    {"namenode_records", read_records, {std::string("\x01\x01\x02\x01x", 5)}}};
const Registration report{
    {"block_report", read_report, {std::string("\x1a\x04\x02\x10\x01\x00", 6)}}};

}  // namespace

}  // namespace mammoth::fuzz
