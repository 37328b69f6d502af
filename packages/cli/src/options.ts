/** One option of the command. Parser, help, completions, manual page and README are all made from the table of them. */
export interface CommandOption {
  /** One letter, without its dash. */
  readonly short?: string
  /** Without its dashes. */
  readonly long: string
  /** What its value is called; an option without one is a switch. */
  readonly value?: string
  /** May be given more than once. */
  readonly many?: true
  /** The values there are. */
  readonly choices?: readonly string[]
  /** Its value is the name of a file, or may be one after `@`. */
  readonly file?: true
  readonly about: string
}

const REQUEST: readonly CommandOption[] = [
  { short: 'X', long: 'method', value: 'method', about: 'the method; default GET, or POST when there is a body' },
  {
    short: 'H',
    long: 'header',
    value: 'name: value',
    many: true,
    about: "a header field; 'name:' leaves out one that heed would send",
  },
  {
    short: 'd',
    long: 'data',
    value: 'data',
    file: true,
    about: 'the body as it is, @file for that of a file, @- for stdin; the Content-Type is yours to set with -H',
  },
  { long: 'json-body', value: 'json', file: true, about: 'the body as JSON (or @file, @-), checked before it is sent' },
  {
    long: 'form',
    value: 'name=value',
    many: true,
    about: 'a field of a form, sent as application/x-www-form-urlencoded',
  },
  {
    long: 'idempotency-key',
    value: 'key',
    about: "makes a POST or PATCH safe to repeat where the server knows the field; 'auto' makes a key up",
  },
  {
    long: 'if-none-match',
    value: 'etag',
    about: 'ask only for what differs from this version; a 304 is then a success',
  },
]

const HEEDING: readonly CommandOption[] = [
  { long: 'attempts', value: 'n', about: 'requests at most, the first included, 1 to 100; default 3' },
  {
    long: 'deadline',
    value: 'time',
    about: 'for all of it, waits and redirects included: 500ms, 10s, 2m; default 30s, and for -o no limit to the body',
  },
  { long: 'per-attempt', value: 'time', about: 'for one attempt; default 10s' },
  { long: 'max-wait', value: 'time', about: 'a longer wait is not begun; default 60s' },
  {
    long: 'cache',
    value: 'folder',
    file: true,
    about: 'keep answers in this folder and use them again while they are good; the story tells which came from there',
  },
  { long: 'fail-fast', about: 'one attempt and no wait: what comes first is the result (redirects are followed)' },
  { long: 'no-follow', about: 'a redirect is the result and is not followed' },
]

const OUTPUT: readonly CommandOption[] = [
  {
    short: 'o',
    long: 'output',
    value: 'file',
    file: true,
    about:
      'write the body of a 2xx to a file, whole or not at all; other bodies are not saved. A GET that breaks off goes on where it was, if the server names its version and knows ranges; what it could not end waits in file.part',
  },
  {
    long: 'continue',
    about: 'with -o: go on with what an earlier download left in file.part, if it is the same version',
  },
  { short: 'i', long: 'include', about: 'status line and header fields before the body' },
  { long: 'json', about: 'one JSON document on stdout instead of the body: request, answer, trail, explanation' },
  { short: 'v', long: 'verbose', about: 'tell more: when each thing happened, all that the code means, the fields' },
  { short: 'q', long: 'quiet', about: 'tell nothing but how it failed' },
  {
    long: 'as',
    value: 'tool',
    choices: ['curl'],
    about: 'print the same request as a curl command and do not send it',
  },
]

/** The options of `heed <url>`, in the groups in which help shows them. */
export const OPTION_GROUPS: readonly { readonly title: string; readonly options: readonly CommandOption[] }[] = [
  { title: 'What to send', options: REQUEST },
  { title: 'How to heed the answer', options: HEEDING },
  { title: 'What to show', options: OUTPUT },
]

export const OPTIONS: readonly CommandOption[] = OPTION_GROUPS.flatMap(group => group.options)

const JSON_SWITCH: CommandOption = { long: 'json', about: 'print JSON' }
const MARKDOWN_SWITCH: CommandOption = { long: 'markdown', about: 'print a Markdown table' }

/** A command beside `heed <url>`. */
export interface Subcommand {
  readonly name: string
  readonly argument: string | null
  /** What its argument can be, for completions. */
  readonly choices: readonly string[]
  readonly options: readonly CommandOption[]
  readonly about: string
}

export const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'explain',
    argument: '<words...>',
    choices: [],
    options: [JSON_SWITCH],
    about: 'what a status code means and what to do next; with other words, the codes that they are about',
  },
  {
    name: 'codes',
    argument: '[class]',
    choices: ['1xx', '2xx', '3xx', '4xx', '5xx'],
    options: [JSON_SWITCH, MARKDOWN_SWITCH],
    about: 'the table of status codes, or one class of it',
  },
  {
    name: 'completion',
    argument: '<shell>',
    choices: ['bash', 'zsh', 'fish'],
    options: [],
    about: 'print the completions for a shell',
  },
  { name: 'man', argument: null, choices: [], options: [], about: 'print the manual page (roff): heed man | man -l -' },
]

/** `-o, --output <file>` */
export function flagsOf({ short, long, value }: CommandOption): string {
  const names = short === undefined ? `--${long}` : `-${short}, --${long}`
  return value === undefined ? names : `${names} <${value}>`
}

export const EXAMPLES: readonly { readonly line: string; readonly about: string }[] = [
  { line: 'heed https://api.example.com/posts/1', about: 'body to stdout, the story to stderr' },
  { line: 'heed :8080/health', about: 'this machine, port 8080' },
  { line: 'heed example.com/posts --json-body \'{"title":"Hello"}\'', about: 'a POST' },
  { line: 'heed example.com/big.iso -o big.iso', about: 'the whole file, or none' },
  { line: 'heed example.com/big.iso -o big.iso --continue', about: 'the rest of it' },
  { line: 'heed explain 429', about: 'what a code means' },
  { line: 'heed explain "not found"', about: 'find a code by words' },
]

/** What an address may look like. */
export const ADDRESS_NOTE =
  'Without http:// or https://, localhost, *.localhost, 127.*, [::1] and :port are asked over http, everything else over https.'
