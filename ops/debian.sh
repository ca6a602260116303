# Debian packages of ops/packages.txt; sourced by ./run and ./test.
# Root installs what is missing. Anybody else downloads it with everything it needs and unpacks it into target/deb.

deb=target/deb
apt=(env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes --no-install-recommends)

# wanted_packages KIND : names of the list's `build` or `test` packages.
wanted_packages() {
  awk -v kind="$1" '$1 == kind { print $2 }' ops/packages.txt
}

# debian_packages KIND... : what is missing of them.
debian_packages() {
  local missing=() kind name
  for name in $(for kind in "$@"; do wanted_packages "$kind"; done); do
    dpkg-query --show --showformat '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed ||
      [ -e "$deb/stamps/$name" ] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "Debian packages: ${missing[*]}"
  if [ "$(id -u)" -eq 0 ]; then
    install_packages "${missing[@]}"
  else
    unpack_packages "${missing[@]}"
  fi
}

# The PostgreSQL package would start a cluster for the whole machine; the tests start their own.
install_packages() {
  local settings=/etc/postgresql-common/createcluster.conf
  if [ ! -e "$settings" ]; then
    mkdir -p "$(dirname "$settings")"
    echo 'create_main_cluster = false' >"$settings"
  fi
  "${apt[@]}" update
  "${apt[@]}" -o Dpkg::Options::=--force-confold install "$@"
}

unpack_packages() {
  local state="$PWD/$deb/apt" name files=()
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$deb/stamps" "$deb/archives"
  local own=(-o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state/cache")
  "${apt[@]}" "${own[@]}" update
  mapfile -t files < <("${apt[@]}" "${own[@]}" --simulate install "$@" | awk '$1 == "Inst" { print $2 }')
  (cd "$deb/archives" && "${apt[@]}" "${own[@]}" download "${files[@]}")
  for name in "$deb"/archives/*.deb; do
    dpkg -x "$name" "$deb"
  done
  for name in "$@"; do
    touch "$deb/stamps/$name"
  done
}

# deb_libraries : folders of the unpacked libraries, each with a colon behind it; nothing when all is installed.
deb_libraries() {
  [ ! -d "$deb/usr" ] || find "$PWD/$deb"/{usr/,}lib/x86_64-linux-gnu -maxdepth 1 -type d -printf '%p:'
}

# chromium : path of a program that starts it, installed or unpacked.
chromium() {
  if [ -x /usr/bin/chromium ]; then
    echo /usr/bin/chromium
    return
  fi
  local unpacked
  unpacked=$(deb_libraries)
  unpacked=${unpacked%:}
  cat >"$deb/fonts.conf" <<END
<fontconfig><dir>$PWD/$deb/usr/share/fonts</dir><cachedir>$PWD/$deb/fonts</cachedir></fontconfig>
END
  cat >"$deb/chromium" <<END
#!/bin/sh
export LD_LIBRARY_PATH="$unpacked"
export FONTCONFIG_FILE="$PWD/$deb/fonts.conf"
exec "$PWD/$deb/usr/lib/chromium/chromium" "\$@"
END
  chmod +x "$deb/chromium"
  echo "$PWD/$deb/chromium"
}
