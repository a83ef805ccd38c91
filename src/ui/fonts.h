#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "figure/drawing.h"
#include "figure/strings.h"
#include "ui/imgui_compat.h"

namespace ui {

/// The faces of the interface, made at several sizes so that text stays crisp when it is drawn larger.
/// Owned by the ImGui context's atlas; rebuilt when the text size or the language changes.
class Fonts {
 public:
    /// Fills `atlas` and builds it. Before Dear ImGui 1.92 this needs no context, so that another thread may
    /// do it while the window is being made. `em` is the size of the em square in pixels. Of the Chinese
    /// glyphs only those that the texts of `language` hold are added.
    void build(ImFontAtlas& atlas, float em, figure::Language language);

    /// Text that is not the program's own: file names, what is typed, what the system says. Characters that
    /// were not seen before ask for another build.
    void show(std::string_view text) const;
    bool wants_more() const { return !wanted_.empty(); }
    /// Characters that were asked for and that no font of this machine has.
    const std::set<std::uint32_t>& without_font() const { return without_font_; }

    /// Size of normal text in pixels; every size in the interface is a multiple of it.
    float em() const { return em_; }
    ImFont* text() const { return text_.front(); }
    ImFont* bold() const { return bold_.front(); }
    ImFont* mono() const { return mono_.front(); }
    /// The face's font whose own size is nearest to an em of `em` pixels from above, of those that hold every
    /// character of `text`: not every size was built with all of them.
    ImFont* nearest(figure::Face face, float em, std::string_view text) const;
    /// Dear ImGui's size of a face (its line height) for an em of `em` pixels. Figures count in ems.
    float line_height(figure::Face face, float em) const {
        return em * factor_[static_cast<std::size_t>(face)];
    }

 private:
    void take_wanted();
    bool holds(figure::Face face, std::size_t index, std::string_view text) const;

    float em_ = 14;
    std::array<float, 3> factor_{1, 1, 1};  ///< line height / em, by face
    std::vector<ImFont*> text_;             ///< the first is the one at `em`; the rest ascending
    std::vector<ImFont*> bold_;
    std::vector<ImFont*> mono_;
    std::vector<std::set<std::uint32_t>> mono_only_;  ///< what each of mono_ was built with; empty: all
    std::set<std::uint32_t> known_;                   ///< characters that the fonts were built with
    std::set<std::uint32_t> others_;                  ///< those of them that are not the program's own
    mutable std::set<std::uint32_t> wanted_;          ///< shown, but not known
    std::set<std::uint32_t> without_font_;
#if IMGUI_VERSION_NUM >= 19200
    std::vector<std::vector<char>>
        sources_;  ///< bytes of the font files: glyphs are made when they are first shown
#endif
};

}  // namespace ui
