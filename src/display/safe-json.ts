/** JSON that a terminal may show: what JSON leaves as it is but a terminal obeys is escaped, and stays the same value. */
const obeyed = /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g;

export function safeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return text.replace(obeyed, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
