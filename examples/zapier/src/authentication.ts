import type {
  AfterResponseMiddleware,
  Authentication,
  BeforeRequestMiddleware,
  Bundle,
  ZObject,
} from "zapier-platform-core";

export const authentication = {
  type: "custom",
  fields: [
    {
      key: "baseUrl",
      label: "Address of your Replify",
      type: "string",
      required: true,
      placeholder: "https://desk.example.com",
    },
    {
      key: "token",
      label: "API token",
      type: "password",
      required: true,
      helpText:
        "Made in *Settings → API → Tokens*, with `subscriptions:write` and the rights to read what the events tell of, e.g. `tickets:read`.",
    },
  ],
  test: async (z: ZObject, bundle: Bundle) => (await z.request(apiUrl(bundle, "me"))).data,
  // inputData is what the test answered.
  connectionLabel: async (_z: ZObject, { inputData }: Bundle<{ organization?: Named; user?: Named }>) =>
    `${inputData.organization?.name} (${inputData.user?.name})`,
} satisfies Authentication;

interface Named {
  name: string;
}

export function apiUrl({ authData }: Bundle, path: string): string {
  return new URL(`/api/v1/${path}`, authData.baseUrl).href;
}

export const sendToken: BeforeRequestMiddleware = (request, _z, bundle) => {
  if (bundle?.authData.token)
    request.headers = { ...request.headers, Authorization: `Bearer ${bundle.authData.token}` };
  return request;
};

/** Replify's errors say in `detail` what is wrong and what to do: that is what people should read. */
export const sayWhyRefused: AfterResponseMiddleware = (response, z) => {
  const { status, skipThrowForStatus } = response;
  if (status < 400 || skipThrowForStatus) return response;
  const { detail, code } = Object(response.data);
  throw new z.errors.Error(detail ?? `Replify answered ${status}.`, code, status);
};
