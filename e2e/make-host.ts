import { readFileSync } from "node:fs";
import * as z from "zod";
import { readPath } from "@/lib/own-path";

// What Make does with the definitions of a custom app, as far as ours go.

const requestSchema = z.object({
  url: z.string().default(""),
  method: z.string().default("GET"),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  response: z
    .object({
      valid: z.string().optional(),
      iterate: z.string().optional(),
      output: z.unknown().optional(),
      data: z.unknown().optional(),
      metadata: z.unknown().optional(),
      error: z.object({ message: z.string() }).optional(),
    })
    .default({}),
});
type Request = z.output<typeof requestSchema>;

const componentsSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ codeFiles: z.record(z.string(), z.string().nullable()) })),
);
const appSchema = z.object({
  generalCodeFiles: z.object({ base: z.string() }),
  components: componentsSchema,
});

type Scope = Record<string, unknown>;

export class MakeHost {
  readonly #folder: URL;
  readonly #app: z.output<typeof appSchema>;
  readonly #base: Request & { baseUrl: string };
  #connection: unknown;

  constructor(folder: URL) {
    this.#folder = folder;
    this.#app = appSchema.parse(this.#read("makecomapp.json"));
    this.#base = requestSchema
      .extend({ baseUrl: z.string() })
      .parse(this.#read(this.#app.generalCodeFiles.base));
  }

  /** Returns the label by which people tell connections apart. */
  async connect(name: string, parameters: Scope): Promise<unknown> {
    const request = requestSchema.parse(this.code("connection", name, "communication"));
    const scope = await this.#send(request, { parameters });
    this.#connection = fill(request.response.data, scope);
    return fill(request.response.metadata, scope);
  }

  /** Returns what Make keeps with the webhook. */
  async attach(name: string, url: string, parameters: Scope): Promise<unknown> {
    const attach = requestSchema.parse(this.code("webhook", name, "attach"));
    return fill(attach.response.data, await this.#call(attach, { parameters, webhook: { url } }));
  }

  async detach(name: string, webhook: unknown): Promise<void> {
    await this.#call(requestSchema.parse(this.code("webhook", name, "detach")), { webhook });
  }

  /** The bundle that a delivery starts a scenario with. */
  receive(name: string, body: unknown): unknown {
    const { output } = z.object({ output: z.string() }).parse(this.code("webhook", name, "communication"));
    return fill(output, { body });
  }

  /** Calls what a definition names as `rpc://…`. */
  async callRpc(reference: unknown, scope: Scope = {}): Promise<unknown> {
    const name = /^rpc:\/\/(\w+)$/.exec(String(reference))?.[1] ?? "";
    const request = requestSchema.parse(this.code("rpc", name, "communication"));
    const answered = await this.#call(request, scope);
    const { iterate, output } = request.response;
    if (!iterate) return fill(output, answered);
    const items = z.array(z.unknown()).parse(fill(iterate, answered));
    return items.map((item) => fill(output, { ...answered, item }));
  }

  code(kind: string, name: string, code: string): unknown {
    const file = this.#app.components[kind]?.[name]?.codeFiles[code];
    if (!file) throw new Error(`makecomapp.json names no ${code} of ${kind} ${name}.`);
    return this.#read(file);
  }

  /** With what the base says of every request. */
  #call(request: Request, scope: Scope): Promise<Scope> {
    const { baseUrl, headers, response } = this.#base;
    return this.#send(
      {
        ...request,
        url: `${baseUrl}${request.url}`,
        headers: { ...headers, ...request.headers },
        response: { ...response, ...request.response },
      },
      { connection: this.#connection, ...scope },
    );
  }

  async #send({ url, method, headers, body, response }: Request, scope: Scope): Promise<Scope> {
    const answer = await fetch(String(fill(url, scope)), {
      method,
      headers: {
        "content-type": "application/json",
        ...z.record(z.string(), z.string()).parse(fill(headers, scope)),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(fill(body, scope)) }),
    });
    const text = await answer.text();
    const answered = { ...scope, statusCode: answer.status, body: text ? JSON.parse(text) : undefined };
    const isValid = response.valid ? fill(response.valid, answered) : answer.ok;
    if (!isValid) throw new Error(String(fill(response.error?.message, answered)));
    return answered;
  }

  #read(file: string): unknown {
    return JSON.parse(readFileSync(new URL(file, this.#folder), "utf8"));
  }
}

/** Fills the `{{…}}` of a definition; one that is all of a text keeps its type. */
function fill(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope));
  if (typeof template === "object" && template !== null)
    return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, scope)]));
  if (typeof template !== "string") return template;
  const whole = /^\{\{([^{}]+)\}\}$/.exec(template)?.[1];
  if (whole) return evaluate(whole, scope);
  return template.replace(/\{\{([^{}]+)\}\}/g, (_, expression: string) =>
    String(evaluate(expression, scope)),
  );
}

/** Of Make's language: paths, lists counted from 1, and comparisons with a number. */
function evaluate(expression: string, scope: Scope): unknown {
  if (expression.includes("||"))
    return expression.split("||").some((part) => evaluate(part.trim(), scope) === true);
  const [path = "", expected] = expression.split(" = ");
  const value = readPath(
    scope,
    path.replace(/\[(\d+)\]/g, (_, position: string) => `.${Number(position) - 1}`),
  );
  return expected === undefined ? value : value === Number(expected);
}
