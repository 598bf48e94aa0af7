import { PONG, type Preset } from "./preset";

export const github: Preset = {
  description: "A repository or an organization of GitHub: paste our secret there. X-Hub-Signature-256.",
  givesSecret: false,
  example: {
    headers: { "x-github-event": "issues" },
    payload: {
      action: "opened",
      issue: {
        id: 2_301_337_042,
        number: 7,
        title: "Printer on fire",
        body: "It smokes when I print.",
        html_url: "https://github.com/acme/printers/issues/7",
        user: { login: "dana" },
        labels: [{ name: "bug" }],
      },
      repository: { full_name: "acme/printers" },
    },
    mapping: {
      subject: "{{repository.full_name}}#{{issue.number}}: {{issue.title}}",
      body: "{{issue.body}} ({{issue.html_url}})",
      "customer.externalId": "github:{{issue.user.login}}",
      "customer.name": "issue.user.login",
    },
  },
  steps: [
    "In the repository or organization open Settings → Webhooks → Add webhook.",
    "Payload URL: the URL above. Content type: application/json, or the form, which is read as well.",
    "Secret: paste the secret that was shown when this webhook was made. If it is lost, rotate it.",
    "Choose the events, such as Issues, and save. GitHub's ping is answered and makes nothing.",
  ],
  // https://docs.github.com/en/webhooks/webhook-events-and-payloads#ping
  handshake: (headers) => (headers["x-github-event"] === "ping" ? PONG : null),
};
