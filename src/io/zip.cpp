#include "io/zip.h"

#include <algorithm>
#include <optional>

#include <zlib.h>

#include "io/files.h"

namespace io {

namespace {

constexpr std::uint32_t kEndMark = 0x06054b50;
constexpr std::uint32_t kEntryMark = 0x02014b50;
constexpr std::uint32_t kLocalMark = 0x04034b50;
constexpr std::size_t kEndSize = 22;

std::uint64_t little_endian(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8U | bytes[at + i];
    return value;
}

[[noreturn]] void damaged_zip(const std::string& name) { throw FileError({"error.zip.directory", {name}}); }

/// Where the record at the archive's end begins.
std::size_t find_end(std::span<const std::uint8_t> bytes, const std::string& name) {
    constexpr std::size_t kLongestComment = 65535;
    if (bytes.size() < kEndSize) damaged_zip(name);
    const std::size_t last = bytes.size() - kEndSize;
    for (std::size_t back = 0; back <= std::min(last, kLongestComment); ++back)
        if (little_endian(bytes, last - back, 4) == kEndMark) return last - back;
    damaged_zip(name);
}

/// ZIP64's sizes, which numpy.savez writes into the extra field of every entry.
void read_long_sizes(std::span<const std::uint8_t> extra, ZipEntry& entry, std::uint64_t& local_at) {
    constexpr std::uint64_t kAbsent = 0xFFFFFFFF;
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const std::uint64_t id = little_endian(extra, at, 2);
        const std::size_t size = little_endian(extra, at + 2, 2);
        if (at + 4 + size > extra.size()) return;
        std::size_t field = at + 4;
        const auto take = [&](auto& value) {
            if (static_cast<std::uint64_t>(value) != kAbsent || field + 8 > at + 4 + size) return;
            value = static_cast<std::remove_reference_t<decltype(value)>>(little_endian(extra, field, 8));
            field += 8;
        };
        if (id == 1) {
            take(entry.unpacked);
            take(entry.packed);
            take(local_at);
        }
        at += 4 + size;
    }
}

/// The bytes, nullopt where they are more than `most`; `window`: zlib's name of the format.
/// `used`: how many packed bytes they took.
std::optional<std::vector<std::uint8_t>> inflated(std::span<const std::uint8_t> packed, int window,
                                                  std::int64_t most, const std::string& name,
                                                  std::size_t* used = nullptr) {
    z_stream stream{};
    if (inflateInit2(&stream, window) != Z_OK) throw FileError({"error.zip.unpack", {name}});
    struct End {
        z_stream* stream;
        ~End() { inflateEnd(stream); }
    } end{&stream};
    std::vector<std::uint8_t> result;
    std::vector<std::uint8_t> chunk(static_cast<std::size_t>(std::clamp<std::int64_t>(most, 1024, 1 << 18)));
    std::size_t taken = 0;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        if (stream.avail_in == 0 && taken < packed.size()) {
            const std::size_t size = std::min(packed.size() - taken, std::size_t{1} << 30U);
            stream.next_in = const_cast<Bytef*>(packed.data() + taken);  // zlib's interface has no const
            stream.avail_in = static_cast<uInt>(size);
            taken += size;
        }
        stream.next_out = chunk.data();
        stream.avail_out = static_cast<uInt>(chunk.size());
        state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t got = chunk.size() - stream.avail_out;
        if (state != Z_OK && state != Z_STREAM_END) throw FileError({"error.zip.damaged", {name}});
        if (static_cast<std::int64_t>(result.size() + got) > most) return std::nullopt;
        result.insert(result.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(got));
    }
    if (used) *used = taken - stream.avail_in;
    return result;
}

}  // namespace

bool is_zip(std::span<const std::uint8_t> bytes) {
    return bytes.size() >= 4 && bytes[0] == 'P' && bytes[1] == 'K' &&
           ((bytes[2] == 3 && bytes[3] == 4) || (bytes[2] == 5 && bytes[3] == 6));
}

std::vector<ZipEntry> read_zip_directory(std::span<const std::uint8_t> bytes, const std::string& name) {
    const std::size_t end = find_end(bytes, name);
    const std::uint64_t count = little_endian(bytes, end + 10, 2);
    std::size_t at = little_endian(bytes, end + 16, 4);
    std::vector<ZipEntry> entries;
    for (std::uint64_t i = 0; i < count; ++i) {
        constexpr std::size_t kFixed = 46;
        if (at > bytes.size() || bytes.size() - at < kFixed || little_endian(bytes, at, 4) != kEntryMark)
            damaged_zip(name);
        ZipEntry entry;
        entry.method = static_cast<int>(little_endian(bytes, at + 10, 2));
        entry.crc = static_cast<std::uint32_t>(little_endian(bytes, at + 16, 4));
        const bool locked = (bytes[at + 8] & 1U) != 0;
        entry.packed = static_cast<std::int64_t>(little_endian(bytes, at + 20, 4));
        entry.unpacked = static_cast<std::int64_t>(little_endian(bytes, at + 24, 4));
        const std::size_t name_size = little_endian(bytes, at + 28, 2);
        const std::size_t extra_size = little_endian(bytes, at + 30, 2);
        const std::size_t comment_size = little_endian(bytes, at + 32, 2);
        std::uint64_t local_at = little_endian(bytes, at + 42, 4);
        if (bytes.size() - at - kFixed < name_size + extra_size + comment_size) damaged_zip(name);
        entry.name.assign(reinterpret_cast<const char*>(bytes.data()) + at + kFixed, name_size);
        entry.name = display_name(entry.name);
        read_long_sizes(bytes.subspan(at + kFixed + name_size, extra_size), entry, local_at);
        if (locked) throw FileError({"error.zip.locked", {name, entry.name}});
        if (local_at > bytes.size() || bytes.size() - local_at < 30 ||
            little_endian(bytes, local_at, 4) != kLocalMark)
            damaged_zip(name);
        entry.data_at =
            local_at + 30 + little_endian(bytes, local_at + 26, 2) + little_endian(bytes, local_at + 28, 2);
        if (entry.packed < 0 || entry.data_at > bytes.size() ||
            static_cast<std::uint64_t>(entry.packed) > bytes.size() - entry.data_at)
            damaged_zip(name);
        entries.push_back(std::move(entry));
        at += kFixed + name_size + extra_size + comment_size;
    }
    return entries;
}

std::vector<std::uint8_t> read_zip_entry(std::span<const std::uint8_t> bytes, const ZipEntry& entry,
                                         const std::string& name) {
    const std::span<const std::uint8_t> packed =
        bytes.subspan(entry.data_at, static_cast<std::size_t>(entry.packed));
    const std::string inside = name + ": " + entry.name;
    if (entry.method != 0 && entry.method != 8) throw FileError({"error.zip.method", {inside}});
    if (entry.unpacked > kMaxFileBytes) throw FileError({"error.zip.large", {inside, kMaxFileBytes >> 20}});
    const bool stored = entry.method == 0 && entry.packed == entry.unpacked;
    std::optional<std::vector<std::uint8_t>> result;
    if (stored) result.emplace(packed.begin(), packed.end());
    // No more is unpacked than the directory says: what an archive takes can be told beforehand.
    if (entry.method == 8) result = inflated(packed, -MAX_WBITS, entry.unpacked, inside);
    if (!result) throw FileError({"error.zip.damaged", {inside}});
    if (static_cast<std::int64_t>(result->size()) != entry.unpacked)
        throw FileError({"error.zip.size", {inside, result->size(), entry.unpacked}});
    if (crc32_z(0, result->data(), result->size()) != entry.crc)
        throw FileError({"error.zip.damaged", {inside}});
    return *std::move(result);
}

bool is_gzip(std::span<const std::uint8_t> bytes) {
    return bytes.size() >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8;
}

std::vector<std::uint8_t> from_gzip(std::span<const std::uint8_t> bytes, const std::string& name) {
    std::vector<std::uint8_t> all;
    // A file may be several packed ones, one behind the other; what else follows is no part of it.
    for (bool first = true; first || is_gzip(bytes); first = false) {
        std::size_t used = 0;
        const auto left = kMaxFileBytes - static_cast<std::int64_t>(all.size());
        const auto part = inflated(bytes, 16 + MAX_WBITS, left, name, &used);
        if (!part) throw FileError({"error.zip.large", {name, kMaxFileBytes >> 20}});
        all.insert(all.end(), part->begin(), part->end());
        bytes = bytes.subspan(used);
    }
    return all;
}

}  // namespace io
