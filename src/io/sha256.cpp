#include "io/sha256.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace io {

namespace {

constexpr std::size_t kBlock = 64;
using State = std::array<std::uint32_t, 8>;

/// The first 64 primes: the constants are the fractions of their cube roots, the start those of the first
/// eight square roots.
constexpr std::array<std::uint16_t, 64> kPrimes = {
    2,   3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,  47,  53,
    59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103, 107, 109, 113, 127, 131,
    137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223,
    227, 229, 233, 239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311};

std::uint32_t fraction(double root) {
    return static_cast<std::uint32_t>(std::floor((root - std::floor(root)) * 4294967296.0));
}

std::array<std::uint32_t, 64> make_constants() {
    std::array<std::uint32_t, 64> constants{};
    for (std::size_t i = 0; i < constants.size(); ++i)
        constants[i] = fraction(std::cbrt(static_cast<double>(kPrimes[i])));
    return constants;
}

void add_block(State& state, const std::uint8_t* block) {
    static const std::array<std::uint32_t, 64> constants = make_constants();
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i)
        w[i] = std::uint32_t{block[4 * i]} << 24U | std::uint32_t{block[4 * i + 1]} << 16U |
               std::uint32_t{block[4 * i + 2]} << 8U | block[4 * i + 3];
    for (std::size_t i = 16; i < 64; ++i) {
        const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3U);
        const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10U);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i];
        const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const State added = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

}  // namespace

std::string sha256(std::span<const std::uint8_t> bytes) {
    State state{};
    for (std::size_t i = 0; i < state.size(); ++i)
        state[i] = fraction(std::sqrt(static_cast<double>(kPrimes[i])));
    std::size_t at = 0;
    for (; bytes.size() - at >= kBlock; at += kBlock) add_block(state, bytes.data() + at);
    // The rest, a one, zeros, and the length in bits.
    std::array<std::uint8_t, 2 * kBlock> last{};
    const std::size_t rest = bytes.size() - at;
    if (rest > 0) std::memcpy(last.data(), bytes.data() + at, rest);
    last[rest] = 0x80;
    const std::size_t length = rest + 9 <= kBlock ? kBlock : 2 * kBlock;
    const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
    for (std::size_t i = 0; i < 8; ++i) last[length - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
    for (std::size_t block = 0; block < length; block += kBlock) add_block(state, last.data() + block);
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : state)
        for (int shift = 28; shift >= 0; shift -= 4)
            text += kDigits[word >> static_cast<unsigned>(shift) & 15U];
    return text;
}

}  // namespace io
