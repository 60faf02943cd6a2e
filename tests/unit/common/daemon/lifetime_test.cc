#include "common/daemon/lifetime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "tests/support/notify_listener.h"
#include "tests/support/temporary_directory.h"

namespace mammoth {
namespace {

using Health = DaemonLifetime::Health;
using testing::ElementsAre;

// A daemon that is watched with 20 ms of patience, and everything it says.
class Lifetime : public testing::Test {
 protected:
  Lifetime() : listener_(folder_.path() + "/notify") {
    ::setenv("NOTIFY_SOCKET", (folder_.path() + "/notify").c_str(), 1);
    ::setenv("WATCHDOG_USEC", "20000", 1);
  }
  ~Lifetime() override {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
  }

  // Runs it through these states of health; `on_last` happens during the last.
  bool live(const std::vector<Health>& states, const std::function<void()>& on_last = [] {}) {
    DaemonLifetime lifetime("test");
    std::size_t next = 0;
    return lifetime.wait("up", [&] {
      if (next + 1 == states.size()) on_last();
      return states[std::min(next++, states.size() - 1)];
    });
  }

  std::vector<std::string> said() {
    std::vector<std::string> messages;
    for (std::string text; !(text = listener_.next()).empty();) messages.push_back(text);
    return messages;
  }

 private:
  TemporaryDirectory folder_;
  NotifyListener listener_;
};

TEST_F(Lifetime, ShowsSignsOfLifeAndEndsWhenItFails) {
  EXPECT_FALSE(live({Health::kGood, Health::kGood, Health::kFailed}));
  EXPECT_THAT(said(), ElementsAre("READY=1\nSTATUS=up", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"));
}

TEST_F(Lifetime, ADaemonThatHangsIsSilent) {
  // Silence is what makes the service manager restart it.
  EXPECT_FALSE(live({Health::kHangs, Health::kHangs, Health::kFailed}));
  EXPECT_THAT(said(), ElementsAre("READY=1\nSTATUS=up", "STOPPING=1"));
}

TEST_F(Lifetime, ASignalEndsItInOrder) {
  EXPECT_TRUE(live({Health::kGood}, [] { ::kill(::getpid(), SIGTERM); }));
  EXPECT_EQ(said().back(), "STOPPING=1");
}

}  // namespace
}  // namespace mammoth
