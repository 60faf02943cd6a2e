#include "common/daemon/service_manager.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <map>

#include "tests/support/notify_listener.h"
#include "tests/support/temporary_directory.h"

namespace mammoth {
namespace {

ServiceManager::Variable variables(std::map<std::string, std::string> values) {
  return [values](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

TEST(ServiceManager, SpeaksToTheSocketOfTheEnvironment) {
  const TemporaryDirectory folder;
  const std::string path = folder.path() + "/notify";
  NotifyListener listener(path);
  ServiceManager manager(variables({{"NOTIFY_SOCKET", path}}));
  manager.ready("up at port 8020");
  manager.alive();
  manager.stopping();
  EXPECT_EQ(listener.next(), "READY=1\nSTATUS=up at port 8020");
  EXPECT_EQ(listener.next(), "WATCHDOG=1");
  EXPECT_EQ(listener.next(), "STOPPING=1");
  EXPECT_EQ(listener.next(), "");
}

TEST(ServiceManager, KnowsAbstractSockets) {
  // systemd names them with an '@' where the address has a zero byte.
  const std::string name = "mammoth-test-" + std::to_string(::getpid());
  NotifyListener listener(std::string(1, '\0') + name);
  ServiceManager(variables({{"NOTIFY_SOCKET", "@" + name}})).alive();
  EXPECT_EQ(listener.next(), "WATCHDOG=1");
}

TEST(ServiceManager, IsSilentWithoutASocketAndWithOneThatCannotBe) {
  for (const std::string& path :
       {std::string(), std::string("relative"), "/" + std::string(200, 'x')}) {
    ServiceManager manager(variables({{"NOTIFY_SOCKET", path}, {"WATCHDOG_USEC", "1000000"}}));
    manager.ready("nobody hears");
    EXPECT_EQ(manager.watchdog_interval(), std::nullopt) << path;
  }
}

TEST(ServiceManager, HalvesTheWatchdogsPatience) {
  const std::string own = std::to_string(::getpid());
  const auto interval = [](std::map<std::string, std::string> values) {
    values["NOTIFY_SOCKET"] = "@nobody";
    return ServiceManager(variables(values)).watchdog_interval();
  };
  using std::chrono::milliseconds;
  EXPECT_EQ(interval({{"WATCHDOG_USEC", "60000000"}}), milliseconds(30'000));
  EXPECT_EQ(interval({{"WATCHDOG_USEC", "1"}}), milliseconds(1)) << "never a busy loop";
  EXPECT_EQ(interval({{"WATCHDOG_USEC", "4000"}, {"WATCHDOG_PID", own}}), milliseconds(2));
  EXPECT_EQ(interval({{"WATCHDOG_USEC", "4000"}, {"WATCHDOG_PID", "1"}}), std::nullopt)
      << "the variables of a parent";
  for (const char* text : {"", "0", "-5", "soon", "5s", "99999999999999999999"})
    EXPECT_EQ(interval({{"WATCHDOG_USEC", text}}), std::nullopt) << text;
}

}  // namespace
}  // namespace mammoth
