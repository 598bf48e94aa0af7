import type { Preset } from "./preset";

export const gitlab: Preset = {
  description: "A project or a group of GitLab: paste our secret there as secret token. X-Gitlab-Token.",
  givesSecret: false,
  example: {
    headers: { "x-gitlab-event": "Issue Hook" },
    payload: {
      object_kind: "issue",
      event_type: "issue",
      user: { id: 7, name: "Dana Moreno", username: "dana" },
      project: { id: 15, path_with_namespace: "acme/printers", web_url: "https://gitlab.com/acme/printers" },
      object_attributes: {
        id: 301,
        iid: 23,
        action: "open",
        state: "opened",
        title: "Printer on fire",
        description: "It smokes when I print.",
        url: "https://gitlab.com/acme/printers/-/issues/23",
      },
      labels: [{ title: "bug" }],
    },
    mapping: {
      subject: "{{project.path_with_namespace}}#{{object_attributes.iid}}: {{object_attributes.title}}",
      body: "{{object_attributes.description}} ({{object_attributes.url}})",
      "customer.externalId": "gitlab:{{user.username}}",
      "customer.name": "user.name",
    },
  },
  steps: [
    "In the project or group open Settings → Webhooks → Add new webhook.",
    "URL: the one above.",
    "Secret token: the one that was shown when this webhook was made. If it is lost, rotate it.",
    "Choose the triggers, such as Issues events, and save.",
    "If your GitLab offers a signing token, use that instead, and set the sender here to Standard Webhooks: it protects the body, too.",
  ],
};
