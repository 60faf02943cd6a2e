#include "spark-core/plan/code_ref.h"

#include <link.h>

#include <mutex>
#include <vector>

namespace mammoth::spark {
namespace {

struct Module {
  std::uintptr_t base = 0;
  std::uintptr_t low = ~std::uintptr_t{0};
  std::uintptr_t high = 0;
  std::string build_id;
  std::string name;
};

std::string build_id_in(const char* note, std::size_t size) {
  const char* end = note + size;
  while (end - note >= static_cast<std::ptrdiff_t>(sizeof(ElfW(Nhdr)))) {
    ElfW(Nhdr) head;
    std::memcpy(&head, note, sizeof head);
    const char* name = note + sizeof head;
    const char* value = name + ((head.n_namesz + 3) & ~3U);
    if (value > end || head.n_descsz > static_cast<std::size_t>(end - value)) break;
    if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0)
      return {value, head.n_descsz};
    note = value + ((head.n_descsz + 3) & ~3U);
  }
  return {};
}

int add_module(dl_phdr_info* info, std::size_t, void* into) {
  Module module;
  module.base = info->dlpi_addr;
  module.name =
      info->dlpi_name != nullptr && *info->dlpi_name != '\0' ? info->dlpi_name : "the program";
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    const std::uintptr_t start = info->dlpi_addr + header.p_vaddr;
    if (header.p_type == PT_LOAD) {
      module.low = std::min(module.low, start);
      module.high = std::max(module.high, start + header.p_memsz);
    } else if (header.p_type == PT_NOTE && module.build_id.empty()) {
      module.build_id = build_id_in(reinterpret_cast<const char*>(start), header.p_memsz);
    }
  }
  static_cast<std::vector<Module>*>(into)->push_back(std::move(module));
  return 0;
}

// The modules as they were last looked up; libraries of jobs are never unloaded.
class Modules {
 public:
  template <class Matches>
  Module find(const Matches& matches) {
    const std::lock_guard lock(mutex_);
    for (int attempt = 0; attempt < 2; ++attempt) {
      for (const Module& module : modules_)
        if (matches(module)) return module;
      modules_.clear();
      ::dl_iterate_phdr(&add_module, &modules_);
    }
    return {};
  }

 private:
  std::mutex mutex_;
  std::vector<Module> modules_;  // guarded by mutex_
};

Modules& modules() {
  static Modules all;
  return all;
}

Module module_of(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  return modules().find(
      [at](const Module& module) { return at >= module.low && at < module.high; });
}

}  // namespace

void write_code_ref(Writer& out, const void* address) {
  if (address == nullptr) return out.text({});
  const Module module = module_of(address);
  if (module.high == 0)
    throw SparkException("Task not serializable: code that is in no loaded module");
  if (module.build_id.empty())
    throw SparkException("Task not serializable: " + module.name +
                         " has no build-id; link it with -Wl,--build-id=sha1");
  out.text(module.build_id);
  out.varint(reinterpret_cast<std::uintptr_t>(address) - module.base);
}

const void* read_code_ref(Reader& in) {
  const std::string_view build_id = in.text();
  if (build_id.empty()) return nullptr;
  const std::uint64_t offset = in.varint();
  const Module module =
      modules().find([&](const Module& each) { return each.build_id == build_id; });
  if (module.high == 0)
    throw SparkException("the task's code is of a library that is not loaded here");
  if (module.base + offset < module.low || module.base + offset >= module.high)
    throw SparkException("the task's code lies outside " + module.name);
  return reinterpret_cast<const void*>(module.base + offset);
}

std::string describe_code(const void* address) {
  const Module module = module_of(address);
  return module.high == 0
             ? "?"
             : module.name + "+" +
                   std::to_string(reinterpret_cast<std::uintptr_t>(address) - module.base);
}

}  // namespace mammoth::spark
