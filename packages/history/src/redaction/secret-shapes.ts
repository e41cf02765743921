/**
 * What secrets look like in a text, whoever wrote it. Each shape is the source of a regular expression; its groups,
 * when it has any, follow one another from the beginning and are the part that stays in front of the marker. Case is
 * ignored. To add a shape: append it here and give it a row in `redactor.test.ts`.
 */

const headerName = '(?:proxy-)?authorization|cookie|x-(?:api-key|auth-token|csrf-token|amz-security-token)';
const fieldName =
  'passw(?:or)?d|passphrase|pwd|secret(?:[_-]?access)?(?:[_-]?key)?|(?:api|private|access)[_-]?key|token|credentials?';

/** What stands between a name and its value in data: `"a": `, `'a' => `, `["a", `, `"name": "a", "value": `, `a = `. */
const separator = String.raw`(?:\\*["'\x60]\s*(?:[:=]>?|,(?:\s*\\*["']value\\*["']\s*:)?)|\s*[:=])\s*`;
const separatorAfterQuotedName = String.raw`\\*["'\x60]\s*[:=]>?\s*`;

/** A quote of any kind and what it encloses, without the closing quote; `\"` as in JSON inside JSON counts. At least 3 characters. */
const quotedValue = [
  String.raw`"(?=[^"\n]{3})(?:[^"\\\n]|\\.)+`,
  String.raw`'(?=[^'\n]{3})(?:[^'\\\n]|\\.)+`,
  String.raw`\x60(?=[^\x60\n]{3})(?:[^\x60\\\n]|\\.)+`,
  String.raw`\\+"(?=[^"\n]{3})(?:\\{2,}"|[^"\\\n]|\\(?!"))+`,
].join('|');

/** Values that hide nothing. */
const something = String.raw`(?!(?:null|true|false|undefined|none|string|boolean|number)\b)`;

/** Rest of a header line; quotes may stand only after `=`, as cookies and digests write them. */
const headerLine = String.raw`(?:=\\*"[^"\r\n]*"|(?!\\[rn])[^\r\n"'\x60])+`;

export const secretShapes: readonly string[] = [
  // Headers in data and in text.
  String.raw`(${headerName})(?:(${separator})(?:${quotedValue}|\[\s*(?:${quotedValue})(?:\\*["'\x60]\s*,\s*(?:${quotedValue}))*)|(:[ \t]*)${something}(?=[^\s"'\x60\\{(,])${headerLine})`,

  // Fields: password="…", "password": "…", "Password": value to the end of the line, password=value.
  String.raw`(${fieldName})(?:(${separator})(?:${quotedValue})|(${separatorAfterQuotedName})${something}[^\s"'\x60\\{}[\](),][^\r\n"'\x60,}]{2,}|(=)${something}[^\s"'\x60\\={}(<>&;,$/][^\s"'\x60\\&;,]{2,})`,

  // Credentials inside addresses: scheme://user:password@host and scheme://key@host.
  String.raw`(:\/\/)(?:([^\s\/?#"'\x60<>@:]*:)[^\s\/?#"'\x60<>@]+|[^\s\/?#"'\x60<>@:]{16,})(?=@)`,

  // Schemes of the Authorization header; the redactor checks that what follows Basic decodes to user:password.
  String.raw`(\bbearer\s+)(?=[\w.~+\/=-]*\d|[\w.~+\/=-]{20})[\w.~+\/=-]{6,}`,
  String.raw`(\bbasic\s+)(?:[\w+\/-]{4})+(?:[\w+\/-]{2}==|[\w+\/-]{3}=)?(?![\w+\/=-])`,

  // Tokens known by their beginning.
  String.raw`eyJ[\w-]{10,}\.[\w-]{4,}(?:\.[\w-]+){0,3}`,
  String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
  String.raw`\bgh[opsur]_[0-9a-z]{30,}`,
  String.raw`\bgithub_pat_\w{30,}`,
  String.raw`\bglpat-[\w-]{16,}`,
  String.raw`\bsk-(?=[\w-]*\d)[\w-]{16,}`,
  String.raw`\b[rs]k_(?:live|test)_\w{10,}`,
  String.raw`\bxox[a-z]-[\w-]{10,}`,
  String.raw`\bnpm_[0-9a-z]{30,}`,
  String.raw`\bAIza[\w-]{35}`,
  String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*)`,
];
