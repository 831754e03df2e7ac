// What the establishment decided for this add-on, by Thunderbird's enterprise policies
// (`3rdparty.Extensions`, which arrive in managed storage). Nobody at this machine can change it.

/** Every mail is checked; without the helper none leaves. Also where nothing was decided. */
export const REQUIRED = "required";

/** Every mail is checked; where the helper is not there the person may send without. */
export const MAY_SEND = "may-send-without-check";

/** Mails are not checked. */
export const OFF = "off";

/** Gives which of the three it is. What is not understood counts as the strictest. */
export async function policy(managed) {
  try {
    const { check } = await managed.get("check");
    return check === MAY_SEND || check === OFF ? check : REQUIRED;
  } catch {
    return REQUIRED; // Thunderbird says so where there is no policy
  }
}
