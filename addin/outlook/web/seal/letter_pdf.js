// A letter as the pages of a PDF, open to all: as `sceau.seal.letter` in the helper sets it. It bears no
// date, no program's name and nobody's. For the worker alone.
import { PDFDocument, StandardFonts } from "@cantoo/pdf-lib";
import { SealError } from "./error.js";
import { drawn } from "./letter_pictures.js";

const A4 = [595, 842];
const MARGIN = 62;
const SIZE = 11;
const LINE = 15;

/**
 * Gives the bytes of a PDF with `text` (as `plain` gives it, in Windows-1252) and a page for each of
 * `pictures`. Throws SealError `unsuited` for a picture that a page cannot show as it is.
 * @param {string} text
 * @param {Uint8Array[]} pictures
 */
export async function letterPdf(text, pictures) {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  write(pdf, font, text);
  for (const one of pictures) {
    await add(pdf, drawn(one));
  }
  return pdf.save({ addDefaultPage: false });
}

function write(pdf, font, text) {
  const measure = (part) => font.widthOfTextAtSize(part, SIZE);
  let [page, at] = [null, 0];
  for (const line of text.split("\n").flatMap((one) => broken(one, A4[0] - 2 * MARGIN, measure))) {
    if (!page || at - LINE < MARGIN) {
      [page, at] = [pdf.addPage(A4), A4[1] - MARGIN];
    }
    at -= LINE;
    if (line.trim()) {
      page.drawText(line, { font, size: SIZE, x: MARGIN, y: at });
    }
  }
}

// At spaces, but not at no-break ones; a word longer than the line is cut.
function broken(paragraph, room, measure) {
  const lines = [];
  let line = "";
  for (let word of paragraph.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= room) {
      line = longer;
      continue;
    }
    if (line) {
      lines.push(line);
    }
    while (measure(word) > room) {
      const fits = fitting(word, room, measure);
      lines.push(word.slice(0, fits));
      word = word.slice(fits);
    }
    line = word;
  }
  return [...lines, line];
}

function fitting(word, room, measure) {
  let count = 1;
  while (measure(word.slice(0, count + 1)) <= room) {
    count += 1;
  }
  return count;
}

// As large as the page has room for, which lies on its side where the picture does.
async function add(pdf, { kind, content }) {
  const picture = await (kind === "jpeg" ? pdf.embedJpg(content) : pdf.embedPng(content)).catch(() => {
    throw new SealError("unsuited");
  });
  const [width, height] = picture.width > picture.height ? [A4[1], A4[0]] : A4;
  const scale = Math.min(width / picture.width, height / picture.height);
  const size = { width: picture.width * scale, height: picture.height * scale };
  pdf.addPage([width, height]).drawImage(picture, {
    x: (width - size.width) / 2, y: (height - size.height) / 2, ...size,
  });
  // A damaged PNG is found when it is written, not when it is put in.
  await picture.embed().catch(() => {
    throw new SealError("unsuited");
  });
}
