#!/bin/sh
# Instructions per update of each shape and per operation on a family, counted by callgrind: a number
# without noise, for changes that a clock cannot see. The difference of two runs leaves out the start.
#
#     benches/instructions.sh [updates]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
updates=${1:-2000}
target=${CARGO_TARGET_DIR:-$root/target}
(cd "$root" && cargo build --quiet --profile bench -p atomata_benches --bin instructions)
program=$target/release/instructions

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" "$3" 2>&1 |
        sed -n 's/.*Collected : //p'
}

per_update() {
    one=$(count "$1" "$2" "$updates")
    two=$(count "$1" "$2" $((updates * 2)))
    echo $(((two - one) / updates))
}

echo "| shape or operation | instructions | hand+mutex, callback outside |"
echo "|---|---:|---:|"
"$program" | while read -r shape; do
    echo "| $shape | $(per_update "$shape" atomata) | $(per_update "$shape" outside) |"
done
