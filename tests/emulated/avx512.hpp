// AVX-512 in plain C++, so that its kernels are tested on machines without it.
// SPDX-License-Identifier: Apache-2.0
//
// Included before the sources of a build with KRAIT_EMULATE_AVX512, which speak of AVX2
// where they named AVX-512 as their target. Each intrinsic that krait uses is a
// function here, written from its description in Intel's intrinsics guide, a lane at a
// time; masked loads and stores touch no lane that is masked out.
#pragma once

#include <immintrin.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace krait::emulated {

using s8 = std::int8_t;
using u8 = std::uint8_t;
using s16 = std::int16_t;
using u16 = std::uint16_t;
using s32 = std::int32_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

template <class T, class V = __m512i>
using lanes = std::array<T, sizeof(V) / sizeof(T)>;

template <class T, class V> lanes<T, V> split(V vector) noexcept {
  lanes<T, V> result;
  std::memcpy(result.data(), &vector, sizeof vector);
  return result;
}
template <class V, class T>
V join(const std::array<T, sizeof(V) / sizeof(T)>& from) noexcept {
  V result;
  std::memcpy(&result, from.data(), sizeof result);
  return result;
}

template <class T, class V, class Make> V make(Make lane) noexcept {
  lanes<T, V> result;
  for (std::size_t i = 0; i != result.size(); ++i)
    result[i] = static_cast<T>(lane(i));
  return join<V>(result);
}
template <class T, class V, class Join> V zip(V a, V b, Join lane) noexcept {
  const auto x = split<T>(a);
  const auto y = split<T>(b);
  return make<T, V>([&](std::size_t i) { return lane(x[i], y[i]); });
}
// A bit for each lane.
template <class T, class V, class Test> u64 which(V a, V b, Test holds) noexcept {
  const auto x = split<T>(a);
  const auto y = split<T>(b);
  u64 mask = 0;
  for (std::size_t i = 0; i != x.size(); ++i)
    mask |= u64{holds(x[i], y[i])} << i;
  return mask;
}
// Where the mask says no, the lane of `otherwise`.
template <class T, class V> V choose(u64 mask, V chosen, V otherwise) noexcept {
  const auto x = split<T>(chosen);
  const auto y = split<T>(otherwise);
  return make<T, V>([&](std::size_t i) { return (mask >> i & 1) != 0 ? x[i] : y[i]; });
}
template <class T, class V> V keep(u64 mask, V chosen) noexcept {
  return choose<T>(mask, chosen, V{});
}

template <class T, class V> V masked_load(u64 mask, const void* from) noexcept {
  lanes<T, V> result{};
  for (std::size_t i = 0; i != result.size(); ++i)
    if ((mask >> i & 1) != 0)
      std::memcpy(&result[i], static_cast<const char*>(from) + i * sizeof(T),
                  sizeof(T));
  return join<V>(result);
}
template <class T, class V> void masked_store(void* to, u64 mask, V vector) noexcept {
  const auto from = split<T>(vector);
  for (std::size_t i = 0; i != from.size(); ++i)
    if ((mask >> i & 1) != 0)
      std::memcpy(static_cast<char*>(to) + i * sizeof(T), &from[i], sizeof(T));
}
template <class V> V load(const void* from) noexcept {
  V result;
  std::memcpy(&result, from, sizeof result);
  return result;
}
template <class V> void store(void* to, V vector) noexcept {
  std::memcpy(to, &vector, sizeof vector);
}

template <class T> __m512i set1(T value) noexcept {
  return make<T, __m512i>([=](std::size_t) { return value; });
}
template <class T> __m512i compress(u64 mask, __m512i vector) noexcept {
  const auto from = split<T>(vector);
  lanes<T> result{};
  std::size_t filled = 0;
  for (std::size_t i = 0; i != from.size(); ++i)
    if ((mask >> i & 1) != 0)
      result[filled++] = from[i];
  return join<__m512i>(result);
}
template <class To, class From, class W, class N> W convert(N narrow) noexcept {
  const auto from = split<From>(narrow);
  return make<To, W>([&](std::size_t i) { return from[i]; });
}
template <class T> __m512i shift_left(__m512i vector, unsigned by) noexcept {
  return zip<T>(vector, vector,
                [=](T x, T) { return by < 8 * sizeof(T) ? x << by : 0; });
}
template <class T> __m512i shift_right(__m512i vector, unsigned by) noexcept {
  return zip<T>(vector, vector,
                [=](T x, T) { return by < 8 * sizeof(T) ? x >> by : 0; });
}
inline __m512i permute(__m512i at, __m512i low, __m512i high,
                       std::size_t within) noexcept {
  const auto place = split<u8>(at);
  const auto x = split<u8>(low);
  const auto y = split<u8>(high);
  return make<u8, __m512i>([&](std::size_t i) {
    const std::size_t from = place[i] & (within - 1);
    return from < 64 ? x[from] : y[from - 64];
  });
}
inline __m512i shuffle(__m512i vector, __m512i at) noexcept {
  const auto from = split<u8>(vector);
  const auto place = split<u8>(at);
  return make<u8, __m512i>([&](std::size_t i) {
    return (place[i] & 0x80) != 0 ? u8{0}
                                  : from[(i & ~std::size_t{15}) + (place[i] & 15)];
  });
}
inline __m512i multiply_add_bytes(__m512i a, __m512i b) noexcept { // unsigned, signed
  const auto x = split<u8>(a);
  const auto y = split<s8>(b);
  return make<s16, __m512i>([&](std::size_t i) {
    const int sum = x[2 * i] * y[2 * i] + x[2 * i + 1] * y[2 * i + 1];
    return sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum;
  });
}
inline __m512i multiply_add_words(__m512i a, __m512i b) noexcept {
  const auto x = split<s16>(a);
  const auto y = split<s16>(b);
  return make<s32, __m512i>([&](std::size_t i) {
    return static_cast<std::int64_t>(x[2 * i]) * y[2 * i] +
           static_cast<std::int64_t>(x[2 * i + 1]) * y[2 * i + 1];
  });
}
// The product of the lower 52 bits, its lower or higher half added.
inline __m512i multiply_add_52(__m512i to, __m512i a, __m512i b,
                               unsigned shift) noexcept {
  constexpr u64 low = (u64{1} << 52) - 1;
  const auto sum = split<u64>(to);
  const auto x = split<u64>(a);
  const auto y = split<u64>(b);
  return make<u64, __m512i>([&](std::size_t i) {
    __extension__ using wide = unsigned __int128;
    const wide product = static_cast<wide>(x[i] & low) * (y[i] & low);
    return sum[i] + (static_cast<u64>(product >> shift) & low);
  });
}
inline __m512i multishift(__m512i control, __m512i data) noexcept {
  const auto by = split<u8>(control);
  const auto words = split<u64>(data);
  return make<u8, __m512i>([&](std::size_t i) {
    return static_cast<u8>(std::rotr(words[i / 8], by[i] & 63));
  });
}
template <class W> W quarter(__m512i vector, std::size_t which) noexcept {
  return load<W>(reinterpret_cast<const char*>(&vector) + which * sizeof(W));
}

} // namespace krait::emulated

#define KRAIT_E ::krait::emulated
#define KRAIT_LANES(T, ...) [](KRAIT_E::T x, KRAIT_E::T y) { return __VA_ARGS__; }
#define KRAIT_ZIP(T, a, b, ...)                                                        \
  KRAIT_E::zip<KRAIT_E::T>(a, b, KRAIT_LANES(T, __VA_ARGS__))
#define KRAIT_WHICH(T, a, b, ...)                                                      \
  KRAIT_E::which<KRAIT_E::T>(a, b, KRAIT_LANES(T, __VA_ARGS__))
#define KRAIT_KEEP(T, mask, ...) KRAIT_E::keep<KRAIT_E::T>(mask, __VA_ARGS__)
#define KRAIT_CHOOSE(T, mask, otherwise, ...)                                          \
  KRAIT_E::choose<KRAIT_E::T>(mask, __VA_ARGS__, otherwise)

#undef _mm512_loadu_si512
#undef _mm512_maskz_extracti32x4_epi32
#undef _mm512_maskz_extracti64x4_epi64

#define _mm512_load_si512(p) KRAIT_E::load<__m512i>(p)
#define _mm512_loadu_si512(p) KRAIT_E::load<__m512i>(p)
#define _mm512_store_si512(p, v) KRAIT_E::store<__m512i>(p, v)
#define _mm512_storeu_si512(p, v) KRAIT_E::store<__m512i>(p, v)
#define _mm512_setzero_si512() (__m512i{})
#define _mm512_castsi256_si512(v)                                                      \
  KRAIT_E::load<__m512i>(std::array<__m256i, 2>{v, __m256i{}}.data())
#define _mm512_set1_epi8(x) KRAIT_E::set1(static_cast<KRAIT_E::s8>(x))
#define _mm512_set1_epi16(x) KRAIT_E::set1(static_cast<KRAIT_E::s16>(x))
#define _mm512_set1_epi32(x) KRAIT_E::set1(static_cast<KRAIT_E::s32>(x))
#define _mm512_set1_epi64(x) KRAIT_E::set1(static_cast<KRAIT_E::u64>(x))
#define _mm512_set_epi64(h, g, f, e, d, c, b, a)                                       \
  KRAIT_E::join<__m512i>(std::array<long long, 8>{a, b, c, d, e, f, g, h})

#define _mm512_and_si512(a, b) KRAIT_ZIP(u64, a, b, x& y)
#define _mm512_or_si512(a, b) KRAIT_ZIP(u64, a, b, x | y)
#define _mm512_xor_si512(a, b) KRAIT_ZIP(u64, a, b, x ^ y)
#define _mm512_add_epi8(a, b) KRAIT_ZIP(u8, a, b, x + y)
#define _mm512_add_epi32(a, b) KRAIT_ZIP(u32, a, b, x + y)
#define _mm512_sub_epi8(a, b) KRAIT_ZIP(u8, a, b, x - y)
#define _mm512_subs_epu8(a, b) KRAIT_ZIP(u8, a, b, x < y ? 0 : x - y)
#define _mm512_max_epu8(a, b) KRAIT_ZIP(u8, a, b, x < y ? y : x)
#define _mm512_min_epu16(a, b) KRAIT_ZIP(u16, a, b, x < y ? x : y)
#define _mm512_madd_epi16(a, b) KRAIT_E::multiply_add_words(a, b)
#define _mm512_maddubs_epi16(a, b) KRAIT_E::multiply_add_bytes(a, b)
#define _mm512_madd52lo_epu64(to, a, b) KRAIT_E::multiply_add_52(to, a, b, 0)
#define _mm512_madd52hi_epu64(to, a, b) KRAIT_E::multiply_add_52(to, a, b, 52)
#define _mm512_slli_epi16(v, by) KRAIT_E::shift_left<KRAIT_E::u16>(v, by)
#define _mm512_srli_epi16(v, by) KRAIT_E::shift_right<KRAIT_E::u16>(v, by)
#define _mm512_shuffle_epi8(v, at) KRAIT_E::shuffle(v, at)
#define _mm512_permutex2var_epi8(low, at, high) KRAIT_E::permute(at, low, high, 128)
#define _mm512_cvtepu8_epi16(v) KRAIT_E::convert<KRAIT_E::u16, KRAIT_E::u8, __m512i>(v)

#define _mm512_cmpeq_epi8_mask(a, b) KRAIT_WHICH(u8, a, b, x == y)
#define _mm512_cmplt_epi8_mask(a, b) KRAIT_WHICH(s8, a, b, x < y)
#define _mm512_cmplt_epu8_mask(a, b) KRAIT_WHICH(u8, a, b, x < y)
#define _mm512_cmplt_epu16_mask(a, b)                                                  \
  static_cast<__mmask32>(KRAIT_WHICH(u16, a, b, x < y))
#define _mm512_cmpge_epu16_mask(a, b)                                                  \
  static_cast<__mmask32>(KRAIT_WHICH(u16, a, b, x >= y))
#define _mm512_cmplt_epu32_mask(a, b)                                                  \
  static_cast<__mmask16>(KRAIT_WHICH(u32, a, b, x < y))
#define _mm512_test_epi8_mask(a, b) KRAIT_WHICH(u8, a, b, (x & y) != 0)
#define _mm512_testn_epi16_mask(a, b)                                                  \
  static_cast<__mmask32>(KRAIT_WHICH(u16, a, b, (x & y) == 0))
#define _mm512_testn_epi32_mask(a, b)                                                  \
  static_cast<__mmask16>(KRAIT_WHICH(u32, a, b, (x & y) == 0))
#define _mm512_movepi8_mask(v) KRAIT_WHICH(s8, v, v, (x & y) < 0)
#define _mm512_mask_cmpeq_epi8_mask(m, a, b) ((m)&_mm512_cmpeq_epi8_mask(a, b))
#define _mm512_mask_cmpneq_epi8_mask(m, a, b) ((m) & ~_mm512_cmpeq_epi8_mask(a, b))
#define _mm512_mask_cmplt_epi8_mask(m, a, b) ((m)&_mm512_cmplt_epi8_mask(a, b))
#define _mm512_mask_cmpgt_epi8_mask(m, a, b) ((m)&_mm512_cmplt_epi8_mask(b, a))
#define _mm512_mask_cmplt_epu8_mask(m, a, b) ((m)&_mm512_cmplt_epu8_mask(a, b))
#define _mm256_cmpgt_epi8_mask(a, b)                                                   \
  static_cast<__mmask32>(KRAIT_WHICH(s8, a, b, x > y))

#define _mm512_mask_add_epi8(o, m, a, b) KRAIT_CHOOSE(u8, m, o, _mm512_add_epi8(a, b))
#define _mm512_mask_xor_epi32(o, m, a, b)                                              \
  KRAIT_CHOOSE(u32, m, o, _mm512_xor_si512(a, b))
#define _mm512_mask_maddubs_epi16(o, m, a, b)                                          \
  KRAIT_CHOOSE(u16, m, o, _mm512_maddubs_epi16(a, b))
#define _mm512_mask_slli_epi16(o, m, v, by)                                            \
  KRAIT_CHOOSE(u16, m, o, _mm512_slli_epi16(v, by))
#define _mm512_mask_slli_epi32(o, m, v, by)                                            \
  KRAIT_CHOOSE(u32, m, o, KRAIT_E::shift_left<KRAIT_E::u32>(v, by))
#define _mm512_maskz_slli_epi16(m, v, by) KRAIT_KEEP(u16, m, _mm512_slli_epi16(v, by))
#define _mm512_maskz_min_epu32(m, a, b)                                                \
  KRAIT_KEEP(u32, m, KRAIT_ZIP(u32, a, b, x < y ? x : y))
#define _mm512_maskz_mov_epi16(m, v) KRAIT_KEEP(u16, m, v)
#define _mm512_maskz_mov_epi32(m, v) KRAIT_KEEP(u32, m, v)
#define _mm512_maskz_compress_epi8(m, v) KRAIT_E::compress<KRAIT_E::u8>(m, v)
#define _mm512_maskz_multishift_epi64_epi8(m, by, v)                                   \
  KRAIT_KEEP(u8, m, KRAIT_E::multishift(by, v))
#define _mm512_maskz_permutexvar_epi8(m, at, v)                                        \
  KRAIT_KEEP(u8, m, KRAIT_E::permute(at, v, v, 64))
#define _mm512_maskz_permutex2var_epi8(m, low, at, high)                               \
  KRAIT_KEEP(u8, m, KRAIT_E::permute(at, low, high, 128))
#define _mm512_maskz_broadcast_i32x4(m, v)                                             \
  KRAIT_KEEP(u32, m, KRAIT_E::load<__m512i>(std::array<__m128i, 4>{v, v, v, v}.data()))
#define _mm512_maskz_cvtepu8_epi32(m, v)                                               \
  KRAIT_KEEP(u32, m, KRAIT_E::convert<KRAIT_E::u32, KRAIT_E::u8, __m512i>(v))
#define _mm512_maskz_cvtepu16_epi32(m, v)                                              \
  KRAIT_KEEP(u32, m, KRAIT_E::convert<KRAIT_E::u32, KRAIT_E::u16, __m512i>(v))
#define _mm512_maskz_cvtepi32_epi16(m, v)                                              \
  KRAIT_KEEP(u16, m, KRAIT_E::convert<KRAIT_E::u16, KRAIT_E::u32, __m256i>(v))
#define _mm512_maskz_extracti32x4_epi32(m, v, at)                                      \
  KRAIT_KEEP(u32, m, KRAIT_E::quarter<__m128i>(v, at))
#define _mm512_maskz_extracti64x4_epi64(m, v, at)                                      \
  KRAIT_KEEP(u64, m, KRAIT_E::quarter<__m256i>(v, at))

#define _mm512_maskz_loadu_epi8(m, p) KRAIT_E::masked_load<KRAIT_E::u8, __m512i>(m, p)
#define _mm512_maskz_loadu_epi16(m, p) KRAIT_E::masked_load<KRAIT_E::u16, __m512i>(m, p)
#define _mm512_maskz_loadu_epi32(m, p) KRAIT_E::masked_load<KRAIT_E::u32, __m512i>(m, p)
#define _mm256_maskz_loadu_epi8(m, p) KRAIT_E::masked_load<KRAIT_E::u8, __m256i>(m, p)
#define _mm512_mask_storeu_epi8(p, m, v)                                               \
  KRAIT_E::masked_store<KRAIT_E::u8, __m512i>(p, m, v)
#define _mm512_mask_storeu_epi16(p, m, v)                                              \
  KRAIT_E::masked_store<KRAIT_E::u16, __m512i>(p, m, v)
#define _mm512_mask_storeu_epi32(p, m, v)                                              \
  KRAIT_E::masked_store<KRAIT_E::u32, __m512i>(p, m, v)
#define _mm256_mask_storeu_epi8(p, m, v)                                               \
  KRAIT_E::masked_store<KRAIT_E::u8, __m256i>(p, m, v)
#define _mm256_mask_storeu_epi16(p, m, v)                                              \
  KRAIT_E::masked_store<KRAIT_E::u16, __m256i>(p, m, v)
