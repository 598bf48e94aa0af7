import { getCustomerEndpoint } from "@/features/customers/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import type { Api } from "../api";
import { expect } from "../fixtures";
import { attack } from "./attack";

const PHONE = "+1 416 555 0142";

async function file(api: Api, customer: object): Promise<string> {
  const ticket = await api.call(createTicketEndpoint, { body: { subject: "Hi", customer } });
  return ticket.customer?.id ?? "nobody";
}

function customerOf(api: Api, id: string) {
  return api.call(getCustomerEndpoint, { params: { id } });
}

attack(
  { attempt: "a stranger who gives the customer's phone number", expected: "a customer of their own" },
  async ({ api }) => {
    const dana = await file(api, { email: "dana@example.com", phone: PHONE });
    const eva = await file(api, { email: "eva@example.com", phone: PHONE });
    expect(eva).not.toBe(dana);
    expect((await customerOf(api, dana)).emails).toEqual(["dana@example.com"]);
  },
);

attack({ attempt: "guests whom the shop calls 0 or null", expected: "stay strangers" }, async ({ api }) => {
  for (const externalId of ["0", "null", " Guest "]) {
    const first = await file(api, { externalId, email: `${crypto.randomUUID()}@example.com` });
    expect(await file(api, { externalId, email: `${crypto.randomUUID()}@example.com` })).not.toBe(first);
  }
});

attack(
  { attempt: "one's own id with the address of another", expected: "no merge, a hint on both" },
  async ({ api }) => {
    const own = await file(api, { externalId: "crm-1" });
    const other = await file(api, { email: "b@example.com" });
    expect(await file(api, { externalId: "crm-1", email: "b@example.com" })).toBe(own);
    expect((await customerOf(api, own)).possibleDuplicates).toMatchObject([{ id: other }]);
    expect(await customerOf(api, other)).toMatchObject({
      externalIds: [],
      possibleDuplicates: [{ id: own }],
    });
  },
);

attack(
  { attempt: "a split that takes another customer's address along", expected: "422, nothing moves" },
  async ({ api }) => {
    const [dana, eva] = [
      await file(api, { email: "dana@example.com" }),
      await file(api, { email: "eva@example.com" }),
    ];
    const json = { emails: ["dana@example.com", "eva@example.com"] };
    expect(await api.request("POST", `/api/v1/customers/${dana}/split`, { json })).toMatchObject({
      status: 422,
    });
    expect((await customerOf(api, dana)).emails).toEqual(["dana@example.com"]);
    expect((await customerOf(api, eva)).emails).toEqual(["eva@example.com"]);
  },
);

attack({ attempt: "a mail header inside an address", expected: "422" }, async ({ api }) => {
  for (const email of ["a@example.com\r\nBcc: b@example.com", "A <a@example.com\nBcc: b@example.com>"]) {
    const json = { subject: "Hi", customer: { email } };
    expect(await api.request("POST", "/api/v1/tickets", { json })).toMatchObject({ status: 422 });
  }
});
