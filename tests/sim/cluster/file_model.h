// What one client knows of its files: those that must be there, with how many bytes at least and at
// most, and which bytes. A file of which nobody can know (an answer was lost) is given up: its name
// is not used again, and it may be there or not, but not with others' bytes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace mammoth::sim {

struct ModelFile {
  std::uint64_t id = 0;            // its bytes follow from it
  std::uint64_t acknowledged = 0;  // bytes that must be there
  std::uint64_t written = 0;       // bytes that may be there
  int namenode = 0;                // which of them acknowledged the last bytes
  bool truncated = false;          // to what is acknowledged, once its last block is recovered
  bool closed = false;             // then both are the same
  bool abandoned = false;          // nobody writes it any more, and nobody has closed it
};

// The bytes of a file from `offset` on.
void make_bytes(std::uint64_t id, std::uint64_t offset, std::span<std::byte> out);
// The first offset at which `bytes`, which begin at `offset`, are not those of the file.
std::optional<std::uint64_t> first_difference(std::uint64_t id, std::uint64_t offset,
                                              std::span<const std::byte> bytes);

struct FileModel {
  std::string root;
  std::map<std::string, ModelFile> files;  // by path
  std::map<std::string, ModelFile>
      unknown;  // may be there, in any state between created and complete
  std::uint64_t next_id = 1;

  std::string new_path();
  // One of `files` that satisfies `condition`; empty when none does.
  template <class Condition>
  std::string pick(std::mt19937_64& dice, Condition condition) const {
    std::vector<std::string> fitting;
    for (const auto& [path, file] : files)
      if (condition(file)) fitting.push_back(path);
    return fitting.empty() ? std::string() : fitting[dice() % fitting.size()];
  }
  void give_up(const std::string& path);
};

}  // namespace mammoth::sim
