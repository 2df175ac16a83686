#!/usr/bin/env bash
# Answers as the Snowflake CLI does, with what the test has put into the folder $ANSWERS
set -euo pipefail
printf '%s\n' "snow $*" >>"$CALLS"
answer() {
  if [ -e "$ANSWERS/fail-$1-once" ]; then
    rm "$ANSWERS/fail-$1-once"
    exit 1
  fi
  [ ! -e "$ANSWERS/fail-$1" ] || exit 1
  if [ -e "$ANSWERS/$1" ]; then cat "$ANSWERS/$1"; fi
}
case "$*" in
  connection\ test*) answer connection ;;
  spcs\ image-registry\ login*) answer registry ;;
  spcs\ image-repository\ url*) answer repository && echo registry.test ;;
  stage\ copy*) answer stage ;;
  sql\ -f*) answer script ;;
  *"SHOW SERVICES"*) answer list && cat "$ANSWERS/services" ;;
  *"SHOW ENDPOINTS"*) answer endpoints ;;
  *"DESCRIBE SERVICE"*) answer describe ;;
  *"SHOW SERVICE CONTAINERS IN SERVICE API.PRIVATE.API_OCKAM_OUTLET"*)
    if [ -e "$ANSWERS/containers-outlet" ]; then cat "$ANSWERS/containers-outlet"; else echo '[]'; fi
    ;;
  *"SHOW SERVICE CONTAINERS IN SERVICE API."*".VALKEY"*)
    if [ -e "$ANSWERS/containers-cache" ]; then cat "$ANSWERS/containers-cache"; else echo '[]'; fi
    ;;
  *"SHOW SERVICE CONTAINERS"*) answer containers ;;
  *GET_SERVICE_LOGS*) echo '[{"LOG": "SNOWFLAKE_WAREHOUSE must be set."}]' ;;
  *) echo "No answer to snow $*" >&2 && exit 64 ;;
esac
