#!/usr/bin/env python3
"""What atomata costs at compile time, beside serde's two derives on the same structs.

Dependencies are built first. Then the compiler alone is timed on the generated crates, each time
into an empty directory, the variants in turn, so that a noisy machine hits all of them alike. What
counts is the processor time of the compiler: waiting for a core is no work. Needs no network once
the dependencies of the workspace are there.

    benches/compile/run.py [--rounds N] [--profile debug|release]
"""

import argparse
import os
import pathlib
import shlex
import shutil
import statistics
import subprocess
import sys
import time

import sources

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = HERE / "target"
CRATES = OUT / "crates"

MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
atomata = {{ path = "{atomata}" }}
serde = {{ version = "1", features = ["derive"] }}
"""


def generate():
    """Writes a workspace of one crate for each variant, with the versions of the repository."""
    CRATES.mkdir(parents=True, exist_ok=True)
    members = ", ".join(f'"{name}"' for name in sources.VARIANTS)
    (CRATES / "Cargo.toml").write_text(f'[workspace]\nresolver = "3"\nmembers = [{members}]\n')
    shutil.copy(ROOT / "Cargo.lock", CRATES / "Cargo.lock")
    for name, source in sources.VARIANTS.items():
        (CRATES / name / "src").mkdir(parents=True, exist_ok=True)
        manifest = MANIFEST.format(name=name, atomata=ROOT / "runtime")
        (CRATES / name / "Cargo.toml").write_text(manifest)
        (CRATES / name / "src" / "lib.rs").write_text(source())


def compiler():
    """The compiler itself, for starting it through a proxy takes time of its own."""
    sysroot = subprocess.check_output(["rustc", "--print", "sysroot"], cwd=ROOT, text=True).strip()
    return str(pathlib.Path(sysroot) / "bin" / "rustc")


def build(profile):
    """Builds everything once; returns the compiler's arguments for each generated crate."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(OUT / "build"), CARGO_INCREMENTAL="0")
    flags = ["--release"] if profile == "release" else []
    for name in sources.VARIANTS:
        # A crate that is fresh is not compiled, and its command is not printed.
        os.utime(CRATES / name / "src" / "lib.rs")
    command = ["cargo", "build", "--offline", "--verbose", "--workspace", *flags]
    built = subprocess.run(command, cwd=CRATES, env=environment, text=True, capture_output=True)
    if built.returncode != 0:
        sys.exit(built.stderr)
    commands = {}
    for line in built.stderr.splitlines():
        if line.strip().startswith("Running `"):
            arguments = shlex.split(line.strip()[len("Running `") : -1])
            # The first is the compiler; build scripts are run, too.
            if arguments[1:2] == ["--crate-name"] and arguments[2] in sources.VARIANTS:
                commands[arguments[2]] = arguments[1:]
    return commands


def compile_once(rustc, arguments):
    """Seconds of processor and of wall time for one run of the compiler into an empty directory."""
    empty = OUT / "empty"
    shutil.rmtree(empty, ignore_errors=True)
    empty.mkdir()
    arguments = list(arguments)
    arguments[arguments.index("--out-dir") + 1] = str(empty)
    started = time.monotonic()
    process = subprocess.Popen([rustc, *arguments], cwd=CRATES, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"the compiler failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started


def measure(profile, rounds, rustc):
    """The samples of each variant, taken in turn."""
    commands = build(profile)
    samples = {name: [] for name in sources.VARIANTS}
    for _ in range(rounds):
        for name, arguments in commands.items():
            samples[name].append(compile_once(rustc, arguments))
    return samples


def best(samples, clock=0):
    """The minimum and the median of one clock."""
    values = [sample[clock] for sample in samples]
    return min(values), statistics.median(values)


def table(profile, samples):
    """Prints the absolute times, and what each step adds to the one before."""
    print(f"\n### {profile}\n")
    print("| crate | CPU s, minimum | median | wall s, minimum |")
    print("|---|---:|---:|---:|")
    for name, taken in samples.items():
        (low, middle), (wall, _) = best(taken), best(taken, clock=1)
        print(f"| {name} | {low:.2f} | {middle:.2f} | {wall:.2f} |")

    def added(after, before):
        return tuple(a - b for a, b in zip(best(samples[after]), best(samples[before])))

    serde = added("serde", "plain")
    print("\n| added by | CPU s, minimum | median | × serde |")
    print("|---|---:|---:|---:|")
    rows = [
        ("serde's two derives", serde),
        ("atomata's atoms", added("atoms", "serde")),
        ("atomata's 100 computeds", added("computeds", "atoms")),
        ("atomata together", added("computeds", "serde")),
    ]
    for name, (low, middle) in rows:
        print(f"| {name} | {low:.2f} | {middle:.2f} | {low / serde[0]:.2f} |")
    low, middle = added("nodes", "functions")
    per_node = 1000 / sources.NODES
    print(f"\n1,000 computeds: {low * per_node:.2f} ms per node (median {middle * per_node:.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", choices=["debug", "release"])
    arguments = parser.parse_args()
    generate()
    rustc = compiler()
    profiles = [arguments.profile] if arguments.profile else ["debug", "release"]
    print(f"{sources.STRUCTS} structs of {len(sources.FIELDS)} fields, ", end="")
    print(f"{sources.STRUCTS} computeds; {arguments.rounds} rounds")
    for profile in profiles:
        table(profile, measure(profile, arguments.rounds, rustc))


if __name__ == "__main__":
    main()
