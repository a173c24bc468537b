import { card } from './card.ts'
import { common } from './common.ts'
import { create } from './create.ts'
import { doc } from './doc.ts'
import { errors } from './errors.ts'
import { help } from './help.ts'
import { launch } from './launch.ts'
import { link } from './link.ts'
import { list } from './list.ts'
import { open } from './open.ts'
import { search } from './search.ts'
import { share } from './share.ts'
import { tick } from './tick.ts'

/**
 * All that the bot says, in English. A text is a string, or a function of the strings and numbers
 * that it is made of; titles and names are given to it escaped (T23).
 */
export const en = {
  card,
  common,
  create,
  doc,
  errors,
  help,
  launch,
  link,
  list,
  open,
  search,
  share,
  tick,
}

/** What every language has to say. */
export type Texts = typeof en
