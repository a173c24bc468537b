import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const DOCS = import.meta.dirname
const ROOT = join(DOCS, '..')

const range = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`)

const FEATURES = [
  ...range('F', 1, 11),
  ...range('F', 20, 30),
  ...range('F', 40, 49),
  ...range('F', 60, 70),
]
const THREATS = [...range('T', 1, 28), ...range('C', 1, 7)]

/** `open`: nothing shows it. `partly`: what the tests show is less than the row says. */
type Status = 'shown' | 'partly' | 'open' | 'unclear'
type Row = { id: string; what: string; status: Status; files: string[] }

const statusOf = (cell: string): Status => {
  if (cell === 'open') return 'open'
  if (!/\]\(/.test(cell)) return 'unclear'
  return cell.startsWith('partly: ') ? 'partly' : 'shown'
}

/** The rows of a page's tables whose first cell is an id; link targets as paths from the project's root. */
const rowsOf = (page: string): Row[] =>
  readFileSync(join(DOCS, page), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /^[FTC]\d+$/.test(cells[1] ?? ''))
    .map(([, id = '', what = '', shown = '']) => ({
      id,
      what,
      status: statusOf(shown),
      files: [...shown.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) =>
        relative(ROOT, join(DOCS, link)),
      ),
    }))

/** Test files, and the contract suites that test files call, as paths from the project's root. */
const testFiles = (folder = ''): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory())
      return /^(\.|node_modules$|dist$|data$)/.test(entry.name) ? [] : testFiles(path)
    return /\.test\.ts$|(^|\/)contract(\.ts$|\/.+\.ts$)/.test(path) ? [path] : []
  })

/** `it('name'`, `test.for(…)('name'`, `describe.each(…)('name'`, in any quotes. */
const NAME = /(?:\b(?:it|test|describe)(?:\.\w+)*\(|\)\()\s*(['"`])((?:\\.|(?!\1).)*)\1/gs

const namesIn = (path: string): string[] =>
  [...readFileSync(join(ROOT, path), 'utf8').matchAll(NAME)].map(([, , name = '']) => name)

const idsIn = (name: string): string[] => name.match(/\b[FTC]\d+\b/g) ?? []

const cited = new Map(testFiles().map((path) => [path, new Set(namesIn(path).flatMap(idsIn))]))

describe.each([
  { page: 'features.md', ids: FEATURES },
  { page: 'threats.md', ids: THREATS },
])('$page', ({ page, ids }) => {
  const rows = rowsOf(page)

  it('has every id once, in order, and no other', () => {
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  it('says of each what it is, and "open", or links to tests (after "partly: " where they are not all)', () => {
    expect(rows.filter(({ what, status }) => what === '' || status === 'unclear')).toEqual([])
  })

  it('links to tests that exist and have the id in the name of a test', () => {
    const wrong = rows.flatMap(({ id, files }) =>
      files
        .filter((file) => !existsSync(join(ROOT, file)) || cited.get(file)?.has(id) !== true)
        .map((file) => `${id} is not in the name of any test of ${file}`),
    )
    expect(wrong).toEqual([])
  })

  it('calls nothing open that a test shows: link the test, after "partly: " if there is more to it', () => {
    const open = new Set(rows.filter(({ status }) => status === 'open').map(({ id }) => id))
    const shown = [...cited].flatMap(([file, names]) =>
      [...names].filter((id) => open.has(id)).map((id) => `${id} is shown by ${file}`),
    )
    expect(shown).toEqual([])
  })
})

it('no test names an id that neither page has', () => {
  const known = new Set([...FEATURES, ...THREATS])
  const unknown = [...cited].flatMap(([file, names]) =>
    [...names].filter((id) => !known.has(id)).map((id) => `${id} in ${file}`),
  )
  expect(unknown).toEqual([])
})
