#include "mapreduce/api/object.h"

#include <cxxabi.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <mutex>

#include "mapreduce/api/configuration.h"
#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::engine {

namespace {

// Filled while libraries are loaded, before main() or below dlopen(): the one place of the tree
// that must work before anything was built.
struct Classes {
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, ObjectFactory> by_name;  // by (kind, name)
  std::map<ObjectFactory, std::string> names;
};

Classes& classes() {
  static Classes all;
  return all;
}

}  // namespace

std::string typeName(const std::type_info& type) {
  int status = 0;
  char* readable = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  std::string name = status == 0 ? readable : type.name();
  std::free(readable);
  return name;
}

ObjectFactory registerClass(const char* kind, const std::type_info& type, ObjectFactory factory) {
  Classes& all = classes();
  const std::lock_guard lock(all.mutex);
  if (all.names.contains(factory)) return factory;
  const std::string base = typeName(type);
  std::string name = base;
  for (int number = 2; all.by_name.contains({kind, name}); ++number)
    name = fmt::format("{}#{}", base, number);
  all.by_name[{kind, name}] = factory;
  all.names[factory] = name;
  return factory;
}

std::string nameOfClass(ObjectFactory factory) {
  Classes& all = classes();
  const std::lock_guard lock(all.mutex);
  const auto found = all.names.find(factory);
  return found == all.names.end() ? "" : found->second;
}

std::unique_ptr<Object> newInstance(const std::string& kind, const std::string& name,
                                    const Configuration& configuration) {
  ObjectFactory factory = nullptr;
  {
    Classes& all = classes();
    const std::lock_guard lock(all.mutex);
    if (const auto found = all.by_name.find({kind, name}); found != all.by_name.end())
      factory = found->second;
  }
  if (factory == nullptr)
    throw Exception(
        "java.lang.ClassNotFoundException",
        fmt::format("Class {} not found: no {} of this name is in the job's library", name, kind));
  std::unique_ptr<Object> object = factory();
  object->setConf(configuration);
  return object;
}

}  // namespace mammoth::mapreduce::engine
