"""Runs every program of a folder and compares what it leaves with NAME.expected. Usage: check.py FOLDER"""
import contextlib
import io
import math
import pathlib
import subprocess
import sys

import numpy as np

try:
    import torch
except ImportError:
    torch = None


def compare(name, found, expected, exact):
    found = np.asarray(found, np.float64).ravel()
    expected = np.asarray(expected, np.float64).ravel()
    if found.shape != expected.shape:
        return f"{name}: {found.size} values, {expected.size} were expected"
    same = (found == expected) | (np.isnan(found) & np.isnan(expected))
    if not exact:
        with np.errstate(invalid="ignore"):
            same |= np.abs(found - expected) <= 1e-5 * np.maximum(1, np.abs(expected))
    if same.all():
        return None
    at = int(np.argmin(same))
    return f"{name}[{at}] is {found[at]}, {expected[at]} was expected"


def results_of(program):
    if program.suffix == ".run":
        lines = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout.strip().split("\n")
        rows = [[float(v) for v in line.split()] for line in lines]
        return {"y": rows[0], "dx": rows[1]}
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program.read_text(), str(program), "exec"), names)
    if "maps" in names:
        maps = [m.detach().numpy() for m in names["maps"]]
        grads = [m.grad.numpy() for m in names["maps"]]
        return {f"map{i}": m for i, m in enumerate(maps)} | {f"grad{i}": g for i, g in enumerate(grads)}
    return names


folder = pathlib.Path(sys.argv[1])
failures = 0
counts = {".numpy": 0, ".torch": 0, ".run": 0}
for program in sorted(folder.iterdir()):
    if program.suffix not in counts:
        continue
    if program.suffix == ".torch" and torch is None:
        continue
    counts[program.suffix] += 1
    expected = {}
    exec(program.with_suffix(".expected").read_text(), {"nan": math.nan, "inf": math.inf}, expected)
    try:
        found = results_of(program)
        wrong = [compare(k, found[k], v, k == "index") for k, v in expected.items() if program.suffix != ".run" or k in ("y", "dx")]
    except Exception as error:
        wrong = [repr(error)]
    wrong = [w for w in wrong if w]
    if wrong:
        failures += 1
        print(f"{program}: {wrong[0]}")
print(f"{counts['.numpy']} NumPy, {counts['.torch']} PyTorch and {counts['.run']} C++ programs, {failures} wrong")
if torch is None:
    print("PyTorch was not found: its programs were not run")
sys.exit(failures > 0)
