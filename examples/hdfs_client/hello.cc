// hello FILE: writes a line into a new file of fs.defaultFS and reads it back.
#include <common/config/configuration.h>
#include <common/hdfs/file_system.h>

#include <cstdio>

int main(int, char** arguments) {
  const auto configuration = mammoth::Configuration::load("").value();  // $HADOOP_CONF_DIR
  const auto fs = mammoth::hdfs::open_file_system(*configuration.find("fs.defaultFS"), configuration).value();
  const auto writer = fs->create(arguments[1], {}).value();
  writer->write(std::as_bytes(std::span("Hello, elephant", 15))).value();
  writer->close().value();
  char text[64];
  const auto count = fs->open(arguments[1]).value()->read(std::as_writable_bytes(std::span(text))).value();
  std::printf("%.*s\n", static_cast<int>(count), text);
}
