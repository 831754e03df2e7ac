// The mailing lists of Thunderbird's address books.

import { whoIs } from "./vcard.js";

/** Gives the lists and their people, asked of `messenger`. */
export function addressLists(messenger) {
  return {
    async all() {
      const books = await messenger.addressBooks.list();
      const lists = await Promise.all(
        books.map((book) => messenger.addressBooks.mailingLists.list(book.id)),
      );
      return lists.flat().map(({ id, name }) => ({ id, name }));
    },
    async members(id) {
      const contacts = await messenger.addressBooks.mailingLists.listMembers(id);
      return contacts.map((contact) => whoIs(contact.vCard));
    },
  };
}
