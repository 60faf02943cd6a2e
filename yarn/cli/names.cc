#include "yarn/cli/names.h"

#include <fmt/format.h>

#include <cmath>
#include <ctime>

#include "common/protocol/yarn/resource.pb.h"

namespace mammoth::yarn {

namespace {

std::string two_digits(double value) {
  std::string text = fmt::format("{:.2f}", value);
  if (text.starts_with("0.")) text.erase(0, 1);
  return text;
}

}  // namespace

std::string resource_text(const wire::ResourceProto& resource) {
  return fmt::format("<memory:{}, vCores:{}>", resource.memory(), resource.virtual_cores());
}

std::string utilization_text(const wire::ResourceUtilizationProto& use) {
  std::string cpu = fmt::format("{}", use.cpu());
  if (cpu.find_first_of(".e") == std::string::npos) cpu += ".0";
  return fmt::format("PMem:{} MB, VMem:{} MB, VCores:{}", use.pmem(), use.vmem(), cpu);
}

std::string percent_text(float fraction) {
  return two_digits(static_cast<double>(fraction) * 100) + "%";
}

std::string progress_text(float fraction) {
  std::string text = fmt::format("{:.2f}", static_cast<double>(fraction) * 100);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  if (text.starts_with("0.")) text.erase(0, 1);
  return text + "%";
}

std::string time_text(std::int64_t ms, const char* pattern) {
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[80];
  std::strftime(text, sizeof text, pattern, &parts);
  return text;
}

}  // namespace mammoth::yarn
