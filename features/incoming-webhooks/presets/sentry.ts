import { type Preset, THEIR_SECRET } from "./preset";

export const sentry: Preset = {
  description: "An internal integration of Sentry shows its client secret. Sentry-Hook-Signature.",
  givesSecret: true,
  example: {
    headers: { "sentry-hook-resource": "issue" },
    payload: {
      action: "created",
      installation: { uuid: "a8e5d37a-696c-4c54-adb5-b3f28d64c7de" },
      data: {
        issue: {
          id: "1170820242",
          shortId: "PRINTERS-1",
          title: "TypeError: ink is undefined",
          culprit: "print(app/print)",
          level: "error",
          status: "unresolved",
          web_url: "https://acme.sentry.io/issues/1170820242/",
          project: { name: "printers", slug: "printers" },
        },
      },
      actor: { type: "application", id: "sentry", name: "Sentry" },
    },
    mapping: {
      subject: "{{data.issue.shortId}}: {{data.issue.title}}",
      body: "{{data.issue.culprit}} ({{data.issue.web_url}})",
    },
  },
  steps: [
    "In Sentry open Settings → Developer Settings → Create New Integration → Internal Integration.",
    "Webhook URL: the one above. Switch Alert Rule Action on if alerts shall send.",
    "Give it the permission Issue & Event: Read, tick the webhook issue, and save.",
    "Copy the Client Secret that is shown below the credentials.",
    THEIR_SECRET,
  ],
};
