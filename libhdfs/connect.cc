// Builders, connections and the configuration.
#include <fmt/format.h>
#include <sys/stat.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "common/config/keys.h"
#include "common/hdfs/user_identity.h"
#include "libhdfs/handles.h"

using namespace mammoth;

// The strings are the caller's.
struct hdfsBuilder {
  const char* namenode = nullptr;
  const char* user = nullptr;
  const char* ticket_cache = nullptr;
  tPort port = 0;
  bool force_new = false;  // every connection is one here
  std::vector<std::pair<const char*, const char*>> options{};
};

namespace mammoth::libhdfs {
namespace {

bool is_file(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// The first directory on the Java class path with a configuration: where Hadoop's libhdfs finds it.
std::string directory_on_class_path() {
  const char* text = std::getenv("CLASSPATH");
  for (std::string_view rest = text ? text : ""; !rest.empty();) {
    const auto end = std::min(rest.find(':'), rest.size());
    const std::string entry(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!entry.empty() && (is_file(entry + "/core-site.xml") || is_file(entry + "/hdfs-site.xml")))
      return entry;
  }
  return {};
}

Result<std::string> uri_of(const hdfsBuilder& builder, const Configuration& configuration) {
  if (builder.namenode == nullptr) return std::string("file:///");
  const std::string name = builder.namenode;
  if (name == "default") {
    const auto uri = configuration.get(keys::kFsDefaultFs);
    return uri.find('/') == std::string::npos ? "hdfs://" + uri : uri;
  }
  const auto scheme = name.find("://") == std::string::npos ? "hdfs://" : "";
  if (builder.port == 0) return scheme + name;
  const auto colon = name.rfind(':');
  if (colon != std::string::npos &&
      name.find_first_not_of("0123456789", colon + 1) == std::string::npos)
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("port {} was given, but URI '{}' already contains a port!", builder.port,
                             name)};
  return fmt::format("{}{}:{}", scheme, name, builder.port);
}

std::string show(const hdfsBuilder& builder) {
  const auto text = [](const char* value) { return value ? value : "(NULL)"; };
  return fmt::format("hdfsBuilderConnect(forceNewInstance={:d}, nn={}, port={}, "
                     "kerbTicketCachePath={}, userName={})", builder.force_new,
                     text(builder.namenode), builder.port, text(builder.ticket_cache),
                     text(builder.user));
}

Result<hdfsFS> connect(const hdfsBuilder& builder) {
  Configuration configuration = TRY(load_configuration());
  for (const auto& [key, value] : builder.options)
    if (key != nullptr && value != nullptr) configuration.set(key, value);
  TRY(configuration.validate());
  const std::string uri = TRY(uri_of(builder, configuration));
  const std::string user = builder.user && *builder.user ? builder.user : hdfs::current_user();
  std::shared_ptr<hdfs::FileSystem> file_system =
      TRY(hdfs::open_file_system_as(user, uri, configuration));
  auto fs = std::make_unique<hdfs_internal>(std::move(file_system), std::move(configuration));
  if (fs->file_system->scheme() == "file") {
    const std::unique_ptr<char, decltype(&std::free)> here(::getcwd(nullptr, 0), &std::free);
    fs->working_directory = here ? here.get() : "/";
  } else {
    fs->working_directory = fs->file_system->home_directory();
  }
  return fs.release();
}

hdfsFS connect_to(const char* namenode, tPort port, const char* user, bool force_new) {
  auto* builder = hdfsNewBuilder();
  if (builder == nullptr) return nullptr;
  *builder = {.namenode = namenode, .user = user, .port = port, .force_new = force_new};
  return hdfsBuilderConnect(builder);
}

}  // namespace

Result<Configuration> load_configuration() {
  const char* directory = std::getenv("HADOOP_CONF_DIR");
  return Configuration::load(directory && *directory ? directory : directory_on_class_path());
}

}  // namespace mammoth::libhdfs

using namespace mammoth::libhdfs;

hdfsBuilder* hdfsNewBuilder() {
  auto* builder = new (std::nothrow) hdfsBuilder;
  if (builder == nullptr) errno = ENOMEM;
  return builder;
}
void hdfsFreeBuilder(hdfsBuilder* builder) { delete builder; }
void hdfsBuilderSetForceNewInstance(hdfsBuilder* builder) { builder->force_new = true; }
void hdfsBuilderSetNameNode(hdfsBuilder* builder, const char* namenode) { builder->namenode = namenode; }
void hdfsBuilderSetNameNodePort(hdfsBuilder* builder, tPort port) { builder->port = port; }
void hdfsBuilderSetUserName(hdfsBuilder* builder, const char* user) { builder->user = user; }
void hdfsBuilderSetKerbTicketCachePath(hdfsBuilder* builder, const char* path) {
  builder->ticket_cache = path;
}

int hdfsBuilderConfSetStr(hdfsBuilder* builder, const char* key, const char* value) {
  try {
    builder->options.emplace_back(key, value);
    return 0;
  } catch (const std::bad_alloc&) {
    return -ENOMEM;
  }
}

hdfsFS hdfsBuilderConnect(hdfsBuilder* builder) {
  const std::unique_ptr<hdfsBuilder> owned(builder);
  return guard<hdfsFS>(show(*builder), nullptr, [&] { return connect(*builder); });
}

hdfsFS hdfsConnect(const char* namenode, tPort port) {
  return connect_to(namenode, port, nullptr, false);
}
hdfsFS hdfsConnectAsUser(const char* namenode, tPort port, const char* user) {
  return connect_to(namenode, port, user, false);
}
hdfsFS hdfsConnectNewInstance(const char* namenode, tPort port) {
  return connect_to(namenode, port, nullptr, true);
}
hdfsFS hdfsConnectAsUserNewInstance(const char* namenode, tPort port, const char* user) {
  return connect_to(namenode, port, user, true);
}

int hdfsDisconnect(hdfsFS fs) {
  if (fs == nullptr) {
    errno = EBADF;
    return -1;
  }
  delete fs;
  return 0;
}

int hdfsConfGetStr(const char* key, char** value) {
  const int done = guard_done(fmt::format("hdfsConfGetStr({})", key), [&]() -> Result<void> {
    const Configuration configuration = TRY(load_configuration());
    const auto found = configuration.find(key);
    *value = found ? ::strdup(found->c_str()) : nullptr;
    return {};
  });
  return done == 0 ? 0 : errno;
}

int hdfsConfGetInt(const char* key, int32_t* value) {
  const int done = guard_done(fmt::format("hdfsConfGetInt({})", key), [&]() -> Result<void> {
    const Configuration configuration = TRY(load_configuration());
    const auto found = configuration.find(key);
    if (!found) return {};
    std::int32_t number = 0;
    const auto [end, failure] =
        std::from_chars(found->data(), found->data() + found->size(), number);
    if (failure != std::errc() || end != found->data() + found->size())
      return Error{ErrorCode::kRemote, fmt::format("For input string: \"{}\"", *found),
                   "java.lang.NumberFormatException"};
    *value = number;
    return {};
  });
  return done == 0 ? 0 : errno;
}

void hdfsConfStrFree(char* value) { std::free(value); }
