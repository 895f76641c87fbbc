/**
 * Text of templates and code ends up on terminals: characters that would command one are replaced. Colour sequences stay
 * where the report itself may use them.
 */
const COLOR = /^\[[0-9;]*m/;
const REPLACEMENT = '\ufffd';

export function visible(text: string, color: boolean): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const commands = (code < 0x20 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
    if (!commands || (color && code === 0x1b && COLOR.test(text.slice(i + 1, i + 16)))) continue;
    out += text.slice(from, i) + REPLACEMENT;
    from = i + 1;
  }
  return out + text.slice(from);
}
