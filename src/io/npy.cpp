#include "io/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "io/files.h"
#include "io/foreign.h"

namespace io {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

struct Header {
    char kind = 'f';  ///< f, i, u or b
    int bytes = 4;
    bool big_endian = false;
    bool fortran = false;
    std::vector<std::int64_t> shape;
    std::size_t data_at = 0;
};

std::string_view value_of(std::string_view text, std::string_view key, const std::string& name) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) throw FileError({"error.npy.field", {name, key}});
    const std::size_t colon = text.find(':', at);
    const std::size_t begin = colon == std::string_view::npos
                                  ? text.size()
                                  : std::min(text.find_first_not_of(' ', colon + 1), text.size());
    return text.substr(begin);
}

std::vector<std::int64_t> read_shape(std::string_view text, const std::string& name) {
    std::vector<std::int64_t> shape;
    const std::size_t end = text.find(')');
    if (!text.starts_with('(') || end == std::string_view::npos) throw FileError({"error.npy.shape", {name}});
    const auto skip_blanks = [&] { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); };
    text = text.substr(1, end - 1);
    for (skip_blanks(); !text.empty(); skip_blanks()) {
        std::int64_t value = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || value < 0) throw FileError({"error.npy.shape", {name}});
        shape.push_back(value);
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
        // Python 2 wrote long integers as "2L".
        if (text.starts_with('L')) text.remove_prefix(1);
        skip_blanks();
        if (!text.empty() && text[0] != ',') throw FileError({"error.npy.shape", {name}});
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
    }
    return shape;
}

[[noreturn]] void refuse_type(const std::string& found, const std::string& name) {
    const std::size_t digit = found.find_first_of("0123456789");
    const std::string kind = found.substr(0, digit);
    if (found.starts_with('[')) throw FileError({"error.npy.records", {name}});
    if (kind.find('c') != std::string::npos) throw FileError({"error.npy.complex", {name, found}});
    if (kind.find('O') != std::string::npos) throw FileError({"error.npy.objects", {name}});
    throw FileError({"error.npy.type", {name, found}});
}

/// "'<f4'": byte order, kind, bytes. Real numbers of every size are read.
void read_type(std::string_view text, Header& header, const std::string& name) {
    const char quote = text.empty() ? ' ' : text[0];
    const bool quoted = quote == '\'' || quote == '"';
    const std::size_t close = quoted ? text.find(quote, 1) : std::string_view::npos;
    if (close == std::string_view::npos) refuse_type(std::string(text.substr(0, 24)), name);
    std::string_view type = text.substr(1, close - 1);
    const std::string found = "'" + std::string(type.substr(0, 16)) + "'";
    header.big_endian =
        type.starts_with('>') || (type.starts_with('=') && std::endian::native == std::endian::big);
    if (!type.empty() && std::string_view("<>=|").find(type[0]) != std::string_view::npos)
        type.remove_prefix(1);
    if (type == "?" || type == "b1") {
        header.kind = 'b';
        header.bytes = 1;
        return;
    }
    const std::string_view size = type.empty() ? type : type.substr(1);
    const auto [stop, error] = std::from_chars(size.data(), size.data() + size.size(), header.bytes);
    header.kind = type.empty() ? ' ' : type[0];
    const bool whole = (header.kind == 'i' || header.kind == 'u') &&
                       (header.bytes == 1 || header.bytes == 2 || header.bytes == 4 || header.bytes == 8);
    // No machine of the other byte order has x86's long double.
    const bool extended = (header.bytes == 12 || header.bytes == 16) && !header.big_endian;
    const bool real =
        header.kind == 'f' && (header.bytes == 2 || header.bytes == 4 || header.bytes == 8 || extended);
    if (error != std::errc{} || stop != size.data() + size.size() || (!whole && !real))
        refuse_type(found, name);
}

Header read_header(std::span<const std::uint8_t> bytes, const std::string& name) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(kMagic)) {
        if (const auto foreign = foreign_file(bytes, name)) throw FileError(*foreign);
        throw FileError({"error.npy.magic", {name}});
    }
    if (bytes.size() < 12) throw FileError({"error.npy.header", {name}});
    const int version = bytes[6];
    if (version < 1 || version > 3) throw FileError({"error.npy.version", {name, version}});
    std::size_t length = bytes[8] | static_cast<std::size_t>(bytes[9]) << 8U;
    std::size_t begin = 10;
    if (version > 1) {
        length |= static_cast<std::size_t>(bytes[10]) << 16U | static_cast<std::size_t>(bytes[11]) << 24U;
        begin = 12;
    }
    if (length > bytes.size() - begin) throw FileError({"error.npy.header", {name}});
    const std::string_view fields = text.substr(begin, length);
    Header header;
    header.data_at = begin + length;
    read_type(value_of(fields, "'descr'", name), header, name);
    header.fortran = value_of(fields, "'fortran_order'", name).starts_with("True");
    header.shape = read_shape(value_of(fields, "'shape'", name), name);
    return header;
}

template <class T>
T load(const std::uint8_t* at, bool swap) {
    std::array<std::uint8_t, sizeof(T)> raw{};
    std::memcpy(raw.data(), at, sizeof(T));
    if (swap) std::reverse(raw.begin(), raw.end());
    return std::bit_cast<T>(raw);
}

/// IEEE 754's half precision.
double load_half(const std::uint8_t* at, bool swap) {
    const auto bits = load<std::uint16_t>(at, swap);
    const int exponent = bits >> 10U & 0x1F;
    const int fraction = bits & 0x3FF;
    double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    if (exponent == 31) value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
    return (bits & 0x8000U) != 0 ? -value : value;
}

/// x86's long double: a 64-bit fraction with its leading one, 15 bits of exponent and a sign; big-endian
/// files come from no machine that has it.
double load_extended(const std::uint8_t* at) {
    const auto fraction = load<std::uint64_t>(at, false);
    const auto top = load<std::uint16_t>(at + 8, false);
    const int exponent = top & 0x7FFF;
    double value = std::ldexp(static_cast<double>(fraction), exponent - 16383 - 63);
    if (exponent == 0x7FFF)
        value = fraction << 1U == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
    return (top & 0x8000U) != 0 ? -value : value;
}

template <class Out>
Out load_value(const Header& header, const std::uint8_t* at) {
    const bool swap = header.big_endian == (std::endian::native == std::endian::little);
    const bool is_signed = header.kind == 'i';
    if (header.kind == 'f') {
        switch (header.bytes) {
            case 2:
                return static_cast<Out>(load_half(at, swap));
            case 4:
                return static_cast<Out>(load<float>(at, swap));
            case 8:
                return static_cast<Out>(load<double>(at, swap));
            default:
                return static_cast<Out>(load_extended(at));
        }
    }
    switch (header.bytes) {
        case 1:
            return is_signed ? static_cast<Out>(load<std::int8_t>(at, swap)) : static_cast<Out>(*at);
        case 2:
            return is_signed ? static_cast<Out>(load<std::int16_t>(at, swap))
                             : static_cast<Out>(load<std::uint16_t>(at, swap));
        case 4:
            return is_signed ? static_cast<Out>(load<std::int32_t>(at, swap))
                             : static_cast<Out>(load<std::uint32_t>(at, swap));
        default:
            return is_signed ? static_cast<Out>(load<std::int64_t>(at, swap))
                             : static_cast<Out>(load<std::uint64_t>(at, swap));
    }
}

pool::Shape checked_shape(const Header& header, const std::string& name) {
    const auto& s = header.shape;
    if (s.size() < 2 || s.size() > 4)
        throw FileError({"error.npy.dimensions", {name, s.size(), shape_text(s)}});
    std::int64_t size = 1;
    for (const std::int64_t n : s) {
        if (n < 1) throw FileError({"error.npy.length", {name, shape_text(s)}});
        if (n > kMaxValues || size * n > kMaxValues)
            throw FileError({"error.npy.large", {name, shape_text(s), kMaxValues}});
        size *= n;
    }
    pool::Shape shape{1, 1, s[s.size() - 2], s[s.size() - 1]};
    if (s.size() > 2) shape.c = s[s.size() - 3];
    if (s.size() > 3) shape.n = s[0];
    return shape;
}

/// Where element i (row-major) of a Fortran-ordered array stands.
std::size_t fortran_position(std::size_t i, const std::vector<std::int64_t>& shape) {
    std::size_t position = 0;
    std::size_t stride = 1;
    std::vector<std::size_t> at(shape.size());
    for (std::size_t d = shape.size(); d-- > 0;) {
        const auto n = static_cast<std::size_t>(shape[d]);
        at[d] = i % n;
        i /= n;
    }
    for (std::size_t d = 0; d < shape.size(); ++d) {
        position += at[d] * stride;
        stride *= static_cast<std::size_t>(shape[d]);
    }
    return position;
}

std::size_t checked_count(const Header& header, std::span<const std::uint8_t> bytes,
                          const std::string& name) {
    std::int64_t count = 1;
    for (const std::int64_t n : header.shape) {
        if (n > kMaxValues || count * n > kMaxValues)
            throw FileError({"error.npy.large", {name, shape_text(header.shape), kMaxValues}});
        count *= n;
    }
    const std::size_t needed = static_cast<std::size_t>(count) * static_cast<std::size_t>(header.bytes);
    const std::size_t present = bytes.size() - header.data_at;
    if (present < needed)
        throw FileError({"error.npy.ends", {name, shape_text(header.shape), needed, present}});
    return static_cast<std::size_t>(count);
}

template <class T>
pool::Array<T> read_array(const std::filesystem::path& path) {
    const std::string name = display_name(path);
    const std::vector<std::uint8_t> bytes = read_file(path);
    const Header header = read_header(bytes, name);
    const pool::Shape shape = checked_shape(header, name);
    const std::size_t count = checked_count(header, bytes, name);
    pool::Array<T> array(shape);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t from = header.fortran ? fortran_position(i, header.shape) : i;
        array.data()[i] = load_value<T>(
            header, bytes.data() + header.data_at + from * static_cast<std::size_t>(header.bytes));
    }
    return array;
}

template <class T>
std::vector<std::uint8_t> array_bytes(const pool::Array<T>& array, const char* type) {
    const pool::Shape& s = array.shape();
    std::string fields =
        std::string("{'descr': '") + (std::endian::native == std::endian::little ? '<' : '>') + type +
        "', 'fortran_order': False, 'shape': (" + std::to_string(s.n) + ", " + std::to_string(s.c) + ", " +
        std::to_string(s.h) + ", " + std::to_string(s.w) + "), }";
    // The format asks for data that starts at a multiple of 64.
    while ((10 + fields.size() + 1) % 64 != 0) fields += ' ';
    fields += '\n';
    std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
    bytes.push_back(1);
    bytes.push_back(0);
    bytes.push_back(static_cast<std::uint8_t>(fields.size() & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(fields.size() >> 8U));
    bytes.insert(bytes.end(), fields.begin(), fields.end());
    const auto* data = reinterpret_cast<const std::uint8_t*>(array.data().data());
    bytes.insert(bytes.end(), data, data + array.data().size_bytes());
    return bytes;
}

}  // namespace

bool looks_like_npy(std::span<const std::uint8_t> bytes) {
    return bytes.size() >= kMagic.size() &&
           std::ranges::equal(bytes.first(kMagic.size()), kMagic,
                              [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
}

Numbers read_numbers(std::span<const std::uint8_t> bytes, const std::string& name) {
    const Header header = read_header(bytes, name);
    const std::size_t count = checked_count(header, bytes, name);
    Numbers numbers;
    numbers.shape = header.shape;
    numbers.bytes = header.kind == 'u' && header.bytes == 1;
    numbers.values.resize(count);
    std::size_t beyond = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t from = header.fortran ? fortran_position(i, header.shape) : i;
        const std::uint8_t* at =
            bytes.data() + header.data_at + from * static_cast<std::size_t>(header.bytes);
        float& value = numbers.values[i] = load_value<float>(header, at);
        if (header.bytes < 4 || (header.kind == 'f' && header.bytes == 4)) continue;
        // A long double holds every 64-bit whole number and every double.
        const auto exact = load_value<long double>(header, at);
        if (std::isinf(value) && !std::isinf(exact)) ++beyond;
        numbers.rounded = numbers.rounded || (!std::isnan(value) && static_cast<long double>(value) != exact);
    }
    if (beyond > 0) numbers.notes.push_back({"data.beyond", {beyond}});
    return numbers;
}

pool::Tensor read_npy(const std::filesystem::path& path) { return read_array<float>(path); }
pool::Indices read_npy_indices(const std::filesystem::path& path) {
    const Header header = read_header(read_file(path), display_name(path));
    if (header.kind == 'f') throw FileError({"error.npy.indices", {display_name(path), 8 * header.bytes}});
    return read_array<std::int64_t>(path);
}
std::vector<std::uint8_t> npy_bytes(const pool::Tensor& tensor) { return array_bytes(tensor, "f4"); }
std::vector<std::uint8_t> npy_bytes(const pool::Indices& indices) { return array_bytes(indices, "i8"); }

void write_npy(const std::filesystem::path& path, const pool::Tensor& tensor) {
    write_file_atomically(path, npy_bytes(tensor));
}
void write_npy(const std::filesystem::path& path, const pool::Indices& indices) {
    write_file_atomically(path, npy_bytes(indices));
}

}  // namespace io
