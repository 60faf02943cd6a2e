#include "yarn/resource_manager/cluster/application.h"

#include <array>

namespace mammoth::yarn {

bool is_over(ApplicationState state) {
  return state == ApplicationState::kFinished || state == ApplicationState::kFailed ||
         state == ApplicationState::kKilled;
}

bool is_over(AttemptState state) {
  return state == AttemptState::kFinished || state == AttemptState::kFailed ||
         state == AttemptState::kKilled;
}

bool may_follow(ApplicationState from, ApplicationState to) {
  using enum ApplicationState;
  switch (to) {
    case kNew:
      return false;
    case kSubmitted:
      return from == kNew;
    case kAccepted:
      return from == kSubmitted || from == kRunning;
    case kRunning:
      return from == kAccepted;
    case kFinishing:
      return from == kRunning;
    case kFinished:
      return from == kFinishing;
    case kFailed:
      return from == kSubmitted || from == kAccepted || from == kRunning;
    case kKilled:
      return from == kSubmitted || from == kAccepted || from == kRunning;
  }
  return false;
}

bool may_follow(AttemptState from, AttemptState to) {
  using enum AttemptState;
  switch (to) {
    case kScheduled:
      return false;
    case kAllocated:
      return from == kScheduled;
    case kLaunched:
      return from == kAllocated || from == kScheduled;  // the latter unmanaged
    case kRunning:
      return from == kLaunched || from == kAllocated;  // it may call before its launch is known
    case kFinishing:
      return from == kRunning;
    case kFinished:
      return from == kFinishing;
    case kFailed:
    case kKilled:
      return from <= kRunning;
  }
  return false;
}

std::string_view to_text(ApplicationState state) {
  static constexpr std::array<std::string_view, 8> kNames{
      "NEW", "SUBMITTED", "ACCEPTED", "RUNNING", "FINISHED", "FINISHED", "FAILED", "KILLED"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::string_view to_text(AttemptState state) {
  static constexpr std::array<std::string_view, 8> kNames{
      "SCHEDULED", "ALLOCATED", "LAUNCHED", "RUNNING", "FINISHING", "FINISHED", "FAILED", "KILLED"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::string_view to_text(FinalStatus status) {
  static constexpr std::array<std::string_view, 5> kNames{"UNDEFINED", "SUCCEEDED", "FAILED",
                                                          "KILLED", "ENDED"};
  return kNames.at(static_cast<std::size_t>(status));
}

const ApplicationAttempt* Application::find(const AttemptId& id) const {
  if (id.application != spec.id || id.attempt < 1 ||
      static_cast<std::size_t>(id.attempt) > attempts.size())
    return nullptr;
  return &attempts[static_cast<std::size_t>(id.attempt) - 1];
}

ApplicationAttempt* Application::find(const AttemptId& id) {
  return const_cast<ApplicationAttempt*>(static_cast<const Application*>(this)->find(id));
}

FinalStatus Application::final_status() const {
  if (current() && current()->unregistered) return current()->final_status;
  switch (state) {
    case ApplicationState::kFinishing:
    case ApplicationState::kFinished:
    case ApplicationState::kFailed:
      return FinalStatus::kFailed;
    case ApplicationState::kKilled:
      return FinalStatus::kKilled;
    default:
      return FinalStatus::kUndefined;
  }
}

std::string Application::shown_diagnostics() const {
  if (!diagnostics.empty() || !current()) return diagnostics;
  return current()->diagnostics.empty() ? current()->waiting : current()->diagnostics;
}

}  // namespace mammoth::yarn
