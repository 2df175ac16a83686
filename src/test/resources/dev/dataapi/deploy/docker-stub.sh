#!/usr/bin/env bash
# Answers as Docker does, with what the test has put into the folder $ANSWERS
set -euo pipefail
printf '%s\n' "docker $*" >>"$CALLS"
case "$1" in
  manifest) [ -e "$ANSWERS/manifest" ] ;;
  build | push | pull | tag) [ ! -e "$ANSWERS/fail-$1" ] ;;
  *) echo "No answer to docker $*" >&2 && exit 64 ;;
esac
