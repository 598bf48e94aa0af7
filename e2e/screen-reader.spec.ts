import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { expect, test } from "./fixtures";
import { open } from "./steps";

// What a screen reader is told on the five main paths, from the browser's own accessibility tree.
const API = "/settings/api";

test("creating an incoming webhook: the form, what is missing in it, and its secret", async ({
  page,
  signIn,
}) => {
  await signIn();
  await open(page, `${API}/incoming-webhooks/new`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - navigation "Breadcrumb":
      - list:
        - listitem:
          - link "Incoming webhooks"
    - heading "Create incoming webhook" [level=1]
    - group:
      - region "Sender":
        - heading "Sender" [level=2]
        - group "Who sends":
          - radio "GitHub"
          - radio "Replify" [checked]
      - region "Purpose":
        - textbox "Name"
        - group "Each request will":
          - radio "Create a ticket" [checked]
      - button /^Advanced/
    - link "Cancel"
    - button "Create incoming webhook"
  `);
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  await expect(page.getByRole("main").getByRole("alert").first()).toMatchAriaSnapshot(`
    - alert:
      - paragraph: One thing needs your attention
      - list:
        - listitem:
          - link "Name the webhook after what sends to it."
  `);
  await page.getByLabel("Name", { exact: true }).fill("Issues");
  await page.getByRole("button", { name: "Create incoming webhook" }).click();
  await expect(page.getByRole("dialog", { name: "Incoming webhook created" })).toMatchAriaSnapshot(`
    - dialog "Incoming webhook created":
      - banner:
        - heading "Incoming webhook created" [level=2]
      - paragraph: This is the only time you can see this secret. Copy it now.
      - textbox "URL"
      - button "Copy URL": Copy
      - textbox "Signing secret"
      - button "Copy signing secret": Copy
      - textbox "Signed request"
      - button "Copy signed request": Copy
      - region "First request":
        - status:
          - paragraph:
            - text: Waiting for your first request…
      - contentinfo:
        - button "Done"
  `);
});

test("creating a subscription: a wrong address is told at its field, and the secret is named", async ({
  page,
  signIn,
  receiver,
}) => {
  await signIn();
  await open(page, `${API}/event-subscriptions/new`);
  const target = page.getByLabel("Target URL");
  await target.fill("example.com/hook");
  await page.getByLabel("Name (optional)").focus();
  await expect(target).toHaveAccessibleDescription(/not a complete URL/);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - heading "Create subscription" [level=1]
    - group:
      - region "Target":
        - textbox "Target URL" [invalid]: example.com/hook
        - button "Use the built-in echo receiver"
        - checkbox "Verify the target first"
        - textbox "Name (optional)"
      - region "Events":
        - group "Events":
          - radio "Choose events" [checked]
          - searchbox "Search events"
          - paragraph: /0 of \\d+ events chosen/
          - group "Tickets":
            - checkbox "All tickets"
            - checkbox "ticket.created"
      - region "Format":
        - group "Format":
          - radio "Replify" [checked]
      - button /^Advanced/
    - button "Create subscription"
  `);
  await target.fill(`${receiver.url}/hook`);
  await page.getByRole("checkbox", { name: "ticket.created", exact: true }).check();
  await page.getByRole("button", { name: "Create subscription" }).click();
  await expect(page.getByRole("dialog", { name: "Subscription created" })).toMatchAriaSnapshot(`
    - dialog "Subscription created":
      - banner:
        - heading "Subscription created" [level=2]
      - paragraph: This is the only time you can see this secret. Copy it now.
      - textbox "Signing secret"
      - button "Copy signing secret": Copy
      - region "Verification in Node"
      - contentinfo:
        - button "Done"
  `);
});

test("reading a failed delivery: the row, then verdict, error with what to do, answer, attempts, trace and facts", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  receiver.behave("/hook", { status: 404, body: "not here" });
  await signIn();
  await api.call(createSubscriptionEndpoint, {
    body: {
      name: "Orders",
      targetUrl: `${receiver.url}/hook`,
      eventTypes: ["ticket.created"],
      retryPolicy: { delaysSeconds: [86_400] },
    },
  });
  await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  await receiver.waitForMany(1);
  await open(page, `${API}/deliveries`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - heading "Deliveries" [level=1]
    - search "Filters":
      - searchbox "Search by delivery or event id"
      - button "Filter"
      - button "Live"
    - region "Deliveries, newest first":
      - table "Deliveries, newest first":
        - rowgroup:
          - row:
            - columnheader "Status"
            - columnheader "Event"
            - columnheader "Attempts"
        - rowgroup:
          - row:
            - cell /ticket\\.created, delivery/:
              - link /ticket\\.created, delivery/
            - cell "404"
  `);
  await page.getByRole("link", { name: /ticket\.created, delivery/ }).click();
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer).toMatchAriaSnapshot(`
    - dialog "ticket.created":
      - banner:
        - heading "ticket.created" [level=2]
      - paragraph:
        - text: /Attempt 1 of 2 failed. 404 Not Found/
      - region "Attempt 1":
        - 'heading "Attempt 1: 404 Not Found" [level=3]'
        - paragraph: Request refused (404)
        - paragraph: "Next step: Check the path of the target URL."
        - region "Response":
          - heading "Response" [level=4]
          - paragraph: 404 Not Found
      - heading "Attempts" [level=3]
      - list:
        - listitem
  `);
});

test("answering a ticket: the conversation, who sees the answer, and what it caused", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  const { id } = await api.call(createTicketEndpoint, {
    body: {
      subject: "Printer on fire",
      body: "It burns.",
      customer: { email: "dana@example.com", name: "Dana" },
    },
  });
  await open(page, `/tickets/${id}`);
  await page.getByRole("textbox", { name: /^Reply/ }).fill("Not with water.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - heading "Printer on fire" [level=1]
    - tablist "Ticket":
      - tab "Conversation" [selected]
    - tabpanel "Conversation":
      - log /Conversation of ticket \\d+/:
        - list:
          - listitem:
            - paragraph: /Dana/
            - paragraph: It burns.
          - listitem:
            - paragraph: /Ada/
            - paragraph: Not with water.
      - form /ticket \\d+/:
        - group:
          - group "Who sees it":
            - button "Reply" [pressed]
            - button "Internal note"
          - textbox /^Reply/
          - button "Send"
    - complementary "About the ticket":
      - heading "Trace" [level=2]
      - list "Trace":
        - listitem:
          - paragraph: ticket.created
        - listitem:
          - paragraph: ticket.comment_added
      - heading "Properties" [level=2]
  `);
});

test("rotating a secret: the row's menu, how long the old one works, and the new one", async ({
  page,
  signIn,
  api,
}) => {
  await signIn();
  await api.call(createIncomingWebhookEndpoint, { body: { name: "Issues", action: "create_ticket" } });
  await open(page, `${API}/incoming-webhooks`);
  await page.getByRole("button", { name: "Actions for Issues" }).click();
  await expect(page.getByRole("menu")).toMatchAriaSnapshot(`
    - menu "Actions for Issues":
      - menuitem "Copy URL"
      - menuitem "Send test request"
      - menuitem "Pause"
      - menuitem "Rotate secret"
      - menuitem "Edit"
      - menuitem "Delete"
  `);
  await page.getByRole("menuitem", { name: "Rotate secret" }).click();
  await expect(page.getByRole("alertdialog")).toMatchAriaSnapshot(`
    - alertdialog "Rotate the secret of “Issues”?":
      - heading "Rotate the secret of “Issues”?" [level=2]
      - group "The old secret keeps working for":
        - radio "1 hour"
        - radio "24 hours" [checked]
        - radio "7 days"
        - 'radio "No time: end it immediately"'
      - textbox "Your own secret (optional)"
      - contentinfo:
        - button "Cancel"
        - button "Rotate secret"
  `);
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByRole("dialog", { name: "Secret rotated" })).toMatchAriaSnapshot(`
    - dialog "Secret rotated":
      - banner:
        - heading "Secret rotated" [level=2]
        - paragraph:
          - text: This is the secret of “Issues” from now on. The old one works until
          - time
      - textbox "Signing secret"
      - button "Copy signing secret": Copy
      - contentinfo:
        - button "Done"
  `);
});
