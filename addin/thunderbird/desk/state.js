// The button in Thunderbird's toolbar says in words whether mails are checked.

import { OFF } from "../policy/policy.js";
import { say } from "./say.js";

/** Names the sentence for the state of the line to the helper under the establishment's policy. */
export function sentenceFor(state, policy) {
  if (policy === OFF) { return "thunderbird.state-off"; }
  return state.is === "connected" ? "thunderbird.state-connected" : "thunderbird.state-missing";
}

/** Shows whether mails are checked. */
export async function showState(state, policy) {
  const fine = policy === OFF || state.is === "connected";
  await messenger.action.setTitle({ title: say(sentenceFor(state, policy)) });
  await messenger.action.setBadgeText({ text: fine ? "" : "!" });
  await messenger.action.setBadgeBackgroundColor({ color: "#b3261e" });
}
