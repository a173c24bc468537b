import type { Finding } from './finding.ts'
import type { Examination, Section } from './examine.ts'

const WIDTH = 'by hand'.length

/** What is printed: a line for each finding, below it what to do. Secrets are taken out, wherever they come from. */
export const report = ({ sections, secrets }: Examination): string =>
  `${sections.map(sectionText).join('\n\n')}\n\n${summary(sections)}`
    .split('\n')
    .map((line) => withoutSecrets(line, secrets))
    .join('\n')

/** Whether something failed; warnings and what is to be looked at by hand do not count. */
export const hasFailed = ({ sections }: Examination): boolean => countOf(sections, 'failed') > 0

const sectionText = ({ name, findings }: Section): string =>
  [name, ...findings.flatMap(lines)].join('\n')

const lines = ({ status, what, todo }: Finding): string[] => {
  const indent = ' '.repeat(WIDTH + 4)
  return [
    `  ${status.padEnd(WIDTH)}  ${what.replaceAll('\n', `\n${indent}`)}`,
    ...(todo === undefined ? [] : [`${indent}→ ${todo}`]),
  ]
}

const summary = (sections: readonly Section[]): string => {
  const failures = countOf(sections, 'failed')
  const warnings = countOf(sections, 'warning')
  if (failures + warnings === 0) return 'All is well.'
  return `${failures} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`
}

const countOf = (sections: readonly Section[], status: Finding['status']): number =>
  sections.flatMap(({ findings }) => findings).filter((finding) => finding.status === status).length

const withoutSecrets = (line: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '(secret)'), line)
