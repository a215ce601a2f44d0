#!/bin/sh
# A release has nothing of DevTools: the program here is built with its calls and without them, under one
# path, name and set of features, and the code and the data of both are held to be the same bytes, with
# thin and with fat LTO. Then the profiles that differ: debug assertions in a release, none in a debug
# build, none in the runtime alone. Ends with what a debug build pays.
#
#     tests/release/prove.sh        needs objcopy, nm and strings
set -eu
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-$PWD/target}/release-proof
work=$target/proof
mkdir -p "$work"

build() { # build <profile> <with or without>
    cp "src/$2.rs" src/tool.rs
    cargo build --quiet --locked --profile "$1" --features devtools --target-dir "$target"
    case $1 in dev) folder=debug ;; *) folder=$1 ;; esac
    cp "$target/$folder/release_proof" "$work/$1-$2"
}

# What a release has none of: the record, the inspector with its page, the bridge, and what these depend on.
cat >"$work/symbols" <<'END'
event::recorder
event::lints
devtools::inspect
devtools::redux
devtools::view
tungstenite::
httparse::
[^:]getrandom::
subtle::
END
cat >"$work/sentences" <<'END'
was not told
was told to
was not touched
some events are
odd: 
DevTools at
<!doctype html>
atomata.v1
Sec-WebSocket
socketcluster
127.0.0.1
no page: 
no bridge: 
END

for lto in thin fat; do
    for tool in with without; do
        build "$lto" "$tool"
        for section in .text .rodata .data.rel.ro; do
            objcopy -O binary --only-section="$section" "$work/$lto-$tool" "$work/$lto-$tool$section"
        done
    done
    for section in .text .rodata .data.rel.ro; do
        cmp "$work/$lto-with$section" "$work/$lto-without$section"
        echo "$lto LTO, $section: $(wc -c <"$work/$lto-with$section") bytes, the same with and without"
    done
        if nm -C "$work/$lto-with" | grep -f "$work/symbols"; then
        echo "a release has a symbol of DevTools" >&2
        exit 1
    fi
    if strings "$work/$lto-with" | grep -F -f "$work/sentences"; then
        echo "a release has a sentence of DevTools" >&2
        exit 1
    fi
done

# tells <profile> <yes or no>: whether the program says why.
tells() {
    build "$1" with
    if "$work/$1-with" 2>&1 | grep -q 'was told to 1 subscriber'; then said=yes; else said=no; fi
    echo "profile $1: says why: $said"
    [ "$said" = "$2" ]
}
tells thin no
tells checked yes
tells dev yes
tells unchecked no
tells without no

# A debug build has every one of them, or to miss them in a release would say nothing.
nm -C "$work/dev-with" >"$work/names"
while read -r symbol; do
    grep -q -- "$symbol" "$work/names" || { echo "no build has the symbol $symbol" >&2; exit 1; }
done <"$work/symbols"
strings "$work/dev-with" >"$work/texts"
while read -r sentence; do
    grep -qF -- "$sentence" "$work/texts" || { echo "no build has the sentence $sentence" >&2; exit 1; }
done <"$work/sentences"

# What a debug build pays: the runtime is compiled anew with and without.
seconds() {
    cargo clean --quiet --profile "$1" --package atomata --target-dir "$target"
    began=$(date +%s%N)
    build "$1" with
    echo $((($(date +%s%N) - began) / 1000000))
}
with=$(seconds dev)
without=$(seconds without)
bytes=$(($(stat -c %s "$work/dev-with") - $(stat -c %s "$work/without-with")))
echo "a debug build pays $bytes bytes and $((with - without)) ms of compiling ($with beside $without)"
