#include <ostream>

#include "app/commands.h"
#include "pool/layer.h"
#include "pool/text.h"
#include "words/strings.h"

namespace app {

namespace {

const char* type_text(const pool::ParamSpec& spec) {
    switch (spec.type) {
        case pool::ParamType::boolean:
            return "bool";
        case pool::ParamType::integer:
            return "int";
        case pool::ParamType::number:
            return "float";
        case pool::ParamType::pair:
            return "int or (h, w)";
        case pool::ParamType::padding:
            return "int, (h, w), [top, left, bottom, right] or a word";
        case pool::ParamType::text:
            return "str";
        case pool::ParamType::choice:
            return "str";
        case pool::ParamType::number_list:
            return spec.scalar ? "float or list" : "list of numbers";
    }
    return "";
}

}  // namespace

int run_layers(std::ostream& print) {
    const words::Strings strings;
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string key = "kind." + std::string(kind->name());
        print << kind->name() << "\n  " << strings(key) << "\n  formula  " << strings(key + ".formula")
              << "\n  source   " << kind->source() << '\n';
        for (const pool::ParamSpec& spec : kind->params()) {
            print << "  " << spec.name << ": " << type_text(spec);
            if (spec.required) {
                print << ", required";
            } else {
                print << " = " << pool::python_text(spec.default_value);
            }
            for (const std::string_view choice : spec.choices)
                print << (choice == spec.choices.front() ? "; one of '" : ", '") << choice << "'";
            print << "  " << strings(spec.help) << '\n';
        }
        print << '\n';
    }
    return 0;
}

}  // namespace app
