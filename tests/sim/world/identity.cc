// What a process learns about itself and its network from the machine, and chance: all from the
// world.
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/rand.h>
#include <sched.h>
#include <sys/random.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <random>

#include "tests/sim/world/real.h"
#include "tests/sim/world/world.h"

namespace mammoth::sim {
namespace {

constexpr std::uint32_t kLocalhost = 0x7f000001;
constexpr int kProcessorCount = 2;

void fill(void* out, std::size_t bytes) {
  auto* at = static_cast<unsigned char*>(out);
  for (std::size_t i = 0; i < bytes; ++i)
    at[i] = static_cast<unsigned char>(World::here()->random(256));
}

std::optional<std::uint32_t> address_named(const char* name) {
  if (!name) return 0;
  in_addr literal{};
  if (::inet_pton(AF_INET, name, &literal) == 1) return ntohl(literal.s_addr);
  if (std::strcmp(name, "localhost") == 0) return kLocalhost;
  const Node* node = World::here()->find_node(std::string_view(name));
  return node ? std::optional(node->address) : std::nullopt;
}

sockaddr_in socket_address(std::uint32_t host, std::uint16_t port) {
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(host);
  in.sin_port = htons(port);
  return in;
}

// One piece of memory each, so that free() is enough.
struct Resolved {
  addrinfo info{};
  sockaddr_in address{};
};
struct OwnInterface {
  ifaddrs entry{};
  sockaddr_in address{};
  char name[8] = "eth0";
};

}  // namespace
}  // namespace mammoth::sim

using namespace mammoth::sim;  // NOLINT: names of the C library follow

unsigned int std::random_device::_M_getval() {
  if (World* world = World::here()) return static_cast<unsigned int>(world->dice()());
  unsigned int value = 0;
  if (::getentropy(&value, sizeof value) != 0) std::abort();
  return value;
}

extern "C" {

int RAND_bytes(unsigned char* out, int count) {
  if (!World::here()) return REAL(RAND_bytes)(out, count);
  fill(out, static_cast<std::size_t>(count));
  return 1;
}

ssize_t getrandom(void* out, size_t bytes, unsigned int flags) {
  if (!World::here()) return REAL(getrandom)(out, bytes, flags);
  fill(out, bytes);
  return static_cast<ssize_t>(bytes);
}

pid_t getpid() noexcept {
  return World::here() ? 1000 + World::current().node->number : REAL(getpid)();
}

pid_t gettid() noexcept {
  return World::here() ? 10'000 + World::current().number : REAL(gettid)();
}

int sched_getcpu() noexcept {
  return World::here() ? 0 : REAL(sched_getcpu)();
}

int get_nprocs() noexcept {
  return World::here() ? kProcessorCount : REAL(get_nprocs)();
}

int gethostname(char* out, size_t bytes) noexcept {
  if (!World::here()) return REAL(gethostname)(out, bytes);
  std::strncpy(out, World::current().node->name.c_str(), bytes);
  return 0;
}

int getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** out) {
  if (!World::here()) return REAL(getaddrinfo)(host, service, hints, out);
  const auto address = address_named(host);
  if (!address) return EAI_NONAME;
  auto* const made = new (std::malloc(sizeof(Resolved))) Resolved;
  made->address =
      socket_address(*address, static_cast<std::uint16_t>(service ? std::atoi(service) : 0));
  made->info.ai_family = AF_INET;
  made->info.ai_socktype = SOCK_STREAM;
  made->info.ai_addr = reinterpret_cast<sockaddr*>(&made->address);
  made->info.ai_addrlen = sizeof made->address;
  *out = &made->info;
  return 0;
}

void freeaddrinfo(addrinfo* info) noexcept {
  if (World::here())
    std::free(info);
  else
    REAL(freeaddrinfo)(info);
}

int getnameinfo(const sockaddr* raw, socklen_t length, char* host, socklen_t host_bytes,
                char* service, socklen_t service_bytes, int flags) {
  if (!World::here())
    return REAL(getnameinfo)(raw, length, host, host_bytes, service, service_bytes, flags);
  sockaddr_in in{};
  std::memcpy(&in, raw, sizeof in);
  const Node* node = World::here()->find_node(ntohl(in.sin_addr.s_addr));
  if (host && node && !(flags & NI_NUMERICHOST))
    std::strncpy(host, node->name.c_str(), host_bytes);
  else if (host && !::inet_ntop(AF_INET, &in.sin_addr, host, host_bytes))
    return EAI_OVERFLOW;
  if (service) {
    char* const end = std::to_chars(service, service + service_bytes - 1, ntohs(in.sin_port)).ptr;
    *end = '\0';
  }
  return 0;
}

int getifaddrs(ifaddrs** out) noexcept {
  if (!World::here()) return REAL(getifaddrs)(out);
  auto* const made = new (std::malloc(sizeof(OwnInterface))) OwnInterface;
  made->address = socket_address(World::current().node->address, 0);
  made->entry.ifa_name = made->name;
  made->entry.ifa_flags = IFF_UP | IFF_RUNNING;
  made->entry.ifa_addr = reinterpret_cast<sockaddr*>(&made->address);
  *out = &made->entry;
  return 0;
}

void freeifaddrs(ifaddrs* list) noexcept {
  if (World::here())
    std::free(list);
  else
    REAL(freeifaddrs)(list);
}

}  // extern "C"
