#!/usr/bin/env bash
# Installs the system packages that the tests need, with apt-get as root; otherwise says what is missing.
# Hearth itself runs without any of them: `hearth doctor` tells what each would add.
set -euo pipefail

# Program to look for, Debian package that has it.
needed=(
  aws:awscli          # the stock client of the system tests
  zip:zip             # examples/deploy.sh
  gcc:gcc             # the sandbox launcher
  nft:nftables        # outgoing network of functions, as root
  mkfs.ext4:e2fsprogs # /tmp as a disk of its own, as root
  slirp4netns:slirp4netns # outgoing network of functions, without root
  python3:python3     # the runtime python3.N
  ruby:ruby           # the client of the Ruby runtimes
  javac:openjdk-17-jdk-headless # the client of the Java runtimes
  mvn:maven
  mcs:mono-mcs        # the assemblies of the .NET runtimes
  curl:curl           # a custom runtime written in shell
  ps:procps
  cmake:cmake         # the native part of the official Node.js client
  g++:g++
  make:make
  autoreconf:autoconf
  automake:automake
  libtoolize:libtool
  unzip:unzip
)
system_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

missing=()
for pair in "${needed[@]}"; do
  PATH=$system_path command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || PATH=$system_path command -v initdb >/dev/null ||
  missing+=(postgresql) # tests start servers of their own from it
[ -e /usr/include/stdio.h ] || missing+=(libc6-dev)
[ -x /usr/bin/python3 ] && ! /usr/bin/python3 -c 'import pip, venv' 2>/dev/null && missing+=(python3-pip python3-venv)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "These packages are missing; install them and run this again:" >&2
    echo "  sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

# The official Go and Rust clients want newer compilers than most distributions have, so they are not installed here.
for pair in go:https://go.dev/doc/install cargo:https://rustup.rs; do
  command -v "${pair%%:*}" >/dev/null || echo "npm run test:clients also needs ${pair%%:*}: ${pair#*:}" >&2
done

node "$(dirname "$0")/build-launcher.mjs"
echo "Everything that the tests need is here."
