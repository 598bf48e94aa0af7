import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod";

const PHP = "php";
const REQUEST = join(import.meta.dirname, "wordpress", "request.php");
const ADMINISTRATOR = { id: 1, capabilities: ["manage_options"] };
/** WordPress' own, and that of many a host. */
const TIMEOUT_LIMIT_SECONDS = 5;
/** What must be in no page and no address of a site. */
const SECRET = /rpl_(?:at|rt|dc)_\w+/;

const answerSchema = z.object({
  status: z.number(),
  location: z.string().nullable(),
  html: z.string(),
  calls: z.array(z.object({ url: z.string(), timeout: z.number() })),
});
type Answer = z.output<typeof answerSchema>;

interface Plugin {
  folder: string;
  /** What wp-config.php of the site defines. */
  constants: Record<string, string>;
}

/** What WordPress finds out about itself. */
interface About {
  url: string;
  health: object;
  updates: { name: string; version: string; latest: string }[];
  isDebugging: boolean;
  wordpressOrg: string;
}

interface Sent {
  form?: URLSearchParams;
  user?: typeof ADMINISTRATOR;
}

/** A WordPress site with one plugin; each request runs in a PHP process of its own, as on a server. */
export class WordPressHost {
  readonly #plugin: Plugin;
  readonly #about: About;
  /** Where its database is. */
  readonly #folder: string;
  #secondsAhead = 0;

  constructor(plugin: Plugin, about: About, folder = mkdtempSync(join(tmpdir(), "replify-wordpress-"))) {
    this.#plugin = plugin;
    this.#about = about;
    this.#folder = folder;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** As a copy of the site has it: the same database at another address. */
  at(url: string): WordPressHost {
    return new WordPressHost(this.#plugin, { ...this.#about, url }, this.#folder);
  }

  /** Opens an address of the site, as an administrator unless told, and goes where it leads within the site. */
  async open(path: string, sent: Sent = {}): Promise<Page> {
    const answer = await this.#answerOf(this.#start(path, sent));
    const home = `${this.#about.url}/`;
    return answer.location?.startsWith(home)
      ? this.open(answer.location.slice(home.length), { ...sent, form: undefined })
      : new Page(this, answer);
  }

  /** Runs PHP in the site, as `wp eval` does. Returns what it prints. */
  async evaluate(code: string): Promise<string> {
    return (await this.open("eval", { form: new URLSearchParams({ code }) })).html;
  }

  /** By the clock of the site alone. */
  passTime(seconds: number): void {
    this.#secondsAhead += seconds;
  }

  /** Has each opened in a process of its own; all have read what the site remembers before any goes on. */
  async openTogether(paths: string[]): Promise<Page[]> {
    const started = paths.map((path) => this.#start(path, {}, true));
    await Promise.all(started.map(({ stdio: [, , , ready] }) => ready && once(ready, "readable")));
    return Promise.all(started.map(async (php) => new Page(this, await this.#answerOf(php))));
  }

  /** `waits`: until its standard input ends. */
  #start(path: string, { form, user = ADMINISTRATOR }: Sent, waits = false): ChildProcess {
    const { folder, constants } = this.#plugin;
    const site = {
      ...this.#about,
      plugin: folder,
      constants,
      options: join(this.#folder, "options"),
      secondsAhead: this.#secondsAhead,
    };
    const php = spawn(PHP, ["-n", REQUEST], { stdio: ["pipe", "pipe", "pipe", "pipe"] });
    php.stdin.write(`${JSON.stringify({ site, user, path, form: form?.toString(), waits })}\n`);
    return php;
  }

  async #answerOf({ stdin, stdout, stderr }: ChildProcess): Promise<Answer> {
    if (!stdin || !stdout || !stderr) throw new Error("PHP has no pipes.");
    stdin.end();
    const [output, errors] = await Promise.all([text(stdout), text(stderr)]);
    if (errors) throw new Error(errors);
    const answer = answerSchema.parse(JSON.parse(output));
    if (answer.calls.some(({ timeout }) => timeout > TIMEOUT_LIMIT_SECONDS))
      throw new Error(`A call would wait too long: ${JSON.stringify(answer.calls)}`);
    const secret = SECRET.exec(`${answer.location} ${answer.html}`)?.[0];
    if (secret) throw new Error(`The page shows ${secret}.`);
    return answer;
  }
}

/** What a site answered, as a browser has it. */
export class Page {
  readonly status: number;
  /** Where it leads outside of the site. */
  readonly location: string | null;
  readonly html: string;
  readonly calls: Answer["calls"];
  readonly #site: WordPressHost;

  constructor(site: WordPressHost, answer: Answer) {
    this.#site = site;
    this.status = answer.status;
    this.location = answer.location;
    this.html = answer.html;
    this.calls = answer.calls;
  }

  /** What a person reads. */
  get text(): string {
    return decoded(this.html.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
  }

  follow(label: string): Promise<Page> {
    const links = [...this.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g)];
    const href = links.find(([, , text = ""]) => decoded(text) === label)?.[1];
    if (href === undefined) throw new Error(`There is no link "${label}" in: ${this.text}`);
    return this.#site.open(decoded(href).replace(/^.*?\/(?=wp-admin\/)/, ""));
  }

  /** Sends the form of that button, with what was typed and without what was unticked. */
  press(
    label: string,
    { typed = {}, unticked = [], ...sent }: { typed?: object; unticked?: string[]; user?: Sent["user"] } = {},
  ): Promise<Page> {
    return this.#site.open("wp-admin/admin-post.php", {
      ...sent,
      form: new URLSearchParams([
        ...this.fields(label).filter(([, value]) => !unticked.includes(value)),
        ...Object.entries(typed),
      ]),
    });
  }

  /** What the form of that button sends by itself. */
  fields(label: string): [string, string][] {
    const forms = [...this.html.matchAll(/<form [^>]*>(.*?)<\/form>/gs)].map(([, form = ""]) => form);
    const form = forms.find((one) => one.includes(`>${label}</button>`));
    if (form === undefined) throw new Error(`There is no button "${label}" in: ${this.text}`);
    return [...form.matchAll(/<input ([^>]*)>/g)]
      .map(([, attributes = ""]) => attributes)
      .filter((attributes) => /type="hidden"|checked=/.test(attributes))
      .map((attributes) => [attribute(attributes, "name"), attribute(attributes, "value")]);
  }
}

function attribute(attributes: string, name: string): string {
  return decoded(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");
}

function decoded(html: string): string {
  return html
    .replace(/&#0?(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}
