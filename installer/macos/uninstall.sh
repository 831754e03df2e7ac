#!/bin/sh
# Takes Sceau out of this Mac, for everybody; each person's settings and journal stay. NOT RUN YET.
set -eu
for folder in /Users/*; do
  person=$(id -u "$(basename "$folder")" 2>/dev/null) || continue
  launchctl bootout "gui/$person/fr.sceau.sceau" 2>/dev/null || true
done
rm -f /Library/LaunchAgents/fr.sceau.sceau.plist /usr/local/bin/sceau /usr/local/bin/sceau-host
rm -f "/Library/Application Support/Mozilla/NativeMessagingHosts/sceau.json"
rm -rf /Library/Sceau
pkgutil --forget fr.sceau.sceau
