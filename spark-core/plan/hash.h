// Hashing of keys. hash_of is well mixed in all 64 bits and is the same in every process of an
// application and for a string and its view; partition_hash is what HashPartitioner takes modulo
// the number of partitions: the number itself for integers, as Java's hashCode, so that key k of n
// partitions lies in partition k mod n as in Spark.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "spark-core/plan/fields.h"

namespace mammoth::spark {

inline std::uint64_t mix_bits(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_bytes(std::string_view bytes) {
  constexpr std::uint64_t k0 = 0xa0761d6478bd642fULL, k1 = 0xe7037ed1a0b428dbULL;
  std::uint64_t seed = k0 ^ bytes.size();
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  auto load = [](const char* from, std::size_t n) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, n);
    return word;
  };
  for (; left > 16; at += 16, left -= 16) seed = mix_bits(load(at, 8) ^ k1, load(at + 8, 8) ^ seed);
  std::uint64_t a = 0, b = 0;
  if (left >= 8) {
    a = load(at, 8);
    b = load(at + left - 8, 8);
  } else if (left >= 4) {
    a = load(at, 4);
    b = load(at + left - 4, 4);
  } else if (left > 0) {
    a = static_cast<unsigned char>(at[0]) |
        static_cast<std::uint64_t>(static_cast<unsigned char>(at[left / 2])) << 8 |
        static_cast<std::uint64_t>(static_cast<unsigned char>(at[left - 1])) << 16;
  }
  return mix_bits(k1 ^ bytes.size(), mix_bits(a ^ k1, b ^ seed));
}

template <class T>
struct Hash;  // specialise it for a key type of your own: static std::uint64_t of(const T&)

template <class T>
std::uint64_t hash_of(const T& value) {
  return Hash<T>::of(value);
}
template <class T>
concept Hashable = requires(const T& value) { Hash<T>::of(value); };

template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>)
struct Hash<T> {
  static std::uint64_t of(T value) {
    auto x = static_cast<std::uint64_t>(value) + 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
  }
};
template <class T>
  requires std::is_floating_point_v<T>
struct Hash<T> {
  static std::uint64_t of(T value) {
    const double number = value == 0 ? 0.0 : static_cast<double>(value);  // -0 equals 0
    return Hash<std::uint64_t>::of(std::bit_cast<std::uint64_t>(number));
  }
};
template <>
struct Hash<std::string> {
  static std::uint64_t of(const std::string& value) { return hash_bytes(value); }
};
template <>
struct Hash<std::string_view> {
  static std::uint64_t of(std::string_view value) { return hash_bytes(value); }
};
template <Hashable... T>
struct Hash<std::tuple<T...>> {
  static std::uint64_t of(const std::tuple<T...>& value) {
    std::uint64_t h = 0x2545f4914f6cdd1dULL;
    std::apply(
        [&](const T&... each) {
          ((h = mix_bits(h ^ 0x9e3779b97f4a7c15ULL, hash_of(each) | 1)), ...);
        },
        value);
    return h;
  }
};
template <Hashable A, Hashable B>
struct Hash<std::pair<A, B>> {
  static std::uint64_t of(const std::pair<A, B>& value) {
    return mix_bits(hash_of(value.first) ^ 0x9e3779b97f4a7c15ULL, hash_of(value.second) | 1);
  }
};
template <Hashable T>
struct Hash<std::optional<T>> {
  static std::uint64_t of(const std::optional<T>& value) { return value ? hash_of(*value) : 0; }
};
template <Hashable T>
struct Hash<std::vector<T>> {
  static std::uint64_t of(const std::vector<T>& value) {
    std::uint64_t h = value.size();
    for (const auto& each : value)
      h = mix_bits(h ^ 0x9e3779b97f4a7c15ULL, hash_of(static_cast<T>(each)) | 1);
    return h;
  }
};
template <PlainAggregate T>
  requires(requires(const T& value) { fields_of(value); })
struct Hash<T> {
  static std::uint64_t of(const T& value) {
    std::uint64_t h = 0x2545f4914f6cdd1dULL;
    std::apply(
        [&](const auto&... each) {
          ((h = mix_bits(h ^ 0x9e3779b97f4a7c15ULL, hash_of(each) | 1)), ...);
        },
        fields_of(value));
    return h;
  }
};

template <Hashable K>
std::uint32_t partition_hash(const K& key, std::uint32_t partitions) {
  if constexpr (std::is_integral_v<K> || std::is_enum_v<K>) {
    const auto remainder = static_cast<std::int64_t>(key) % static_cast<std::int64_t>(partitions);
    return static_cast<std::uint32_t>(remainder < 0 ? remainder + partitions : remainder);
  } else {
    return static_cast<std::uint32_t>((hash_of(key) >> 32) % partitions);
  }
}

}  // namespace mammoth::spark
