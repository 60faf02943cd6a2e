#include "mapreduce/staging/staging.h"

#include <fmt/format.h>

#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::staging {

namespace {

struct NamedUri {
  std::string path;
  std::string name;  // what follows the #, or the last part of the path
};

NamedUri named(const std::string& uri) {
  const std::size_t fragment = uri.find('#');
  const std::string path = uri.substr(0, fragment);
  return {path, fragment == std::string::npos ? engine::baseName(path) : uri.substr(fragment + 1)};
}

}  // namespace

std::string stagingDirectory(const Configuration& configuration, const std::string& user) {
  const std::string root =
      configuration.get("yarn.app.mapreduce.am.staging-dir", "/tmp/hadoop-yarn/staging");
  return engine::Files(configuration).qualified(fmt::format("{}/{}/.staging", root, user));
}

yarn::LocalResource resourceOf(const engine::Files& files, const std::string& uri,
                               yarn::LocalResource::Visibility visibility) {
  const auto status = files.status(uri);
  if (!status) throw Exception("java.io.FileNotFoundException", "File does not exist: " + uri);
  yarn::LocalResource resource;
  resource.uri = files.qualified(uri);
  resource.size = static_cast<std::int64_t>(status->length_bytes);
  resource.timestamp_ms = status->modification_time_ms;
  resource.visibility = visibility;
  return resource;
}

std::map<std::string, yarn::LocalResource> containerResources(const Configuration& configuration) {
  using enum yarn::LocalResource::Visibility;
  const engine::Files files(configuration);
  std::map<std::string, yarn::LocalResource> resources;
  const std::string directory = configuration.get(kJobDirKey, "");
  resources[kJobFile] = resourceOf(files, engine::joined(directory, kJobFile), kApplication);
  if (const std::string library = configuration.get("mapreduce.job.jar", ""); !library.empty())
    resources[engine::baseName(library)] = resourceOf(files, library, kApplication);
  for (const std::string& uri : configuration.getStrings("mapreduce.job.cache.files")) {
    const NamedUri file = named(uri);
    resources[file.name] = resourceOf(files, file.path, kApplication);
  }
  for (const std::string& uri : configuration.getStrings("mapreduce.job.cache.archives")) {
    const NamedUri archive = named(uri);
    auto& resource = resources[archive.name] = resourceOf(files, archive.path, kApplication);
    resource.type = yarn::LocalResource::Type::kArchive;
  }
  if (const std::string uri = configuration.get(kFrameworkKey, ""); !uri.empty()) {
    const NamedUri framework = named(uri);
    auto& resource = resources[framework.name] = resourceOf(files, framework.path, kPrivate);
    resource.type = yarn::LocalResource::Type::kArchive;
  }
  return resources;
}

std::string programPath(const Configuration& configuration, const std::string& name) {
  if (const std::string uri = configuration.get(kFrameworkKey, ""); !uri.empty())
    return fmt::format("./{}/bin/{}", named(uri).name, name);
  return fmt::format("{}/{}", configuration.get(kProgramDirKey, "/usr/bin"), name);
}

std::map<std::string, std::string> containerEnvironment(const Configuration& configuration,
                                                        const char* key) {
  std::map<std::string, std::string> environment{
      {"HADOOP_USER_NAME", configuration.get(kUserKey, "")}};
  if (const std::string uri = configuration.get(kFrameworkKey, ""); !uri.empty())
    environment["LD_LIBRARY_PATH"] = fmt::format("{{{{PWD}}}}/{}/lib", named(uri).name);
  for (const std::string& entry : configuration.getStrings(key))
    if (const std::size_t equals = entry.find('='); equals != std::string::npos && equals > 0)
      environment[entry.substr(0, equals)] = entry.substr(equals + 1);
  return environment;
}

}  // namespace mammoth::mapreduce::staging
