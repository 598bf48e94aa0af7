const MARK = "\uFEFF";

/** RFC 4180 to the letter, after the byte order mark: anything that a strict reader would stumble over throws. */
export function parseCsv(text: string): string[][] {
  if (!text.startsWith(MARK)) throw new Error("The byte order mark is missing.");
  const rows: string[][] = [];
  let at = MARK.length;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
      row.push(cell.value);
      at = cell.end;
      if (text[at] !== ",") break;
      at++;
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new Error(`No end of line at ${at}.`);
    at += 2;
    if (row.length !== (rows[0] ?? row).length)
      throw new Error(`Row ${rows.length} has ${row.length} cells.`);
    rows.push(row);
  }
  return rows;
}

interface Cell {
  value: string;
  end: number;
}

function plainCell(text: string, start: number): Cell {
  let end = start;
  while (end < text.length && !/[,\r\n"]/.test(text.charAt(end))) end++;
  if (text[end] === '"') throw new Error(`A quote inside a plain cell at ${end}.`);
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number): Cell {
  let value = "";
  for (let at = start + 1; ; at++) {
    if (at >= text.length) throw new Error(`The quote at ${start} is never closed.`);
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') value += text[at++];
    else return { value, end: at + 1 };
  }
}
