// The names of YARN's things, as they appear on every wire and in every file:
//
//   application_<cluster timestamp>_<id, 4 digits or more>
//   appattempt_<timestamp>_<application>_<attempt, 6 digits>
//   container_[e<epoch, 2 digits or more>_]<timestamp>_<application>_<attempt, 2>_<number, 6>
//   <host>:<port> of a NodeManager, compared as text
//
// A container's id is epoch << 40 | number; the epoch is printed only when it is above 0. Plain
// values that compare and hash.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mammoth::yarn {

struct ApplicationId {
  std::int64_t cluster_timestamp = 0;
  std::int32_t id = 0;
  auto operator<=>(const ApplicationId&) const = default;
};

struct AttemptId {
  ApplicationId application;
  std::int32_t attempt = 0;
  auto operator<=>(const AttemptId&) const = default;
};

struct ContainerId {
  AttemptId attempt;
  std::int64_t id = 0;
  auto operator<=>(const ContainerId&) const = default;

  static constexpr int kEpochShift = 40;
  std::int64_t epoch() const { return id >> kEpochShift; }
  std::int64_t number() const { return id & ((std::int64_t{1} << kEpochShift) - 1); }
};

struct NodeId {
  std::string host;
  std::int32_t port = 0;
  auto operator<=>(const NodeId&) const = default;
};

std::string to_text(const ApplicationId& it);
std::string to_text(const AttemptId& it);
std::string to_text(const ContainerId& it);
std::string to_text(const NodeId& it);
// Nothing where the text is not a container's name.
std::optional<ContainerId> parse_container_id(std::string_view text);

}  // namespace mammoth::yarn

template <>
struct std::hash<mammoth::yarn::ApplicationId> {
  std::size_t operator()(const mammoth::yarn::ApplicationId& it) const {
    return std::hash<std::int64_t>{}(it.cluster_timestamp * 1'000'003 + it.id);
  }
};
template <>
struct std::hash<mammoth::yarn::AttemptId> {
  std::size_t operator()(const mammoth::yarn::AttemptId& it) const {
    return std::hash<mammoth::yarn::ApplicationId>{}(it.application) * 31 +
           static_cast<std::size_t>(it.attempt);
  }
};
template <>
struct std::hash<mammoth::yarn::ContainerId> {
  std::size_t operator()(const mammoth::yarn::ContainerId& it) const {
    return std::hash<mammoth::yarn::AttemptId>{}(it.attempt) * 1'000'003 +
           static_cast<std::size_t>(it.id);
  }
};
template <>
struct std::hash<mammoth::yarn::NodeId> {
  std::size_t operator()(const mammoth::yarn::NodeId& it) const {
    return std::hash<std::string>{}(it.host) * 31 + static_cast<std::size_t>(it.port);
  }
};
