import type {
  IAuthenticateGeneric,
  ICredentialTestRequest,
  ICredentialType,
  INodeProperties,
} from "n8n-workflow";

export class ReplifyApi implements ICredentialType {
  name = "replifyApi";
  displayName = "Replify API";

  properties: INodeProperties[] = [
    {
      displayName: "Address of Your Replify",
      name: "baseUrl",
      type: "string",
      default: "",
      required: true,
      placeholder: "https://desk.example.com",
    },
    {
      displayName: "API Token",
      name: "token",
      type: "string",
      typeOptions: { password: true },
      default: "",
      required: true,
      description:
        "Made in Settings → API → Tokens, with subscriptions:write and the rights to read what the events tell of, e.g. tickets:read",
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: "generic",
    properties: { headers: { Authorization: "=Bearer {{$credentials.token}}" } },
  };

  test: ICredentialTestRequest = {
    request: { baseURL: "={{$credentials.baseUrl}}", url: "/api/v1/me" },
  };
}
