/** The items with their place as a key: of what comes from outside, two may be the same. */
export function numbered<Item extends object>(items: Item[]): (Item & { place: number })[] {
  return items.map((item, place) => ({ ...item, place }));
}
