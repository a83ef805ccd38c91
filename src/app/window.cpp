#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <future>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <imgui_impl_glfw.h>

#include "app/commands.h"
#include "app/gui.h"
#include "app/start_lesson.h"
#include "app/window_events.h"
#include "io/autosave.h"
#include "io/files.h"
#include "io/left_files.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/inspect.h"
#include "ui/school.h"
#include "ui/settings_file.h"
#include "words/utf8.h"

namespace app {

namespace {

constexpr double kIdleSeconds = 0.5;
constexpr double kFrameSeconds = 1.0 / 60;
constexpr double kSoftwareFrameSeconds = 1.0 / 31;

/// What GLFW says about its newest failure.
words::Message reason() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text ? words::Message::plain(text) : words::Message("error.screen.silent");
}

/// Whether the back buffer still holds its picture after it was shown, as with drivers that draw in software
/// and copy. Shows two frames that differ by less than an eye sees.
bool back_buffer_stays(GLFWwindow* window, const figure::Color& paper) {
    const auto show = [&](unsigned char red) {
        glClearColor(static_cast<float>(red) / 255, static_cast<float>(paper.g) / 255,
                     static_cast<float>(paper.b) / 255, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        glfwSwapBuffers(window);
    };
    const auto other = static_cast<unsigned char>(paper.r > 0 ? paper.r - 1 : 1);
    show(other);
    show(paper.r);
    std::array<unsigned char, 4> pixel{};
    glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel.data());
    return pixel[0] == paper.r && pixel[1] == paper.g;
}

class Glfw {
 public:
    Glfw() {
        if (!glfwInit()) throw words::Error({"error.screen.open", {reason()}});
    }
    ~Glfw() { glfwTerminate(); }
    Glfw(const Glfw&) = delete;
    Glfw& operator=(const Glfw&) = delete;
};

struct DestroyWindow {
    void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};
using WindowHandle = std::unique_ptr<GLFWwindow, DestroyWindow>;

WindowHandle make_window(int width, int height) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    WindowHandle window(glfwCreateWindow(width, height, "Poolscope", nullptr, nullptr));
    if (!window) throw words::Error({"error.screen.opengl", {reason()}});
    glfwSetWindowSizeLimits(window.get(), static_cast<int>(ui::kLeastWidth),
                            static_cast<int>(ui::kLeastHeight), GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window.get());
    gpu::load_gl(glfwGetProcAddress);
    glfwSwapInterval(1);
    return window;
}

/// Whether the processor draws, not a graphics card.
bool draws_in_software() {
    const auto* renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    const std::string_view name = renderer ? renderer : "";
    return std::ranges::any_of(std::array{"llvmpipe", "softpipe", "SwiftShader", "Software"},
                               [&](const char* known) { return name.find(known) != name.npos; });
}

/// Replaces the file in one step, so that a reader never sees a part. Not synced to disk: it is a live view,
/// not a save.
class InspectFile {
 public:
    explicit InspectFile(std::string path) : path_(std::move(path)) {}
    void write(const ui::AppState& state, float width, float height) {
        if (path_.empty()) return;
        std::string now = ui::inspect_json(state, width, height, false);
        if (now == last_) return;
        last_ = std::move(now);
        io::WriteOptions options;
        options.follow_link = false;
        options.durable = false;
        try {
            io::write_file_atomically(path_, ui::inspect_json(state, width, height), options);
        } catch (const io::FileError& failed) {
            std::fprintf(stderr, "poolscope: error: %s\n", failed.what());
        }
    }

 private:
    std::string path_;
    std::string last_;
};

/// A place below the user's data; empty where there is none.
std::filesystem::path in_data_folder(const char* name) {
    const std::filesystem::path folder = io::data_folder();
    return folder.empty() ? folder : folder / name;
}

float density_of(GLFWwindow* window) {
    int width = 1;
    int framebuffer_width = 1;
    int height = 0;
    glfwGetWindowSize(window, &width, &height);
    glfwGetFramebufferSize(window, &framebuffer_width, &height);
    // Where the system itself scales the window (macOS, Wayland), text is already counted in its points.
    if (framebuffer_width > width) return 1;
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window, &x, &y);
    return x;
}

/// The settings of the last session; of the first one in the language of the environment.
/// What of a damaged file can be kept aside is kept, and `trouble` says so.
ui::Settings starting_settings(const std::filesystem::path& file, words::Message& trouble) {
    ui::Settings settings;
    settings.language = ui::language_of_environment();
    settings.still = ui::stillness_of_environment();
    std::error_code unknown;
    if (file.empty() || !std::filesystem::exists(std::filesystem::symlink_status(file, unknown)))
        return settings;
    try {
        const std::string text = io::read_text(file);
        const words::Message problem = ui::settings_problem(text);
        if (problem.empty()) return ui::settings_from_json(text, settings);
        trouble = {"settings.damaged", {io::display_name(io::put_aside(file)), problem}};
    } catch (const std::exception& refused) {
        trouble = {"settings.damaged", {io::display_name(io::put_aside(file)), words::message_of(refused)}};
    }
    return settings;
}

/// "digit.png – lesson.poolscope.json • – Poolscope"
std::string title_of(const work::Workspace& work, const figure::Strings& t) {
    const std::string dash = " – ";
    const std::string& input = work.document().input.base.name;
    std::string document =
        work.path().empty() ? t("document.untitled") : io::display_name(work.path().filename());
    if (work.history().unsaved()) document += " •";
    return (input.empty() ? "" : words::one_line(input) + dash) + document + dash + "Poolscope";
}

class Session {
 public:
    explicit Session(const WindowOptions& options)
        : options_(options),
          fonts_(std::async(std::launch::async, PreparedFonts::make, options.width, options.height)),
          settings_path_(in_data_folder("settings.json")),
          progress_path_(in_data_folder("progress.json")),
          autosave_(in_data_folder("autosave")),
          left_(autosave_.take_left(options.file.empty() && !options.document)),
          state_(options.document ? *options.document
                 : left_.document ? *left_.document
                                  : document::first_document()),
          window_(make_window(options.width, options.height)),
          inspect_(options.inspect) {
        words::Message trouble = left_.message;
        state_.settings = starting_settings(settings_path_, trouble);
        saved_settings_ = state_.settings;
        load_progress();
        if (draws_in_software()) {
            frame_seconds_ = kSoftwareFrameSeconds;
            picture_stays_ =
                back_buffer_stays(window_.get(), figure::palette_of(state_.settings.theme).paper);
        }
        events_.state = &state_;
        listen(window_.get(), events_);
        gui_ = std::make_unique<Gui>(fonts_.get());
        ImGui_ImplGlfw_InitForOpenGL(window_.get(), true);
        listen_to_keys(window_.get());
        state_.dialogs.file.left = left_.others;
        const bool given = options.document || !options.file.empty();
        if (trouble.empty() && given && !left_.others.empty())
            trouble = {"autosave.others", {left_.others.size()}};
        if (!options.file.empty()) ui::open_path(state_, options.file);
        // What keeps the file from being seen is said before all else.
        if (state_.error().empty() && !trouble.empty()) state_.show_error(trouble);
        if (!options.lesson.empty()) start_lesson(state_, options.lesson, options.step);
        offered_ = state_.user().history().revision();
    }
    ~Session() { ImGui_ImplGlfw_Shutdown(); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void run() {
        while (!state_.requests.quit && !may_close()) {
            wait_for_events();
            after_events();
            if (events_.frames_due <= 0 && !state_.animating()) continue;
            drawn_ = glfwGetTime();
            draw();
            if (options_.exit_after_first_frame) return;
        }
    }

 private:
    /// A frame is due at once after an event; what moves by itself keeps to a rate that the processor can
    /// hold where it draws the picture itself.
    void wait_for_events() {
        if (events_.frames_due > 0) return glfwPollEvents();
        if (!state_.animating()) return glfwWaitEventsTimeout(kIdleSeconds);
        const double left = drawn_ + frame_seconds_ - glfwGetTime();
        if (left <= 0) return glfwPollEvents();
        glfwWaitEventsTimeout(left);
    }

    /// Whether the window was closed; asks first where the work would be lost.
    bool may_close() {
        if (!glfwWindowShouldClose(window_.get())) return false;
        if (!state_.user().history().unsaved()) return true;
        autosave_.flush();
        const auto error = autosave_.error();
        if (!error) return true;
        glfwSetWindowShouldClose(window_.get(), GLFW_FALSE);
        state_.dialogs.close = {true, *error};
        events_.frames_due = kFramesAfterEvent;
        return false;
    }

    void show_title() {
        const std::string now = title_of(state_.user(), figure::Strings(state_.settings.language));
        if (now == title_) return;
        title_ = now;
        glfwSetWindowTitle(window_.get(), now.c_str());
    }

    void after_events() {
        // Said once, and taken back when saving succeeds again.
        const auto error = autosave_.error();
        const std::string now = error ? error->text() : std::string();
        if (now == autosave_error_) return;
        if (error)
            state_.show_error(*error);
        else if (state_.error().text() == autosave_error_)
            state_.clear_error();
        autosave_error_ = now;
        events_.frames_due = kFramesAfterEvent;
    }

    void draw() {
        --events_.frames_due;
        hand_on_keys(window_.get());
        ImGui_ImplGlfw_NewFrame();
        gui_->prepare_fonts(state_, density_of(window_.get()));
        int width = 0;
        int height = 0;
        glfwGetFramebufferSize(window_.get(), &width, &height);
        if (width == 0 || height == 0) return;  // minimised
        if (std::exchange(events_.uncovered, false)) gui_->forget_picture();
        if (gui_->draw_changes(state_, width, height, picture_stays_)) glfwSwapBuffers(window_.get());
        if (std::exchange(state_.requests.fullscreen, false)) switch_full_screen();
        show_title();
        const ImVec2 size = ImGui::GetIO().DisplaySize;
        inspect_.write(state_, size.x, size.y);
        if (!state_.user().live().busy()) autosave_.started();
        if (state_.requests.fonts_changed) events_.frames_due = kFramesAfterEvent;
        if (state_.user().history().revision() != offered_) {
            offered_ = state_.user().history().revision();
            autosave_.offer(state_.user().document());
            events_.frames_due = std::max(events_.frames_due, 1);
        }
        // While a panel's edge is dragged its width is not settled.
        if (state_.school->changes != kept_changes_) save_progress();
        if (!ImGui::IsAnyMouseDown() && state_.settings != saved_settings_) save_settings();
    }

    /// To the whole of the monitor that the window is on most, and back to where it was.
    void switch_full_screen() {
        GLFWwindow* window = window_.get();
        events_.frames_due = kFramesAfterEvent;
        if (glfwGetWindowMonitor(window)) {
            glfwSetWindowMonitor(window, nullptr, windowed_[0], windowed_[1], windowed_[2], windowed_[3], 0);
            return;
        }
        glfwGetWindowPos(window, &windowed_[0], &windowed_[1]);
        glfwGetWindowSize(window, &windowed_[2], &windowed_[3]);
        GLFWmonitor* monitor = glfwGetPrimaryMonitor();
        int count = 0;
        GLFWmonitor** all = glfwGetMonitors(&count);
        for (int i = 0; i < count; ++i) {
            int x = 0, y = 0, w = 0, h = 0;
            glfwGetMonitorWorkarea(all[i], &x, &y, &w, &h);
            const int middle = windowed_[0] + windowed_[2] / 2;
            if (middle >= x && middle < x + w) monitor = all[i];
        }
        const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
        if (mode) glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    }

    /// What was learned before. A first start offers chapter 1.
    void load_progress() {
        std::error_code none;
        const bool known = !progress_path_.empty() && std::filesystem::exists(progress_path_, none);
        const bool first =
            !progress_path_.empty() && !known && !std::filesystem::exists(settings_path_, none);
        if (known) read_progress();
        // Whoever opens a file or a lesson knows what they want.
        if (options_.file.empty() && options_.lesson.empty()) ui::offer_lessons(state_, first);
    }

    void read_progress() {
        try {
            state_.school->progress =
                lesson::progress_from_json(io::read_text(progress_path_), progress_path_.filename().string());
        } catch (const io::FileError& failed) {
            std::error_code none;
            // Kept under a name of its own, so that the next save does not destroy it.
            std::filesystem::rename(progress_path_, progress_path_.string() + ".unreadable", none);
            state_.show_error(words::message_of(failed));
        }
    }

    void save_progress() {
        kept_changes_ = state_.school->changes;
        if (progress_path_.empty()) return;
        try {
            std::filesystem::create_directories(progress_path_.parent_path());
            io::write_file_atomically(progress_path_, lesson::progress_to_json(state_.school->progress));
        } catch (const std::exception& failed) {
            state_.show_error(words::message_of(failed));
        }
    }

    void save_settings() {
        saved_settings_ = state_.settings;
        if (settings_path_.empty()) return;
        try {
            std::filesystem::create_directories(settings_path_.parent_path());
            io::write_file_atomically(settings_path_, ui::settings_to_json(state_.settings));
        } catch (const std::exception& error) {
            state_.show_error(words::message_of(error));
        }
    }

    const WindowOptions& options_;
    std::future<std::unique_ptr<PreparedFonts>> fonts_;  ///< made while the window opens
    std::filesystem::path settings_path_;
    std::filesystem::path progress_path_;
    io::Autosave autosave_;
    io::LeftWork left_;
    Glfw glfw_;
    Events events_;
    ui::AppState state_;
    WindowHandle window_;
    std::unique_ptr<Gui> gui_;
    InspectFile inspect_;
    std::size_t offered_ = 0;
    std::size_t kept_changes_ = 0;  ///< see School::changes
    ui::Settings saved_settings_;
    std::string autosave_error_;  ///< as it is shown
    double drawn_ = 0;            ///< when the last frame began, in GLFW's seconds
    double frame_seconds_ = kFrameSeconds;
    bool picture_stays_ = false;     ///< in the window's back buffer
    std::array<int, 4> windowed_{};  ///< place and size before full screen
    std::string title_;
};

}  // namespace

int run_window(const WindowOptions& options) {
    Session session(options);
    session.run();
    return 0;
}

}  // namespace app
