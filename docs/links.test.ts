import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return folder === 'docs' ? markdownIn(path) : []
    return entry.name.endsWith('.md') ? [path] : []
  })

/** Addresses of links and pictures that are neither on the web nor in the page itself. */
const linksOf = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))

const pages = [...markdownIn('.'), ...markdownIn('shared'), ...markdownIn('docs')]

it.each(pages)('%s links only to what exists', (page) => {
  const missing = linksOf(page).filter((link) => !existsSync(join(ROOT, dirname(page), link)))
  expect(missing).toEqual([])
})
