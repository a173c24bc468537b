import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { documentOf, PLAN } from '../test/fake-api.ts'
import { partsOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.server.here = [documentOf(PLAN, 'Plan')]
})
afterEach(() => stage.close())

type File = { attachment: Buffer; name: string }
const exported = async (typed: Record<string, string> = {}) => {
  const answered = await stage.run('export', typed)
  const [file] = (answered.told.at(-1)?.['files'] ?? []) as File[]
  return { answered, file }
}

test.each([
  [undefined, 'plan.md', 'Buy milk'],
  ['md', 'plan.md', 'Buy milk'],
  ['html', 'plan.html', '<p>Buy milk</p>'],
  ['txt', 'plan.txt', 'Buy milk'],
  ['json', 'plan.json', 'Buy milk'],
  ['exe', 'plan.md', 'Buy milk'],
])('/doc export as %s is a private file %s (F69)', async (format, name, content) => {
  const { answered, file } = await exported(format === undefined ? {} : { format })
  expect(answered.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect([file?.name.toLowerCase(), file?.attachment.toString()]).toEqual([name, content])
  expect(partsOf(answered)).toContainEqual({
    type: 13,
    file: { url: `attachment://${file?.name}` },
  })
})

test.each([
  ['../../etc/passwd', 'etc-passwd.md'],
  ['Käse & Brot?', 'Kase-Brot.md'],
  ['計画', 'document.md'],
  ['a"b\nc', 'a-b-c.md'],
])('/doc export of %j has a name that no system reads otherwise: %s (T20)', async (title, name) => {
  stage.server.here = [documentOf(PLAN, title)]
  expect((await exported()).file?.name).toBe(name)
})

test('/doc export says how large it is', async () => {
  stage.server.text = 'x'.repeat(150_000)
  expect(textIn((await exported()).answered)).toContain('147 KB')
})

test('/doc export is refused to who may not read it (T22)', async () => {
  stage.server.failing.set('content', new StickyError('not_found'))
  const { answered, file } = await exported()
  expect(textIn(answered)).toMatch(/doesn’t exist/)
  expect(file).toBeUndefined()
})
