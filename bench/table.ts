import { contestants } from './contestants/index.ts'
import { inWords } from './report.ts'
import type { Outcome, Result } from './result.ts'
import type { Figure, Workload } from './workload.ts'

/** With whom everybody is compared in the last column. */
const OURS = 'sticky'

const rounded = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value)
    ? '-'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** Markdown, with columns of one width. */
const tableOf = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const [head = [], ...body] = rows
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...body.map(line)]
}

const caseTable = (figures: readonly Figure[], medians: Record<string, Record<string, number>>) => {
  const [first] = figures
  const ours = first === undefined ? undefined : medians[OURS]?.[first.id]
  const rows = contestants
    .filter(({ id }) => medians[id] !== undefined)
    .map(({ id, title }) => {
      const mine = medians[id] ?? {}
      const ratio = (mine[first?.id ?? ''] ?? NaN) / (ours ?? NaN)
      const values = figures.map((figure) => rounded(mine[figure.id], figure.digits))
      return [`${id}: ${title}`, ...values, rounded(ratio, 2)]
    })
  return tableOf([['medians', ...figures.map(({ title }) => title), '÷ sticky'], ...rows])
}

const outcomeLine = ({ figures }: Workload, outcome: Outcome): string => {
  const { in: one, figure: id, of, against, by, value, bound, met } = outcome
  const figure = figures.find((figure) => figure.id === id)
  const wanted = figure?.better === 'less' ? 'at most' : 'at least'
  const isQuotient = against !== null && by !== 'difference'
  const times = against === null ? '' : isQuotient ? ` × ${against}` : ` more than ${against}`
  const digits = isQuotient ? 2 : (figure?.digits ?? 0)
  const [is, should] = [rounded(value, digits), rounded(bound, digits)]
  return `- ${one}, ${figure?.title ?? id}: ${of} ${is}${times}; wanted ${wanted} ${should}${times}: **${met ? 'met' : 'missed'}**`
}

/** What is to be read of a result: the expectation, tables, targets, failures, circumstances. */
export const linesOf = (workload: Workload, result: Result): string[] => {
  const { runs, warmUp, duration } = result.how
  const tables = workload.cases.flatMap((one) => [
    `${one}:`,
    '',
    ...caseTable(workload.figures, result.medians[one] ?? {}),
    '',
  ])
  const outcomes = result.outcomes.map((outcome) => outcomeLine(workload, outcome))
  const failures = result.failures.map((failure) => `- ${failure.split('\n', 1)[0]}`)
  return [
    `Expected: ${workload.expectation}`,
    '',
    ...tables,
    ...(outcomes.length === 0 ? [] : [...outcomes, '']),
    ...(failures.length === 0 ? [] : ['Runs without a number:', '', ...failures, '']),
    `${runs} ${runs === 1 ? 'run' : 'runs'} of ${duration / 1000} s after ${warmUp / 1000} s, ${inWords(result.circumstances)}.`,
  ]
}
