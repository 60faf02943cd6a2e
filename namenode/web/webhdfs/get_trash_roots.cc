#include <fmt/format.h>

#include "common/config/keys.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

void write(const std::string& path, const InodeStatus& status, http::JsonWriter& json) {
  const Inode& inode = *status.inode;
  json.begin_object().member("blocksize", inode.preferred_block_size_bytes);
  json.member("owner", inode.owner).member("path", path);
  json.member("length", inode.is_file() ? inode.length_bytes() : 0);
  json.member("permission", fmt::format("{:o}", inode.mode));
  json.member("modification_time", status.directory.modification_time_ms);
  json.member("isdir", inode.is_directory()).member("block_replication", inode.replication);
  json.member("access_time", status.directory.access_time_ms);
  json.member("group", inode.group).end_object();
}

class TrashRoots {
 public:
  explicit TrashRoots(const WebOperation& call) : call_(call) {}

  // What cannot be read is left out, as by Hadoop's client.
  void add(const std::string& home) { add_trash(home + "/.Trash"); }

  void add_trash(const std::string& path) {
    const auto file = call_.system().get_file_info(call_.caller, path, false);
    if (!file || !file.value()) return;
    if (count_++ == 0) json_.begin_array();
    write(path, file.value()->status, json_);
  }

  // `trash_name` is what each of them has, if it has any.
  void add_all_below(const std::string& homes, const std::string& trash_name) {
    std::string after;
    for (;;) {
      const auto page = call_.system().get_listing(call_.caller, homes, after, false);
      if (!page || !page.value() || page.value()->entries.empty()) return;
      for (const FileStatus& entry : page.value()->entries) 
        add_trash(homes + "/" + entry.status.name + trash_name);
      if (page.value()->remaining_entries == 0) return;
      after = page.value()->entries.back().status.name;
    }
  }

  http::JsonWriter finish() {
    if (count_ == 0)
      json_.null();
    else
      json_.end_array();
    return std::move(json_.end_object());
  }

 private:
  const WebOperation& call_;
  http::JsonWriter json_ = std::move(http::JsonWriter().begin_object().key("Paths"));
  std::size_t count_ = 0;
};

}  // namespace

Result<void> get_trash_roots(const WebOperation& call) {
  const std::string homes = call.parts.configuration.get(keys::kDfsUserHomeDirPrefix);
  TrashRoots roots(call);
  const bool all = TRY(call.parameters.boolean("allusers")).value_or(false);
  if (all)
    roots.add_all_below(homes, "/.Trash");
  else
    roots.add(homes + "/" + call.caller.user);
  for (const std::string& directory : directories_with_trash(call)) {
    if (all)
      roots.add_all_below(directory + "/.Trash", "");
    else
      roots.add_trash(directory + "/.Trash/" + call.caller.user);
  }
  call.answer_json(roots.finish());
  return {};
}

}  // namespace mammoth::namenode::web_ops
