#include "checks.h"
#include "ui/settings_file.h"

namespace fuzz {

void settings(Bytes bytes) {
    const ui::Settings read = ui::settings_from_json(std::string(bytes.begin(), bytes.end()), {});
    if (!(ui::settings_from_json(ui::settings_to_json(read), {}) == read))
        fail("settings do not read back as themselves", "");
}

}  // namespace fuzz
