// Object: the root of everything that a job names by class and the engine makes by name: mappers,
// reducers, formats, partitioners, comparators. And the classes of this process by name (Hadoop:
// ReflectionUtils.newInstance over Configuration.getClass).
//
// A class is known from the moment its library is loaded, because the code that names it in
// job.setMapperClass<X>() holds its entry: so a task in another process finds it as well. Two
// classes of one name (in unnamed namespaces of two files) are told apart by a number, which is the
// same wherever the same library is loaded.
#pragma once

#include <memory>
#include <string>
#include <typeinfo>

namespace mammoth::mapreduce {

class Configuration;

class Object {
 public:
  virtual ~Object() = default;
  // Called once behind the constructor (Hadoop: Configurable).
  virtual void setConf(const Configuration&) {}
};

using ObjectFactory = std::unique_ptr<Object> (*)();

namespace engine {

// Enters a class; called while libraries are loaded. `kind` keeps mappers and reducers apart that
// are one class. Answers `factory`.
ObjectFactory registerClass(const char* kind, const std::type_info& type, ObjectFactory factory);
// The name under which a factory was entered.
std::string nameOfClass(ObjectFactory factory);
// A new object; throws Exception (ClassNotFoundException) for unknown names.
std::unique_ptr<Object> newInstance(const std::string& kind, const std::string& name,
                                    const Configuration& configuration);

// What is made is a Made; what it is called by is Named.
template <class Named, class Made>
struct ClassEntry {
  static std::unique_ptr<Object> make() { return std::make_unique<Made>(); }
  static const ObjectFactory factory;
};
template <class Named, class Made>
const ObjectFactory ClassEntry<Named, Made>::factory =
    registerClass(Made::kKind, typeid(Named), &ClassEntry<Named, Made>::make);

// Readable name of a C++ type.
std::string typeName(const std::type_info& type);

}  // namespace engine
}  // namespace mammoth::mapreduce
