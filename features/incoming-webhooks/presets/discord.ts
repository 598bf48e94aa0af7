import { ownValue } from "@/lib/own-path";
import { type Preset, TAKEN_TEXT, THEIR_SECRET } from "./preset";

export const discord: Preset = {
  description: "Commands and events of a Discord app, checked by its public key. X-Signature-Ed25519.",
  givesSecret: true,
  example: {
    payload: {
      id: "846462639134605312",
      application_id: "845027738276462632",
      type: 2,
      data: {
        id: "866818195033292850",
        name: "ticket",
        options: [{ name: "text", type: 3, value: "The printer is on fire" }],
      },
      guild_id: "778743427520626728",
      channel_id: "772908445358620702",
      member: { user: { id: "53908232506183680", username: "dana", global_name: "Dana" } },
    },
    mapping: {
      subject: "/{{data.name}} of {{member.user.username}}",
      body: "data.options.0.value",
      "customer.externalId": "discord:{{member.user.id}}",
      "customer.name": "member.user.username",
    },
  },
  steps: [
    "In the Discord Developer Portal open your application, and copy the public key under General Information.",
    `${THEIR_SECRET} Do this first: Discord tries the URL at once, also with wrong signatures.`,
    "For commands set the Interactions Endpoint URL to the one above, for events the endpoint under Webhooks. Discord's PING is answered by itself.",
  ],
  // https://docs.discord.com/developers/interactions/receiving-and-responding and …/events/webhook-events
  handshake(_, payload) {
    const type = ownValue(payload, "type");
    if (type === 0) return { status: 204, body: {} };
    if (ownValue(payload, "event") !== undefined) return null;
    if (type === 1) return { status: 200, body: { type: 1 } };
    // A command that is still being typed asks for what could come next.
    return type === 4 ? { status: 200, body: { type: 8, data: { choices: [] } } } : null;
  },
  // A command wants a message, an event nothing. Not a deferred one: Discord would wait for more to come.
  reply: (payload) =>
    ownValue(payload, "event") === undefined
      ? { status: 200, body: { type: 4, data: { content: TAKEN_TEXT, flags: 64 } } }
      : { status: 204, body: {} },
};
