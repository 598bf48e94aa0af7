import { and, asc, eq, or, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization } from "@/db/factories";
import { asOwner } from "@/db/own-database";
import { customers } from "@/db/schema";
import { contains, hasGrams, searchText } from "@/db/search-text";

async function namesIn(names: string[]): Promise<(q: string) => Promise<string[]>> {
  const { id } = await createOrganization();
  await database()
    .insert(customers)
    .values(names.map((name) => ({ organizationId: id, name })));
  return async (q) => {
    const find = (search: ReturnType<typeof contains>) =>
      database()
        .select({ name: customers.name })
        .from(customers)
        .where(and(eq(customers.organizationId, id), search))
        .orderBy(asc(customers.id));
    const search = searchText(q, (has) => has(customers.name));
    const byIndex = await find(search.byIndex);
    expect(await find(search.byRow)).toEqual(byIndex);
    // Short ASCII is looked for at the beginning of words by an index, and anywhere without one.
    if (hasGrams(q)) expect(await find(contains(customers.name, q))).toEqual(byIndex);
    return byIndex.map(({ name }) => name ?? "");
  };
}

test("two characters are found inside of text without spaces, one too", async () => {
  const texts = [
    "我的印刷机坏了",
    "プリンターが壊れました",
    "프린터가 고장났어요",
    "เครื่องพิมพ์เสีย",
    "Не печатает 100%",
  ];
  const find = await namesIn(texts);
  const [chinese, japanese, korean, thai, russian] = texts;
  for (const q of ["印刷", "坏了", "印", "我的印刷机坏了"]) expect(await find(q)).toEqual([chinese]);
  for (const q of ["ター", "壊れ", "壊"]) expect(await find(q)).toEqual([japanese]);
  for (const q of ["린터", "가 고", "장"]) expect(await find(q)).toEqual([korean]);
  expect(await find("พิ")).toEqual([thai]);
  for (const q of ["ПЕЧАТ", "не", "ае", "Т 100%"]) expect(await find(q)).toEqual([russian]);
  for (const q of ["刷印", "印机", "ПЕЧАЛЬ", "т 10_", "龠"]) expect(await find(q)).toEqual([]);
});

test("an accent is found however it is encoded, and whatever the case", async () => {
  const composed = "José Nguyễn".normalize("NFC");
  // As Windows types Vietnamese: neither of the two normal forms.
  const mixed = "José Nguyê\u0303n";
  const texts = [composed, composed.normalize("NFD"), mixed, "Jose Nguyen"];
  const find = await namesIn(texts);
  for (const q of ["José", "JOSÉ", "sé n", "Nguyễn", "ễn", "é"]) {
    expect(await find(q)).toEqual([composed, composed.normalize("NFD"), mixed]);
    expect(await find(q.normalize("NFD"))).toEqual([composed, composed.normalize("NFD"), mixed]);
  }
  expect(await find("jose n")).toEqual(["Jose Nguyen"]);
});

test("what a search looks for is text, not a pattern", async () => {
  const find = await namesIn(["印刷100%", "印刷_x", "印\\刷"]);
  expect(await find("刷1%")).toEqual([]);
  expect(await find("刷_")).toEqual(["印刷_x"]);
  expect(await find("印\\刷")).toEqual(["印\\刷"]);
  expect(await find("0%")).toEqual([]);
});

const within = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code));
const cjk = fc.oneof(
  within(0x4e00, 0x9fff),
  within(0x3041, 0x3096),
  within(0x30a1, 0x30fa),
  within(0xac00, 0xd7a3),
  within(0x20000, 0x2a6df),
);

test("whatever two or more characters of a stored text find it, in any normal form and case", async () => {
  const mark = fc.constantFrom("é", "ß", "Я", " ", "A", "%", "\\", "_", "'", "が", "한", "🖨️", "\u0301");
  const text = fc.array(fc.oneof({ weight: 4, arbitrary: cjk }, mark), { minLength: 2, maxLength: 40 });
  const form = fc.constantFrom("NFC", "NFD");
  await fc.assert(
    fc.asyncProperty(text, form, form, fc.nat(), fc.nat(), async (characters, stored, asked, a, b) => {
      const whole = characters.join("");
      // By what people take for characters: part of one is no text that anyone looks for.
      const shown = [...new Intl.Segmenter().segment(whole.normalize("NFC"))].map(({ segment }) => segment);
      fc.pre(shown.length >= 2);
      const from = a % (shown.length - 1);
      const to = from + 2 + (b % (shown.length - from - 1));
      const q = shown.slice(from, to).join("");
      fc.pre(hasGrams(q));
      const { byIndex } = searchText(q.normalize(asked).toLowerCase(), (has) => has(sql`t.text`));
      const [row] = await database().execute<{ found: boolean }>(
        sql`select (${byIndex}) as found from (select ${whole.normalize(stored)}::text as text) t`,
      );
      expect(row?.found).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("grams are the pairs and characters beyond ASCII, of any text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 30 }), async (any) => {
      fc.pre(!any.includes("\0"));
      const [row] = await database().execute<{ text: string; pairs: string[]; grams: string[] }>(
        sql`select search_text(${any}) as text, to_json(search_pairs(${any})) as pairs, to_json(search_grams(${any})) as grams`,
      );
      const characters = [...(row?.text ?? "").replaceAll("\x01", " ")];
      const isOther = (text: string) => /[^\0-\x7f]/.test(text);
      const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
      expect(row?.pairs).toEqual(pairs.filter(isOther));
      expect(row?.grams).toEqual([...pairs, ...characters].filter(isOther));
    }),
    { numRuns: 300 },
  );
});

test("no letter beyond ASCII becomes one of ASCII, but those that are asked for as ASCII", async () => {
  const rows = await database().execute<{ letter: string }>(sql`
    select chr(code) as letter from generate_series(128, 131071) code
    where code not between 55296 and 57343 and octet_length(search_text(chr(code))) = char_length(search_text(chr(code)))`);
  expect(rows.filter(({ letter }) => hasGrams(letter))).toEqual([]);
});

test("an absent word of two characters is looked up in the index, not row by row", async () => {
  const { id } = await createOrganization();
  await database().execute(sql`
    insert into customers (organization_id, name)
    select ${id}, chr(19968 + n % 97) || chr(19968 + n % 89) || chr(19968 + n % 83) from generate_series(1, 20000) n`);
  await asOwner((owner) => owner`analyze customers`);
  const { byIndex } = searchText("龠龠", (has) => or(has(customers.name), has(customers.email)));
  const plan = JSON.stringify(
    await database().execute(
      sql`explain select id from customers where organization_id = ${id} and ${byIndex}`,
    ),
  );
  expect(plan).toContain("customers_name_grams");
  expect(plan).toContain("customers_email_grams");
  // What the index has answered is not asked of the rows again: it costs more than all the rest.
  const [, filter = ""] = /Filter: (.*?)"/.exec(plan) ?? [];
  expect(filter).toContain("~~");
  expect(filter).not.toContain("@>");
});
