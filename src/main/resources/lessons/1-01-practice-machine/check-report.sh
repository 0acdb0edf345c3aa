#!/bin/bash
# Whether the report tells of this very computer: all machines of a Berth share its kernel and its memory, and each has a disk of the same size.
set -u

report=/student/root/report.txt

# $1: what is said when the line is not there.
fail() {
  echo "$1"
  exit 1
}

grep -q "^Linux vm1 $(uname -r) .*GNU/Linux" "$report" || fail '`report.txt` has a line of `uname -a`, but not what it prints on your machine'

memory=$(($(awk '/^MemTotal:/ { print $2 }' /proc/meminfo) / 1024))
awk -v memory="$memory" '$1 == "Mem:" && $2 >= memory - 1 && $2 <= memory + 1 && $3 + $4 <= $2 + 1 && $7 <= $2 { found = 1 } END { exit !found }' "$report" \
  || fail '`report.txt` has a line of `free -m`, but not what it prints on your machine'

disk=$(df -h / | awk 'NR == 2 { print $2 }')
awk -v disk="$disk" '$6 == "/" && $2 == disk { found = 1 } END { exit !found }' "$report" \
  || fail '`report.txt` has a line of `df -h /`, but not what it prints on your machine'
