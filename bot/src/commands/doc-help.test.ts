import { afterEach, beforeEach, expect, test } from 'vitest'
import { Stage, textIn } from '../test/stage.ts'
import { SUBCOMMANDS } from './doc.ts'

let stage: Stage

beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

test('/doc help names every command in a line, and where it works, in private (F10, F11)', async () => {
  const help = await stage.run('help')
  expect(help.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  for (const { data } of SUBCOMMANDS.filter(({ data }) => data.name !== 'help'))
    expect(textIn(help)).toContain(`- \`/doc ${data.name}\` · ${data.description}`)
  expect(textIn(help)).toContain('Where only you have installed Sticky')
  expect(textIn(help).length).toBeLessThanOrEqual(4_000)
})

test('who uses Discord in German reads it in German, with the names that they see (F10)', async () => {
  const help = textIn(await stage.run('help', {}, { locale: 'de' }))
  expect(help).toContain('- `/doc erstellen` · Ein Dokument erstellen')
  expect(help).toContain('Wo nur du Sticky installiert hast')
  expect(help).not.toContain('/doc create')
  expect(help.length).toBeLessThanOrEqual(4_000)
})
