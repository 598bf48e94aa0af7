import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { listRecentPayloads } from "@/features/incoming-requests/recent-payloads";
import { makeWebhook, send, sendBytes } from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";

test("whoever writes a mapping is shown what came of late, but nothing that nobody signed", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const made = await makeWebhook(ctx);
  await send(made, { subject: "Down", issue: { id: 7 } });
  await send(made, { title: "no subject" }).catch(() => null);
  await receiveRequest(signedCall(made, '{"forged":1}', { secret: "not the secret" })).catch(() => null);
  const { samples, paths } = await listRecentPayloads(ctx, made.id);
  expect(samples.map(({ body }) => body)).toEqual([
    '{"title":"no subject"}',
    '{"subject":"Down","issue":{"id":7}}',
  ]);
  expect(paths).toEqual(["issue.id", "subject", "title"]);
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(listRecentPayloads(stranger, made.id)).rejects.toMatchObject({ code: "not_found" });
});

describe("a form", () => {
  const part = (disposition: string, content: string) =>
    `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const multipart = (bytes: number) =>
    [
      part('name="subject"', "Down"),
      part('name="attachment-1"; filename="smoke.png"', "x".repeat(bytes)),
      "--b--\r\n",
    ].join("");
  const multipartType = "multipart/form-data; boundary=b";
  test.each<[string, string, Buffer, object]>([
    [
      "in lines",
      "application/x-www-form-urlencoded",
      Buffer.from("subject=Down&tag=a&tag=b"),
      {
        samples: [{ body: '{"subject":"Down","tag":["a","b"]}', files: [] }],
        paths: ["subject", "tag.0", "tag.1"],
      },
    ],
    [
      "with JSON in a field",
      "application/x-www-form-urlencoded",
      Buffer.from(new URLSearchParams({ payload: '{"issue":{"id":9007199254740993}}' }).toString()),
      { samples: [{ body: '{"issue":{"id":9007199254740993}}', files: [] }], paths: ["issue.id"] },
    ],
    [
      "with a file",
      multipartType,
      Buffer.from(multipart(100_000)),
      {
        samples: [
          {
            body: '{"subject":"Down"}',
            files: [{ field: "attachment-1", name: "smoke.png", type: "", size: 100_000 }],
          },
        ],
        paths: ["files.0.field", "files.0.name", "files.0.size", "files.0.type", "subject"],
      },
    ],
    [
      "that is packed",
      multipartType,
      gzipSync(multipart(5)),
      { samples: [{ body: '{"subject":"Down"}' }], paths: expect.arrayContaining(["subject"]) },
    ],
  ])("%s gives samples and paths as JSON does", async (name, type, body, expected) => {
    const ctx = createContext(await createUser(await createOrganization()));
    const made = await makeWebhook(ctx, { signature: { type: "bearer" } });
    const headers = {
      authorization: `Bearer ${made.secret}`,
      "content-type": type,
      ...(name === "that is packed" && { "content-encoding": "gzip" }),
    };
    await sendBytes(made, headers, body).catch(() => null);
    expect(await listRecentPayloads(ctx, made.id)).toMatchObject(expected);
  });
});

test("of a payload too large for a sample the paths are there", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const made = await makeWebhook(ctx);
  await send(made, { subject: "Down", files: [{ name: "a.png", content: "A".repeat(100_000) }] });
  const { samples, paths } = await listRecentPayloads(ctx, made.id);
  expect(samples).toEqual([]);
  expect(paths).toEqual(["files.0.content", "files.0.name", "subject"]);
});
