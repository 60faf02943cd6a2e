// Numbers that must not be mistaken for each other. A StrongId compares, hashes and prints as its
// number but converts to nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace mammoth {

template <class Tag, class Rep = std::uint64_t>
class StrongId {
 public:
  using rep = Rep;
  constexpr StrongId() = default;
  constexpr explicit StrongId(Rep value) : value_(value) {}
  constexpr Rep value() const { return value_; }
  constexpr auto operator<=>(const StrongId&) const = default;

 private:
  Rep value_{};
};

}  // namespace mammoth

template <class Tag, class Rep>
struct std::hash<mammoth::StrongId<Tag, Rep>> {
  std::size_t operator()(mammoth::StrongId<Tag, Rep> id) const { return std::hash<Rep>{}(id.value()); }
};
