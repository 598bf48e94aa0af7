import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "@/lib/parse-json";
import { filesIn } from "./json-files";

const PDF = Buffer.from("%PDF-1.7 and so on").toString("base64");
const found = (field: string, name: string, type: string) => ({ field, name, type, size: 18 });

describe("a file of", () => {
  test.each<[string, object, object]>([
    [
      "Postmark",
      { Attachments: [{ Name: "a.pdf", Content: PDF, ContentType: "application/pdf", ContentLength: 99 }] },
      found("Attachments.0", "a.pdf", "application/pdf"),
    ],
    [
      "SendGrid's and Resend's API",
      { attachments: [{ filename: "a.pdf", content: PDF, type: "application/pdf" }] },
      found("attachments.0", "a.pdf", "application/pdf"),
    ],
    [
      "CloudMailin",
      { attachments: [{ file_name: "a.pdf", content: PDF, content_type: "application/pdf", size: "18" }] },
      found("attachments.0", "a.pdf", "application/pdf"),
    ],
    [
      "Microsoft Graph",
      { value: { attachments: [{ name: "a.pdf", contentType: "application/pdf", contentBytes: PDF }] } },
      found("value.attachments.0", "a.pdf", "application/pdf"),
    ],
    [
      "Mandrill, which keys them by name",
      {
        msg: {
          attachments: { "a.pdf": { name: "a.pdf", type: "application/pdf", content: PDF, base64: true } },
        },
      },
      found("msg.attachments.a.pdf", "a.pdf", "application/pdf"),
    ],
    [
      "Missive",
      { attachments: [{ filename: "a.pdf", base64_data: PDF, media_type: "application/pdf" }] },
      found("attachments.0", "a.pdf", "application/pdf"),
    ],
    ["GitHub's contents", { name: "a.pdf", content: PDF, encoding: "base64" }, found("", "a.pdf", "")],
    [
      "one that is said to be one by its list alone",
      { files: [{ name: "a.pdf", data: PDF }] },
      found("files.0", "a.pdf", ""),
    ],
    [
      "a widget that sends a data URL",
      { screenshot: `data:image/png;base64,${PDF}` },
      found("screenshot", "", "image/png"),
    ],
    [
      "a form of React",
      { answers: [{ value: `data:application/pdf;name=my%20file.pdf;base64,${PDF}` }] },
      found("answers.0.value", "my file.pdf", "application/pdf"),
    ],
    [
      "lines of 76 characters, as mail has them",
      { attachments: [{ name: "a.pdf", content: `${PDF.slice(0, 8)}\r\n${PDF.slice(8)}\r\n` }] },
      found("attachments.0", "a.pdf", ""),
    ],
  ])("%s", (_, payload, file) => {
    expect(filesIn(payload)).toEqual([file]);
  });

  test("no bytes at all has a size, too", () => {
    expect(filesIn({ files: [{ name: "empty.txt", content: "" }] })).toMatchObject([{ size: 0 }]);
  });
});

test.each<[string, unknown]>([
  ["a setting with a name and a word", { name: "color", data: "blue" }],
  ["a field of a form", { fields: [{ name: "priority", type: "text", content: "High" }] }],
  [
    "text of a file that is not in base64",
    { files: { "a.md": { filename: "a.md", content: "# Hello, you" } } },
  ],
  ["a file that stands elsewhere", { files: [{ name: "a.pdf", url: "https://files.example.com/a.pdf" }] }],
  ["an image by its address", { attachments: [{ name: "a", content: "https://example.com/a.png" }] }],
  ["a text that only speaks of one", { text: "It begins with data:image/png;base64,AAAA" }],
  ["half of a data URL", { a: "data:image/png;base64", b: "data:,Hello" }],
  ["padding in the middle", { files: [{ name: "a", content: "AA==BBBB" }] }],
  ["numbers", [1, null, true, "text"]],
])("%s is no file", (_, payload) => {
  expect(filesIn(payload)).toEqual([]);
});

test("the size is that of the bytes, whatever they are, and in either alphabet", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.boolean(), (bytes, isUrlSafe) => {
      const standard = Buffer.from(bytes).toString("base64");
      const content = isUrlSafe ? standard.replaceAll("+", "-").replaceAll("/", "_") : standard;
      expect(filesIn({ files: [{ name: "a", content }] })).toMatchObject([{ size: bytes.length }]);
    }),
  );
});

test("no payload makes it throw, and a long one costs no second look", () => {
  fc.assert(fc.property(fc.jsonValue(), (payload) => void filesIn(payload)));
  expect(() => filesIn(parseJson('{"files":[{"__proto__":{"name":"a"},"content":"QUJD"}]}'))).not.toThrow();
  const many = Array.from({ length: 5_000 }, () => ({ name: "a", content: "QUJD" }));
  expect(filesIn({ files: many })).toHaveLength(1_000);
  const before = process.cpuUsage();
  filesIn({ list: new Array(12_000_000).fill(1) });
  for (const tail of ["!", "=", "\n\n\n=\n", ""])
    filesIn({ files: [{ name: "a", content: `${"A".repeat(5_000_000)}${"\n".repeat(50_000)}${tail}` }] });
  const { user, system } = process.cpuUsage(before);
  // Of the processor, whatever else it does meanwhile.
  expect((user + system) / 1_000).toBeLessThan(5_000);
});
