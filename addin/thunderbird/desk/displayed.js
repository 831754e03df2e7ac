// Which message a menu of attachments was opened on. Thunderbird names the attachments, but gives a
// tab that stands for the inside of the message's page and shows no message.

const SHOWING = ["mail", "messageDisplay"];

/**
 * Gives the id of the message on the screen that has these attachments, that of the window used
 * last first; none where there is no such message. `api` is `messenger`.
 */
export async function messageWith(api, attachments) {
  const [tabs, { id: last }] = await Promise.all([
    api.tabs.query({ active: true, type: SHOWING }),
    api.windows.getLastFocused(),
  ]);
  const inOrder = tabs.toSorted((one, other) => (other.windowId === last) - (one.windowId === last));
  for (const tab of inOrder) {
    const { messages } = await api.messageDisplay.getDisplayedMessages(tab.id);
    for (const { id } of messages) {
      const listed = await api.messages.listAttachments(id);
      if (attachments.every((one) => listed.some((other) => same(one, other)))) { return id; }
    }
  }
  return null;
}

function same(one, other) {
  return one.partName === other.partName && one.name === other.name;
}
