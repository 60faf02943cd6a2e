// A key or value of whatever type, as output formats see it that write all of them alike. Refers to
// the value; valid during the call that hands it over.
#pragma once

#include <string>
#include <string_view>

#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce {

class AnyWritable {
 public:
  template <class T>
  explicit AnyWritable(const T& value) : value_(&value), operations_(&operationsOf<T>) {}

  void appendText(std::string& out) const { operations_->append_text(value_, out); }
  void serialize(std::string& out) const { operations_->serialize(value_, out); }
  std::string_view className() const { return operations_->class_name(); }  // Java's
  bool isNull() const { return operations_->is_null; }  // NullWritable: not written as text

 private:
  struct Operations {
    void (*append_text)(const void*, std::string&);
    void (*serialize)(const void*, std::string&);
    std::string_view (*class_name)();
    bool is_null;
  };
  template <class T>
  static constexpr Operations operationsOf{[](const void* value, std::string& out) {
                                             engine::appendText(*static_cast<const T*>(value), out);
                                           },
                                           [](const void* value, std::string& out) {
                                             engine::serialize(*static_cast<const T*>(value), out);
                                           },
                                           [] { return engine::writableType<T>().name; },
                                           engine::isNullWritable<T>};

  const void* value_;
  const Operations* operations_;
};

}  // namespace mammoth::mapreduce
