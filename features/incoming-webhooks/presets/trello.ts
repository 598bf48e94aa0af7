import { type Preset, THEIR_SECRET } from "./preset";

export const trello: Preset = {
  description: "Webhooks of a Trello Power-Up or app, with its API secret. X-Trello-Webhook.",
  givesSecret: true,
  example: {
    payload: {
      action: {
        id: "51f9424bcd6e040f3c002412",
        type: "createCard",
        date: "2026-11-02T08:15:30.000Z",
        data: {
          board: { name: "Printers", shortLink: "rqz0rk81" },
          card: { name: "Printer on fire", shortLink: "nC8QJJoZ", idShort: 7 },
        },
        memberCreator: { id: "4fc78a59a885233f4b349bd9", fullName: "Dana Moreno", username: "dana" },
      },
      model: { id: "4d5ea62fd76aa1136000000c", name: "Printers" },
    },
    mapping: {
      subject: "{{action.data.board.name}}: {{action.data.card.name}}",
      body: "https://trello.com/c/{{action.data.card.shortLink}}",
      "customer.externalId": "trello:{{action.memberCreator.id}}",
      "customer.name": "action.memberCreator.fullName",
    },
  },
  steps: [
    "Open trello.com/power-ups/admin, choose the Power-Up, and copy the secret below its API key.",
    `${THEIR_SECRET} Do this first: Trello tries the URL with HEAD when the webhook is made, which is answered.`,
    "Make the webhook by Trello's API: POST /1/webhooks with idModel, and the URL above as callbackURL.",
    "Trello signs the address, too: APP_URL of this Replify has to be the address that Trello calls.",
  ],
};
