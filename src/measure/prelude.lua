-- What every expression may use besides measures. Lists count from 0 and compare by value.
-- Runs once for each sandbox; `base` holds what it needs of Lua itself, which expressions never see.
local base, env = ...
local setmetatable, rawget, rawset, type, error, select = base.setmetatable, base.rawget, base.rawset, base.type,
  base.error, base.select
local floor = function(x) return x // 1 end
-- A refusal: a key of assets/text with its arguments.
local function refuse(key, a, b) error({ key, a, b }, 0) end

local meta = {}
local function fresh() return setmetatable({ n = 0 }, meta) end
local function push(list, value)
  rawset(list, rawget(list, "n"), value)
  rawset(list, "n", rawget(list, "n") + 1)
end
local function is_list(value) return type(value) == "table" end
local function need(value)
  if not is_list(value) then refuse("error.measure.list", type(value)) end
  return value
end

meta.__len = function(list) return rawget(list, "n") end
meta.__newindex = function() refuse("error.measure.change") end
meta.__metatable = false
meta.__index = function(list, key)
  local n = rawget(list, "n")
  if type(key) ~= "number" or key ~= floor(key) then refuse("error.measure.position_kind") end
  if key < -n or key >= n then refuse("error.measure.position", key, n) end
  return rawget(list, n + key)
end
meta.__eq = function(a, b)
  if not (is_list(a) and is_list(b)) or #a ~= #b then return false end
  for i = 0, #a - 1 do
    if rawget(a, i) ~= rawget(b, i) then return false end
  end
  return true
end

-- What `{1, 2}` in an expression becomes.
function env.list(values)
  local list = fresh()
  for i = 1, #values do push(list, values[i]) end
  return list
end

function env.len(list) return #need(list) end
function env.sum(list)
  local total = 0
  for i = 0, #need(list) - 1 do total = total + list[i] end
  return total
end
function env.mean_of(list) return env.sum(list) / #list end
local function extreme(better, ...)
  local list = select(1, ...)
  if not is_list(list) then list = env.list({ ... }) end
  if #list == 0 then refuse("error.measure.empty") end
  local best = list[0]
  for i = 1, #list - 1 do
    if better(list[i], best) then best = list[i] end
  end
  return best
end
function env.max(...) return extreme(function(a, b) return a > b end, ...) end
function env.min(...) return extreme(function(a, b) return a < b end, ...) end

function env.abs(x) return x < 0 and -x or x end
function env.floor(x) return floor(x) end
function env.ceil(x) return -floor(-x) end
function env.int(x) return x < 0 and -floor(-x) or floor(x) end
-- To so many digits behind the point; halves go to the even number.
function env.round(x, digits)
  local scale = 10.0 ^ (digits or 0)
  local y = x * scale
  local r = floor(y + 0.5)
  if r - y == 0.5 and r % 2 == 1 then r = r - 1 end
  return r / scale
end

function env.range(first, last, step)
  if not last then first, last = 0, first end
  local list = fresh()
  for i = first, last - 1, step or 1 do push(list, i) end
  return list
end
function env.slice(list, first, last)
  local result, n = fresh(), #need(list)
  last = last or n
  if first < 0 then first = first + n end
  if last < 0 then last = last + n end
  for i = first, last - 1 do
    if i >= 0 and i < n then push(result, rawget(list, i)) end
  end
  return result
end
function env.map(list, f)
  local result = fresh()
  for i = 0, #need(list) - 1 do push(result, f(rawget(list, i))) end
  return result
end
function env.filter(list, keep)
  local result = fresh()
  for i = 0, #need(list) - 1 do
    if keep(rawget(list, i)) then push(result, rawget(list, i)) end
  end
  return result
end
function env.count(list, test) return #env.filter(list, test) end
function env.any(list, test) return env.count(list, test) > 0 end
function env.all(list, test) return env.count(list, test) == #list end
function env.first(list, test)
  for i = 0, #need(list) - 1 do
    if not test or test(rawget(list, i)) then return rawget(list, i) end
  end
  refuse("error.measure.no_value")
end
function env.position(list, value)
  for i = 0, #need(list) - 1 do
    if rawget(list, i) == value then return i end
  end
  refuse("error.measure.no_value")
end
function env.distinct(list)
  local result = fresh()
  for i = 0, #need(list) - 1 do
    local value, new = rawget(list, i), true
    for j = 0, #result - 1 do new = new and rawget(result, j) ~= value end
    if new then push(result, value) end
  end
  return result
end
function env.zip(a, b)
  local result = fresh()
  for i = 0, (#need(a) < #need(b) and #a or #b) - 1 do push(result, env.list({ a[i], b[i] })) end
  return result
end

-- What expressions see: the names of `env`, which they cannot change.
local names = setmetatable({}, {
  __metatable = false,
  __index = function(_, name)
    local value = rawget(env, name)
    if value == nil then refuse("error.measure.name", base.tostring(name)) end
    return value
  end,
  __newindex = function() refuse("error.measure.change") end,
})
return meta, names
