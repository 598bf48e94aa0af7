const SPACE = "\u200b";

/**
 * The text such that no chat program makes a mention or a link of it: an invisible space goes into `@channel`, `https://` and `[…](…)`. Where a
 * format has its own way to escape these, that comes on top.
 */
export function withoutLinks(text: string): string {
  return text
    .replaceAll(/(?<![\p{L}\p{N}_])@/gu, `@${SPACE}`)
    .replaceAll("://", `:${SPACE}//`)
    .replaceAll("](", `]${SPACE}(`);
}
