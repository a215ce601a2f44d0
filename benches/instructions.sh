#!/bin/sh
# Instructions per update of each shape and per operation on a family, counted by callgrind: a number
# without noise, for changes that a clock cannot see. The difference of two runs leaves out the start.
#
#     benches/instructions.sh [updates]     prints a table
#     benches/instructions.sh --check       holds a few shapes to benches/instructions.txt, within 5 %
#     benches/instructions.sh --write       writes that file anew
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
committed=$root/benches/instructions.txt
tolerance=5
checked="unobserved 1to1 diamond7 chain50 fields20"
(cd "$root" && cargo build --quiet --locked --profile bench -p atomata_benches --bin instructions)
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

measured() {
    for shape in $checked; do
        for tier in atomata compiled; do
            echo "$shape $tier $(per_update "$shape" "$tier")"
        done
    done
}

case ${1:-} in
--write)
    updates=500
    measured >"$committed"
    ;;
--check)
    updates=500
    measured | {
        failed=0
        while read -r shape tier now; do
            then=$(awk -v s="$shape" -v t="$tier" '$1 == s && $2 == t { print $3 }' "$committed")
            echo "$shape, $tier: $now instructions (committed: $then)"
            if [ "$now" -gt $((then + then * tolerance / 100)) ]; then
                echo "$shape, $tier: more than $tolerance % above what is committed" >&2
                failed=1
            fi
        done
        exit $failed
    }
    ;;
*)
    updates=${1:-2000}
    echo "| shape or operation | dynamic | compiled | hand+mutex, callback outside |"
    echo "|---|---:|---:|---:|"
    "$program" | while read -r name; do
        # Families are dynamic in either tier; their operations are named by words.
        case $name in
        *" "*) compiled="" ;;
        *) compiled=$(per_update "$name" compiled) ;;
        esac
        echo "| $name | $(per_update "$name" atomata) | $compiled | $(per_update "$name" outside) |"
    done
    ;;
esac
