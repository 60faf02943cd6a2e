#include "common/job_library/symbol_table.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace mammoth {

namespace {

// A file in memory; every access is checked against its length.
class MappedFile {
 public:
  explicit MappedFile(const char* path) {
    const int descriptor = ::open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    struct stat info{};
    if (::fstat(descriptor, &info) == 0 && info.st_size > 0) {
      void* mapped = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE,
                            descriptor, 0);
      if (mapped != MAP_FAILED) {
        data_ = static_cast<const char*>(mapped);
        size_ = static_cast<std::size_t>(info.st_size);
      }
    }
    ::close(descriptor);
  }
  ~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  template <class T>
  bool read(std::uint64_t offset, T& value) const {
    if (offset > size_ || size_ - offset < sizeof value) return false;
    std::memcpy(&value, data_ + offset, sizeof value);
    return true;
  }
  bool copy_text(std::uint64_t offset, char* out, std::size_t capacity) const {
    std::size_t length = 0;
    for (; offset + length < size_ && length + 1 < capacity; ++length) {
      out[length] = data_[offset + length];
      if (out[length] == '\0') break;
    }
    out[length] = '\0';
    return length > 0;
  }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

bool find_in(const MappedFile& file, const Elf64_Shdr& table, const Elf64_Shdr& names,
             std::uintptr_t address, char* name, std::size_t capacity) {
  Elf64_Sym symbol;
  for (std::uint64_t at = 0; at + sizeof symbol <= table.sh_size; at += sizeof symbol) {
    if (!file.read(table.sh_offset + at, symbol)) return false;
    const bool covers = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_value <= address &&
                        address - symbol.st_value < std::max<std::uint64_t>(symbol.st_size, 1);
    if (covers) return file.copy_text(names.sh_offset + symbol.st_name, name, capacity);
  }
  return false;
}

}  // namespace

bool find_function_name(const char* path, std::uintptr_t address, char* name,
                        std::size_t capacity) {
  const MappedFile file(path);
  Elf64_Ehdr header;
  if (!file.read(0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return false;
  const auto section = [&](std::uint64_t index, Elf64_Shdr& out) {
    return index < header.e_shnum && file.read(header.e_shoff + index * sizeof out, out);
  };
  for (const std::uint32_t kind : {SHT_SYMTAB, SHT_DYNSYM}) {
    Elf64_Shdr table;
    Elf64_Shdr names;
    for (std::uint64_t index = 0; section(index, table); ++index)
      if (table.sh_type == kind && section(table.sh_link, names) &&
          find_in(file, table, names, address, name, capacity))
        return true;
  }
  return false;
}

}  // namespace mammoth
