import { expect, it } from 'vitest'
import { Openings } from './openings.ts'

it('R50: a link is opened 3,000 times in ten minutes; others are not concerned', () => {
  const openings = new Openings()
  for (let i = 0; i < 3_000; i += 1) openings.countOf('popular')
  expect(() => openings.countOf('popular')).toThrow('Wait ten minutes')
  openings.countOf('another')
  openings.countFrom('popular')
})
