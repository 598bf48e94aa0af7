import type {
  ICredentialType,
  IHookFunctions,
  ILoadOptionsFunctions,
  INodeType,
  IWebhookFunctions,
} from "n8n-workflow";
import * as z from "zod";
import type { ReceivedRequest } from "./receiver";

interface HttpOptions {
  method?: string;
  baseURL?: string;
  url: string;
  qs?: Record<string, string>;
  body?: unknown;
  ignoreHttpStatusErrors?: { except: number[] };
}

interface Host {
  node: INodeType;
  credential: ICredentialType;
  /** What a person entered for it. */
  credentials: Record<string, string>;
  /** Where the workflow's webhook is. */
  url: string;
  parameters: Record<string, unknown>;
}

/** What n8n does with a trigger node, as far as ours goes. */
export class N8nHost {
  readonly #host: Host;
  readonly staticData: Record<string, unknown> = {};

  constructor(host: Host) {
    this.#host = host;
  }

  /** As when a workflow is switched on: what is there already is not made again. */
  async activate(): Promise<void> {
    const { checkExists, create } = this.#methods();
    const hooks = this.#functions<IHookFunctions>({});
    if (!(await checkExists.call(hooks))) await create.call(hooks);
  }

  async deactivate(): Promise<void> {
    await this.#methods().delete.call(this.#functions<IHookFunctions>({}));
  }

  /** The test of the credential; throws unless it is good. */
  async connect() {
    const { baseURL, url } = this.#host.credential.test?.request ?? {};
    return this.#send({ baseURL: this.#fill(baseURL ?? ""), url: url ?? "" });
  }

  async loadOptions(method: string) {
    const load = this.#host.node.methods?.loadOptions?.[method];
    return load?.call(this.#functions<ILoadOptionsFunctions>({}));
  }

  /** What a delivery starts the workflow with, or the status with which it is turned away. */
  async receive({ headers, body, text }: Pick<ReceivedRequest, "headers" | "body" | "text">) {
    let status = 200;
    const answer = {
      status: (code: number) => {
        status = code;
        return answer;
      },
      send: () => answer,
      end: () => answer,
    };
    const functions = this.#functions<IWebhookFunctions>({
      getHeaderData: () => headers,
      getBodyData: () => JSON.parse(text),
      getRequestObject: () => ({ rawBody: body }),
      getResponseObject: () => answer,
    });
    const result = await this.#host.node.webhook?.call(functions);
    return result?.noWebhookResponse ? status : result?.workflowData?.[0]?.[0]?.json;
  }

  #methods() {
    const methods = this.#host.node.webhookMethods?.default;
    if (!methods) throw new Error("The node has no webhook methods.");
    return methods;
  }

  /** Whatever else the node asked of n8n would be missing, and throw. */
  #functions<Functions>(more: Record<string, unknown>): Functions {
    const { credential, credentials, parameters, url } = this.#host;
    const functions = {
      getCredentials: async () => credentials,
      getNodeParameter: (name: string) => parameters[name],
      getNodeWebhookUrl: () => url,
      getWorkflow: () => ({ name: "Warehouse" }),
      getWorkflowStaticData: () => this.staticData,
      helpers: {
        httpRequestWithAuthentication: (name: string, options: HttpOptions) => {
          if (name !== credential.name) throw new Error(`The node asks for ${name}.`);
          return this.#send(options);
        },
        returnJsonArray: (json: unknown) => [{ json }],
      },
      ...more,
    };
    return functions as Functions;
  }

  async #send({ method = "GET", baseURL, url, qs, body, ...options }: HttpOptions) {
    const { headers } = authenticateSchema.parse(this.#host.credential.authenticate).properties;
    const response = await fetch(`${baseURL}${url}?${new URLSearchParams(qs)}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.#fill(value)])),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { ignoreHttpStatusErrors } = options;
    const isError = ignoreHttpStatusErrors
      ? ignoreHttpStatusErrors.except.includes(response.status)
      : !response.ok;
    if (isError) throw new Error(`${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Fills what a credential says in n8n's language: `=Bearer {{$credentials.token}}`. */
  #fill(expression: string): string {
    const { credentials } = this.#host;
    return expression
      .replace(/^=/, "")
      .replace(/\{\{\$credentials\.(\w+)\}\}/g, (_, name: string) => credentials[name] ?? "");
  }
}

const authenticateSchema = z.object({
  type: z.literal("generic"),
  properties: z.object({ headers: z.record(z.string(), z.string()) }),
});
