/** What happens at a made-up shop for prints, so that every screen of the demo has something to show. */

export const CUSTOMERS = [
  {
    name: "Dana Whitfield",
    email: "dana@whitfield-prints.example",
    company: "Whitfield Prints",
    phone: "+1 416 555 0142",
    externalId: "crm-20817",
    tags: ["retail"],
    attributes: { plan: "pro", seats: 2 },
  },
  {
    name: "Tomasz Kowal",
    email: "tomasz@kowal-studio.example",
    company: "Kowal Studio",
    externalId: "crm-20934",
    tags: ["agency", "vip"],
    attributes: { plan: "agency", seats: 14 },
  },
  { name: "Amara Okafor", email: "amara@okafor.example", attributes: { plan: "free" } },
  {
    name: "Lin Zhao",
    email: "lin@papercrane.example",
    company: "Paper Crane",
    tags: ["wholesale"],
    attributes: { plan: "pro", seats: 5 },
  },
  { name: "Jonas Berg", email: "jonas@bergfoto.example", company: "Berg Foto" },
];

const DIAGNOSTICS = {
  wordpress: { version: "6.8.1", multisite: false, language: "en_US" },
  php: { version: "8.3.21", memory_limit: "256M", max_execution_time: 30 },
  hosting: { provider: "Northhost", server: "nginx/1.27.4", ssl: true },
  theme: { name: "Storefront", version: "4.6.0" },
  plugins: [
    { name: "WooCommerce", version: "9.8.2" },
    { name: "Print Designer", version: "3.1.4", update: "3.2.0" },
    { name: "Fast Cache", version: "2.0.9" },
  ],
  checkout_template: "custom/checkout-v2.php",
};

/** What a site's plugin tells, which is read into a summary with findings. */
export const SITE = {
  wordpressVersion: "6.8.1",
  phpVersion: "8.1.32",
  activePlugins: [
    { name: "WooCommerce", version: "9.8.2", latest: "10.0.1" },
    { name: "Print Designer", version: "3.1.4", latest: "3.2.0" },
    { name: "Fast Cache", version: "2.0.9" },
  ],
  theme: { name: "Storefront", version: "4.6.0" },
  hosting: { provider: "Northhost", server: "nginx/1.27.4", database: "8.0.36", memoryLimit: "48M" },
  extra: { checkout_template: "custom/checkout-v2.php" },
};

const CRASH = [
  "TypeError: Cannot read properties of undefined (reading 'price')",
  "    at renderCart (checkout-v2.js:118:24)",
  "    at Checkout (checkout-v2.js:42:11)",
  "    at main (app.js:9:3)",
].join("\n");

/** What the shop's crash reporter sends, in the shape that the webhook reads without a mapping. */
export const CRASHES = [
  {
    subject: "Checkout shows a blank page",
    body: "Since this morning customers see an empty page after they press Pay.",
    priority: "urgent",
    customer: { email: "dana@whitfield-prints.example", name: "Dana Whitfield" },
    diagnostics: { ...DIAGNOSTICS, error: CRASH },
  },
  {
    subject: "Print preview never finishes",
    body: "The preview of a 60 × 90 cm poster loads for ever.",
    priority: "high",
    customer: { email: "lin@papercrane.example", name: "Lin Zhao" },
    diagnostics: SITE,
  },
  {
    subject: "Thumbnails are rotated",
    body: "Photos from phones lie on their side in the gallery.",
    customer: { email: "jonas@bergfoto.example", name: "Jonas Berg" },
  },
  {
    subject: "Coupon codes are refused",
    body: "SPRING26 is answered with 'unknown code'.",
    priority: "normal",
    customer: { email: "amara@okafor.example", name: "Amara Okafor" },
  },
];

/** What GitHub sends when an issue is opened, as far as the mapping reads it. */
export const ISSUES = [
  {
    action: "opened",
    issue: {
      number: 412,
      title: "Export to PDF loses the bleed",
      body: "Steps: open a card, choose PDF/X-4, export. The 3 mm bleed is gone.",
      user: { login: "kowal-studio" },
      labels: [{ name: "bug" }],
    },
  },
  {
    action: "opened",
    issue: {
      number: 415,
      title: "API: order webhooks without line items",
      body: "Orders of one item arrive with an empty list.",
      user: { login: "papercrane" },
      labels: [{ name: "api" }],
    },
  },
];

export const REPLIES = [
  "Thank you for telling us. I can see it here, too, and have passed it on to the team.",
  "Could you send the order number? Then I look it up.",
  "A fix is on its way to the shop; please reload the page in about ten minutes.",
  "It works again. I keep this open until tomorrow in case it comes back.",
];

export const NOTES = [
  "Looks like the same cause as last week: the cached template.",
  "Asked the printing house, they answer by noon.",
];

export const CHATS = [
  {
    subject: "Question about an invoice",
    customer: { email: "dana@whitfield-prints.example", name: "Dana Whitfield" },
    page: { url: "https://shop.example/account/invoices", title: "Invoices" },
    lines: [
      { by: "customer", body: "Hello, why does my invoice list two seats?" },
      { by: "agent", body: "One seat is yours, the other is the colleague you invited in March." },
      { by: "customer", body: "Ah, right. Can I take her off again?" },
    ],
  },
  {
    subject: null,
    customer: { email: "tomasz@kowal-studio.example", name: "Tomasz Kowal" },
    page: { url: "https://shop.example/upload", title: "Upload" },
    lines: [
      { by: "customer", body: "My 400 MB upload stops at 92 %." },
      { by: "agent", body: "Which browser do you use? And does it stop at the same place each time?" },
    ],
  },
  {
    subject: "Delivery date",
    customer: { email: "amara@okafor.example", name: "Amara Okafor" },
    page: { url: "https://shop.example/orders/8841", title: "Order 8841" },
    lines: [{ by: "customer", body: "Will the calendars be here before Friday?" }],
  },
] as const;

export const CHAT_LINES = [
  "Are you still there?",
  "That helped, thank you!",
  "It happens in the other browser as well.",
  "Where do I find the order number?",
];
