// The readable text of a web page: as `sceau.mail.html_text` in the helper.
import data from "../built/rules.js";

const BREAKS = new Set(data.html.breaks);
const CELLS = new Set(data.html.cells);
const { entities } = data.html;
const ENDINGS = { script: /<\/script/i, style: /<\/style/i, title: /<\/title/i, template: /<\/template/i };

/** Gives the text between the tags, entities resolved, blocks on their own lines. */
export function textOfHtml(source) {
  const pieces = [];
  let at = 0;
  while (at < source.length) {
    const opening = source.indexOf("<", at);
    if (opening < 0) {
      pieces.push(source.slice(at));
      break;
    }
    pieces.push(source.slice(at, opening));
    if (source.startsWith("<!--", opening)) {
      const closing = source.indexOf("-->", opening + 4);
      at = closing < 0 ? source.length : closing + 3;
    } else if (/[A-Za-z/!?]/.test(source[opening + 1] || "")) {
      const closing = source.indexOf(">", opening);
      if (closing < 0) {
        break;
      }
      at = behind(source, /^[/!?]?[A-Za-z0-9]*/.exec(source.slice(opening + 1, closing))[0].toLowerCase(), closing + 1, pieces);
    } else {
      pieces.push("<");
      at = opening + 1;
    }
  }
  const lines = resolved(pieces.join("")).split(/\r\n|[\n\r\v\f]/);
  return lines.map((line) => line.split(/\s+/).filter(Boolean).join(" ")).filter(Boolean).join("\n");
}

function behind(source, name, at, pieces) {
  if (Object.prototype.hasOwnProperty.call(ENDINGS, name)) {
    const rest = source.slice(at).search(ENDINGS[name]);
    return rest < 0 ? source.length : at + rest;
  }
  if (BREAKS.has(name.replace(/^\/+/, ""))) {
    pieces.push("\n");
  } else if (CELLS.has(name)) {
    pieces.push(" ");
  }
  return at;
}

/** Gives `text` with its entities resolved. */
export function resolved(text) {
  return text.replace(/&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]+[0-9]*));?/g, (whole, decimal, hex, name) => {
    if (name) {
      const known = Object.prototype.hasOwnProperty.call(entities, name);
      return known ? String.fromCodePoint(entities[name]) : whole;
    }
    const code = decimal ? Number(decimal) : parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
