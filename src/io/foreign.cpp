#include "io/foreign.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "io/files.h"
#include "io/zip.h"
#include "words/utf8.h"

namespace io {

namespace {

using std::string_view_literals::operator""sv;

std::string stem_of(const std::string& name) {
    const std::size_t slash = name.find_last_of('/');
    const std::string file = slash == std::string::npos ? name : name.substr(slash + 1);
    return file.substr(0, file.find('.'));
}

std::string extension_in(const std::string& name) {
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos ? std::string() : words::lower_ascii(name.substr(dot));
}

/// Ways out of a file that is not read.
enum class WayOut { picture, unpack, python, csv, notation, web, array, other };

words::Message way_out(WayOut way, const std::string& code) {
    switch (way) {
        case WayOut::picture:
            return {"error.foreign.picture"};
        case WayOut::unpack:
            return {"error.foreign.unpack"};
        case WayOut::python:
            return {"error.foreign.python", {code}};
        case WayOut::csv:
            return {"error.foreign.csv"};
        case WayOut::notation:
            return {"error.foreign.notation"};
        case WayOut::web:
            return {"error.foreign.web"};
        case WayOut::array:
            return {"error.foreign.array"};
        case WayOut::other:
            break;
    }
    return {"error.foreign.other"};
}

/// A file of a format by its name, such as "HDF5"; "{}" in `code` stands for the file's name, "{.npy}" for
/// the name of the array to write.
words::Message sentence(const std::string& name, std::string_view format, WayOut way,
                        std::string_view code = {}) {
    std::string text(code);
    const auto replace = [&](std::string_view sign, const std::string& by) {
        for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + by.size()))
            text.replace(at, sign.size(), by);
    };
    const std::size_t slash = name.find_last_of('/');
    replace("{.npy}", stem_of(name) + ".npy");
    replace("{}", slash == std::string::npos ? name : name.substr(slash + 1));
    return {"error.foreign.file", {name, format, way_out(way, text)}};
}

struct Kind {
    std::string_view begins;  ///< its first bytes
    std::string_view format;
    WayOut way = WayOut::picture;
    std::string_view code = {};
};
constexpr std::string_view kTorch = "numpy.save(\"{.npy}\", torch.load(\"{}\").numpy())";
constexpr std::string_view kPickle = "numpy.save(\"{.npy}\", pickle.load(open(\"{}\", \"rb\")))";
constexpr std::string_view kHdf = "numpy.save(\"{.npy}\", h5py.File(\"{}\")[\"NAME\"][:])";
constexpr std::string_view kMatlab = "numpy.save(\"{.npy}\", scipy.io.loadmat(\"{}\")[\"NAME\"])";
constexpr std::array kKinds = {
    Kind{"CDF\1"sv, "NetCDF", WayOut::python,
         "numpy.save(\"{.npy}\", xarray.open_dataset(\"{}\")[\"NAME\"])"},
    Kind{"CDF\2"sv, "NetCDF", WayOut::python,
         "numpy.save(\"{.npy}\", xarray.open_dataset(\"{}\")[\"NAME\"])"},
    Kind{"\x89HDF\r\n"sv, "HDF5", WayOut::python, kHdf},
    Kind{"MATLAB "sv, "MATLAB", WayOut::python, kMatlab},
    Kind{"%PDF"sv, "PDF"},
    Kind{"GIF8"sv, "GIF"},
    Kind{"II*\0"sv, "TIFF"},
    Kind{"MM\0*"sv, "TIFF"},
    Kind{"BZh"sv, "bzip2", WayOut::unpack},
    Kind{"\xFD"
         "7zXZ"sv,
         "xz", WayOut::unpack},
    Kind{"7z\xBC\xAF"sv, "7-Zip", WayOut::unpack},
    Kind{"Rar!"sv, "RAR", WayOut::unpack},
    Kind{"\x28\xB5\x2F\xFD"sv, "Zstandard", WayOut::unpack},
    Kind{"PAR1"sv, "Parquet", WayOut::python,
         "pandas.read_parquet(\"{}\").to_csv(\"table.csv\", index=False)"},
    Kind{"ARROW1"sv, "Arrow", WayOut::python,
         "pandas.read_feather(\"{}\").to_csv(\"table.csv\", index=False)"},
    Kind{"GGUF"sv, "GGUF", WayOut::other},
    Kind{"SIMPLE  ="sv, "FITS", WayOut::python, "numpy.save(\"{.npy}\", astropy.io.fits.getdata(\"{}\"))"},
    Kind{"\x7F"
         "ELF"sv,
         "ELF", WayOut::other},
    Kind{"MZ"sv, "EXE", WayOut::other},
    Kind{"\xD0\xCF\x11\xE0"sv, "Microsoft Office", WayOut::csv},
    Kind{"8BPS"sv, "Photoshop"},
    Kind{"gimp xcf"sv, "GIMP"},
    Kind{"\0\0\1\0"sv, "ICO"},
    Kind{"qoif"sv, "QOI"},
    Kind{"\xFF\x0A"sv, "JPEG XL"},
    Kind{"\0\0\0\x0CjP  "sv, "JPEG 2000"},
    Kind{"#?RADIANCE"sv, "Radiance"},
    Kind{"\x76\x2F\x31\x01"sv, "OpenEXR"},
    Kind{"SQLite format 3"sv, "SQLite", WayOut::csv},
    Kind{"P7\n"sv, "PAM"},
    Kind{"PF\n"sv, "PFM"},
    Kind{"Pf\n"sv, "PFM"},
};

/// What a zip archive is, by the names in it.
words::Message zip_kind(std::span<const std::uint8_t> bytes, const std::string& name) {
    std::vector<ZipEntry> entries;
    try {
        entries = read_zip_directory(bytes, name);
    } catch (const FileError& damaged) {
        return damaged.message();
    }
    const auto holds = [&](std::string_view part) {
        return std::ranges::any_of(entries,
                                   [&](const ZipEntry& e) { return e.name.find(part) != std::string::npos; });
    };
    if (holds("data.pkl")) return sentence(name, "PyTorch", WayOut::python, kTorch);
    if (holds("xl/workbook") || holds("xl/worksheets") || extension_in(name) == ".xlsx")
        return sentence(name, "Excel", WayOut::csv);
    if (holds("word/document") || extension_in(name) == ".docx") return sentence(name, "Word", WayOut::other);
    if (extension_in(name) == ".ods" || holds("content.xml"))
        return sentence(name, "OpenDocument", WayOut::csv);
    if (holds("ppt/")) return sentence(name, "PowerPoint", WayOut::picture);
    if (extension_in(name) == ".keras" || holds("model.weights.h5"))
        return sentence(name, "Keras", WayOut::other);
    return sentence(name, "zip", WayOut::unpack);
}

/// Kinds that the name tells.
std::optional<words::Message> kind_by_name(std::span<const std::uint8_t> bytes, const std::string& name) {
    const std::string extension = extension_in(name);
    const auto is = [&](std::initializer_list<std::string_view> all) {
        return std::ranges::find(all, extension) != all.end();
    };
    if (is({".pt", ".pth", ".ckpt", ".bin"}) && !bytes.empty() && bytes[0] == 0x80)
        return sentence(name, "PyTorch", WayOut::python, kTorch);
    if (is({".pt", ".pth"})) return sentence(name, "PyTorch", WayOut::python, kTorch);
    if (is({".onnx"}))
        return sentence(
            name, "ONNX", WayOut::python,
            "numpy.save(\"{.npy}\", onnx.numpy_helper.to_array(onnx.load(\"{}\").graph.initializer[0]))");
    if (is({".safetensors"}))
        return sentence(name, "safetensors", WayOut::python,
                        "numpy.save(\"{.npy}\", safetensors.numpy.load_file(\"{}\")[\"NAME\"])");
    if (is({".h5", ".hdf5", ".keras"})) return sentence(name, "HDF5", WayOut::python, kHdf);
    if (is({".mat"})) return sentence(name, "MATLAB", WayOut::python, kMatlab);
    if (is({".pkl", ".pickle"})) return sentence(name, "pickle", WayOut::python, kPickle);
    if (is({".rds", ".rdata", ".rda"})) return sentence(name, "R", WayOut::csv);
    if (is({".tfrecord", ".pb", ".tflite"})) return sentence(name, "TensorFlow", WayOut::other);
    if (is({".py", ".js", ".cpp", ".m", ".r", ".lua"})) return words::Message("error.foreign.source", {name});
    if (is({".yaml", ".yml"})) return sentence(name, "YAML", WayOut::csv);
    if (is({".md", ".tex", ".doc", ".rtf"})) return sentence(name, "text", WayOut::other);
    return std::nullopt;
}

/// "1 3:0.5 7:1": a label, then numbers with their places.
bool is_sparse_row(std::string_view line) {
    constexpr std::string_view kFigures = "+-.eE0123456789";
    const std::size_t blank = line.find(' ');
    const std::size_t colon = line.find(':');
    if (blank == line.npos || blank == 0 || colon == line.npos || colon <= blank + 1) return false;
    return line.substr(0, blank).find_first_not_of(kFigures) == line.npos &&
           line.substr(blank + 1, colon - blank - 1).find_first_not_of("0123456789") == line.npos &&
           line.find_first_not_of("+-.eE0123456789: ") == line.npos;
}

std::optional<words::Message> kind_of_text(std::string_view text, const std::string& name) {
    const std::string_view head = text.substr(0, 65536);
    const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const std::string_view begin = first == head.npos ? head.substr(0, 0) : head.substr(first);
    const auto has = [&](std::string_view part) { return head.find(part) != head.npos; };
    if (begin.starts_with("<svg") || (begin.starts_with("<?xml") && has("<svg")))
        return sentence(name, "SVG", WayOut::picture);
    if (is_web_page(text)) return sentence(name, "HTML", WayOut::web);
    if (begin.starts_with("<?xml"))
        return sentence(name, "XML", has("<Error>") ? WayOut::web : WayOut::other);
    if (begin.starts_with("%%MatrixMarket"))
        return sentence(name, "Matrix Market", WayOut::python,
                        "numpy.save(\"{.npy}\", scipy.sparse.csr_array(scipy.io.mmread(\"{}\")).toarray())");
    if (words::lower_ascii(std::string(begin.substr(0, 9))) == "@relation")
        return sentence(name, "ARFF", WayOut::csv);
    const std::string_view line = begin.substr(0, begin.find_first_of("\r\n"));
    if (words::lower_ascii(std::string(begin.substr(0, 6))) == "<table")
        return sentence(name, "HTML", WayOut::csv);
    if (is_sparse_row(line))
        return sentence(name, "LIBSVM", WayOut::python,
                        "numpy.save(\"{.npy}\", sklearn.datasets.load_svmlight_file(\"{}\")[0].toarray())");
    if (begin.starts_with("DSBB") || begin.starts_with("DSRB"))
        return sentence(
            name, "Surfer", WayOut::python,
            "numpy.save(\"{.npy}\", xarray.open_dataset(\"{}\", engine=\"rasterio\").band_data[0])");
    if (begin.starts_with('[')) return sentence(name, "JSON", WayOut::array);
    if (!begin.starts_with('{')) return std::nullopt;
    if (has("\"poolscope\"")) return words::Message("error.foreign.saved", {name});
    if (has("\"nbformat\"") || has("\"cells\"") || extension_in(name) == ".ipynb")
        return sentence(name, "Jupyter", WayOut::notation);
    return sentence(name, "JSON", has("[") ? WayOut::array : WayOut::other);
}

/// What version control keeps in a file's place until the file itself is fetched.
std::optional<words::Message> pointer(std::string_view text, const std::string& name) {
    const std::string_view head = text.substr(0, 1024);
    const auto has = [&](std::string_view part) { return head.find(part) != head.npos; };
    const auto is = [&](std::string_view system, std::string_view command) {
        return words::Message("error.foreign.pointer", {name, system, command});
    };
    if (head.starts_with("version https://git-lfs") || head.starts_with("version http://git-media"))
        return is("Git LFS", "git lfs pull");
    if (head.starts_with("/annex/objects/") || (has(".git/annex/objects/") && !has("{")))
        return is("git-annex", "git annex get");
    if (name.ends_with(".dvc") && has("outs:")) return is("DVC", "dvc pull");
    return std::nullopt;
}

/// Text under the name of a picture or an array: what a server answered instead of the file.
std::optional<words::Message> text_instead(std::string_view text, const std::string& name) {
    constexpr std::size_t kMost = 512;
    const std::string extension = extension_in(name);
    constexpr std::array<std::string_view, 11> kNoText = {".png", ".jpg", ".jpeg", ".bmp", ".tga", ".pgm",
                                                          ".ppm", ".pbm", ".npy",  ".npz", ".gz"};
    if (text.empty() || std::ranges::find(kNoText, extension) == kNoText.end()) return std::nullopt;
    const std::string_view head = text.substr(0, kMost);
    const auto is_text = [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t';
    };
    if (!std::ranges::all_of(head, is_text)) return std::nullopt;
    constexpr std::size_t kShown = 40;
    const std::string line(head.substr(0, head.find_first_of("\r\n")));
    return words::Message("error.foreign.text", {name, words::shortened(words::one_line(line), kShown)});
}

}  // namespace

bool is_web_page(std::string_view text) {
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), text.size());
    const std::string small = words::lower_ascii(std::string(text.substr(first, 1024)));
    for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<script"})
        if (small.starts_with(tag)) return true;
    return small.starts_with("<!--") && small.find("<html") != std::string::npos;
}

std::optional<words::Message> foreign_file(std::span<const std::uint8_t> bytes, const std::string& name) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (is_zip(bytes)) return zip_kind(bytes, name);
    if (auto found = pointer(text, name)) return found;
    if (text.size() > 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5) {
        const std::string extension = extension_in(name);
        const bool torch = extension == ".pth" || extension == ".pt" || extension == ".ckpt" ||
                           extension == ".bin" || text.substr(0, 4096).find("protocol_version") != text.npos;
        return torch ? sentence(name, "PyTorch", WayOut::python, kTorch)
                     : sentence(name, "pickle", WayOut::python, kPickle);
    }
    if (text.size() > 12 && text.substr(4, 4) == "ftyp") {
        const std::string_view brand = text.substr(8, 4);
        const bool still = brand.starts_with("hei") || brand.starts_with("mif") ||
                           brand.starts_with("avif") || brand.starts_with("hev");
        return sentence(name, !still ? "MP4" : brand == "avif" ? "AVIF" : "HEIC", WayOut::picture);
    }
    if (text.starts_with("RIFF") && text.size() > 12)
        return sentence(name, text.substr(8, 4) == "WEBP" ? "WebP" : "RIFF", WayOut::picture);
    for (const Kind& kind : kKinds)
        if (text.starts_with(kind.begins)) return sentence(name, kind.format, kind.way, kind.code);
    if (text.size() > 132 && text.substr(128, 4) == "DICM")
        return sentence(name, "DICOM", WayOut::python,
                        "numpy.save(\"{.npy}\", pydicom.dcmread(\"{}\").pixel_array)");
    if (text.size() > 348 && (text.substr(344, 3) == "n+1" || text.substr(344, 3) == "ni1"))
        return sentence(name, "NIfTI", WayOut::python,
                        "numpy.save(\"{.npy}\", nibabel.load(\"{}\").get_fdata())");
    if (text.size() > 262 && text.substr(257, 5) == "ustar") return sentence(name, "tar", WayOut::unpack);
    if (auto found = kind_of_text(text, name)) return found;
    if (auto found = kind_by_name(bytes, name)) return found;
    return text_instead(text, name);
}

}  // namespace io
