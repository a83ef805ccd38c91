#!/usr/bin/env bash
# Keys by what is printed on them: cut, paste and undo in the real window under Xvfb with German, French, Russian and US
# layouts. Usage: window_layouts.sh POOLSCOPE
set -euo pipefail
program=$1
if [[ -z ${POOLSCOPE_LAYOUTS_INSIDE-} ]]; then
  exec env POOLSCOPE_LAYOUTS_INSIDE=1 LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s "-screen 0 1400x900x24 -noreset" bash "$0" "$program"
fi
work=$(mktemp -d)
pid=
trap '[[ -n $pid ]] && kill -9 $pid 2>/dev/null; rm -rf "$work"' EXIT
inspect=$work/inspect.json

# wait_for TEXT PYTHON-EXPRESSION over s, the inspected state, and w, its widgets
wait_for() {
  for _ in $(seq 200); do
    if [[ -s $inspect ]] && python3 -c "
import json, sys
j = json.load(open('$inspect')); s = j['state']; w = {x['id']: x for x in j['widgets']}
sys.exit(0 if ($2) else 1)" 2>/dev/null; then return; fi
    sleep 0.05
  done
  echo "FAILED: $layout: $1"
  exit 1
}
two="len(s['layers']) == 2"
none="len(s['layers']) == 0"

# What is printed on the keys of a c v x y z; the server knows where the layout has them.
latin="a c v x y z"
cyrillic="Cyrillic_ef Cyrillic_es Cyrillic_em Cyrillic_che Cyrillic_en Cyrillic_ya"
for layout in us de fr ru; do
  setxkbmap "$layout"
  if [[ $layout == ru ]]; then printed=$cyrillic; else printed=$latin; fi
  read -r a c v x y z <<<"$printed"
  export XDG_DATA_HOME=$work/$layout
  rm -f "$inspect"
  "$program" --inspect "$inspect" &
  pid=$!
  wait_for "the window opens" "$two and 'stack.notation' in w"
  window=$(xdotool search --pid $pid | tail -1)
  [[ -n $window ]] || window=$(xdotool search --name Poolscope | head -1)
  # Without a window manager nobody hands out the keyboard.
  xdotool windowfocus --sync "$window"
  # Without a pause, as fast as a hand that knows them: however slow the frames are, each is seen.
  press() { xdotool key "$@"; }
  field() {
    read -r fx fy < <(python3 -c "
import json
r = {x['id']: x for x in json.load(open('$inspect'))['widgets']}['stack.notation']['rect']
print(int(r[0] + r[2] / 2), int(r[1] + r[3] / 2))")
    xdotool mousemove --window "$window" "$fx" "$fy" click 1
  }
  field
  press "ctrl+$a" "ctrl+$x" Return
  wait_for "Ctrl+A and Ctrl+X in the field" "$none"
  field
  press "ctrl+$v" Return
  wait_for "Ctrl+V in the field" "$two"
  field
  press "ctrl+$a" "ctrl+$c" BackSpace Return
  wait_for "Ctrl+A and Backspace" "$none"
  field
  press "ctrl+$v" Return
  wait_for "Ctrl+C and Ctrl+V" "$two"
  xdotool mousemove --window "$window" 700 5
  press "ctrl+$z"
  wait_for "Ctrl+Z takes back" "$none"
  press "ctrl+$y"
  wait_for "Ctrl+Y does it again" "$two"
  echo "$layout: passed"
  kill -9 $pid
  wait $pid 2>/dev/null || true
done
pid=
echo "keyboard layouts passed: us, de, fr, ru"
