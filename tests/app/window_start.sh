#!/usr/bin/env bash
# Whatever settings, autosaves and environment a start meets: the window opens and says what it could not use.
# Usage: window_start.sh POOLSCOPE
set -euo pipefail
program=$1
if [[ -z ${POOLSCOPE_START_INSIDE-} ]]; then
  exec env POOLSCOPE_START_INSIDE=1 LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s "-screen 0 1400x900x24" bash "$0" "$program"
fi
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
inspect=$work/inspect.json
count=0

# starts NAME EXPECTED-WORDS [ENVIRONMENT...]: opens with $work/NAME as the data folder; the words stand in the error, "" is no error
starts() {
  local name=$1 words=$2
  shift 2
  rm -f "$inspect"
  if ! env "$@" XDG_DATA_HOME="$work/$name" timeout 20 "$program" --inspect "$inspect" --exit-after-first-frame; then
    echo "FAILED: $name: the program did not end by itself"
    exit 1
  fi
  python3 - "$inspect" "$name" "$words" <<'PY'
import json, sys
path, name, words = sys.argv[1:]
state = json.load(open(path))["state"]
error = state["error"] or ""
good = words in error if words else not error
if not good or not state["layers"]:
    sys.exit(f"FAILED: {name}: the window says {error!r}, {words!r} was expected")
PY
  count=$((count + 1))
}

fresh() {
  mkdir -p "$work/$1/poolscope/autosave"
  echo "$work/$1/poolscope"
}

starts nothing ""

# Settings.
printf '{"theme": ' >"$(fresh cut)/settings.json"
starts cut "settings could not be read"
[[ -f $work/cut/poolscope/aside-settings.json ]] || { echo "FAILED: the damaged settings are gone"; exit 1; }
printf '\xff\xfe\x00' >"$(fresh binary)/settings.json"
starts binary "settings could not be read"
: >"$(fresh empty)/settings.json"
starts empty "settings could not be read"
printf '[1, 2]' >"$(fresh list)/settings.json"
starts list "settings could not be read"
head -c 100000 /dev/zero | tr '\0' '[' >"$(fresh deep)/settings.json"
starts deep "settings could not be read"
mkdir "$(fresh folder)/settings.json"
starts folder "settings could not be read"
mkfifo "$(fresh pipe)/settings.json"
starts pipe "settings could not be read"
ln -s /nowhere "$(fresh dangling)/settings.json"
starts dangling "settings could not be read"
printf '{"view": 3, "theme": "pink", "text_scale": 1e9, "left_em": -1, "recent": [[], {}], "folder": 7}' >"$(fresh odd)/settings.json"
starts odd ""
printf '{"text_scale": 1e999}' >"$(fresh huge)/settings.json"
starts huge "settings could not be read"
printf '{"view": "nowhere", "text_scale": null, "left_em": 1e30, "language": "tlh"}' >"$(fresh ranges)/settings.json"
starts ranges ""

# Autosaves.
printf '{"poolscope": ' >"$(fresh torn)/autosave/a.poolscope.json"
starts torn "a.poolscope.json"
printf '{"format": "poolscope-document", "version": 999}' >"$(fresh newer)/autosave/a.poolscope.json"
starts newer "a.poolscope.json"
head -c 100000 /dev/zero | tr '\0' '[' >"$(fresh deepwork)/autosave/a.poolscope.json"
starts deepwork "a.poolscope.json"
mkdir "$(fresh workfolder)/autosave/a.poolscope.json"
starts workfolder ""
mkfifo "$(fresh workpipe)/autosave/a.poolscope.json"
starts workpipe ""
mkdir -p "$work/noautosave/poolscope" && : >"$work/noautosave/poolscope/autosave"
starts noautosave ""

# The environment.
starts nohome "" -u HOME LANG=C
starts badlang "" LANG=xx_YY.nonsense LC_ALL=🙂
starts relative "" HOME=relative
mkdir -p "$work/gone" && rmdir "$work/gone"
env -u XDG_DATA_HOME -u HOME timeout 20 "$program" --inspect "$inspect" --exit-after-first-frame
python3 -c "import json, sys; sys.exit(0 if json.load(open('$inspect'))['state']['layers'] else 1)"
printf 'not a folder' >"$work/file"
starts file ""
echo "starts passed: $count"
