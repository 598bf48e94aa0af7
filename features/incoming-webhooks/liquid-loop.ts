import "server-only";
import { type Context, type Emitter, ForTag } from "liquidjs";

/** What a loop writes counts by its length towards what a template may take: Liquid itself counts no plain text, however often it comes. */
export class CountedFor extends ForTag {
  override render(ctx: Context, emitter: Emitter): ReturnType<ForTag["render"]> {
    return super.render(ctx, emitter instanceof CountedOutput ? emitter : new CountedOutput(ctx, emitter));
  }
}

class CountedOutput implements Emitter {
  readonly #ctx: Context;
  readonly #output: Emitter;

  constructor(ctx: Context, output: Emitter) {
    this.#ctx = ctx;
    this.#output = output;
  }

  get buffer(): string {
    return this.#output.buffer;
  }

  write(html: unknown): void {
    if (typeof html === "string") this.#ctx.memoryLimit.use(html.length);
    this.#output.write(html);
  }
}
