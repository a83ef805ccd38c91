#!/usr/bin/env bash
# The real window under Xvfb: draws with real pointer events, steps by keys, reads --inspect, kills the program and
# finds its work again. Usage: window_smoke.sh POOLSCOPE
set -euo pipefail
program=$1
if [[ -z ${POOLSCOPE_SMOKE_INSIDE-} ]]; then
  exec env POOLSCOPE_SMOKE_INSIDE=1 LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s "-screen 0 1400x900x24" bash "$0" "$program"
fi
work=$(mktemp -d)
pid=
trap '[[ -n $pid ]] && kill -9 $pid 2>/dev/null; rm -rf "$work"' EXIT
export XDG_DATA_HOME=$work/data
inspect=$work/inspect.json

# wait_for TEXT PYTHON-EXPRESSION over j, the inspected state
wait_for() {
  for _ in $(seq 200); do
    if [[ -s $inspect ]] && python3 -c "
import json, sys
j = json.load(open('$inspect')); s = j['state']; w = {x['id']: x for x in j['widgets']}
sys.exit(0 if ($2) else 1)" 2>/dev/null; then return; fi
    sleep 0.05
  done
  echo "FAILED: $1"
  cat "$inspect" 2>/dev/null | tail -40
  exit 1
}
value() { python3 -c "
import json
j = json.load(open('$inspect')); s = j['state']; w = {x['id']: x for x in j['widgets']}
print($1)"; }

"$program" --inspect "$inspect" &
pid=$!
wait_for "the window opens on two poolings" "[l['notation'] for l in s['layers']] == ['MaxPool2d(2)', 'MaxPool2d(2)']"
window=$(xdotool search --pid $pid | tail -1)
[[ -n $window ]] || window=$(xdotool search --name Poolscope | head -1)
before=$(value "s['input']['sum']")
read -r x y side < <(value "*[int(v) for v in w['input.canvas']['rect'][:3]]" | tr -d ',')
xdotool mousemove --window "$window" $((x + 20)) $((y + 20)) mousedown 1
for i in 1 2 3 4 5 6 7 8; do
  xdotool mousemove --window "$window" $((x + 20 + i * (side - 40) / 8)) $((y + 20 + i * 4))
  sleep 0.03
done
xdotool mouseup 1
wait_for "the stroke raises the input's sum" "s['input']['sum'] > $before + 5 and s['unsaved']"
drawn=$(value "s['input']['sum']")
# Without a window manager nobody hands out the keyboard.
xdotool windowfocus --sync "$window" mousemove --window "$window" 700 700
stood=$(value "s['cursor']['window']")
xdotool key Right Right
wait_for "two steps" "s['cursor']['window'] == $stood + 2"
if [[ $(value "'stack.notation' in w") == True ]]; then
  read -r nx ny < <(value "*[int(w['stack.notation']['rect'][i] + w['stack.notation']['rect'][i + 2] / 2) for i in (0, 1)]")
  xdotool mousemove --window "$window" "$nx" "$ny" click 1
  xdotool key ctrl+a
  xdotool type --delay 15 "MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)"
  xdotool key Return
  wait_for "typed notation" "s['layers'][-1]['notation'] == 'AvgPool2d(3, stride=2, padding=1)' and s['layers'][-1]['output_shape'] == [1, 1, 7, 7]"
fi
xdotool mousemove --window "$window" 300 5
xdotool key t
wait_for "the dark theme, at rest" "s['theme'] == 'dark' and not s['animating']"
sleep 3 # nothing happens, so that next to nothing may be drawn
idle_since=$(value "j['frame']")
xdotool key t
wait_for "another theme" "s['theme'] != 'dark'"
theme=$(value "s['theme']")
frames=$(($(value "j['frame']") - idle_since))
[[ $frames -le 8 ]] || { echo "FAILED: $frames frames were drawn in 3 s of idleness"; exit 1; }
xdotool mousemove --window "$window" 700 700
xdotool key 2
wait_for "the tower" "s['view'] == 'tower' and 'tower' in w"
[[ -z $(find "$work/data" -name '*.json' 2>/dev/null) ]] && wait_for "an autosave" "__import__('glob').glob('$work/data/poolscope/autosave/*.json')"
sleep 1 # the one promise about time: at most the last second is lost
kill -9 $pid
wait $pid 2>/dev/null || true
rm -f "$inspect"
"$program" --inspect "$inspect" &
pid=$!
wait_for "the killed session's work is back" "abs(s['input']['sum'] - $drawn) < 1e-3"
wait_for "its view too" "s['view'] == 'tower' and s['theme'] == '$theme'"
echo "window smoke test passed; $frames frames in 3 s of idleness"
