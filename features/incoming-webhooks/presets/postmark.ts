import { OWN_SECRET, type Preset } from "./preset";

export const postmark: Preset = {
  description:
    "Mail that Postmark receives, or its events. It comes with a user name and our secret as password.",
  givesSecret: false,
  example: {
    payload: {
      FromName: "Dana Moreno",
      From: "dana@example.com",
      FromFull: { Email: "dana@example.com", Name: "Dana Moreno" },
      To: "help@acme.example",
      Subject: "Printer on fire",
      MessageID: "22c74902-a0c1-4511-804f-341342852c90",
      Date: "Mon, 2 Nov 2026 09:15:30 +0100",
      TextBody: "It smokes when I print.",
      HtmlBody: "<p>It smokes when I print.</p>",
      StrippedTextReply: "",
      Headers: [{ Name: "Message-ID", Value: "<CAGXpo2WKfxHWZ5UFYCR3H@mail.example.com>" }],
      Attachments: [
        { Name: "smoke.png", Content: "iVBORw0KGgo=", ContentType: "image/png", ContentLength: 8 },
      ],
    },
    mapping: {
      subject: "Subject",
      body: "{% assign html = HtmlBody | html_to_text %}{{ TextBody | default: html }}",
      "customer.email": "FromFull.Email",
      "customer.name": "FromFull.Name",
    },
  },
  steps: [
    "In Postmark open the server, its inbound stream, and there Settings; for events the stream's Webhooks.",
    "Put user and secret into the URL: https://postmark:SECRET@ and then what stands above behind https://. For events set them as Basic auth instead, with the user postmark.",
    OWN_SECRET,
    "Press Check, then save.",
  ],
};
