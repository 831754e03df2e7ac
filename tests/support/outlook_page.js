// In the place of Office.js in the task pane's page: hands it the message the test describes.
globalThis.Office = {
  onReady: (then) => {
    import(`${location.origin}/tests/hooks/officejs/outlook.mjs`).then(({ compose }) => {
      const { language = "fr-FR", ground = "#ffffff", requirements = 14, ...mail } = globalThis.sceauMail;
      const files = (mail.files ?? []).map(([name, text, ...more]) => [name, Uint8Array.from(atob(text), (one) => one.charCodeAt(0)), ...more]);
      globalThis.made = compose({ ...mail, requirements, files });
      globalThis.closings = 0;
      Object.assign(globalThis.Office, {
        EventType: { RecipientsChanged: "olkRecipientsChanged", AttachmentsChanged: "olkAttachmentsChanged" },
        context: {
          displayLanguage: language,
          mailbox: { item: globalThis.made.item },
          officeTheme: { bodyBackgroundColor: ground },
          requirements: { isSetSupported: (name, set) => name === "Mailbox" && Number(set.split(".")[1]) <= requirements },
          ui: {
            closeContainer: () => {
              globalThis.closings += 1;
            },
          },
        },
      });
      then();
    });
  },
};
