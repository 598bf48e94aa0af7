import type { SignatureScheme } from "@/db/enums";
import type { Mapping } from "@/features/incoming-webhooks/mapping";

interface Sender {
  /** Who signs in this way, and where its secret comes from. */
  description: string;
  /** Such senders make the secret themselves; it has to be pasted here. */
  givesSecret: boolean;
  /** Whether the signature can, must or can't cover the time of sending. */
  timestamp: "optional" | "always" | "never";
  /** What it sends, shortened, and how that makes a ticket. */
  example: { payload: Record<string, unknown>; mapping: Mapping } | null;
}

/** What to know of the senders behind the signature schemes. */
export const SENDERS: Record<SignatureScheme, Sender> = {
  replify: {
    description: "Your own code, or another Replify. X-Replify-Signature, with a timestamp if you send one.",
    givesSecret: false,
    timestamp: "optional",
    example: null,
  },
  standard_webhooks: {
    description: "Anything that follows standardwebhooks.com, such as Svix or Clerk. webhook-signature.",
    givesSecret: false,
    timestamp: "always",
    example: null,
  },
  github: {
    description: "A repository or an organization of GitHub: paste our secret there. X-Hub-Signature-256.",
    givesSecret: false,
    timestamp: "never",
    example: {
      payload: {
        action: "opened",
        issue: {
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
  },
  stripe: {
    description: "Stripe shows the secret (whsec_…) beside the endpoint you add there. Stripe-Signature.",
    givesSecret: true,
    timestamp: "always",
    example: {
      payload: {
        type: "charge.failed",
        data: {
          object: {
            amount: 4200,
            currency: "eur",
            failure_message: "Your card has insufficient funds.",
            billing_details: { email: "dana@example.com", name: "Dana Moreno" },
          },
        },
      },
      mapping: {
        subject: "Stripe: {{type}}",
        body: "data.object.failure_message",
        "customer.email": "data.object.billing_details.email",
        "customer.name": "data.object.billing_details.name",
      },
    },
  },
  slack: {
    description: "A Slack app shows its signing secret under Basic information. X-Slack-Signature.",
    givesSecret: true,
    timestamp: "always",
    example: {
      payload: {
        type: "event_callback",
        event: { type: "message", user: "U024BE7LH", channel: "C2147483705", text: "The printer is on fire" },
      },
      mapping: {
        subject: "event.text",
        body: "<@{{event.user}}> in {{event.channel}}: {{event.text}}",
        "customer.externalId": "slack:{{event.user}}",
      },
    },
  },
  shopify: {
    description: "A shop's webhooks are signed with the secret shown below them. X-Shopify-Hmac-Sha256.",
    givesSecret: true,
    timestamp: "never",
    example: {
      payload: {
        name: "#1001",
        email: "dana@example.com",
        note: "Please leave it at the door.",
        customer: { first_name: "Dana", last_name: "Moreno", phone: "+34 600 000 000" },
      },
      mapping: {
        subject: "Order {{name}}",
        body: "note",
        "customer.email": "email",
        "customer.name": "{{customer.first_name}} {{customer.last_name}}",
      },
    },
  },
};
