#include <array>
#include <fstream>
#include <ostream>
#include <sstream>

#include <gtest/gtest.h>

#include "pool/notation.h"
#include "pool/trace.h"
#include "vectors.h"

namespace {

using namespace pool_test;

struct Suite {
    const char* file;
    const char* kind;
};

void PrintTo(const Suite& suite, std::ostream* out) { *out << suite.kind; }

class Reference : public testing::TestWithParam<Suite> {};

/// S of the vectors' README: the same sums taken over absolute values, as the scale of the tolerance.
std::vector<double> gradient_scale(const pool::LayerKind& kind, const pool::Params& params,
                                   const pool::Tensor& x, const pool::Forward& result,
                                   const pool::Tensor& gy) {
    std::vector<double> scale(x.data().size(), 0.0);
    const pool::Shape& out = result.output.shape();
    const pool::Geometry where = kind.geometry(params, x.shape());
    for (std::int64_t i = 0; i < out.size(); ++i) {
        const pool::Cell cell{i / (out.c * out.plane()), i / out.plane() % out.c, i / out.w % out.h,
                              i % out.w};
        for (const pool::Tap& tap : kind.taps(params, x, result, cell)) {
            if (!tap.valid) continue;
            const auto at = static_cast<std::size_t>(x.offset({where.item(cell.n), tap.c, tap.y, tap.x}));
            scale[at] += std::abs(static_cast<double>(tap.share) * static_cast<double>(gy.at(cell)));
        }
    }
    return scale;
}

double output_scale(const pool::LayerKind& kind, const pool::Params& params, const pool::Tensor& x,
                    const pool::Forward& result, const pool::Cell& cell) {
    double sum = 0;
    for (const pool::Tap& tap : kind.taps(params, x, result, cell))
        if (tap.valid) sum += std::abs(static_cast<double>(tap.value) * static_cast<double>(tap.share));
    return sum;
}

TEST_P(Reference, AgreesWithPyTorch) {
    const Json vectors = read_vectors(GetParam().file);
    const pool::LayerKind& kind = *pool::find_kind(GetParam().kind);
    ASSERT_FALSE(vectors["cases"].empty());
    for (const Json& test : vectors["cases"]) {
        SCOPED_TRACE(test["id"].dump());
        pool::Params params = read_params(test["params"]);
        if (test.contains("rois")) params.set("rois", read_list(test["rois"]));
        if (test.contains("samples")) params.set("_random_samples", read_list(test["samples"]));
        const pool::Tensor x = read_tensor(test["x"]);
        const pool::Tensor y = read_tensor(test["y"]);
        const pool::Tensor gy = read_tensor(test["gy"]);
        const pool::Tensor gx = read_tensor(test["gx"]);
        ASSERT_EQ(kind.output_shape(params, x.shape()), y.shape());
        pool::Forward result;
        if (kind.takes_indices())
            result.given = std::make_shared<const pool::Indices>(read_indices(test["indices"]));
        kind.forward(params, x, result);
        pool::Tensor got;
        kind.backward(params, x, result, gy, got);
        const bool exact = kind.reduction(params) == pool::Reduction::select;
        const pool::Shape& out = y.shape();
        for (std::int64_t i = 0; i < out.size(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            const float a = result.output.data()[at];
            const float b = y.data()[at];
            if (same(a, b)) continue;
            const pool::Cell cell{i / (out.c * out.plane()), i / out.plane() % out.c, i / out.w % out.h,
                                  i % out.w};
            ASSERT_FALSE(exact) << "output " << i << ": " << a << ", expected " << b;
            // RoIAlign: absolute, because its samples cancel.
            const double scale = test.contains("rois") ? 1.0 : output_scale(kind, params, x, result, cell);
            ASSERT_LE(std::abs(a - b), 1e-5 * scale) << "output " << i << ": " << a << ", expected " << b;
        }
        if (kind.has_indices(params) && !kind.takes_indices()) {
            const Json& indices = test["indices"]["data"];
            const pool::Indices winners = result.indices.positions();
            for (std::size_t i = 0; i < indices.size(); ++i)
                ASSERT_EQ(winners.data()[i], indices[i].get<std::int64_t>()) << "index " << i;
        }
        const std::vector<double> scale = gradient_scale(kind, params, x, result, gy);
        for (std::size_t i = 0; i < scale.size(); ++i) {
            const float a = got.data()[i];
            const float b = gx.data()[i];
            if (same(a, b)) continue;
            ASSERT_LE(std::abs(a - b), test.contains("rois") ? 1e-5 : 1e-5 * scale[i])
                << "gradient " << i << ": " << a << ", expected " << b;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Reference,
                         testing::Values(Suite{"max", "MaxPool2d"}, Suite{"avg", "AvgPool2d"},
                                         Suite{"adaptive_avg", "AdaptiveAvgPool2d"},
                                         Suite{"adaptive_max", "AdaptiveMaxPool2d"}, Suite{"lp", "LPPool2d"},
                                         Suite{"fractional", "FractionalMaxPool2d"},
                                         Suite{"max_unpool", "MaxUnpool2d"}, Suite{"roi_align", "RoIAlign2d"},
                                         Suite{"roi_pool", "RoIPool2d"}),
                         [](const auto& suite) { return std::string(suite.param.kind); });

TEST(ReferenceShapes, OutputSizesAndRefusals) {
    std::ifstream file(std::string(TEST_DATA_DIR) + "/reference/shapes.csv");
    std::string line;
    std::getline(file, line);
    const pool::LayerKind& max = *pool::find_kind("MaxPool2d");
    const pool::LayerKind& avg = *pool::find_kind("AvgPool2d");
    int rows = 0;
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        std::array<std::int64_t, 7> v{};
        for (std::int64_t& value : v) {
            std::string field;
            std::getline(fields, field, ',');
            value = field == "True" || field == "true"     ? 1
                    : field == "False" || field == "false" ? 0
                                                           : std::stoll(field);
        }
        const auto [in, kernel, stride, padding, dilation, ceil_mode, out] = v;
        pool::Params params;
        params.set("kernel_size", pool::Pair{kernel, kernel});
        params.set("stride", pool::Pair{stride, stride});
        params.set("padding", pool::Pair{padding, padding});
        params.set("ceil_mode", ceil_mode == 1);
        const auto check = [&](const pool::LayerKind& kind) {
            const pool::Shape input{1, 1, in, in};
            if (out == 0) {
                EXPECT_THROW(kind.output_shape(params, input), pool::LayerError)
                    << kind.name() << ": " << line;
            } else {
                EXPECT_EQ(kind.output_shape(params, input), (pool::Shape{1, 1, out, out}))
                    << kind.name() << ": " << line;
            }
        };
        if (dilation == 1) check(avg);
        params.set("dilation", pool::Pair{dilation, dilation});
        check(max);
        ++rows;
    }
    EXPECT_EQ(rows, 4576);
}

}  // namespace
