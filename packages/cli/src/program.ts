import { type Argument, Command, CommanderError, Option } from 'commander'
import { EXIT_CODES } from './exit-codes.ts'
import { ADDRESS_NOTE, type CommandOption, EXAMPLES, flagsOf, OPTION_GROUPS, SUBCOMMANDS } from './options.ts'
import { layout, type Page, pageOf, paint, wantsColour } from './page.ts'
import type { Streams } from './streams.ts'

/** What the parsed command line asks for. */
export type Asked =
  | { readonly command: 'request'; readonly address: string; readonly flags: Record<string, unknown> }
  | { readonly command: string; readonly words: readonly string[]; readonly flags: Record<string, unknown> }

/** The parser, made from the table of options. It runs nothing: it tells `asked` what was asked for. */
export function programOf(version: string, streams: Streams, asked: (what: Asked) => void): Command {
  const program = new Command('heed')
  const page = pageOf(streams.stdout, wantsColour(streams.stdout, streams.env))
  const { colour } = page
  program
    .description('HTTP that does what the status code says: the body to stdout, what happened and why to stderr')
    .usage('[options] <url>')
    .argument('[url]', ADDRESS_NOTE)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'print help')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: text => streams.stdout.write(text), writeErr: () => {}, outputError: () => {} })
    .configureHelp({
      helpWidth: page.columns,
      subcommandTerm: command => [command.name(), ...command.registeredArguments.map(shownArgument)].join(' '),
      formatItem: (term, _width, description) => item(term, description, page),
      styleTitle: text => paint(text, 'bold', colour),
      styleOptionTerm: text => paint(text, 'cyan', colour),
      styleSubcommandTerm: text => paint(text, 'cyan', colour),
    })
  for (const { title, options } of OPTION_GROUPS) {
    program.optionsGroup(`${title}:`)
    for (const option of options) program.addOption(parsed(option))
  }
  program.action((address: string | undefined, flags: Record<string, unknown>) => {
    if (address === undefined) throw new CommanderError(64, 'heed.noAddress', '')
    asked({ command: 'request', address, flags })
  })
  addSubcommands(program, asked)
  program.addHelpText('after', () => afterHelp(page))
  return program
}

function addSubcommands(program: Command, asked: (what: Asked) => void): void {
  program.commandsGroup('Commands:')
  for (const { name, argument, options, about } of SUBCOMMANDS) {
    const command = program.command(name).description(about)
    if (argument !== null) command.argument(argument)
    for (const option of options) command.addOption(parsed(option))
    command.action(() => {
      asked({ command: name, words: command.args, flags: command.opts() })
    })
  }
}

/** Options for the one body are collected too: a second one is told, not dropped. */
const COLLECTED: ReadonlySet<string> = new Set(['data', 'json-body'])

function parsed(option: CommandOption): Option {
  const made = new Option(flagsOf(option), option.about)
  if (option.many === true || COLLECTED.has(option.long)) {
    made.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
  }
  return option.choices === undefined ? made : made.choices([...option.choices])
}

const shownArgument = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

/** A term, and under it what it is: the same in every width. */
const item = (term: string, about: string, page: Page): string =>
  `  ${term}\n${layout({ text: '      ' }, [{ text: about }], page)}`.trimEnd()

function afterHelp(page: Page): string {
  const title = (text: string): string => paint(text, 'bold', page.colour)
  const examples = EXAMPLES.map(({ line, about }) => item(paint(line, 'cyan', page.colour), about, page))
  const codes = EXIT_CODES.map(({ code, about }) =>
    layout({ text: `${code}`.padStart(5).padEnd(7) }, [{ text: about }], page),
  )
  return ['', title('Examples:'), ...examples, '', title('Exit codes:'), codes.join('').trimEnd()].join('\n')
}
