#include <algorithm>
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "figure/number.h"
#include "pool/notation.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"

// Random documents and random events: nothing crashes, every number that is shown is the Evaluation's, and
// the Evaluation is that of the document. Undo leads all the way back.

namespace {

using ui::Key;
using ui_test::Driver;

constexpr int kEvents = 25000;  // in each of four runs

int event_count() { return std::getenv("POOLSCOPE_FEW") ? kEvents / 25 : kEvents; }

/// Layers that any small map takes, and some that refuse it.
const std::vector<std::string>& layers() {
    static const std::vector<std::string> all = {
        "MaxPool2d(2)",
        "MaxPool2d(3, stride=2, padding=1)",
        "MaxPool2d(3, stride=1, dilation=2)",
        "MaxPool2d(2, ceil_mode=True)",
        "AvgPool2d(2)",
        "AvgPool2d(3, stride=1, padding=1, count_include_pad=False)",
        "AvgPool2d(3, stride=2, padding='same', rule='tensorflow')",
        "AdaptiveAvgPool2d(1)",
        "AdaptiveMaxPool2d(3)",
        "LPPool2d(2, 2)",
        "MinPool2d(2)",
        "SoftPool2d(2)",
        "BlurPool2d(4)",
        "Conv2d('sobel_x')",
        "ReLU()",
        "FractionalMaxPool2d(2, output_ratio=0.7)",
        "MaxUnpool2d(2)",
        "StochasticPool2d(2)",
        "Subsample2d(2)",
        "SpatialPyramidPool2d()",
    };
    return all;
}

class Monkey {
 public:
    explicit Monkey(unsigned seed) : random_(seed), driver_(start()) {}

    void run(int events) {
        for (int i = 0; i < events && !testing::Test::HasFatalFailure(); ++i) {
            event();
            driver_.frames();
            if (i % 40 == 0) expect_numbers_of_the_evaluation();
            if (i % 400 == 0) expect_evaluation_of_the_document();
        }
    }
    void undo_everything() {
        for (const int button : {0, 1}) ui::compat::feed_mouse_button(button, false);
        driver_.move_to(-1, -1);
        driver_.frames(3);
        driver_.key(Key::escape);
        driver_.key(Key::escape);
        int steps = 0;
        while (driver_.app().active().history().can_undo() && ++steps < 100000) {
            driver_.app().active().request_undo();
            driver_.frames();
        }
        EXPECT_TRUE(driver_.app().active().document().input == oldest_.input);
        EXPECT_TRUE(driver_.app().active().document().stack == oldest_.stack);
        EXPECT_TRUE(driver_.app().active().document().upstream == oldest_.upstream);
        expect_evaluation_of_the_document();
    }

 private:
    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_() % static_cast<unsigned long>(n));
    }
    float fraction() { return static_cast<float>(random_() % 10001) / 10000; }

    document::Document start() {
        document::Document document = document::first_document();
        const auto samples = document::samples();
        document.input = samples[random_() % samples.size()].input;
        oldest_ = document;
        return document;
    }

    void event() {
        ui::AppState& app = driver_.app();
        const ImVec2 size = ImGui::GetIO().DisplaySize;
        switch (below(12)) {
            case 0:
            case 1:
            case 2:
                driver_.move_to(fraction() * size.x, fraction() * size.y);
                break;
            case 3: {  // a control that is there
                if (app.widgets.empty()) break;
                const ui::WidgetRecord widget = app.widgets[random_() % app.widgets.size()];
                // Files are not to be touched.
                if (widget.id.starts_with("file.") || widget.id == "input.load") break;
                driver_.move_to(widget.x + widget.w * fraction(), widget.y + widget.h * fraction());
                driver_.frames();
                ui::compat::feed_mouse_button(0, true);
                down_ = true;
                break;
            }
            case 4:
                ui::compat::feed_mouse_button(down_ ? 0 : static_cast<int>(below(2)), !down_);
                down_ = !down_;
                break;
            case 5:
                ui::compat::feed_mouse_button(0, false);
                ui::compat::feed_mouse_button(1, false);
                down_ = false;
                break;
            case 6:
                ui::compat::feed_mouse_wheel(static_cast<float>(below(5)) - 2);
                break;
            case 7:
            case 8: {
                static constexpr Key kKeys[] = {
                    Key::space,  Key::left,   Key::right, Key::home, Key::end, Key::page_down,
                    Key::period, Key::comma,  Key::w,     Key::s,    Key::t,   Key::c,
                    Key::n0,     Key::escape, Key::up,    Key::down, Key::n1,  Key::f1};
                const bool shift = below(4) == 0;
                app.key_presses.push_back({kKeys[random_() % std::size(kKeys)], false, shift, false, false});
                break;
            }
            case 9: {
                static constexpr Key kKeys[] = {Key::z, Key::y, Key::d, Key::m, Key::p, Key::up, Key::down};
                app.key_presses.push_back(
                    {kKeys[random_() % std::size(kKeys)], true, below(5) == 0, false, false});
                break;
            }
            case 10:
                change_document();
                break;
            default:
                ImGui::GetIO().DeltaTime = below(10) == 0 ? 0.3F : 1.0F / 60.0F;
                break;
        }
    }

    /// What files, the notation field and the command line do.
    void change_document() {
        ui::AppState& app = driver_.app();
        const std::string layer = layers()[random_() % layers().size()];
        const std::int64_t what = below(5);
        const float x = fraction();
        const float y = fraction();
        const auto number = static_cast<float>(below(2001) - 1000) / 100;
        app.active().edit([=](document::Document& d) {
            switch (what) {
                case 0:
                    d.stack = pool::parse_stack(layer);
                    break;
                case 1:
                    if (d.stack.size() < 4) d.stack.push_back(pool::parse_stack(layer).front());
                    break;
                case 2:
                    if (!d.stack.empty()) d.stack.pop_back();
                    break;
                case 3:
                    d.input.strokes.push_back({x < 0.2F, 0.1F, 0.7F, 1, {{x, y}, {y, x}}});
                    break;
                default:
                    d.input.edits.push_back({{0, 0, 3, 2}, number});
                    d.upstream.source = static_cast<pool::Upstream::Source>(static_cast<int>(x * 5.99F));
                    d.upstream.target = "digit.8";
                    break;
            }
        });
    }

    void expect_evaluation_of_the_document() {
        const ui::AppState& app = driver_.app();
        if (app.active().live().chain().error) return;  // the last good stack is shown
        const document::Document& document = app.active().document();
        const pool::Evaluation whole = work::evaluate(document);
        ASSERT_EQ(app.active().evaluation().map_count(), whole.map_count());
        for (std::size_t i = 0; i < whole.map_count(); ++i) {
            SCOPED_TRACE(pool::notation(document.stack) + ", map " + std::to_string(i));
            expect_same(app.active().evaluation().map(i), whole.map(i));
            expect_same(app.active().evaluation().gradient(i), whole.gradient(i));
        }
    }
    /// NaN equals NaN here.
    static void expect_same(const pool::Tensor& a, const pool::Tensor& b) {
        ASSERT_EQ(a.shape().text(), b.shape().text());
        for (std::size_t i = 0; i < a.data().size(); ++i)
            ASSERT_TRUE(a.data()[i] == b.data()[i] || (std::isnan(a.data()[i]) && std::isnan(b.data()[i])))
                << i << ": " << a.data()[i] << " and " << b.data()[i];
    }

    /// Every number in a cell of the pair is that cell's value, shortened.
    void expect_numbers_of_the_evaluation() {
        ui::AppState& app = driver_.app();
        const pool::Evaluation& evaluation = app.active().evaluation();
        if (evaluation.layers.empty()) return;
        const figure::BenchView view = ui::bench_view(app);
        const figure::Plate plate = figure::compose_pair(evaluation, view, ui::style_of(app.settings, 14),
                                                         figure::Strings(), {900, 560});
        ASSERT_EQ(plate.areas.size(), 2U);
        bool inside = false;
        for (const figure::Primitive& item : plate.drawing.items) {
            if (const auto* group = std::get_if<figure::BeginGroup>(&item)) inside = group->name == "numbers";
            if (std::holds_alternative<figure::EndGroup>(item)) inside = false;
            const auto* text = std::get_if<figure::Text>(&item);
            if (!inside || !text) continue;
            for (const figure::MapArea& area : plate.areas) {
                const auto cell = area.cell_at(text->at);
                if (!cell) continue;
                // The left map's gradient may still be adding up.
                const bool partial = area.gradient && &area == &plate.areas[0] && !view.cursor.whole;
                const float value = area.gradient ? evaluation.gradient(area.map).at(*cell)
                                                  : evaluation.map(area.map).at(*cell);
                const bool shown =
                    text->text == figure::number(value, 4) || text->text == figure::number(value, 3) ||
                    text->text == figure::number(value, 2) || text->text == figure::number(value, 1);
                ASSERT_TRUE(shown || partial) << text->text << " in a cell of " << value;
            }
        }
    }

    std::mt19937 random_;
    document::Document oldest_;
    Driver driver_;
    bool down_ = false;
};

class RandomEvents : public testing::TestWithParam<unsigned> {};

TEST_P(RandomEvents, NeverShowAWrongNumberAndAreUndone) {
    Monkey monkey(GetParam());
    monkey.run(event_count());
    monkey.undo_everything();
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomEvents, testing::Values(1U, 2U, 3U, 4U));

}  // namespace
