import { createHmac, timingSafeEqual } from "node:crypto";
import type {
  IHookFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  INodePropertyOptions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from "n8n-workflow";

const MAX_NAME_LENGTH = 120;
/** An older request may be one that somebody has recorded and sends again. */
const MAX_AGE_SECONDS = 300;

interface Subscription {
  id: string;
  eventTypes: string[];
  isActive: boolean;
}

export class ReplifyTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: "Replify Trigger",
    name: "replifyTrigger",
    icon: "file:replify.svg",
    group: ["trigger"],
    version: 1,
    subtitle: '={{$parameter["eventTypes"].join(", ")}}',
    description: "Starts the workflow when something happens in Replify",
    defaults: { name: "Replify Trigger" },
    inputs: [],
    outputs: ["main"],
    credentials: [{ name: "replifyApi", required: true }],
    webhooks: [{ name: "default", httpMethod: "POST", responseMode: "onReceived", path: "webhook" }],
    properties: [
      {
        displayName: "Event Names or IDs",
        name: "eventTypes",
        type: "multiOptions",
        typeOptions: { loadOptionsMethod: "getEventTypes" },
        default: [],
        required: true,
        description:
          'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
      },
    ],
  };

  methods = { loadOptions: { getEventTypes } };

  webhookMethods = { default: { checkExists, create, delete: remove } };

  webhook = receive;
}

async function getEventTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { data }: { data: { type: string; description: string }[] } = await call.call(this, {
    url: "/api/v1/event-types",
  });
  return data.map(({ type, description }) => ({ name: type, value: type, description }));
}

async function checkExists(this: IHookFunctions): Promise<boolean> {
  const { subscriptionId } = this.getWorkflowStaticData("node");
  const wanted = chosenTypes.call(this).toSorted().join();
  const subscriptions = await listOwn.call(this);
  return subscriptions.some(
    ({ id, eventTypes, isActive }) =>
      id === subscriptionId && isActive && eventTypes.toSorted().join() === wanted,
  );
}

/** Any other subscription of this URL is left from before: for other events, or with a secret that n8n has lost. */
async function create(this: IHookFunctions): Promise<boolean> {
  for (const { id } of await listOwn.call(this)) await unsubscribe.call(this, id);
  const { id, secret }: { id: string; secret: string } = await call.call(this, {
    method: "POST",
    url: "/api/v1/subscriptions",
    body: {
      name: `n8n: ${this.getWorkflow().name ?? ""}`.slice(0, MAX_NAME_LENGTH),
      targetUrl: this.getNodeWebhookUrl("default"),
      eventTypes: chosenTypes.call(this),
    },
  });
  Object.assign(this.getWorkflowStaticData("node"), { subscriptionId: id, secret });
  return true;
}

async function remove(this: IHookFunctions): Promise<boolean> {
  const kept = this.getWorkflowStaticData("node");
  if (typeof kept.subscriptionId === "string") await unsubscribe.call(this, kept.subscriptionId);
  delete kept.subscriptionId;
  delete kept.secret;
  return true;
}

/** Whoever knows the URL may call it; only Replify can sign. */
async function receive(this: IWebhookFunctions): Promise<IWebhookResponseData> {
  if (!isSigned.call(this)) {
    this.getResponseObject().status(401).send("The signature does not match.").end();
    return { noWebhookResponse: true };
  }
  return { workflowData: [this.helpers.returnJsonArray(this.getBodyData())] };
}

function isSigned(this: IWebhookFunctions): boolean {
  const { secret } = this.getWorkflowStaticData("node");
  const { "x-replify-signature": signature, "x-replify-timestamp": timestamp } = this.getHeaderData();
  if (typeof secret !== "string" || typeof signature !== "string") return false;
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageSeconds < MAX_AGE_SECONDS)) return false;
  const expected = createHmac("sha256", secret)
    .update(`${timestamp}.`)
    .update(this.getRequestObject().rawBody)
    .digest();
  // While a secret is being rotated there are two.
  return signature.split(",").some((one) => {
    const given = Buffer.from(one.trim().replace(/^sha256=/, ""), "hex");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function chosenTypes(this: IHookFunctions): string[] {
  const chosen = this.getNodeParameter("eventTypes");
  return Array.isArray(chosen) ? chosen.map(String) : [];
}

async function listOwn(this: IHookFunctions): Promise<Subscription[]> {
  const { data } = await call.call(this, {
    url: "/api/v1/subscriptions",
    qs: { targetUrl: this.getNodeWebhookUrl("default") },
  });
  return data;
}

async function unsubscribe(this: IHookFunctions, id: string): Promise<void> {
  await call.call(this, {
    method: "DELETE",
    url: `/api/v1/subscriptions/${id}`,
    // Gone already, when somebody deleted it in Replify.
    ignoreHttpStatusErrors: { ignore: true, except: [401, 403, 429, 500, 502, 503, 504] },
  });
}

async function call(this: IHookFunctions | ILoadOptionsFunctions, options: IHttpRequestOptions) {
  const { baseUrl } = await this.getCredentials<{ baseUrl: string }>("replifyApi");
  return this.helpers.httpRequestWithAuthentication.call(this, "replifyApi", {
    baseURL: baseUrl.replace(/\/+$/, ""),
    json: true,
    ...options,
  });
}
