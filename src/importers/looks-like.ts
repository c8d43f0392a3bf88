/**
 * A guess at what a text is, for the message that refuses it. Looks at the first 16 KiB only; null when nothing is
 * recognised. The order matters: the special cases of JSON and YAML come before the plain ones.
 */
export function looksLike(text: string): string | null {
  const head = text.slice(0, SAMPLE_LENGTH);
  if (head.trim() === '') return 'an empty file';
  for (const [pattern, name] of SIGNS) if (pattern.test(head)) return name;
  return looksLikeTable(head) ? 'a table of separated values (format csv)' : null;
}

const SAMPLE_LENGTH = 16 * 1024;

/** What looksLike says of Kubernetes objects. */
export const KUBERNETES_MANIFEST = 'a Kubernetes manifest (format kubernetes)';

/** What looksLike says of what `aws … describe-*` prints. */
export const AWS_OUTPUT = 'output of the AWS command line';

/** What looksLike says of JSON of no format that it knows. */
export const OTHER_JSON = 'some other JSON';

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<\?xml[\s\S]*<nmaprun/, 'an nmap scan (XML)'],
  [/^\s*<(!doctype html|html)/i, 'an HTML page'],
  [/^\s*<(\?xml|[a-z])/i, 'XML'],
  [
    /\{\{-?\s*(\.|if|include|range|with|template|define|\$|\/\*)/,
    'an unrendered Helm template; run `helm template` first',
  ],
  [/"bomFormat"\s*:\s*"CycloneDX"/, 'a CycloneDX bill of materials'],
  [/"spdxVersion"\s*:|^spdxVersion:\s/im, 'an SPDX document (format spdx)'],
  [/"terraform_version"\s*:/, 'a Terraform state or plan'],
  [
    /"@module"\s*:\s*"(terraform|tofu)\.ui"/,
    'what `terraform plan -json` says while it works; keep the plan with -out and run `terraform show -json` on it',
  ],
  [/"(Reservations|Vpcs|Subnets|DBInstances|LoadBalancers|Buckets)"\s*:/, AWS_OUTPUT],
  [/"resource(Spans|_spans)"\s*:/, 'traces of OpenTelemetry (format otlp)'],
  [/"resource(_?[Mm]etrics|_?[Ll]ogs)"\s*:/, 'metrics or logs of OpenTelemetry, which tell of no calls'],
  [/"(traceID|spanID)"\s*:/, 'traces of Jaeger (format jaeger)'],
  [/^apiVersion:\s*["']?backstage\.io\//m, 'a Backstage catalogue'],
  [/^\s*\{\s*"(item|relationship)"\s*:/, 'an inventory as NDJSON (format inventory)'],
  [/^inventory:/m, 'a hand-written inventory (format inventory)'],
  [/^(services:\s*$[\s\S]*^\s+image:)|^version:\s*["']?[23][.\d]*["']?\s*$[\s\S]*^services:/m, 'a Docker Compose file'],
  [/^(resource|provider|module|variable)\s+"[^"]+"/m, 'a Terraform configuration (HCL)'],
  [/^\s*"?apiVersion"?\s*:[\s\S]*^\s*"?kind"?\s*:|"apiVersion"\s*:/m, KUBERNETES_MANIFEST],
  [/^\s*[[{]/, OTHER_JSON],
  [/^(---|[\w.-]+:(\s|$))/m, 'some other YAML'],
];

/** A guess at what bytes are that are no text. */
export function looksLikeBinary(bytes: Uint8Array): string | null {
  if (isProtobufTrace(bytes))
    return 'traces as Protocol Buffers; set `format: json` in the file exporter of the collector';
  const head = [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return MAGIC.find(([magic]) => head.startsWith(magic))?.[1] ?? null;
}

/** A message, behind its length or not, that begins with a resource, whose first attribute has one of the usual names. */
function isProtobufTrace(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 400));
  const name = head.toString('latin1').search(/(service|telemetry|host|process|k8s|cloud|os|container|deployment)\./);
  return head[head[0] === 0 ? 4 : 0] === FIRST_FIELD && name >= 2 && head[name - 2] === FIRST_FIELD;
}

/** A field that is a text or a message, the first of its message. */
const FIRST_FIELD = 10;

const MAGIC: readonly (readonly [string, string])[] = [
  ['504b0304', 'a zip archive or an Excel workbook; unpack it, or save the sheet as CSV'],
  ['1f8b', 'a gzip file; unpack it first'],
  ['425a68', 'a bzip2 file; unpack it first'],
  ['fd377a585a00', 'an xz file; unpack it first'],
  ['28b52ffd', 'a Zstandard file; unpack it first'],
  ['25504446', 'a PDF'],
  ['d0cf11e0', 'an old Excel workbook; save the sheet as CSV'],
];

// The same number (at least one) of the same separator in each of the first lines.
function looksLikeTable(head: string): boolean {
  const lines = head
    .split(/\r?\n/)
    .slice(0, 5)
    .filter((line) => line !== '');
  return [',', ';', '\t'].some((separator) => {
    const counts = lines.map((line) => line.split(separator).length);
    return lines.length > 1 && counts.every((count) => count > 1 && count === counts[0]);
  });
}
