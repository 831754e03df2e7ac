#!/bin/sh
# Builds Sceau-VERSION.pkg into the folder named. NOT RUN YET: written from Apple's documentation;
# README.md has what to try.
#
#   installer/macos/package.sh dist
set -eu

target=${1:?a folder}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-python3.13}
version=$("$python" -c "import re; print(re.search(r'^version = \"(.+)\"', open('$root/pyproject.toml').read(), re.M)[1])")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One folder of our own: an environment of python.org's Python, with what is locked and Sceau.
top=$work/root/Library/Sceau
mkdir -p "$top" "$target"
"$python" -m venv --copies "$top/python"
"$top/python/bin/python" -m pip install --quiet --require-hashes -r "$root/requirements.txt"
"$top/python/bin/python" -m pip install --quiet --no-deps "$root"
cp "$here/uninstall.sh" "$root/LICENSE" "$top/"

# Scripts of an environment name the folder they were made in.
mkdir -p "$top/bin" "$work/root/usr/local/bin"
for one in sceau:sceau.cli sceau-host:sceau.host; do
  name=${one%%:*} module=${one##*:}
  printf '#!/bin/sh\nexec /Library/Sceau/python/bin/python -I -m %s "$@"\n' "$module" >"$top/bin/$name"
  chmod 755 "$top/bin/$name"
  ln -s "/Library/Sceau/bin/$name" "$work/root/usr/local/bin/$name"
done

# Started with each session (launchd.plist(5)).
mkdir -p "$work/root/Library/LaunchAgents"
cp "$here/fr.sceau.sceau.plist" "$work/root/Library/LaunchAgents/"

# Thunderbird asks here for programs that add-ons may start (MDN: "Native manifests").
hosts="$work/root/Library/Application Support/Mozilla/NativeMessagingHosts"
mkdir -p "$hosts"
"$top/python/bin/python" -I - "$hosts/sceau.json" "$top/sceau.xpi" <<'PYTHON'
import sys
from pathlib import Path
from sceau.hooks.thunderbird import installing, xpi
Path(sys.argv[1]).write_bytes(installing.manifest(Path("/Library/Sceau/bin/sceau-host")))
Path(sys.argv[2]).write_bytes(xpi.build())
PYTHON

package=$target/Sceau-$version.pkg
pkgbuild --root "$work/root" --identifier fr.sceau.sceau --version "$version" \
  --install-location / "$work/Sceau.pkg"
if [ -n "${SCEAU_SIGN_IDENTITY:-}" ]; then
  productbuild --package "$work/Sceau.pkg" --sign "$SCEAU_SIGN_IDENTITY" "$package"
else
  productbuild --package "$work/Sceau.pkg" "$package"
fi
echo "$package"
