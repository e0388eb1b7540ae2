/** The words `hearthgate manifest` takes. */
export const manifestUsage = [
  'manifest keys [--dir <folder>] [--json]',
  'manifest new --id <id> --name <name> --country <DE> --contact <address> --endpoint <url> --vendor <name> --field <name[:number[:unit]|:boolean|:category:word,word]>... [--model <name>] [--ca <file>] [--notice <url>] [--purpose <dpv:…>] [--sentence <words>] [--if-refused <words>] [--retention <P30D>] [--enrolment <open|token>] [--keys <folder>] [--json]',
  'manifest lint <manifest.json | manifest.jws> [--json]',
  'manifest sign <manifest.json> [--key <signing-key.json>] [--version <n>] [--well-known | --json]',
  'manifest presets [<preset>] [--json]',
] as const;
