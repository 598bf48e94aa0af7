/** As people read and write them. */
export function attributesText(value: object): string {
  return JSON.stringify(value, null, 2);
}
