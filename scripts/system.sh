#!/usr/bin/env bash
# Installs the system programs Acuse needs where it can, and says exactly what to type where it cannot.
# With --tests also the browser the browser tests drive.
set -euo pipefail

packages=()
command -v tesseract >/dev/null || packages+=(tesseract-ocr)
langs=$(tesseract --list-langs 2>/dev/null || true)
grep -qx spa <<<"$langs" || packages+=(tesseract-ocr-spa)
grep -qx eng <<<"$langs" || packages+=(tesseract-ocr-eng)
command -v pdftoppm >/dev/null || packages+=(poppler-utils)
if [ "${1:-}" = "--tests" ]; then
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
    || packages+=(chromium)
  fc-list 2>/dev/null | grep -qi dejavu || packages+=(fontconfig fonts-dejavu-core)
fi
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Acuse needs Python 3.11 or newer. Install it, then run again with PYTHON=/path/to/python3.11" >&2
  exit 1
fi
"$python" -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
# libarchive takes RAR and 7z bundles apart; Debian 13 and Ubuntu 24.04 call it libarchive13t64.
if ! "$python" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("archive"))' 2>/dev/null; then
  if apt-cache show libarchive13t64 >/dev/null 2>&1; then packages+=(libarchive13t64); else packages+=(libarchive13); fi
fi

[ ${#packages[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  {
    echo "Please install these programs, then run the same command again:"
    echo "  Tesseract with its Spanish and English data, poppler, and libarchive."
    if command -v brew >/dev/null; then echo "  brew install tesseract tesseract-lang poppler libarchive"; fi
    if command -v dnf >/dev/null; then
      echo "  sudo dnf install tesseract tesseract-langpack-spa tesseract-langpack-eng poppler-utils libarchive"
    fi
    if command -v pacman >/dev/null; then
      echo "  sudo pacman -S tesseract tesseract-data-spa tesseract-data-eng poppler libarchive"
    fi
  } >&2
  exit 1
fi

line="apt-get update && apt-get install -y ${packages[*]}"
if [ "$(id -u)" -eq 0 ]; then
  echo "Installing ${packages[*]} …" >&2
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq "${packages[@]}"; } >/tmp/acuse-apt.log 2>&1 \
    || { tail -20 /tmp/acuse-apt.log >&2; echo "That failed. Run: $line" >&2; exit 1; }
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  echo "Installing ${packages[*]} …" >&2
  sudo -n sh -c "DEBIAN_FRONTEND=noninteractive; $line" >/tmp/acuse-apt.log 2>&1 \
    || { tail -20 /tmp/acuse-apt.log >&2; echo "That failed. Run: sudo sh -c '$line'" >&2; exit 1; }
else
  echo "Some programs are missing and only an administrator can install them. Run this line, then the same command again:" >&2
  echo "  sudo sh -c '$line'" >&2
  exit 1
fi
