import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { parseForm } from "./form-body";
import { boundaryOf, parseMultipart } from "./multipart";

const BOUNDARY = "----b0und4ry";
const name = fc.stringMatching(/^[A-Za-z0-9_[\]-]{1,20}$/);
const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((value) => !value.includes(BOUNDARY));

function quoted(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

test("a form says what was put into it, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: "grapheme" })), { maxLength: 20 }), (fields) => {
      const parsed = parseForm(Buffer.from(new URLSearchParams(fields).toString()));
      for (const [key, value] of fields) expect(parsed?.get(key)).toContain(value.toWellFormed());
      expect([...(parsed?.values() ?? [])].flat()).toHaveLength(fields.length);
    }),
  );
});

test("a form of 10,000 fields is read, and one of more is not even taken apart", () => {
  const form = (count: number) => Buffer.from(Array.from({ length: count }, () => "a=1").join("&"));
  expect(parseForm(form(10_000))?.get("a")).toHaveLength(10_000);
  const parser = vi.spyOn(globalThis, "URLSearchParams");
  expect(parseForm(form(10_001))).toBeNull();
  expect(parser).not.toHaveBeenCalled();
  parser.mockRestore();
});

test("a multipart form says what was put into it, fields and files", () => {
  const part = fc.record({ name, text, file: fc.option(fc.record({ name: text, bytes: fc.uint8Array() })) });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      fc.pre(parts.every(({ file }) => !file || !/[\r\n%]/.test(file.name)));
      const body = Buffer.concat([
        ...parts.flatMap(({ name: field, text: value, file }) => [
          Buffer.from(
            `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"${file ? `; filename="${quoted(file.name)}"\r\nContent-Type: image/png` : ""}\r\n\r\n`,
          ),
          file ? Buffer.from(file.bytes) : Buffer.from(value),
          Buffer.from("\r\n"),
        ]),
        Buffer.from(`--${BOUNDARY}--\r\n`),
      ]);
      const parsed = parseMultipart(body, BOUNDARY);
      const files = parts.filter(({ file }) => file);
      expect(parsed?.files).toEqual(
        files.map(({ name: field, file }) => ({
          field,
          name: file?.name.toWellFormed(),
          type: "image/png",
          size: file?.bytes.length,
        })),
      );
      for (const { name: field, text: value, file } of parts)
        if (!file) expect(parsed?.fields.get(field)).toContain(value.toWellFormed());
    }),
  );
});

test("no bytes make either throw, and a form that is cut off is none", () => {
  const piece = fc.constantFrom(
    `--${BOUNDARY}`,
    "--",
    "\r\n",
    "\r\n\r\n",
    'Content-Disposition: form-data; name="a"',
    'Content-Disposition: form-data; name="a"; filename="x\\',
    "Content-Disposition: form-data; name=a; filename*=utf-8''%E0%A4%A",
    "Content-Type: text/plain",
    "\0",
    "%",
    "a=b&",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
      const body = Buffer.from(pieces.join(""));
      expect(() => parseMultipart(body, BOUNDARY)).not.toThrow();
      expect(() => parseForm(body)).not.toThrow();
    }),
  );
  const whole = Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--${BOUNDARY}--\r\n`,
  );
  expect(parseMultipart(whole, BOUNDARY)?.fields.get("a")).toEqual(["value"]);
  for (let length = 0; length < whole.length - 2; length++)
    expect(parseMultipart(whole.subarray(0, length), BOUNDARY)).toBeNull();
});

test("a file's name may be quoted, plain, or encoded", () => {
  const nameOf = (disposition: string) =>
    parseMultipart(
      Buffer.from(`--b\r\nContent-Disposition: form-data; name="f"; ${disposition}\r\n\r\nx\r\n--b--`),
      "b",
    )?.files[0]?.name;
  expect(nameOf('filename="a \\"b\\".png"')).toBe('a "b".png');
  expect(nameOf("filename=a.png")).toBe("a.png");
  expect(nameOf("filename=\"a.png\"; filename*=UTF-8''na%C3%AFve.png")).toBe("naïve.png");
});

test.each([
  ["multipart/form-data; boundary=abc", "abc"],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b"', "a b"],
  ["multipart/form-data", null],
  ["multipart/mixed; boundary=abc", null],
  [undefined, null],
  [`multipart/form-data; boundary=${"x".repeat(71)}`, null],
])("the boundary of %s is %s", (type, boundary) => {
  expect(boundaryOf(type)).toBe(boundary);
});
