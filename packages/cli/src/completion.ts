import { rows } from 'heed/status'
import { type CommandOption, OPTIONS, SUBCOMMANDS, type Subcommand } from './options.ts'
import { shown, UsageError } from './usage.ts'

const namesOf = ({ short, long }: CommandOption): string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  `--${long}`,
]

const SHELLS: Readonly<Record<string, () => string>> = { bash, zsh, fish }

/** The completions of `heed` for a shell, made from the table of options. */
export function completion(shell: string): string {
  const make = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
  if (make !== undefined) return make()
  throw new UsageError(`heed completion takes ${Object.keys(SHELLS).join(', ')}; '${shown(shell)}' is none of them.`)
}

/** What the argument of a subcommand can be. */
const argumentsOf = ({ name, choices }: Subcommand): string[] =>
  name === 'explain' ? rows.map(({ code }) => String(code)) : [...choices]

const METHODS = 'GET HEAD POST PUT PATCH DELETE OPTIONS QUERY'

function bash(): string {
  const files = OPTIONS.filter(option => option.file).flatMap(namesOf)
  const others = OPTIONS.filter(
    option => option.value !== undefined && !option.file && !option.choices && option.long !== 'method',
  )
  const chosen = OPTIONS.filter(option => option.choices).map(
    option =>
      `    ${namesOf(option).join('|')}) COMPREPLY=($(compgen -W '${option.choices?.join(' ')}' -- "$cur")); return ;;`,
  )
  const commands = SUBCOMMANDS.map(command => {
    const words = [...argumentsOf(command), ...command.options.flatMap(namesOf)].join(' ')
    return `    ${command.name}) COMPREPLY=($(compgen -W '${words}' -- "$cur")); return ;;`
  })
  return `# bash completion for heed: source <(heed completion bash)
_heed() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  case \${COMP_WORDS[1]} in
${commands.join('\n')}
  esac
  case $prev in
${chosen.join('\n')}
    -X|--method) COMPREPLY=($(compgen -W '${METHODS}' -- "$cur")); return ;;
    ${files.join('|')})
      if [[ $cur == @* ]]; then COMPREPLY=($(compgen -P @ -f -- "\${cur#@}")); else COMPREPLY=($(compgen -f -- "$cur")); fi
      return ;;
    ${others.flatMap(namesOf).join('|')}) return ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W '${OPTIONS.flatMap(namesOf).join(' ')} --help --version' -- "$cur"))
  elif (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${SUBCOMMANDS.map(({ name }) => name).join(' ')} help' -- "$cur"))
  fi
}
complete -F _heed heed
`
}

/** For single quotes in zsh, where brackets and colons of a specification mean something. */
const zshText = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')

function zshOption(option: CommandOption): string {
  const names = namesOf(option)
  const named = names.length > 1 ? `'(${names.join(' ')})'{${names.join(',')}}` : `${names[0]}`
  const spec = option.many ? `'*'${names.length > 1 ? `{${names.join(',')}}` : named}` : named
  const action = option.choices ? `(${option.choices.join(' ')})` : option.file ? '_files' : ''
  const value = option.value === undefined ? '' : `:${zshText(option.value)}:${action}`
  return `${spec}'[${zshText(option.about)}]${value}'`
}

function zsh(): string {
  const commands = SUBCOMMANDS.map(({ name, about }) => `    '${name}:${zshText(about)}'`)
  const cases = SUBCOMMANDS.map(command => {
    const options = command.options.map(zshOption)
    const values = argumentsOf(command)
    const specs = [...options, ...(values.length > 0 ? [`'*:argument:(${values.join(' ')})'`] : [])]
    return `    ${command.name}) ${specs.length > 0 ? `shift words; (( CURRENT-- )); _arguments ${specs.join(' ')}; ` : ''}return ;;`
  })
  return `#compdef heed
# zsh completion for heed: heed completion zsh > "\${fpath[1]}/_heed"
_heed() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  case \${words[2]} in
${cases.join('\n')}
  esac
  (( CURRENT == 2 )) && [[ $words[2] != -* ]] && _describe command commands
  _arguments \\
    ${[...OPTIONS.map(zshOption), "--help'[show help]'", "--version'[show the version]'", "'*:address:_urls'"].join(' \\\n    ')}
}
compdef _heed heed
`
}

const fishText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function fishOption(option: CommandOption, condition: string): string {
  const words = [
    `complete -c heed -n ${fishText(condition)}`,
    ...(option.short === undefined ? [] : [`-s ${option.short}`]),
    `-l ${option.long}`,
    ...(option.value === undefined ? [] : [option.file ? '-r -F' : '-x']),
    ...(option.choices === undefined ? [] : [`-a ${fishText(option.choices.join(' '))}`]),
    `-d ${fishText(option.about)}`,
  ]
  return words.join(' ')
}

function fish(): string {
  const names = SUBCOMMANDS.map(({ name }) => name).join(' ')
  const request = `not __fish_seen_subcommand_from ${names}`
  return `${[
    '# fish completion for heed: heed completion fish > ~/.config/fish/completions/heed.fish',
    'complete -c heed -f',
    ...SUBCOMMANDS.map(
      ({ name, about }) => `complete -c heed -n __fish_use_subcommand -a ${name} -d ${fishText(about)}`,
    ),
    ...OPTIONS.map(option => fishOption(option, request)),
    ...SUBCOMMANDS.flatMap(command => {
      const condition = `__fish_seen_subcommand_from ${command.name}`
      const values = argumentsOf(command)
      return [
        ...(values.length > 0 ? [`complete -c heed -n ${fishText(condition)} -a ${fishText(values.join(' '))}`] : []),
        ...command.options.map(option => fishOption(option, condition)),
      ]
    }),
  ].join('\n')}\n`
}
