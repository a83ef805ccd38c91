#include "io/pasted/names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <limits>
#include <numeric>
#include <vector>

#include "pool/layer.h"

namespace io::pasted {

namespace {

bool among(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// Names as people know them, and ours.
struct Known {
    std::string_view written;
    std::string_view ours;
};
constexpr std::array<Known, 33> kKnown = {{{"Pool", "MaxPool2d"},
                                           {"Pooling", "MaxPool2d"},
                                           {"Pool2d", "MaxPool2d"},
                                           {"MaxPool", "MaxPool2d"},
                                           {"MaxPooling", "MaxPool2d"},
                                           {"MaxPooling2D", "MaxPool2d"},
                                           {"max_pool2d", "MaxPool2d"},
                                           {"max_pooling_2d", "MaxPool2d"},
                                           {"AvgPool", "AvgPool2d"},
                                           {"AveragePool", "AvgPool2d"},
                                           {"MeanPool", "AvgPool2d"},
                                           {"AveragePooling2D", "AvgPool2d"},
                                           {"avg_pool2d", "AvgPool2d"},
                                           {"average_pooling_2d", "AvgPool2d"},
                                           {"AdaptiveAvgPool", "AdaptiveAvgPool2d"},
                                           {"AdaptiveAveragePool2d", "AdaptiveAvgPool2d"},
                                           {"GlobalAveragePooling2D", "AdaptiveAvgPool2d"},
                                           {"GlobalAvgPool", "AdaptiveAvgPool2d"},
                                           {"AdaptiveMaxPool", "AdaptiveMaxPool2d"},
                                           {"GlobalMaxPooling2D", "AdaptiveMaxPool2d"},
                                           {"GlobalMaxPool", "AdaptiveMaxPool2d"},
                                           {"LPPool", "LPPool2d"},
                                           {"MaxUnpooling2D", "MaxUnpool2d"},
                                           {"GeneralizedMeanPooling", "GeMPool2d"},
                                           {"GeM", "GeMPool2d"},
                                           {"SPPLayer", "SpatialPyramidPool2d"},
                                           {"SelectAdaptivePool2d", "AdaptiveAvgPool2d"},
                                           {"RoIAlign", "RoIAlign2d"},
                                           {"StridedPool", "Subsample2d"},
                                           {"Conv", "Conv2d"},
                                           {"Convolution2d", "Conv2d"},
                                           {"最大池化", "MaxPool2d"},
                                           {"平均池化", "AvgPool2d"}}};

/// Letters and figures alone, small.
std::string bare(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || byte >= 0x80) result += static_cast<char>(std::tolower(byte));
    }
    return result;
}

/// The same with one word for each thing, so that "MeanPooling2d" is near AvgPool2d.
std::string with_usual_words(std::string word) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWords = {
        {{"average", "avg"}, {"mean", "avg"}, {"pooling", "pool"}, {"maximum", "max"}, {"minimum", "min"}}};
    for (const auto& [written, usual] : kWords)
        if (const std::size_t at = word.find(written); at != std::string::npos)
            word.replace(at, written.size(), usual);
    return word;
}

/// No known name is as long, and comparing takes time with the length.
constexpr std::size_t kLongest = 64;

/// Levenshtein's distance, a swap of two neighbours counted once.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] = std::min(
                {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

}  // namespace

std::string in_lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

bool changes_nothing(std::string_view leaf) {
    const std::string word = bare(leaf);
    return among(
        word,
        {"dropout",        "dropout1d",           "dropout2d",        "dropout3d",       "alphadropout",
         "featuredropout", "featurealphadropout", "spatialdropout2d", "gaussiandropout", "gaussiannoise",
         "droppath",       "stochasticdepth",     "identity",         "input",           "inputlayer",
         "quantstub",      "dequantstub",         "dropoutlayer",     "imageinputlayer", "noop",
         "contiguous",     "checkpoint"});
}

bool ends_the_stack(std::string_view leaf) {
    const std::string word = bare(leaf);
    static constexpr std::array<std::string_view, 13> kBegins = {
        "flatten",        "batchnorm",   "layernorm",        "groupnorm",     "instancenorm",
        "softmax",        "logsoftmax",  "upsampl",          "convtranspose", "reflectionpad",
        "replicationpad", "circularpad", "upsamplingnearest"};
    if (std::ranges::any_of(kBegins, [&](std::string_view begin) { return word.starts_with(begin); }))
        return true;
    return among(word, {"linear",
                        "dense",
                        "lazylinear",
                        "bilinear",
                        "fullyconnectedlayer",
                        "sigmoid",
                        "tanh",
                        "leakyrelu",
                        "prelu",
                        "elu",
                        "selu",
                        "celu",
                        "gelu",
                        "silu",
                        "swish",
                        "mish",
                        "hardtanh",
                        "hardswish",
                        "hardsigmoid",
                        "relu6",
                        "softplus",
                        "softmin",
                        "softsign",
                        "threshold",
                        "localresponsenorm",
                        "crossmaplrn2d",
                        "pixelshuffle",
                        "pixelunshuffle",
                        "unfold",
                        "fold",
                        "unflatten",
                        "reshape",
                        "view",
                        "embedding",
                        "lstm",
                        "gru",
                        "rnn",
                        "multiheadattention",
                        "activation",
                        "conv2dtranspose",
                        "depthwiseconv2d",
                        "separableconv2d",
                        "separableconvolution2d",
                        "permute",
                        "rescaling",
                        "interpolate",
                        "normalize",
                        "normalization",
                        "cat",
                        "concat",
                        "concatenate",
                        "add",
                        "squeeze",
                        "unsqueeze",
                        "transpose",
                        "softmaxlayer",
                        "classificationlayer",
                        "logsigmoid",
                        "constantpad2d",
                        "resize",
                        "resizing",
                        "centercrop",
                        "bmm",
                        "matmul",
                        "classoutput"});
}

bool is_container(std::string_view leaf) {
    const std::string word = bare(leaf);
    return among(word, {"sequential",
                        "modulelist",
                        "moduledict",
                        "ordereddict",
                        "list",
                        "tuple",
                        "dict",
                        "layerlist",
                        "hybridsequential",
                        "dataparallel",
                        "distributeddataparallel",
                        "timedistributed",
                        "compile",
                        "script",
                        "stack",
                        "container",
                        "serial",
                        "deepcopy",
                        "weightnorm",
                        "chain",
                        "datachain",
                        "model",
                        "vector",
                        "checkpointwrapper",
                        "function",
                        "lambda"});
}

bool belongs_to_training(std::string_view leaf) {
    const std::string word = bare(leaf);
    return word.ends_with("loss") || word.ends_with("optimizer") || word.ends_with("lr") ||
           word.ends_with("dataset") || word.ends_with("dataloader") ||
           among(word, {"adam", "adamw", "sgd", "rmsprop", "adagrad", "adadelta", "nadam",
                        "categoricalcrossentropy", "sparsecategoricalcrossentropy", "totensor", "compose",
                        "mnist", "cifar10", "fashionmnist", "parameter", "variable", "tensor"});
}

std::string nearest_name(std::string_view written) {
    const std::string word = with_usual_words(bare(written));
    if (word.size() < 3 || word.size() > kLongest) return {};
    std::string best;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    const auto consider = [&](std::string_view name, std::string_view ours) {
        const std::size_t d = distance(word, with_usual_words(bare(name)));
        if (d < least && d <= (word.size() < 5 ? 1 : std::max<std::size_t>(2, word.size() / 4))) {
            least = d;
            best = ours;
        }
    };
    for (const pool::LayerKind* kind : pool::all_kinds()) consider(kind->name(), kind->name());
    for (const Known& known : kKnown) consider(known.written, known.ours);
    return best;
}

std::string nearest_of(std::string_view written, const std::vector<std::string_view>& names) {
    if (written.size() > kLongest) return {};
    std::string best;
    std::size_t least = std::max<std::size_t>(2, written.size() / 3) + 1;
    for (const std::string_view name : names) {
        const std::size_t d = distance(bare(written), bare(name));
        if (d < least && d < name.size()) {
            least = d;
            best = name;
        }
    }
    return best;
}

std::string two_dimensional(std::string_view written) {
    const std::string word = bare(written);
    if (!word.ends_with("1d") && !word.ends_with("3d")) return {};
    return nearest_name(word.substr(0, word.size() - 2) + "2d");
}

}  // namespace io::pasted
