#include "common/http/process_beans.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>

namespace mammoth::http {

namespace {

constexpr double kMegabyte = 1024.0 * 1024.0;

struct Process {
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t threads = 0;
  std::uint64_t open_files = 0;
};

Process read_process() {
  Process process;
  if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
    unsigned long total = 0, resident = 0;
    if (std::fscanf(file, "%lu %lu", &total, &resident) == 2) {
      const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
      process.virtual_bytes = total * page;
      process.resident_bytes = resident * page;
    }
    std::fclose(file);
  }
  const auto count = [](const char* folder) {
    std::uint64_t entries = 0;
    if (DIR* directory = ::opendir(folder)) {
      while (::readdir(directory) != nullptr) ++entries;
      ::closedir(directory);
    }
    return entries < 2 ? 0 : entries - 2;  // without . and ..
  };
  process.threads = count("/proc/self/task");
  process.open_files = count("/proc/self/fd");
  return process;
}

std::uint64_t cpu_nanoseconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u +
           static_cast<std::uint64_t>(time.tv_usec) * 1'000u;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

Bean jvm_metrics(std::string_view service, const Process& process, std::uint64_t memory_bytes) {
  Bean bean{.name = fmt::format("Hadoop:service={},name=JvmMetrics", service),
            .class_name = "JvmMetrics"};
  bean.add("tag.Context", "jvm");
  bean.add("tag.ProcessName", std::string(service));
  bean.add("tag.Hostname", host_name());
  bean.add("MemHeapUsedM", static_cast<double>(process.resident_bytes) / kMegabyte);
  bean.add("MemHeapCommittedM", static_cast<double>(process.resident_bytes) / kMegabyte);
  bean.add("MemHeapMaxM", static_cast<double>(memory_bytes) / kMegabyte);
  bean.add("MemMaxM", static_cast<double>(memory_bytes) / kMegabyte);
  bean.add("GcCount", 0);
  bean.add("GcTimeMillis", 0);
  bean.add("ThreadsRunnable", process.threads);
  return bean;
}

Bean memory(const Process& process, std::uint64_t memory_bytes) {
  Bean bean{.name = "java.lang:type=Memory", .class_name = "mammoth"};
  bean.add_json("HeapMemoryUsage",
                fmt::format("{{\"committed\" : {}, \"init\" : 0, \"max\" : {}, \"used\" : {}}}",
                            process.resident_bytes, memory_bytes, process.resident_bytes));
  return bean;
}

Bean operating_system(const Process& process, const struct sysinfo& machine) {
  Bean bean{.name = "java.lang:type=OperatingSystem", .class_name = "mammoth"};
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  utsname names{};
  ::uname(&names);
  double load = 0;
  if (::getloadavg(&load, 1) != 1) load = -1;
  bean.add("OpenFileDescriptorCount", process.open_files);
  bean.add("MaxFileDescriptorCount", static_cast<std::uint64_t>(files.rlim_cur));
  bean.add("CommittedVirtualMemorySize", process.virtual_bytes);
  bean.add("ProcessCpuTime", cpu_nanoseconds());
  bean.add("FreePhysicalMemorySize", std::uint64_t{machine.freeram} * machine.mem_unit);
  bean.add("TotalPhysicalMemorySize", std::uint64_t{machine.totalram} * machine.mem_unit);
  bean.add("Name", std::string(names.sysname));
  bean.add("Version", std::string(names.release));
  bean.add("Arch", std::string(names.machine));
  bean.add("AvailableProcessors", static_cast<std::int64_t>(::sysconf(_SC_NPROCESSORS_ONLN)));
  bean.add("SystemLoadAverage", load);
  return bean;
}

}  // namespace

Bean method_bean(std::string_view service, std::uint16_t port,
                 const std::vector<MethodRate>& methods) {
  const std::string name = fmt::format("RpcDetailedActivityForPort{}", port);
  Bean bean{.name = fmt::format("Hadoop:service={},name={}", service, name), .class_name = name};
  bean.add("tag.port", std::to_string(port));
  bean.add("tag.Context", "rpcdetailed");
  bean.add("tag.Hostname", host_name());
  for (const MethodRate& method : methods) {
    std::string attribute(method.name);
    if (!attribute.empty() && attribute[0] >= 'a' && attribute[0] <= 'z') attribute[0] -= 'a' - 'A';
    bean.add(attribute + "NumOps", method.calls);
    bean.add(attribute + "AvgTime", method.calls == 0 ? 0.0
                                                      : static_cast<double>(method.total_ns) / 1e6 /
                                                            static_cast<double>(method.calls));
  }
  return bean;
}

Bean ugi_bean(std::string_view service, const TimedCount& group_lookups) {
  Bean bean{.name = fmt::format("Hadoop:service={},name=UgiMetrics", service),
            .class_name = "UgiMetrics"};
  bean.add("tag.Context", "ugi");
  bean.add("tag.Hostname", host_name());
  for (const char* login : {"LoginSuccess", "LoginFailure"}) {
    bean.add(fmt::format("{}NumOps", login), 0u);
    bean.add(fmt::format("{}AvgTime", login), 0.0);
  }
  bean.add("GetGroupsNumOps", group_lookups.count());
  bean.add("GetGroupsAvgTime", group_lookups.average_ms());
  bean.add("RenewalFailuresTotal", 0u);
  bean.add("RenewalFailures", 0u);
  return bean;
}

std::string host_name() {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  return host;
}

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::int64_t process_started_ms() {
  std::ifstream file("/proc/self/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  // After the name, which may hold anything, the start is the 20th number, in ticks since the boot.
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string skipped;
  for (int i = 0; i < 19; ++i) fields >> skipped;
  std::uint64_t ticks = 0;
  timespec since_boot{};
  if (!(fields >> ticks) || ::clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0)
    return wall_clock_ms();
  const auto started =
      static_cast<std::int64_t>(ticks * 1'000 / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK)));
  const std::int64_t now = since_boot.tv_sec * 1'000 + since_boot.tv_nsec / 1'000'000;
  return wall_clock_ms() - std::max<std::int64_t>(0, now - started);
}

std::vector<Bean> process_beans(std::string_view service, std::int64_t started_ms,
                                std::int64_t now_ms) {
  const Process process = read_process();
  struct sysinfo machine{};
  ::sysinfo(&machine);
  const std::uint64_t memory_bytes = std::uint64_t{machine.totalram} * machine.mem_unit;
  Bean threading{.name = "java.lang:type=Threading", .class_name = "mammoth"};
  threading.add("ThreadCount", process.threads);
  return {jvm_metrics(service, process, memory_bytes), runtime_bean(started_ms, now_ms),
          memory(process, memory_bytes), threading, operating_system(process, machine)};
}

}  // namespace mammoth::http
