#!/bin/sh
# Re-make the hash-locked lists from the .in files. All three are cut from one resolution, so that they
# may be installed into one environment in any order. The index comes from the machine's pip settings and
# must not be written into the lists.
set -eu
cd "$(dirname "$0")"
uv="${UV:-uv}"
compile() { "$uv" pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' "$@"; }
everything=$(mktemp)
trap 'rm -f "$everything"' EXIT
compile dev.in train.in --output-file "$everything"
for name in run dev train; do
    compile --generate-hashes --constraint "$everything" --no-annotate --output-file "$name.txt" "$name.in"
done
