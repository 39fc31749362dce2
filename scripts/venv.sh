#!/usr/bin/env bash
# Makes .venv and installs the program into it, once; `dev` adds what the tests need. Nothing to do: no network, no time.
set -euo pipefail
extra=${1:-}
python=${PYTHON:-python3}
stamp=.venv/.installed${extra:+-$extra}
wanted=$(sha256sum pyproject.toml constraints.txt scripts/venv.sh | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  if [ ! -x .venv/bin/python ]; then
    echo "Making .venv …" >&2
    "$python" -m venv .venv
  fi
  echo "Installing Acuse's libraries (the first time takes a minute or two) …" >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".${extra:+[$extra]}" 2>/tmp/acuse-pip.log \
    || { tail -20 /tmp/acuse-pip.log >&2; echo "The libraries could not be installed; check the network and run again." >&2; exit 1; }
  echo "$wanted" >"$stamp"
  [ -n "$extra" ] && echo "$wanted" >.venv/.installed
fi
.venv/bin/python -m tracker.translating
