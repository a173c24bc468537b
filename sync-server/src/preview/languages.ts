/**
 * How the words of a language are told apart: one expression whose groups are named as the kinds of tokens, and the
 * words that are keywords. Every part of an expression ends at the end of its line or at a sign of its own, so that no
 * text takes more than one look at each letter (T16).
 */
export type Language = { tokens: RegExp; keywords: ReadonlySet<string>; caseless: boolean }

const end = String.raw`(?![\s\S])`
const double = String.raw`"(?:[^"\\\n]|\\.)*"?`
const single = String.raw`'(?:[^'\\\n]|\\.)*'?`
/** Only a letter: a quote alone is a lifetime in Rust, and a mark of digits in C++. */
const letter = String.raw`'(?:[^'\\\n]|\\[^'\n]{1,10})'`
const template = '`(?:[^`\\\\]|\\\\[\\s\\S])*`?'
const triple = String.raw`"""[\s\S]*?(?:"""|${end})|'''[\s\S]*?(?:'''|${end})`
const slashes = String.raw`\/\/.*|\/\*[\s\S]*?(?:\*\/|${end})`
const hash = String.raw`(?<![^\s])#.*`
const number = String.raw`(?<![\w$])(?:0[xob][\da-fA-F_]+|\.?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[a-zA-Z%]*`
/** What is called, and what is written with a capital: functions and types. */
const named = String.raw`[\p{L}_$][\p{L}\d_$]*(?=\()|\p{Lu}[\p{L}\d_$]*`
const word = String.raw`[\p{L}_$@][\p{L}\d_$]*`

type Parts = {
  comment?: string
  string?: string
  number?: string
  name?: string
  word?: string
  added?: string
  removed?: string
  keywords?: string
  caseless?: boolean
}

function language({ keywords = '', caseless = false, ...parts }: Parts): Language {
  const groups = Object.entries(parts).map(([kind, source]) => `(?<${kind}>${source})`)
  const tokens = new RegExp(groups.join('|'), caseless ? 'gimu' : 'gmu')
  return { tokens, keywords: new Set(keywords.split(' ')), caseless }
}

const curly = (keywords: string, string = `${double}|${letter}`): Language =>
  language({ comment: slashes, string, number, name: named, word, keywords })

const javascript = curly(
  'abstract as async await boolean break case catch class const continue declare default delete do else enum export ' +
    'extends false finally for from function get if implements import in instanceof interface keyof let new null ' +
    'number of private protected public readonly return satisfies set static string super switch this throw true try ' +
    'type typeof undefined unknown var void while with yield',
  `${double}|${single}|${template}`,
)
const java = curly(
  'abstract async await boolean break by case catch char class const constructor continue data default do double else ' +
    'enum extends false final finally float for foreach fun func get guard if implements import in init int interface ' +
    'internal is let long match module namespace new nil null object open out override package private protected ' +
    'protocol public readonly record return sealed self set static string struct super switch this throw throws trait ' +
    'true try typealias using val var virtual void when where while with yield',
)
const c = curly(
  'alignas auto bool break case catch char class const constexpr continue default define delete do double else endif ' +
    'enum explicit extern false float for friend goto if ifdef ifndef include inline int long namespace new nullptr ' +
    'operator private protected public return short signed sizeof static struct switch template this throw true try ' +
    'typedef typename union unsigned using virtual void volatile while size_t uint8_t uint32_t int64_t NULL',
)
const go = curly(
  'break case chan const continue default defer else fallthrough false for func go goto if import interface map nil ' +
    'package range return select struct switch true type var string int int64 uint64 byte bool error any',
  `${double}|${letter}|${template}`,
)
const rust = curly(
  'as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut ' +
    'pub ref return self Self static struct super trait true type unsafe use where while str bool u8 u16 u32 u64 usize ' +
    'i32 i64 f32 f64',
)
const php = curly(
  'abstract as break case catch class const continue default do echo else elseif extends false final finally fn for ' +
    'foreach function if implements include interface match namespace new null private protected public require ' +
    'return static switch throw trait true try use var while yield',
  `${double}|${single}`,
)
const python = language({
  comment: '#.*',
  string: `${triple}|${double}|${single}`,
  number,
  name: `@[\\w.]+|${named}`,
  word,
  keywords:
    'and as assert async await break case class continue def del elif else except False finally for from global if ' +
    'import in is lambda match None nonlocal not or pass raise return self True try while with yield',
})
const ruby = language({
  comment: hash,
  string: `${double}|${single}`,
  number,
  name: named,
  word,
  keywords:
    'alias and begin break case class def do else elsif end ensure false for if in module next nil not or redo require ' +
    'rescue retry return self super then true unless until when while yield',
})
const shell = language({
  comment: hash,
  string: `${double}|${single}`,
  number: String.raw`\$(?:\w+|\{[^}\n]*\}?|[?#@*!$-])`,
  name: String.raw`(?<=(?:^|[|&;(]) {0,4})(?:\$ )?[\w./-]+`,
  word: String.raw`[\w./@:-]+`,
  keywords:
    'if then else elif fi for in do done while until case esac function return export local sudo set',
})
const sql = language({
  comment: String.raw`--.*|\/\*[\s\S]*?(?:\*\/|${end})`,
  string: single,
  number,
  name: String.raw`\w+(?=\()`,
  word,
  caseless: true,
  keywords:
    'add all alter and any as asc begin between by cascade case check column commit constraint create cross database ' +
    'default delete desc distinct drop else end exists explain false foreign from full group having if in index inner ' +
    'insert into is join key left like limit not null offset on or order outer primary references returning right ' +
    'rollback select set table then true union unique update using values view when where with bigint boolean date ' +
    'integer int numeric text timestamp varchar',
})
const css = language({
  comment: slashes,
  string: `${double}|${single}`,
  number: String.raw`#[\da-fA-F]{3,8}\b|${number}`,
  name: String.raw`(?<=[{;\s])-{0,2}[a-z][\w-]*(?=:)`,
  word: String.raw`[@!]?[\w-]+`,
  keywords: '@media @import @supports @layer @font-face @keyframes @use @mixin @include !important',
})
const html = language({
  comment: String.raw`<!--[\s\S]*?(?:-->|${end})|<![^>\n]*>?`,
  string: String.raw`(?<==)(?:"[^"\n]*"?|'[^'\n]*'?)`,
  name: String.raw`<\/?[a-zA-Z][\w:.-]*|\/?>`,
  number: String.raw`[a-zA-Z:@_][\w:.-]*(?==)|&#?\w{1,10};`,
  word: String.raw`[\p{L}\d_]+`,
})
const json = language({
  comment: slashes,
  name: String.raw`"(?:[^"\\\n]|\\.)*"(?=:)`,
  string: double,
  number: String.raw`-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`,
  word,
  keywords: 'true false null',
})
const yaml = language({
  comment: hash,
  name: String.raw`(?<=^[ \t-]{0,40})[\w./-]+(?=[ \t]?[:=])|^\[[^\]\n]*\]`,
  string: `${double}|${single}`,
  number,
  word: String.raw`[\p{L}\d_.-]+`,
  keywords: 'true false null yes no on off',
})
const docker = language({
  comment: hash,
  string: `${double}|${single}`,
  number: String.raw`\$(?:\w+|\{[^}\n]*\}?)`,
  word: String.raw`[\w./@:-]+`,
  keywords:
    'FROM AS RUN CMD COPY ADD ENV ARG WORKDIR EXPOSE ENTRYPOINT USER VOLUME LABEL HEALTHCHECK ONBUILD SHELL',
})
const diff = language({
  comment: String.raw`^(?:diff|index|---|\+\+\+).*`,
  name: '^@@.*',
  added: String.raw`^\+.*`,
  removed: '^-.*',
})

/** Each language with the names it goes by behind a fence. */
const aliases: readonly (readonly [Language, string])[] = [
  [javascript, 'js javascript jsx mjs cjs ts typescript tsx mts cts node'],
  [java, 'java kotlin kt kts cs csharp swift scala dart groovy'],
  [c, 'c h cpp c++ cc cxx hpp objc arduino glsl'],
  [go, 'go golang'],
  [rust, 'rust rs'],
  [php, 'php'],
  [python, 'python py python3'],
  [ruby, 'ruby rb'],
  [shell, 'bash sh shell zsh fish console shell-session terminal'],
  [sql, 'sql postgres postgresql psql mysql sqlite'],
  [css, 'css scss sass less'],
  [html, 'html xml svg vue svelte xhtml'],
  [json, 'json json5 jsonc jsonl'],
  [yaml, 'yaml yml toml ini conf properties env dotenv'],
  [docker, 'dockerfile docker containerfile'],
  [diff, 'diff patch'],
]

const byName = new Map(
  aliases.flatMap(([language, names]) => names.split(' ').map((name) => [name, language] as const)),
)

/** The language with a name as it stands behind a fence; null for one that isn't known. */
export function languageOf(name: string): Language | null {
  return byName.get(name.toLowerCase()) ?? null
}
