import assert from "node:assert/strict";
import { test } from "node:test";
import "./support.mjs";
import { asList, quoted, written } from "../../../addin/thunderbird/compose/people.js";
import { whoIs } from "../../../addin/thunderbird/compose/vcard.js";

const LISTS = {
  all: async () => [{ id: "1", name: "Équipe" }, { id: "2", name: "Deux" }, { id: "3", name: "Deux" }],
  members: async () => [
    { name: "Durand, Marie", address: "marie@orange.example" },
    { name: "", address: "paul@free.example" },
  ],
};
const PEOPLE = ['"Durand, Marie" <marie@orange.example>', "paul@free.example"];

const WRITTEN = {
  "an address": ["a@b.example", [{ text: "a@b.example" }]],
  "nothing": [undefined, []],
  "a list": ["Équipe <Équipe>", [{ text: "Équipe <Équipe>", isList: true, members: PEOPLE }]],
  "a list in quotes": ['"Équipe" <soins>', [{ text: '"Équipe" <soins>', isList: true, members: PEOPLE }]],
  "two lists of one name": ["Deux <Deux>", [{ text: "Deux <Deux>", isList: true, members: [] }]],
  "no list at all": ["Personne", [{ text: "Personne" }]],
};
for (const [name, [entries, expected]] of Object.entries(WRITTEN)) {
  test(`a field with ${name}`, async () => {
    assert.deepEqual(await written(entries, LISTS), expected);
  });
}

test("a list with somebody who has no address is not taken for expanded", async () => {
  const lists = { ...LISTS, members: async () => [{ name: "Marie", address: "" }] };
  assert.deepEqual((await written("Équipe <Équipe>", lists))[0].members, []);
});

test("what is no text is no entry", () => assert.deepEqual(asList([" ", null, "a@b"]), ["a@b"]));

test("a name is put in quotes where it must be", () => {
  assert.equal(quoted("Inès Moreau"), "Inès Moreau");
  assert.equal(quoted('Moreau, "Inès"'), '"Moreau, \\"Inès\\""');
});

const CARDS = {
  "the first address": ["EMAIL:a@b.example\r\nEMAIL:c@d.example", "a@b.example"],
  "the preferred one": ["EMAIL:a@b.example\r\nEMAIL;PREF=1:c@d.example", "c@d.example"],
  "a folded line": ["EMAIL;TYPE=work:inès.mo\r\n reau@sfr.example", "inès.moreau@sfr.example"],
  "a group and a quoted colon": ['item1.EMAIL;X="a:b":c@d.example', "c@d.example"],
  "none": ["TEL:1", ""],
};
for (const [name, [lines, address]] of Object.entries(CARDS)) {
  test(`a card with ${name}`, () => {
    const found = whoIs(`BEGIN:VCARD\r\nFN:Moreau\\, Inès\r\n${lines}\r\nEND:VCARD`);
    assert.deepEqual(found, { name: "Moreau, Inès", address });
  });
}
