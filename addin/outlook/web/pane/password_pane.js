// What is shown of a password: in groups, spelt for the telephone, as a QR code for a phone.
import qrcode from "qrcode-generator";
import { groupsOf, spelling } from "../seal/passwords.js";

/** Gives what is shown of `password`, which opens `opens` files. */
export function passwordPane(password, kind, opens, say) {
  const text = say("confirm.password.sms-text", { password });
  const code = qrcode(0, "M");
  code.addData(`sms:?body=${encodeURIComponent(text)}`);
  code.make();
  const svg = code.createSvgTag({ cellSize: 4, margin: 8, scalable: true });
  return {
    password,
    groups: groupsOf(password),
    spelling: spelling(password, say),
    sms_qr: `data:image/svg+xml,${encodeURIComponent(svg)}`,
    kind,
    opens,
  };
}
