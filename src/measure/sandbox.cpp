#include "measure/sandbox.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <exception>

#include <lua.hpp>

#include "embedded/prelude.h"
#include "measure/expression.h"
#include "measure/table.h"
#include "pool/notation.h"

// Lua leaves a function in which an error happens by longjmp, past the destructors of its C++ objects. Every
// function below that Lua may leave so keeps nothing on its stack that has one: arguments, result and message
// of a call stand in the Machine.

namespace measure {

namespace {

constexpr int kHookEvery = 1000;  // steps of Lua
constexpr std::size_t kMostArguments = 16;
constexpr int kDeepest = 16;

bool whole(double number) { return number == std::floor(number) && std::abs(number) < 9e15; }

/// Lua's sentence without the place that it puts in front of it.
std::string without_place(std::string message) {
    // "[string "…"]:1: what" or "=:1: what"
    const std::size_t colon = message.find(":1: ");
    return colon == std::string::npos ? message : message.substr(colon + 4);
}

}  // namespace

class Sandbox::Machine {
 public:
    Machine(Subject& of, Limits most);
    ~Machine() {
        if (lua) lua_close(lua);
    }
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    static Machine& of(lua_State* state) { return **static_cast<Machine**>(lua_getextraspace(state)); }

    void refuse(const char* key) noexcept;
    void refuse_argument(const Measure& measure, int number) noexcept;
    /// Takes a measure of `arguments`; false: `refusal` says why not.
    bool take(const Measure& measure) noexcept;

    Subject& subject;
    Limits limits;
    std::size_t bytes = 0;
    std::int64_t steps = 0;
    lua_State* lua = nullptr;
    std::array<double, kMostArguments> arguments{};
    std::size_t count = 0;
    Value result;
    words::Message refusal;  ///< of ours, where one ended the expression
    std::string name;        ///< of a value that is set
};

namespace {

using Machine = Sandbox::Machine;

void* allocate(void* context, void* memory, std::size_t old_size, std::size_t new_size) {
    Machine& machine = *static_cast<Machine*>(context);
    if (!memory) old_size = 0;
    if (new_size == 0) {
        std::free(memory);
        machine.bytes -= old_size;
        return nullptr;
    }
    if (new_size > old_size && machine.bytes + (new_size - old_size) > machine.limits.bytes) return nullptr;
    void* result = std::realloc(memory, new_size);
    if (result) machine.bytes += new_size - old_size;
    return result;
}

/// Ends the expression with a message that has no arguments.
[[noreturn]] void refuse(lua_State* state, const char* key) {
    Machine::of(state).refuse(key);
    lua_pushnil(state);
    lua_error(state);
    std::abort();
}

void count_steps(lua_State* state, lua_Debug*) {
    Machine& machine = Machine::of(state);
    machine.steps += kHookEvery;
    if (machine.steps <= machine.limits.steps) return;
    refuse(state, "error.measure.steps");
}

/// Registry keys.
const char kMeta = 0;
const char kEnvironment = 0;
const char kNames = 0;  // the same, as expressions see it

void push_value(lua_State* state, const Value& value, int depth) {
    if (lua_checkstack(state, 4) == 0) refuse(state, "error.measure.deep");
    if (const bool* boolean = value.boolean()) {
        lua_pushboolean(state, *boolean ? 1 : 0);
    } else if (const double* number = value.number()) {
        if (whole(*number)) {
            lua_pushinteger(state, static_cast<lua_Integer>(*number));
        } else {
            lua_pushnumber(state, *number);
        }
    } else if (const std::string* text = value.text()) {
        lua_pushlstring(state, text->data(), text->size());
    } else if (const List* list = value.list(); list && depth < kDeepest) {
        const auto size = static_cast<lua_Integer>(list->size());
        lua_createtable(state, static_cast<int>(size), 2);
        lua_pushinteger(state, size);
        lua_setfield(state, -2, "n");
        for (lua_Integer i = 0; i < size; ++i) {
            push_value(state, (*list)[static_cast<std::size_t>(i)], depth + 1);
            lua_rawseti(state, -2, i);
        }
        lua_rawgetp(state, LUA_REGISTRYINDEX, &kMeta);
        lua_setmetatable(state, -2);
    } else {
        lua_pushnil(state);
    }
}

/// Length of the list at `at`.
lua_Integer length_of(lua_State* state, int at) {
    lua_pushliteral(state, "n");
    lua_rawget(state, at);
    const lua_Integer length = lua_tointeger(state, -1);
    lua_pop(state, 1);
    return length;
}

/// One argument, the numbers of a list each as one; false where it is neither.
bool read_argument(lua_State* state, int at, Machine& machine) {
    const auto add = [&machine](double number) {
        if (machine.count == kMostArguments) return false;
        machine.arguments[machine.count++] = number;
        return true;
    };
    if (lua_type(state, at) == LUA_TNUMBER) return add(lua_tonumber(state, at));
    if (lua_type(state, at) == LUA_TBOOLEAN) return add(lua_toboolean(state, at));
    if (lua_type(state, at) != LUA_TTABLE) return false;
    const lua_Integer length = length_of(state, at);
    for (lua_Integer i = 0; i < length; ++i) {
        lua_rawgeti(state, at, i);
        const bool good = lua_type(state, -1) == LUA_TNUMBER && add(lua_tonumber(state, -1));
        lua_pop(state, 1);
        if (!good) return false;
    }
    return true;
}

int call_measure(lua_State* state) {
    Machine& machine = Machine::of(state);
    const auto& measure = *static_cast<const Measure*>(lua_touserdata(state, lua_upvalueindex(1)));
    machine.count = 0;
    const int given = lua_gettop(state);
    for (int i = 1; i <= given; ++i)
        if (!read_argument(state, i, machine)) {
            machine.refuse_argument(measure, i);
            lua_pushnil(state);
            return lua_error(state);
        }
    if (!machine.take(measure)) {
        lua_pushnil(state);
        return lua_error(state);
    }
    push_value(state, machine.result, 0);
    return 1;
}

/// The prelude over what it needs of Lua's base library, then the measures.
int set_up(lua_State* state) {
    luaL_requiref(state, "_G", luaopen_base, 0);
    const std::string_view prelude = embedded::prelude("prelude.lua");
    if (luaL_loadbufferx(state, prelude.data(), prelude.size(), "=prelude", "t") != LUA_OK)
        return lua_error(state);
    lua_insert(state, -2);
    lua_newtable(state);
    for (const std::span<const Measure> table : tables()) {
        for (const Measure& measure : table) {
            lua_pushlightuserdata(state, const_cast<Measure*>(&measure));
            lua_pushcclosure(state, call_measure, 1);
            lua_setfield(state, -2, measure.name.data());
        }
    }
    lua_pushvalue(state, -1);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &kEnvironment);
    lua_call(state, 2, 2);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &kNames);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &kMeta);
    return 0;
}

int set_name(lua_State* state) {
    Machine& machine = Machine::of(state);
    lua_rawgetp(state, LUA_REGISTRYINDEX, &kEnvironment);
    lua_pushlstring(state, machine.name.data(), machine.name.size());
    push_value(state, machine.result, 0);
    lua_rawset(state, -3);
    return 0;
}

Value read_value(lua_State* state, int at, int depth) {
    switch (lua_type(state, at)) {
        case LUA_TNIL:
            return {};
        case LUA_TBOOLEAN:
            return lua_toboolean(state, at) != 0;
        case LUA_TNUMBER:
            return lua_tonumber(state, at);
        case LUA_TSTRING: {
            std::size_t size = 0;
            const char* text = lua_tolstring(state, at, &size);
            return std::string(text, size);
        }
        case LUA_TTABLE:
            break;
        default:
            throw MeasureError({"error.measure.function"});
    }
    if (depth == kDeepest || lua_checkstack(state, 4) == 0) throw MeasureError({"error.measure.deep"});
    List list;
    const lua_Integer length = length_of(state, at);
    for (lua_Integer i = 0; i < length; ++i) {
        lua_rawgeti(state, at, i);
        list.push_back(read_value(state, lua_gettop(state), depth + 1));
        lua_pop(state, 1);
    }
    return list;
}

std::string call_text(const Measure& measure) {
    return std::string(measure.name) + "(" + std::string(measure.arguments) + ")";
}

}  // namespace

Sandbox::Machine::Machine(Subject& of, Limits most) : subject(of), limits(most) {
    lua = lua_newstate(allocate, this);
    if (!lua) throw MeasureError({"error.measure.memory"});
    *static_cast<Machine**>(lua_getextraspace(lua)) = this;
    lua_pushcfunction(lua, set_up);
    if (lua_pcall(lua, 0, 0, 0) == LUA_OK) return;
    lua_close(lua);
    lua = nullptr;
    throw MeasureError({"error.measure.memory"});
}

void Sandbox::Machine::refuse(const char* key) noexcept {
    try {
        refusal = words::Message(key);
    } catch (const std::exception&) {
        // No memory for a sentence: the expression ends all the same.
    }
}

void Sandbox::Machine::refuse_argument(const Measure& measure, int number) noexcept {
    try {
        refusal = {"error.measure.argument", {measure.name, number}};
    } catch (const std::exception&) {
        refuse("error.measure.memory");
    }
}

bool Sandbox::Machine::take(const Measure& measure) noexcept {
    try {
        if (count < measure.fewest() || count > measure.most()) {
            refusal = {"error.measure.arguments", {call_text(measure), count}};
            return false;
        }
        result = measure.take(Call(subject, std::span(arguments.data(), count)));
        return true;
    } catch (const std::exception& error) {
        refusal = {"error.measure.of", {measure.name, words::message_of(error)}};
    }
    return false;
}

namespace {

/// What the prelude ended with: a list of a key and its arguments.
words::Message prelude_message(lua_State* state, int at) {
    const auto text = [&](lua_Integer i) {
        lua_rawgeti(state, at, i);
        std::size_t size = 0;
        // Not lua_tolstring on a number: that would change it in place and may need memory.
        std::string found;
        if (lua_type(state, -1) == LUA_TSTRING) {
            const char* words = lua_tolstring(state, -1, &size);
            found.assign(words, size);
        } else if (lua_isinteger(state, -1)) {
            found = std::to_string(lua_tointeger(state, -1));
        } else if (lua_type(state, -1) == LUA_TNUMBER) {
            found = std::to_string(lua_tonumber(state, -1));
        }
        lua_pop(state, 1);
        return found;
    };
    return {text(1), {text(2), text(3)}};
}

/// Why an expression failed; the error's value is on top.
words::Message failure_of(lua_State* state, int status, const words::Message& refusal) {
    if (!refusal.empty()) return refusal;
    if (status == LUA_ERRMEM) return {"error.measure.memory"};
    if (lua_type(state, -1) == LUA_TTABLE) return prelude_message(state, lua_gettop(state));
    if (lua_type(state, -1) != LUA_TSTRING) return {"error.measure.failed"};
    return words::Message::plain(without_place(lua_tostring(state, -1)));
}

}  // namespace

Sandbox::Sandbox(Subject& subject, Limits limits) : machine_(std::make_unique<Machine>(subject, limits)) {
    List layers;
    for (const pool::LayerResult& layer : subject.a().layers)
        layers.emplace_back(pool::notation(layer.layer));
    set("layers", layers);
    const document::Transform& transform = subject.document().other.transform;
    set("dy", transform.dy);
    set("dx", transform.dx);
    set("angle", transform.angle);
    set("scale", transform.scale);
}

Sandbox::~Sandbox() = default;

void Sandbox::set(const std::string& name, const Value& value) {
    machine_->name = name;
    machine_->result = value;
    lua_pushcfunction(machine_->lua, set_name);
    if (lua_pcall(machine_->lua, 0, 0, 0) == LUA_OK) return;
    lua_settop(machine_->lua, 0);
    throw MeasureError({"error.measure.memory"});
}

Value Sandbox::evaluate(std::string_view expression) {
    lua_State* state = machine_->lua;
    const auto fail = [&](const words::Message& why) {
        lua_settop(state, 0);
        throw MeasureError({"error.measure.expression", {expression, why}});
    };
    if (split_expressions(expression).size() != 1 || split_expressions(expression).front().empty())
        fail({"error.measure.one"});
    // Line breaks inside are blanks, so that Lua's line is always the first.
    std::string chunk = "return " + with_lists(expression);
    for (char& c : chunk)
        if (c == '\n' || c == '\r') c = ' ';
    machine_->steps = 0;
    machine_->refusal = {};
    lua_sethook(state, count_steps, LUA_MASKCOUNT, kHookEvery);
    int status = luaL_loadbufferx(state, chunk.data(), chunk.size(), "=", "t");
    if (status == LUA_OK) {
        lua_rawgetp(state, LUA_REGISTRYINDEX, &kNames);
        lua_setupvalue(state, -2, 1);
        status = lua_pcall(state, 0, 1, 0);
    }
    lua_sethook(state, nullptr, 0, 0);
    if (status != LUA_OK) fail(failure_of(state, status, machine_->refusal));
    Value value;
    try {
        value = read_value(state, lua_gettop(state), 0);
    } catch (const MeasureError& error) {
        fail(error.message());
    }
    lua_settop(state, 0);
    return value;
}

}  // namespace measure
