#include <array>

#include <gtest/gtest.h>

#include "words/strings.h"

namespace {

/// One word for one thing (assets/text/README.md has the list): what must not stand in a Chinese text, and
/// the word that is used instead. Where the word contains the other one, only what is left over counts.
struct Term {
    std::string_view wrong;
    std::string_view right;
    std::string_view allowed = {};  ///< beginning of the keys where the other word means another thing
};

constexpr std::array kTerms = {
    Term{"胜者", "获胜者"},   Term{"赢家", "获胜者"},         Term{"胜出", "获胜"},
    Term{"输家", "落选者"},   Term{"步长", "步幅", "check."},  // the step of a finite difference
    Term{"跨度", "步幅"},     Term{"反向", "反向传播"},       Term{"反传", "反向传播"},
    Term{"正向", "前向"},     Term{"格子", "单元格"},         Term{"每格", "单元格"},
    Term{"各格", "单元格"},   Term{"格间", "单元格"},         Term{"像元", "单元格"},
    Term{"尺寸", "大小"},     Term{"核大小", "窗口大小"},     Term{"补零", "填充"},
    Term{"膨胀", "空洞"},     Term{"扩张", "空洞"},           Term{"下标", "索引"},
    Term{"降采样", "下采样"}, Term{"感知野", "感受野"},       Term{"激活图", "特征图"},
    Term{"平局", "并列"},     Term{"平手", "并列"},           Term{"批量", "批次"},
    Term{"信道", "通道"},     Term{"误差函数", "损失"},       Term{"解释", "讲解"},
    Term{"路由", "路径"},     Term{"全栈", "堆叠"},           Term{"时间线", "时间轴"},
    Term{"点击", "单击"},     Term{"参量", "参数"},           Term{"池化核", "窗口"},
};

std::string without(std::string text, std::string_view word) {
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word)) text.erase(at, word.size());
    return text;
}

TEST(Terms, OneChineseWordForOneThing) {
    using words::Language;
    using words::Strings;
    const auto keys = Strings::keys(Language::chinese);
    const auto texts = Strings::texts(Language::chinese);
    for (std::size_t i = 0; i < keys.size(); ++i)
        for (const Term& term : kTerms) {
            if (!term.allowed.empty() && keys[i].starts_with(term.allowed)) continue;
            EXPECT_EQ(without(texts[i], term.right).find(term.wrong), std::string::npos)
                << keys[i] << ": " << term.wrong << " is called " << term.right << ": " << texts[i];
        }
}

TEST(Terms, ChineseHasItsOwnPunctuation) {
    using words::Language;
    using words::Strings;
    const auto keys = Strings::keys(Language::chinese);
    const auto texts = Strings::texts(Language::chinese);
    // Behind a Chinese character stands no half-width full stop, colon or semicolon.
    for (std::size_t i = 0; i < keys.size(); ++i)
        for (std::size_t at = 3; at < texts[i].size(); ++at) {
            const bool mark = std::string_view(".:;").find(texts[i][at]) != std::string_view::npos;
            const auto lead = static_cast<unsigned char>(texts[i][at - 3]);
            const bool behind = lead >= 0xE4 && lead <= 0xE9;
            EXPECT_FALSE(mark && behind) << keys[i] << ": " << texts[i];
        }
}

}  // namespace
