import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  to: string;
  /** By their names in lower case, unfolded. */
  headers: Record<string, string>;
  /** The text/plain part, decoded. */
  text: string;
  html: string;
}

export interface MailServer {
  url: string;
  /** In the order of their arrival. */
  mails: ReceivedMail[];
  /** What RCPT TO answers for an address; undefined takes it. */
  refuse: (address: string) => { code: number; message: string } | undefined;
  /** Called with each mail that was taken, before the sender hears of it. */
  onMail: (mail: ReceivedMail) => Promise<void>;
  /** What was signed in with. */
  logins: { username: string; password: string }[];
  /** How many connections there have been. */
  connections: number;
  stop(): Promise<void>;
}

/** A mail server on loopback that keeps what it gets. */
export async function startMailServer(): Promise<MailServer> {
  const smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onAuth({ username, password }, _, done) {
      server.logins.push({ username: username ?? "", password: password ?? "" });
      done(null, { user: "anybody" });
    },
    onConnect(_, done) {
      server.connections++;
      done();
    },
    onRcptTo({ address }, _, done) {
      const refused = server.refuse(address);
      done(refused && Object.assign(new Error(refused.message), { responseCode: refused.code }));
    },
    onData(stream, { envelope }, done) {
      text(stream)
        .then(async (source) => {
          const mail = { to: envelope.rcptTo[0]?.address ?? "", ...parse(source) };
          server.mails.push(mail);
          await server.onMail(mail);
        })
        .then(() => done(), done);
    },
  });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  const { port } = smtp.server.address() as AddressInfo;
  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails: [],
    refuse: () => undefined,
    onMail: async () => {},
    logins: [],
    connections: 0,
    stop: () => new Promise((resolve) => smtp.close(resolve)),
  };
  return server;
}

function parse(source: string): Omit<ReceivedMail, "to"> {
  const { headers, body } = splitPart(source);
  const [, boundary = ""] = /boundary="([^"]+)"/.exec(headers["content-type"] ?? "") ?? [];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map(splitPart) : [{ headers, body }];
  const textOf = (type: string) => {
    const part = parts.find((one) => one.headers["content-type"]?.startsWith(type));
    return part ? decode(part.body, part.headers["content-transfer-encoding"] ?? "") : "";
  };
  return { headers, text: textOf("text/plain"), html: textOf("text/html") };
}

function splitPart(source: string): { headers: Record<string, string>; body: string } {
  const trimmed = source.replace(/^\r\n/, "");
  const end = trimmed.indexOf("\r\n\r\n");
  const lines = trimmed
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: Object.fromEntries(headers), body: trimmed.slice(end + 4) };
}

function decode(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
