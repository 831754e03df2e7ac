// The file Outlook loads for its events: it names the handlers, and nothing else.
import { onChanged, onMessageSend } from "./handlers.js";

Office.actions.associate("onMessageSend", onMessageSend);
Office.actions.associate("onMessageRecipientsChanged", onChanged);
Office.actions.associate("onMessageAttachmentsChanged", onChanged);
