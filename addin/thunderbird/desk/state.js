// The button in Thunderbird's toolbar says in words whether mails are checked.

import { say } from "./say.js";

/** Shows the state of the line to the helper. */
export async function showState(state) {
  const connected = state.is === "connected";
  await messenger.action.setTitle({
    title: say(connected ? "thunderbird.state-connected" : "thunderbird.state-missing"),
  });
  await messenger.action.setBadgeText({ text: connected ? "" : "!" });
  await messenger.action.setBadgeBackgroundColor({ color: "#b3261e" });
}
