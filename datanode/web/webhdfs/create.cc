#include <fmt/format.h>

#include "datanode/web/webhdfs/operations.h"

namespace mammoth::datanode::web_ops {

namespace {

struct CreateFlags {
  bool overwrite = false;
  bool lazy_persist = false;
};

// A list of Hadoop's CreateFlag names. Those that change nothing here are let pass.
Result<CreateFlags> read_flags(const webhdfs::Parameters& parameters) {
  CreateFlags flags;
  std::string list = parameters.text("createflag").value_or("");
  while (!list.empty()) {
    std::string word = list.substr(0, list.find(','));
    list.erase(0, word.size() + 1);
    for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (word == "OVERWRITE")
      flags.overwrite = true;
    else if (word == "LAZY_PERSIST")
      flags.lazy_persist = true;
    else if (word == "APPEND" || word == "NEW_BLOCK")
      return Error{ErrorCode::kUnsupportedOperation,
                   fmt::format("createflag={} is not supported by CREATE", word)};
    else if (word != "CREATE" && word != "SYNC_BLOCK" && word != "NO_LOCAL_WRITE" &&
             word != "NO_LOCAL_RACK" && word != "SHOULD_REPLICATE" && word != "IGNORE_CLIENT_LOCALITY")
      return parameters.refusal(
          "createflag", fmt::format("No enum constant org.apache.hadoop.fs.CreateFlag.{}", word));
  }
  return flags;
}

}  // namespace

Result<void> create(const WebOperation& call) {
  const auto& given = call.parameters;
  const auto block_size = TRY(given.number(webhdfs::numbers::kBlockSize));
  const auto permission = TRY(given.number(webhdfs::numbers::kPermission)).value_or(0644);
  const auto unmasked = TRY(given.number(webhdfs::numbers::kUnmaskedPermission));
  const auto replication = TRY(given.number(webhdfs::numbers::kReplication));
  TRY(given.number(webhdfs::numbers::kBufferSize));
  const CreateFlags flags = TRY(read_flags(given));
  hdfs::CreateOptions options;
  options.overwrite = TRY(given.boolean("overwrite")).value_or(false) || flags.overwrite;
  options.create_parent = TRY(given.boolean("createparent")).value_or(true);
  options.permission = static_cast<std::uint16_t>(unmasked.value_or(permission));
  if (unmasked) options.masked_permission = static_cast<std::uint16_t>(permission);
  options.lazy_persist = flags.lazy_persist;
  if (replication) options.replication = static_cast<std::uint16_t>(*replication);
  if (block_size) options.block_size_bytes = static_cast<std::uint64_t>(*block_size);

  const auto writer = TRY(call.files.create(call.path, options));
  TRY(receive(call.exchange, *writer));
  call.exchange.respond(
      {.status = 201,
       .headers = {{"Location",
                    fmt::format("hdfs://{}{}", call.namenode, http::encode_path(call.path))},
                   {"Access-Control-Allow-Origin", "*"}}});
  return {};
}

}  // namespace mammoth::datanode::web_ops
